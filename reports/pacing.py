"""How often one address may ask, counted over all workers."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def is_within_pace(request: HttpRequest, action: str, *, most: int, seconds: int = 60) -> bool:
    """Count this request, and say whether its address has made at most so many in the window."""
    window = int(time.time() // seconds)
    key = f"pace:{action}:{get_adapter().get_client_ip(request)}:{window}"
    cache.add(key, 0, seconds * 2)
    try:
        return cache.incr(key) <= most
    except ValueError:
        # The cache let go of it in between.
        return True
