"""What is read of sessions: who was there, what was addressed, and whether there was a quorum."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from monitoring.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingKind,
)
from networks.models import MandatedFunction, Member, Network, QuorumRule


@dataclass(frozen=True)
class SeatRow:
    """A seat in a session. `attended` None is «no consta»; `is_valid` false: not its seat that day."""

    seat: Member
    attended: bool | None
    delegate_post: str
    is_valid: bool


@dataclass(frozen=True)
class AttendanceTable:
    rows: list[SeatRow]
    quorum: int | None

    @property
    def present(self) -> int:
        return sum(row.attended is True for row in self.rows)

    @property
    def absent(self) -> int:
        return sum(row.attended is False for row in self.rows)

    @property
    def unknown(self) -> int:
        return sum(row.attended is None for row in self.rows)

    @property
    def has_quorum(self) -> bool:
        """Of the seats valid that day."""
        return self.quorum is not None and sum(row.attended is True and row.is_valid for row in self.rows) >= (
            self.quorum
        )


def quorum_needed(network: Network, seats: int) -> int | None:
    """How many of `seats` make a quorum; None where the network has no such rule, or nobody holds a seat."""
    if network.quorum_rule == QuorumRule.NONE or not seats:
        return None
    if network.quorum_rule == QuorumRule.FIXED:
        return network.quorum_seats
    if network.quorum_rule == QuorumRule.MAJORITY:
        return seats // 2 + 1
    return -(-seats * 2 // 3)


def attendance_table(meeting: Meeting) -> AttendanceTable:
    """Every seat valid on the session's day, and those beyond them that have a row."""
    marks = {row.member_id: row for row in Attendance.objects.filter(meeting=meeting)}
    seats = (
        Member.objects.filter(network=meeting.network_id)
        .filter(Q(pk__in=Member.objects.seated().valid_on(meeting.on)) | Q(pk__in=list(marks)))
        .select_related("organization")
        .order_by("order", "name")
    )
    rows = []
    for seat in seats:
        mark = marks.get(seat.pk)
        valid = bool(seat.seat_role) and _is_valid(seat, meeting.on)
        rows.append(SeatRow(seat, mark and mark.attended, mark.delegate_post if mark else "", valid))
    return AttendanceTable(rows, quorum_needed(meeting.network, sum(row.is_valid for row in rows)))


def _is_valid(seat: Member, day: datetime.date) -> bool:
    return (seat.valid_from_on or day) <= day <= (seat.valid_to_on or day)


@dataclass(frozen=True)
class FunctionRow:
    """A function of the norm; `marks` stand in the order of the sessions, None where a session has no agenda."""

    function: MandatedFunction
    marks: list[bool | None]

    @property
    def total(self) -> int:
        return sum(mark is True for mark in self.marks)


def function_matrix(network: Network, meetings: Sequence[Meeting]) -> list[FunctionRow]:
    """Which functions the agenda of each session addresses, in three queries."""
    functions = list(MandatedFunction.objects.filter(network=network).order_by("number"))
    with_agenda = set(AgendaItem.objects.filter(meeting__in=meetings).values_list("meeting_id", flat=True))
    addressed = defaultdict(set)
    through = AgendaItem.functions.through.objects.filter(agendaitem__meeting__in=meetings)
    for meeting, function in through.values_list("agendaitem__meeting_id", "mandatedfunction_id"):
        addressed[function].add(meeting)
    return [
        FunctionRow(
            function,
            [meeting.pk in addressed[function.pk] if meeting.pk in with_agenda else None for meeting in meetings],
        )
        for function in functions
    ]


@dataclass(frozen=True)
class KindCount:
    """How many sessions of a kind were held, and how many were programmed."""

    label: str
    held: int
    programmed: int


@dataclass(frozen=True)
class YearOfMeetings:
    """The sessions of a year, newest first; `year` None is all years."""

    year: int | None
    years: list[int]
    meetings: list[Meeting] = field(default_factory=list)

    @property
    def held(self) -> list[Meeting]:
        """Oldest first: the columns of the matrix."""
        return [meeting for meeting in reversed(self.meetings) if meeting.held_on]

    @property
    def kinds(self) -> list[KindCount]:
        return [
            KindCount(
                str(kind.label),
                sum(meeting.kind == kind and bool(meeting.held_on) for meeting in self.meetings),
                sum(meeting.kind == kind and bool(meeting.programmed_on) for meeting in self.meetings),
            )
            for kind in MeetingKind
        ]

    @property
    def decided(self) -> int:
        return sum(meeting.decided for meeting in self.meetings)


def year_of_meetings(meetings: Sequence[Meeting], asked: str) -> YearOfMeetings:
    """Of all the sessions of a network, those of the year asked for: «2024», «todos», or the newest year."""
    ordered = sorted(meetings, key=lambda meeting: (meeting.on, meeting.pk), reverse=True)
    years = sorted({meeting.on.year for meeting in ordered}, reverse=True)
    if asked == "todos":
        return YearOfMeetings(None, years, ordered)
    year = next((year for year in years if str(year) == asked), years[0] if years else None)
    return YearOfMeetings(year, years, [meeting for meeting in ordered if meeting.on.year == year])


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.agenda.prefetch_related("functions").order_by("order", "pk"))
