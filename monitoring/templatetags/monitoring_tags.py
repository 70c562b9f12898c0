"""Semáforos, period names and figures as they are written on screen."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitoring import labels, tabs
from monitoring.board import Cell
from monitoring.models import Period
from networks.links import Link

register = template.Library()


@register.filter
def period_label(period: Period) -> str:
    return labels.period_label(period)


@register.simple_tag(takes_context=True)
def period_tabs(context: dict[str, Any], period: Period) -> list[Link]:
    request = context.get("request")
    return tabs.period_tabs(request, period) if request else []


@register.simple_tag
def semaforo(
    status: str | None, due_on: datetime.date | None = None, today: datetime.date | None = None
) -> SafeString:
    """The chip of a status, sign and word; None or empty is «Sin informar»."""
    shown = labels.semaforo(status, due_on, today)
    return format_html('<span class="semaforo semaforo--{}">{} {}</span>', shown.css, shown.sign, shown.word)


CELL = (
    '<td><a class="board__cell{}"',
    ' title="{}"><span class="semaforo semaforo--{} semaforo--compact">{}'
    '<span class="visually-hidden">{}</span></span>{}{}</a></td>',
)
NO_CELL = format_html('<td class="is-out"><span aria-hidden="true">{}</span></td>', "·")


@register.simple_tag
def board_cell(cell: Cell | None) -> SafeString:
    """A cell of the board, made here because there are hundreds: None is what is not owed."""
    if cell is None:
        return NO_CELL
    declared = ""
    if cell.declared is not None:
        declared = _("Declarado: %(declared)s") % {"declared": figure(cell.declared)}
    is_extra = bool(cell.review_state) and not cell.is_owed
    start, rest = _around_address(cell.css, cell.sign, cell.word, cell.note, declared, is_extra)
    return start + format_html(' href="{}"', cell.url) + rest if cell.url else start + rest


@lru_cache(maxsize=2048)
def _around_address(
    css: str, sign: str, word: str, note: str, declared: str, is_extra: bool
) -> tuple[SafeString, SafeString]:
    """What stands before and after a cell's address: of a board's hundreds few say anything new."""
    start, rest = CELL
    return format_html(start, " is-extra" if is_extra else ""), format_html(
        rest,
        word,
        css,
        format_html('<span aria-hidden="true">{}</span>', sign) if sign else "",
        word,
        format_html('<span class="discrepancy">{}</span>', declared) if declared else "",
        format_html('<span class="board__figure" aria-hidden="true">{}</span>', note) if note else "",
    )


@register.filter
def review_word(state: str) -> str:
    return str(labels.REVIEW_WORDS.get(state, state))


@register.filter
def figure(value: Decimal | None) -> str:
    """«12,50»; what is not known is a dash, never 0."""
    return "—" if value is None else number_format(value, 2)


@register.filter
def frozen(value: str | None) -> str:
    """The same of a figure that was frozen as text: «12.50»."""
    return figure(None if value is None else Decimal(value))


@register.filter
def plain(value: Decimal | None) -> str:
    """A count or a percent without idle decimals: «14», «2,5»."""
    if value is None:
        return "—"
    places = 0 if value == value.to_integral_value() else 2 if value * 10 % 1 else 1
    return number_format(value, places, force_grouping=False)


@register.filter
def bar_width(value: Decimal | None) -> str:
    """A percent as an SVG length: with a point, whatever the language."""
    return f"{value or 0:.2f}"
