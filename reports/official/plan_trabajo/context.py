"""A work plan: its groups of activities, who answers for each, and its cronograma month by month."""

from __future__ import annotations

from dataclasses import dataclass

from reports.context import Header, ReportWarning
from reports.official.planned.context import Part, Progress, Words

SLUG = "plan-trabajo"


@dataclass(frozen=True, kw_only=True)
class CalendarRow:
    """An activity's months, by «2012-03».

    `marks`: `plan` (a month of the cronograma), `sample` (one made up to show it) or `due` (read from a deadline).
    `states`: what was reported in the period in which a month fell, `sin_informar` where nothing was.
    """

    where: str
    marks: dict[str, str]
    states: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The cronograma of a plan over whole years."""

    plan: str
    first_year: int
    last_year: int
    rows: tuple[CalendarRow, ...]


@dataclass(frozen=True, kw_only=True)
class Sections:
    """The narrative parts, paragraphs parted by line breaks."""

    introduccion: str | None = None
    seguimiento: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlanTrabajoContext:
    """The frozen report: of each plan the version that ruled last. `followed`: it also says what was done."""

    form: str = SLUG
    network: str
    period: str
    header: Header
    words: Words
    followed: bool = False
    parts: tuple[Part, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    progress: tuple[Progress, ...] = ()
    sections: Sections = Sections()
    warnings: tuple[ReportWarning, ...] = ()
