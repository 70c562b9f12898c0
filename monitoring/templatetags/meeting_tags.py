"""The tab bar of the pages about sessions, and the sessions that spoke of an activity."""

from __future__ import annotations

import uuid
from typing import Any

from django import template

from monitoring.meeting_tabs import meeting_tabs as tabs_of
from monitoring.selectors.agenda import Spoken, sessions_about
from networks.links import Link
from networks.models import Network

register = template.Library()


@register.simple_tag(takes_context=True)
def meeting_tabs(context: dict[str, Any], network: Network) -> list[Link]:
    request = context.get("request")
    return tabs_of(request, network) if request else []


@register.simple_tag
def sessions_of_activity(network: Network, lineage: uuid.UUID) -> list[Spoken]:
    """The sessions with a point about it, the last first."""
    return sessions_about(network, lineage)
