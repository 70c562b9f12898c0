"""Addresses of the page that explains a figure."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from networks.models.directory import THE_NETWORK

LEVELS = ("plan", "eje", "actividad", "integrante")


def explain_url(slug: str, code: str, *, name: str = "explain", **about: Any) -> str:
    """Of a network's period; `about` says which figure: `plan` (its slug), and `eje`, `actividad` (codes; an
    activity's lineage will do too) or `integrante` (her code, «red» for the network itself)."""
    query = {level: about[level] for level in LEVELS if about.get(level) not in (None, "")}
    address = reverse(f"monitoring:{name}", kwargs={"slug": slug, "code": code})
    return f"{address}?{urlencode(query)}" if query else address


def code_of(member: Any) -> str:
    return member.code if member else THE_NETWORK
