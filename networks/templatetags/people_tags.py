"""The tab bar of the pages about people."""

from __future__ import annotations

from typing import Any

from django import template

from networks.links import Link
from networks.models import Network
from networks.people_tabs import people_tabs as tabs_of

register = template.Library()


@register.simple_tag(takes_context=True)
def people_tabs(context: dict[str, Any], network: Network) -> list[Link]:
    request = context.get("request")
    return tabs_of(request, network) if request else []
