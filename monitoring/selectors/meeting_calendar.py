"""The sessions of a year, month by month, and what of them is owed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.dates import MONTHS

from monitoring.models import Convening, Meeting, MeetingKind
from networks.models import Network


class SessionState(StrEnum):
    HELD = "held"
    CANCELLED = "cancelled"
    OWED = "owed"
    PROGRAMMED = "programmed"


def session_state(meeting: Meeting, today: datetime.date) -> SessionState:
    if meeting.held_on:
        return SessionState.HELD
    if meeting.cancelled_on:
        return SessionState.CANCELLED
    return SessionState.OWED if meeting.programmed_on < today else SessionState.PROGRAMMED


@dataclass(frozen=True)
class Month:
    first: datetime.date
    meetings: list[Meeting]
    is_now: bool

    @property
    def name(self) -> str:
        return str(MONTHS[self.first.month])


@dataclass(frozen=True)
class YearCalendar:
    """`meetings` carry their `state`. `required` is how many ordinary ones the network's own rules want a year."""

    year: int
    months: list[Month]
    meetings: list[Meeting]
    required: int | None

    def count(self, state: SessionState, kind: str | None = None) -> int:
        return sum(one.state == state and kind in (None, one.kind) for one in self.meetings)

    @property
    def held(self) -> int:
        return self.count(SessionState.HELD, MeetingKind.ORDINARY)

    @property
    def programmed(self) -> int:
        """Ordinary ones that were given a day this year, whatever became of them."""
        return sum(one.kind == MeetingKind.ORDINARY and bool(one.programmed_on) for one in self.meetings)

    @property
    def extraordinary(self) -> int:
        return self.count(SessionState.HELD, MeetingKind.EXTRAORDINARY)

    @property
    def coming(self) -> int:
        return self.count(SessionState.PROGRAMMED)

    @property
    def owed(self) -> int:
        return self.count(SessionState.OWED)

    @property
    def cancelled(self) -> int:
        return self.count(SessionState.CANCELLED)

    @property
    def foreseen(self) -> int:
        """Ordinary ones held or still standing in the calendar."""
        standing = (SessionState.HELD, SessionState.PROGRAMMED, SessionState.OWED)
        return sum(self.count(state, MeetingKind.ORDINARY) for state in standing)

    @property
    def missing(self) -> int:
        """How many ordinary ones the year still lacks of those its rules want."""
        return max(0, (self.required or 0) - self.foreseen)


def of_year(network: Network, year: int) -> QuerySet[Meeting]:
    """By the day it was held, or else the one it is programmed for."""
    rows = Meeting.objects.filter(network=network).annotate(day=Coalesce("held_on", "programmed_on"))
    return rows.filter(day__year=year).order_by("day", "starts_at", "pk")


def year_calendar(network: Network, year: int, today: datetime.date) -> YearCalendar:
    """In one query."""
    rows = of_year(network, year).annotate(
        points=Count("agenda"), convened=Exists(Convening.objects.filter(meeting=OuterRef("pk")))
    )
    meetings = list(rows)
    for meeting in meetings:
        meeting.state = session_state(meeting, today)
    months = [
        Month(
            datetime.date(year, month, 1),
            [meeting for meeting in meetings if meeting.on.month == month],
            (today.year, today.month) == (year, month),
        )
        for month in range(1, 13)
    ]
    return YearCalendar(year, months, meetings, network.meetings_per_year)


def years_of(network: Network) -> list[int]:
    """Those with sessions, the last first; in one query."""
    rows = Meeting.objects.filter(network=network).order_by()
    years = rows.annotate(year=ExtractYear(Coalesce("held_on", "programmed_on"))).values_list("year", flat=True)
    return sorted(set(years.distinct()), reverse=True)


def sessions_owed(network: Network, today: datetime.date) -> QuerySet[Meeting]:
    """Those whose programmed day passed without being held or cancelled, the oldest first."""
    rows = Meeting.objects.filter(network=network, programmed_on__lt=today)
    return rows.filter(held_on__isnull=True, cancelled_on__isnull=True).order_by("programmed_on", "pk")


def sessions_coming(network: Network, today: datetime.date) -> QuerySet[Meeting]:
    """Those programmed from today on that stand, the nearest first."""
    rows = Meeting.objects.filter(network=network, programmed_on__gte=today)
    return rows.filter(held_on__isnull=True, cancelled_on__isnull=True).order_by(
        "programmed_on", "starts_at", "pk"
    )
