"""The tab bar of the pages about sessions."""

from __future__ import annotations

from typing import Any

from django import template

from monitoring.meeting_tabs import meeting_tabs as tabs_of
from networks.links import Link
from networks.models import Network

register = template.Library()


@register.simple_tag(takes_context=True)
def meeting_tabs(context: dict[str, Any], network: Network) -> list[Link]:
    request = context.get("request")
    return tabs_of(request, network) if request else []
