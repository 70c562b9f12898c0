"""Icons out of one sheet."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

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
