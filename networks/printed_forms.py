"""The forms that a network prints, by slug: told by the app further right that has them."""

from __future__ import annotations

from typing import Any

# slug → title, lazily translated
_titles: dict[str, Any] = {}


def register(slug: str, title: Any) -> None:
    _titles[slug] = title


def choices() -> list[tuple[str, Any]]:
    return sorted(_titles.items(), key=lambda each: str(each[1]))


def title_of(slug: str) -> str:
    """A form's title; its slug where no app has it any more."""
    return str(_titles.get(slug, slug))
