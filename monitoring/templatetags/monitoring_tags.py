"""Semáforos, period names and figures as they are written on screen."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from monitoring import labels
from monitoring.models import Period

register = template.Library()


@register.filter
def period_label(period: Period) -> str:
    return labels.period_label(period)


@register.simple_tag
def semaforo(
    status: str | None, due_on: datetime.date | None = None, today: datetime.date | None = None
) -> SafeString:
    """The chip of a status, sign and word; None or empty is «Sin informar»."""
    shown = labels.semaforo(status, due_on, today)
    return format_html('<span class="semaforo semaforo--{}">{} {}</span>', shown.css, shown.sign, shown.word)


@register.filter
def review_word(state: str) -> str:
    return str(labels.REVIEW_WORDS.get(state, state))


@register.filter
def figure(value: Decimal | None) -> str:
    """«12,50»; what is not known is a dash, never 0."""
    return "—" if value is None else number_format(value, 2)


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
