"""The tab bar of the pages about people."""

from __future__ import annotations

from typing import Any

from django import template

from networks.exported import EXPORTED
from networks.links import Link
from networks.models import ContactReview, Network
from networks.people_tabs import people_tabs as tabs_of
from networks.selectors.contact_reviews import lines_of

register = template.Library()


@register.simple_tag(takes_context=True)
def people_tabs(context: dict[str, Any], network: Network) -> list[Link]:
    request = context.get("request")
    return tabs_of(request, network) if request else []


@register.filter
def exported_word(what: str) -> str:
    """What left the network as a file."""
    return str(EXPORTED.get(what, what))


@register.simple_tag
def review_lines(review: ContactReview) -> list[tuple[str, str, str]]:
    """What she answered, as (what, before, after)."""
    return lines_of(review)
