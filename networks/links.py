"""Links that an app further right adds to a page further left, which cannot name its URLs.

`register` in `AppConfig.ready`; pages show them with `{% links "plan" version as more %}`. A provider takes the
request and what the page is about, and returns the links that person may follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Link:
    """`icon` is a name of the icon set."""

    label: str
    url: str
    icon: str = ""


Provider = Callable[[HttpRequest, Any], list[Link]]
# Where links may be added, and what each is about: a plan's tabs (the version shown, with its plan), the list of
# plans (the network), the comparison of two versions (the pair, the older first), the pages where a network's
# reference data is kept (the network), a plan's cronograma (the version shown), a period's tabs (the period), the
# act of its closing (the closing), the pages about people (the network), the pages about sessions (the network),
# one session (the meeting), its acta (the acta), a course (the course), the list of courses (the network).
PLACES = (
    "plan",
    "plan_list",
    "comparison",
    "manage",
    "schedule",
    "period",
    "closing",
    "people",
    "meetings",
    "meeting",
    "acta",
    "course",
    "training",
)
_providers: dict[str, list[Provider]] = defaultdict(list)


def register(place: str, provider: Provider) -> None:
    if place not in PLACES:
        raise ValueError(f"no page shows links at «{place}»")
    if provider not in _providers[place]:
        _providers[place].append(provider)


def links_for(place: str, request: HttpRequest, about: Any) -> list[Link]:
    return [link for provider in _providers[place] for link in provider(request, about)]
