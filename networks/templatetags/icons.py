"""Icons out of one sheet, and the links that other apps add to a page."""

from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from networks.links import Link, links_for

register = template.Library()
DRAWING = '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'


@cache
def sheet() -> str:
    """The address of the sheet: a list of fifty rows asks for it a hundred times."""
    return static("img/icons.svg")


@register.simple_tag
def icon(name: str, css: str = "") -> str:
    """A drawing beside a word: the words say it all, so it is hidden from who listens."""
    return format_html(DRAWING, css, sheet(), name)


@register.simple_tag(takes_context=True)
def links(context: dict[str, Any], place: str, about: Any) -> list[Link]:
    """What `networks.links` has for this place: `{% links "plan" version as more %}`."""
    request = context.get("request")
    return links_for(place, request, about) if request else []
