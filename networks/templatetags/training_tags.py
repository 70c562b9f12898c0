"""Small helps of the pages about training."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

register = template.Library()


@register.filter
def of_topic(rows: dict[int, Any], pk: int) -> Any:
    """The figures of one topic."""
    return rows.get(pk)


@register.filter
def wide(part: int, whole: int) -> str:
    """A width of 100 for a bar of SVG, with a point whatever the language."""
    return f"{Decimal(part) * 100 / whole:.2f}" if whole else "0"


@register.filter
def most_enrolled(rows: list[Any]) -> int:
    """Of lines with a `tally`."""
    return max((row.tally.enrolled for row in rows), default=0)
