"""How often one address may open a page that anybody can."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def is_too_often(request: HttpRequest, action: str, *, most: int, seconds: int = 60) -> bool:
    """Whether this visit is one too many of its address in the running span; it is counted either way."""
    address = get_adapter(request).get_client_ip(request)
    key = f"throttle:{action}:{int(time.time() // seconds)}:{address}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:
        # It ran out between the two: this visit is the first of the next span.
        return False
