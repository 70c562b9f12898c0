"""How many questions an address may ask in a while (`API_RATE`), counted in the cache that all workers share."""

from __future__ import annotations

import ipaddress
import math
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle


class AddressThrottle(SimpleRateThrottle):
    """One for each request: it keeps what it counted in itself."""

    scope = "api"

    def get_ident(self, request: HttpRequest) -> str:
        """The reader's address; of a sixth-version one, the part that is her whole house's."""
        address = request.META.get("REMOTE_ADDR", "")
        if settings.BEHIND_PROXY:
            # The proxy adds the last one; those before it are whatever the reader wrote.
            address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
        try:
            known = ipaddress.ip_address(address)
        except ValueError:
            return address
        # A server that listens to both writes a fourth-version one inside the sixth, where all are one house's.
        known = getattr(known, "ipv4_mapped", None) or known
        return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api-{sha256(self.get_ident(request).encode('utf-8', 'replace')).hexdigest()}"


def seconds_to_wait(request: HttpRequest) -> int:
    """0 when it may ask; each question counts once. An empty `API_RATE` limits nothing."""
    if not settings.API_RATE:
        return 0
    throttle = AddressThrottle(settings.API_RATE)
    return 0 if throttle.allow_request(request) else max(1, math.ceil(throttle.wait() or 1))
