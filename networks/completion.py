"""Who completed a course: hours attended of the hours of its sessions. Knows nothing of Django.

Hours are `Decimal`; percents go from 0 to 100 with two places, half up. What nobody recorded is neither attendance
nor absence: it leaves a person undecided until it is known, or until nothing still possible would suffice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")
NOTHING = Decimal(0)


class Standing(StrEnum):
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    ONGOING = "ongoing"
    UNRECORDED = "unrecorded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Hours:
    """Of one person in one course: `total` of its sessions, and of them those she attended, those she missed, and
    those of sessions already held of which nothing is recorded. The rest is still to come."""

    total: Decimal = NOTHING
    attended: Decimal = NOTHING
    missed: Decimal = NOTHING
    unrecorded: Decimal = NOTHING

    @property
    def percent(self) -> Decimal | None:
        """What she attended; None while the course has no session."""
        return self._percent(self.attended)

    @property
    def ceiling(self) -> Decimal | None:
        """What she could still reach."""
        return self._percent(self.total - self.missed)

    def _percent(self, hours: Decimal) -> Decimal | None:
        if self.total <= 0:
            return None
        return (hours * 100 / self.total).quantize(CENT, ROUND_HALF_UP)


def standing(hours: Hours, minimum: Decimal, is_withdrawn: bool = False) -> Standing:
    """`minimum` is the percent that completes; where it is zero, coming once does."""
    if hours.percent is None:
        return Standing.WITHDRAWN if is_withdrawn else Standing.ONGOING
    if hours.attended > 0 and hours.percent >= minimum:
        return Standing.COMPLETED
    if is_withdrawn:
        return Standing.WITHDRAWN
    if hours.ceiling < minimum or hours.missed >= hours.total:
        return Standing.NOT_COMPLETED
    return Standing.UNRECORDED if hours.unrecorded > 0 else Standing.ONGOING


@dataclass(frozen=True, slots=True)
class Taking:
    """One person's part in one course. `sex` empty: not known. Days are None where there is none yet."""

    course: int
    topic: int
    person: int
    unit: int
    sex: str
    standing: Standing
    started_on: date | None = None
    first_attended_on: date | None = None
    ended_on: date | None = None

    @property
    def attended(self) -> bool:
        return self.first_attended_on is not None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many persons, each counted once however many of the courses she takes."""

    enrolled: int = 0
    attended: int = 0
    completed: int = 0
    unrecorded: int = 0

    @property
    def share(self) -> Decimal | None:
        """Percent of the enrolled who completed; None where nobody enrolled."""
        return share_of(self.completed, self.enrolled)


def share_of(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(CENT, ROUND_HALF_UP)


def tally(takings: Iterable[Taking]) -> Tally:
    """Who completed one course is not «falta registrar» for another."""
    rows = list(takings)
    completed = _persons(row for row in rows if row.standing is Standing.COMPLETED)
    return Tally(
        enrolled=len(_persons(rows)),
        attended=len(_persons(row for row in rows if row.attended)),
        completed=len(completed),
        unrecorded=len(_persons(row for row in rows if row.standing is Standing.UNRECORDED) - completed),
    )


def tally_between(takings: Iterable[Taking], first: date, last: date) -> Tally:
    """Each fact on its own day, so that periods add: enrolled when the course began, attended when she first came,
    completed and unrecorded when the course ended."""

    def within(day: date | None) -> bool:
        return day is not None and first <= day <= last

    rows = list(takings)
    ended = [row for row in rows if within(row.ended_on)]
    completed = _persons(row for row in ended if row.standing is Standing.COMPLETED)
    return Tally(
        enrolled=len(_persons(row for row in rows if within(row.started_on))),
        attended=len(_persons(row for row in rows if within(row.first_attended_on))),
        completed=len(completed),
        unrecorded=len(_persons(row for row in ended if row.standing is Standing.UNRECORDED) - completed),
    )


def _persons(takings: Iterable[Taking]) -> set[int]:
    return {row.person for row in takings}
