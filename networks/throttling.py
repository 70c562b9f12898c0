"""How often one address may open a page that anybody can, and how often a secret may be guessed."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def is_too_often(request: HttpRequest, action: str, *, most: int, seconds: int = 60) -> bool:
    """Whether this visit is one too many of its address in the running span; it is counted either way."""
    address = get_adapter(request).get_client_ip(request)
    return _counted(f"throttle:{action}:{int(time.time() // seconds)}:{address}", seconds) > most


def is_guessed_too_often(action: str, what: str, *, most: int, seconds: int) -> bool:
    """Whether this try is one too many since the first that failed; it counts until `guess_was_right`."""
    return _counted(f"guess:{action}:{what}", seconds) > most


def guess_was_right(action: str, what: str) -> None:
    cache.delete(f"guess:{action}:{what}")


def _counted(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:
        # It ran out between the two: this is the first of the next span.
        return 1
