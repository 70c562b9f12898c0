"""Answers that anybody may keep: a tag of what they are made of, so that who has them is told so at no cost."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from networks.languages import known_language
from reports.models import PublishedSnapshot

# Whatever changes how the same content is shown makes other answers of it.
FORM_OF_ANSWERS = 1
MINUTES = 5


def tag_of(*parts: Any) -> str:
    """A strong entity tag of everything that an answer depends on."""
    made_of = json.dumps([FORM_OF_ANSWERS, *parts], default=str, ensure_ascii=False)
    return f'"{sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def prints_of(names: Iterable[PublishedSnapshot]) -> list[str]:
    return [f"{name.pk} {name.sha256}" for name in names]


def latest(names: Iterable[PublishedSnapshot]) -> datetime.datetime | None:
    return max((name.published_at for name in names), default=None)


def language_asked(request: HttpRequest, otherwise: str = settings.LANGUAGE_CODE) -> str:
    """By the address, `?idioma=en`: the same address is the same page for everybody."""
    return known_language(request.GET.get("idioma", "")) or otherwise


def kept(
    request: HttpRequest, tag: str, make: Callable[[], HttpResponseBase], modified: datetime.datetime | None = None
) -> HttpResponseBase:
    """What `make` returns, or 304 without making it for who has it already.

    When it was modified is told but never asked about: what is withdrawn makes an answer newer, not later.
    """
    response = get_conditional_response(request, etag=tag) or make()
    if response.status_code in (200, 304):
        response["ETag"] = tag
        response["Cache-Control"] = f"public, max-age={MINUTES * 60}"
        if modified:
            response["Last-Modified"] = http_date(modified.timestamp())
    return response
