"""Small drawings of the public pages: bars of progress and the months of a cronograma. Pure SVG, no words inside.

Only presentation attributes and classes: the pages allow no inline styles. What a drawing says, the words beside
it say too.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Sequence
from decimal import Decimal

MONTH = 10
HEIGHT = 16


def _months_between(first_year: int, day: datetime.date) -> int:
    return (day.year - first_year) * 12 + day.month - 1


def _at(first_year: int, day: datetime.date, *, after: bool = False) -> float:
    """Where a day begins (or ends) on the strip, whose months are all equally wide."""
    days = monthrange(day.year, day.month)[1]
    return MONTH * (_months_between(first_year, day) + (day.day - (0 if after else 1)) / days)


def strip(
    months: Sequence[str],
    start: datetime.date | None,
    end: datetime.date | None,
    first_year: int,
    last_year: int,
) -> str:
    """A strip of the plan's years with a block for each month of the schedule and a bar from start to end.

    `months` are «2012-03». What lies outside the years is cut; empty where nothing is inside.
    """
    width = MONTH * 12 * (last_year - first_year + 1)
    shapes = []
    if start and end:
        left, right = max(_at(first_year, start), 0), min(_at(first_year, end, after=True), width)
        if right > left:
            shapes.append(
                f'<rect class="strip__span" x="{left:.1f}" y="5" width="{max(right - left, 3):.1f}" height="6"/>'
            )
    for month in months:
        year, number = map(int, month.split("-"))
        left = MONTH * ((year - first_year) * 12 + number - 1)
        if 0 <= left < width:
            shapes.append(f'<rect class="strip__month" x="{left + 0.5}" y="3" width="{MONTH - 1}" height="10"/>')
    if not shapes:
        return ""
    lines = "".join(f"M{x} 0V{HEIGHT}" for x in range(MONTH * 12, width, MONTH * 12))
    quarters = "".join(f"M{x} 0V{HEIGHT}" for x in range(MONTH * 3, width, MONTH * 3))
    return (
        f'<svg class="strip" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><path class="strip__quarter" d="{quarters}"/>'
        + (f'<path class="strip__year" d="{lines}"/>' if lines else "")
        + "".join(shapes)
        + "</svg>"
    )


def bar(percent: Decimal | None, ceiling: Decimal | None) -> str:
    """What is reached, and lighter what could still be; dashed where nobody said anything."""
    shapes = '<rect class="pbar__track" width="100" height="8"/>'
    if ceiling is not None:
        shapes += f'<rect class="pbar__ceiling" width="{_inside(ceiling)}" height="8"/>'
    if percent is not None:
        shapes += f'<rect class="pbar__reached" width="{_inside(percent)}" height="8"/>'
    none = " pbar--none" if percent is None else ""
    return (
        f'<svg class="pbar{none}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{shapes}</svg>'
    )


def _inside(percent: Decimal) -> str:
    return f"{min(max(percent, Decimal(0)), Decimal(100)):.2f}"
