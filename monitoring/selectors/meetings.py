"""What is read of sessions: which there were in a year, and what they addressed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from monitoring.models import AgendaItem, AgendaOutcome, Meeting, MeetingKind
from networks.models import MandatedFunction, Network


@dataclass(frozen=True)
class FunctionRow:
    """A function of the norm; `marks` stand in the order of the sessions, None where a session has no agenda."""

    function: MandatedFunction
    marks: list[bool | None]

    @property
    def total(self) -> int:
        return sum(mark is True for mark in self.marks)


def function_matrix(network: Network, meetings: Sequence[Meeting]) -> list[FunctionRow]:
    """Which functions each session addressed, in three queries: those of its points, but of the ones put off."""
    functions = list(MandatedFunction.objects.filter(network=network).order_by("number"))
    with_agenda = set(AgendaItem.objects.filter(meeting__in=meetings).values_list("meeting_id", flat=True))
    addressed = defaultdict(set)
    through = AgendaItem.functions.through.objects.filter(agendaitem__meeting__in=meetings).exclude(
        agendaitem__outcome=AgendaOutcome.POSTPONED
    )
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

    kind: str
    label: str
    held: int
    programmed: int

    @property
    def held_label(self) -> str:
        return _("Ordinarias realizadas") if self.kind == MeetingKind.ORDINARY else _("Extraordinarias realizadas")


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
                kind.value,
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
