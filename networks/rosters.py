"""Who counts for a network's goal, and how many did on each day. Pure.

A person is in the network from the day she joined, or took office if that was later, until she left it. She counts
when her post's level and her sex are among those the goal counts; where one it asks for is not known she is told
apart, neither counted nor left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")
# Months between two marks of a history: as few as keep it readable.
SPANS = (1, 3, 12)
MOST_MARKS = 36
MOST_YEARS = 30
QUIET_DAYS = 366


class Standing(StrEnum):
    COUNTS = "cuenta"
    UNKNOWN = "por-confirmar"
    OUTSIDE = "no-cuenta"


@dataclass(frozen=True, slots=True)
class Goal:
    """`people` is None where the network set none; no `levels` counts every level, an empty `sex` either."""

    people: int | None = None
    levels: frozenset[str] = frozenset()
    sex: str = ""
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """`people` persons of one kind in the network from one day to another, both included."""

    start: datetime.date
    end: datetime.date | None
    level: str = ""
    sex: str = ""
    people: int = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """How many there are at the end of a day."""

    day: datetime.date
    counted: int
    unknown: int
    outside: int


def standing(goal: Goal, level: str, sex: str) -> Standing:
    """What one person is to the goal; an empty level or sex is one nobody knows."""
    asked = [(level, goal.levels), (sex, frozenset({goal.sex}) if goal.sex else frozenset())]
    if any(value and wanted and value not in wanted for value, wanted in asked):
        return Standing.OUTSIDE
    if any(wanted and not value for value, wanted in asked):
        return Standing.UNKNOWN
    return Standing.COUNTS


def percent(counted: int, goal: int | None) -> Decimal | None:
    """Half up to two places, above 100 too; None without a goal."""
    if not goal:
        return None
    return (Decimal(counted) * 100 / goal).quantize(CENT, ROUND_HALF_UP)


def missing(counted: int, goal: int | None) -> int | None:
    return None if goal is None else max(goal - counted, 0)


def stay(
    joined: datetime.date, since: datetime.date | None, until: datetime.date | None, **kind: str | int
) -> Stay | None:
    """None for who left office before she joined: she never was in the network."""
    start = max(joined, since) if since else joined
    return Stay(start, until, **kind) if until is None or until >= start else None


def changes(stays: Iterable[Stay]) -> list[datetime.date]:
    """The days on which somebody came in or was no more, in order."""
    found = {one.start for one in stays} | {_after(one.end) for one in stays if one.end}
    return sorted(found)


def history(stays: Sequence[Stay], goal: Goal, days: Sequence[datetime.date]) -> list[Mark]:
    """How many there were on each of `days`, which are in order. Reads the stays once, however many days."""
    events: list[tuple[datetime.date, Standing, int]] = []
    for one in stays:
        what = standing(goal, one.level, one.sex)
        events.append((one.start, what, one.people))
        if one.end:
            events.append((_after(one.end), what, -one.people))
    events.sort(key=lambda event: event[0])
    sums, place, found = dict.fromkeys(Standing, 0), 0, []
    for day in days:
        while place < len(events) and events[place][0] <= day:
            sums[events[place][1]] += events[place][2]
            place += 1
        found.append(Mark(day, *(sums[what] for what in (Standing.COUNTS, Standing.UNKNOWN, Standing.OUTSIDE))))
    return found


def marks_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """`first`, the ends of the months between (of quarters or years where those are too many), and `last`."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    span = next((span for span in SPANS if months / span <= MOST_MARKS), SPANS[-1])
    ends = (_month_end(first.year * 12 + first.month - 1 + place) for place in range(months))
    return sorted({first, *(end for end in ends if end.month % span == 0 and first < end < last), last})


def window(
    days: Sequence[datetime.date], today: datetime.date, goal_on: datetime.date | None = None
) -> tuple[datetime.date, datetime.date]:
    """What a history shows: from the month before the first of `days`, on which something changed, to today.

    Where nothing has changed for a year it ends with the month of the last change, or with the goal's day. It
    never reaches back more than `MOST_YEARS`: a year typed wrong must not make a page of centuries.
    """
    past = [day for day in days if day <= today]
    begun, settled = (past[0], past[-1]) if past else (today, today)
    if goal_on and goal_on <= today:
        settled = max(settled, goal_on)
    last = today if (today - settled).days <= QUIET_DAYS else _month_end(settled.year * 12 + settled.month - 1)
    oldest = datetime.date(max(last.year - MOST_YEARS, 1), 12, 31)
    return max(_before_month(begun), oldest) if last > oldest else last, last


def _after(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=1) if day < datetime.date.max else day


def _month_end(number: int) -> datetime.date:
    """Of the month `number`, counted from year 0."""
    year, month = divmod(number + 1, 12)
    return datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)


def _before_month(day: datetime.date) -> datetime.date:
    """The day before the month of `day` begins."""
    first = day.replace(day=1)
    return first - datetime.timedelta(days=1) if first > datetime.date.min else first
