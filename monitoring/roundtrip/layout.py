"""The form of a member for a period: what she owes, what it says now, and what may be written in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from monitoring.models import Answer, ComplianceEntry, Period, Question, QuestionKind
from monitoring.roundtrip.sheets import HEADINGS
from monitoring.roundtrip.values import Kind
from monitoring.selectors import Obligation
from monitoring.services import EntryKey
from networks.models import Member, Network
from networks.models.base import LONG_TEXT
from networks.models.directory import THE_NETWORK
from plans.models import Deliverable, Indicator


@dataclass(frozen=True, slots=True)
class Field:
    """A cell to fill. `now` is what the entry says, as `values` writes it."""

    kind: Kind
    now: str = ""
    choices: tuple[str, ...] = ()
    limit: int = LONG_TEXT


@dataclass(eq=False, slots=True)
class Line:
    """A row of a sheet. `about` is what it asks of, None for the entry itself; `part` one value of a breakdown."""

    id: str
    sheet: str
    report: Report
    fields: dict[str, Field]
    facts: dict[str, str] = field(default_factory=dict)
    about: Indicator | Deliverable | Question | None = None
    part: tuple[str, str] | None = None

    @property
    def title(self) -> str:
        if self.about is None:
            return self.report.title
        own = self.about.label if isinstance(self.about, Question) else self.about.title
        return f"{own} · {self.part[1]}" if self.part else own

    def label(self, column: str) -> str:
        """«Qué se hizo», or «Personas capacitadas · mujeres: Cifra»."""
        heading = str(HEADINGS[self.sheet, column])
        return heading if self.about is None else f"{self.title}: {heading}"

    def name(self, column: str) -> str:
        """For machines: «narrative», «figures · Personas capacitadas · mujeres · value»."""
        return column if self.about is None else f"{self.sheet} · {self.title} · {column}"


@dataclass(eq=False, slots=True)
class Report:
    """One obligation and the entry that answers it, if there is one."""

    owed: Obligation
    key: EntryKey
    entry: ComplianceEntry | None
    is_open: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def lineage(self) -> UUID:
        return self.key.activity_lineage

    @property
    def code(self) -> str:
        return self.owed.activity.code

    @property
    def title(self) -> str:
        return f"{self.code} {self.owed.activity.title}".strip()

    @property
    def revision(self) -> int:
        return self.entry.revision if self.entry else 0

    @property
    def may_fill(self) -> bool:
        """Only what was not sent, or was given back."""
        return self.is_open and (self.entry is None or self.entry.is_editable)

    def given(self, related: str, by: str) -> dict[UUID, Answer]:
        """The rows of the entry by lineage."""
        return {getattr(row, by): row for row in getattr(self.entry, related).all()} if self.entry else {}


def fits(answer: Answer, question: Question) -> bool:
    """Whether what was answered, to this wording or an earlier one, can stand as an answer to this one."""
    asked = answer.question
    if asked.pk == question.pk:
        return True
    if (asked.kind, asked.unit) != (question.kind, question.unit):
        return False
    return question.kind != QuestionKind.CHOICE or answer.text in question.choices


@dataclass(slots=True)
class Form:
    """`reports` stand in the order of the plan."""

    network: Network
    period: Period
    member: Member | None
    reports: list[Report]

    @property
    def who(self) -> str:
        return self.member.code if self.member else THE_NETWORK

    @property
    def who_name(self) -> str:
        return self.member.name if self.member else self.network.short_name or self.network.name

    @property
    def versions(self) -> str:
        """«2012:2», the plans and the numbers of their versions in force."""
        found = {f"{one.owed.plan.slug}:{one.owed.version.number}" for one in self.reports}
        return " ".join(sorted(found))

    def lines(self, sheet: str = "") -> Iterator[Line]:
        for report in self.reports:
            yield from (line for line in report.lines if not sheet or line.sheet == sheet)
