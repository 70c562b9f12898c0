"""Rows that stand in an order a person chose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, QuerySet


def next_order(rows: QuerySet) -> int:
    """The order that puts a new row after all of `rows`. Call it with their owner's row locked."""
    last = rows.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def move_row(rows: Iterable[Any], moved: Any, step: int) -> None:
    """Move one of `rows` a step up (-1) or down (1); at either end, or gone meanwhile, nothing moves.

    Call it with their owner locked. Rows are saved one by one, so that their history sees the change.
    """
    ordered = list(rows)
    place = next((number for number, row in enumerate(ordered) if row.pk == moved.pk), None)
    if place is None:
        return
    target = place + (1 if step > 0 else -1)
    if 0 <= target < len(ordered):
        ordered[place], ordered[target] = ordered[target], ordered[place]
    for order, row in enumerate(ordered):
        if row.order != order:
            row.order = order
            row.save(update_fields=["order"])
