"""Informe de avance: one page for who decides, then by eje, by member, and what the figures are made of.

A figure is the «ponderación ganada» where the plan has weights, else the «avance». None is silence, never 0.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from reports.context import Header, ReportWarning

SLUG = "avance"


@dataclass(frozen=True, kw_only=True)
class StatusCount:
    """`status` None is «sin informar»."""

    status: str | None
    number: int


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The plan in one of its periods, up to the one reported."""

    code: str
    label: str
    value: Decimal | None
    ceiling: Decimal | None
    reported: int
    obliged: int
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    """A leaf activity. `value` and `ceiling` are of its weight, without weights out of 100.

    `status` joins what several reported and `statuses` tells it apart; `late_on` is the last day of a deadline
    that ended in or before the period while it was not done.
    """

    code: str
    title: str
    parent: str | None = None
    objective: str | None = None
    weight: Decimal | None = None
    status: str | None = None
    statuses: tuple[StatusCount, ...] = ()
    value: Decimal | None = None
    ceiling: Decimal | None = None
    reported: int = 0
    obliged: int = 0
    deadline: str | None = None
    late_on: datetime.date | None = None
    declared: Decimal | None = None
    narrative: str | None = None


@dataclass(frozen=True, kw_only=True)
class EjeLine:
    """`value` of `total`: the weight that applies, or 100. `percent` is out of 100 in any case."""

    code: str
    title: str
    weighted: bool
    weight: Decimal | None = None
    total: Decimal | None = None
    value: Decimal | None = None
    ceiling: Decimal | None = None
    percent: Decimal | None = None
    percent_ceiling: Decimal | None = None
    reported: int = 0
    obliged: int = 0
    declared: Decimal | None = None
    activities: tuple[ActivityLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """`code` None is the network itself. `value`, `ceiling` and the position stand only where they may be told;
    `same_or_more` of `others` members have the same figure or more. `missing` are codes of activities."""

    code: str | None
    name: str
    reported: int
    obliged: int
    value: Decimal | None = None
    ceiling: Decimal | None = None
    same_or_more: int | None = None
    others: int | None = None
    side: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """`listed`: the network lets members see each other's figures by name, or the report is one member's own.

    With too few figures there is no median, nor quartiles: they would be somebody's.
    """

    listed: bool = False
    count: int = 0
    silent: int = 0
    median: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """A plan in force. `before` is its figure in the period before, None where there is none to compare with."""

    slug: str
    title: str
    version: int
    weighted: bool
    value: Decimal | None
    ceiling: Decimal | None
    reported: int
    obliged: int
    method: str
    before: Decimal | None = None
    before_label: str | None = None
    before_reported: int = 0
    before_obliged: int = 0
    history: tuple[Moment, ...] = ()
    ejes: tuple[EjeLine, ...] = ()
    comparison: Comparison = Comparison()
    members: tuple[MemberLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the figures rest on: entries that count, by their review; and those that stay outside."""

    reported: int = 0
    validated: int = 0
    to_review: int = 0
    late: int = 0
    outside: int = 0
    sample: int = 0
    with_evidence: int = 0


@dataclass(frozen=True, kw_only=True)
class IndicatorLine:
    """`value` of the period, `cumulative` of the year to its end; `words` where it is told in words."""

    eje: str
    activity: str
    label: str
    unit: str | None = None
    value: Decimal | None = None
    cumulative: Decimal | None = None
    target: Decimal | None = None
    percent: Decimal | None = None
    words: str | None = None


@dataclass(frozen=True, kw_only=True)
class BreakdownLine:
    """A part of an indicator's cumulative figure; `told` of `of` measurements told it apart."""

    label: str
    by: str
    part: str
    value: Decimal | None
    told: int
    of: int


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """An entry of an annex: outside the sum (`reason` is `gone` or `not_obliged`), or sent late on `sent_on`."""

    code: str
    title: str
    member: str
    status: str | None = None
    reason: str | None = None
    sent_on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class ObstacleLine:
    code: str
    title: str
    member: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CommitmentLine:
    """A follow-up, or a decision without any (`body` None). States as `reports.formatting` words them."""

    held_on: datetime.date | None
    decision: str | None
    body: str | None = None
    state: str | None = None
    responsible: str | None = None
    deadline: str | None = None
    overdue_since: datetime.date | None = None
    closed_on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Sections:
    resumen: str | None = None
    logros: str | None = None
    dificultades: str | None = None
    proximos_pasos: str | None = None


@dataclass(frozen=True, kw_only=True)
class AvanceContext:
    """The frozen report; `as_of` is the day on which commitments stand as told."""

    form: str = SLUG
    network: str
    period: str
    header: Header
    as_of: datetime.date
    rule: str
    activity_word: str = "actividad"
    activity_words: str = "actividades"
    eje_words: str = "ejes"
    member_word: str = "integrante"
    member_words: str = "integrantes"
    plans: tuple[PlanLine, ...] = ()
    states: tuple[StatusCount, ...] = ()
    not_due: int = 0
    basis: Basis = Basis()
    indicators: tuple[IndicatorLine, ...] = ()
    breakdowns: tuple[BreakdownLine, ...] = ()
    outside: tuple[EntryLine, ...] = ()
    late: tuple[EntryLine, ...] = ()
    obstacles: tuple[ObstacleLine, ...] = ()
    commitments: tuple[CommitmentLine, ...] = ()
    sections: Sections = Sections()
    warnings: tuple[ReportWarning, ...] = ()
