"""Dates for the sessions of a year: spread evenly, or by a rule like «the first Tuesday of each quarter»."""

from __future__ import annotations

import calendar
import datetime

LAST = -1
MOST = 24
FIRST_YEAR, LAST_YEAR = 1990, 2100


def by_rule(year: int, *, ordinal: int, weekday: int, every: int, month: int = 1) -> list[datetime.date]:
    """The `ordinal`-th `weekday` (0 is Monday; LAST, the last one) of a month in each span of `every` months.

    `month` says which of the span's months, from 1; past the span's end it is its last. A month without a fifth
    one gives none.
    """
    if not 1 <= every <= 12 or 12 % every:
        raise ValueError("a year is not made of such spans")
    place = max(1, min(month, every))
    days = (nth_weekday(year, start + place, ordinal, weekday) for start in range(0, 12, every))
    return [day for day in days if day is not None]


def nth_weekday(year: int, month: int, ordinal: int, weekday: int) -> datetime.date | None:
    days = [week[weekday] for week in calendar.Calendar().monthdatescalendar(year, month)]
    own = [day for day in days if day.month == month]
    if ordinal == LAST:
        return own[-1]
    return own[ordinal - 1] if 1 <= ordinal <= len(own) else None


def evenly(start: datetime.date, end: datetime.date, count: int) -> list[datetime.date]:
    """`count` working days, each in the middle of its equal part of the span; a weekend's moves to Monday, or to
    Friday where Monday is past the end."""
    if not 1 <= count <= MOST or end < start:
        return []
    whole = (end - start).days + 1
    middles = (start + datetime.timedelta(days=(2 * part + 1) * whole // (2 * count)) for part in range(count))
    return sorted({_working(min(day, end), end) for day in middles})


def _working(day: datetime.date, end: datetime.date) -> datetime.date:
    over = day.weekday() - 4
    if over <= 0:
        return day
    monday = day + datetime.timedelta(days=3 - over)
    return monday if monday <= end else day - datetime.timedelta(days=over)
