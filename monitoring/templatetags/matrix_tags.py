"""Cells of the matrix: made here because there are thousands."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from monitoring.matrix_cells import Cell
from monitoring.matrix_words import Legend, legends

register = template.Library()

INSIDE = '<span class="heat__sign" aria-hidden="true">{}</span> <span class="heat__word">{}</span>{}'
NO_CELL = format_html('<td class="is-out"><span aria-hidden="true">{}</span></td>', "·")


@register.simple_tag
def matrix_cell(cell: Cell | None) -> SafeString:
    """None is what is not asked."""
    if cell is None:
        return NO_CELL
    note = format_html(' <span class="heat__note">{}</span>', cell.note) if cell.note else ""
    inside = format_html(INSIDE, cell.sign, cell.word, note)
    if cell.url:
        inside = format_html('<a href="{}">{}</a>', cell.url, inside)
    return format_html('<td class="heat heat--{}">{}</td>', cell.css, inside)


@register.simple_tag
def matrix_legends(level: str, counts: bool) -> list[Legend]:
    return legends(level, counts=counts)
