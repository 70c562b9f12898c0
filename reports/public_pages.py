"""What the public pages show, out of what was published: nothing here reads the records behind it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.labels import period_label
from monitoring.models import Period
from monitoring.periods import parse_code
from plans.templatetags.plan_tags import months as written_months
from reports.models import PublishedSnapshot, SnapshotKind
from reports.public_charts import bar, strip
from reports.publishing.shapes import (
    ActivityLine,
    ActivityProgressLine,
    DecisionLine,
    DecisionsData,
    DeliverableLine,
    EjeLine,
    EjeProgressLine,
    FigureShape,
    FollowUpLine,
    MeetingsData,
    PlanData,
    ProgressData,
    ReportData,
)

# -- figures --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Light:
    """The semáforo of a figure: a sign and a word, and `css` for its colour."""

    css: str
    sign: str
    word: str


LIGHTS = {
    "undue": ("empty", "–", gettext_lazy("no toca en el periodo")),
    "none": ("empty", "□", gettext_lazy("Sin informar")),
    "untold": ("grey", "◌", gettext_lazy("Informado, sin cifra")),
    "zero": ("grey", "○", gettext_lazy("Sin avance")),
    "under": ("yellow", "◐", gettext_lazy("En avance")),
    "whole": ("green", "✓", gettext_lazy("Completo")),
}


def light(figure: FigureShape) -> Light:
    """Only from what was published with the figure: nothing owed, nothing reported, something, all."""
    if figure.percent is None:
        name = "untold" if figure.reported else "none" if figure.obliged else "undue"
    elif figure.percent >= 100:
        name = "whole"
    else:
        name = "under" if figure.percent > 0 else "zero"
    css, sign, word = LIGHTS[name]
    return Light(css, sign, capfirst(str(word)))


def percent_words(value: Decimal | None) -> str:
    """The figure and its sign stay on one line."""
    if value is None:
        return "—"
    return (_("%(percent)s %%") % {"percent": number_format(value, 2)}).replace(" ", "\u00a0")


@dataclass(frozen=True, slots=True)
class Measured:
    """A line of progress with its light and its bar."""

    line: Any

    @property
    def light(self) -> Light:
        return light(self.line)

    @property
    def bar(self) -> SafeString:
        return mark_safe(bar(self.line.percent, self.line.ceiling))

    @property
    def percent(self) -> str:
        return percent_words(self.line.percent)

    @property
    def ceiling(self) -> str:
        return percent_words(self.line.ceiling)


def period_words(code: str, otherwise: str) -> str:
    """A period's name in the reader's language."""
    try:
        span = parse_code(code)
    except ValueError:
        return otherwise
    return period_label(Period(code=span.code, kind=span.kind, start_on=span.start, end_on=span.end))


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """The progress of a plan in a period, eje by eje."""

    data: ProgressData
    published: PublishedSnapshot

    @property
    def label(self) -> str:
        return period_words(self.data.period, self.data.period_label)

    @property
    def whole(self) -> Measured:
        return Measured(self.data)

    @property
    def ejes(self) -> list[Measured]:
        return [Measured(line) for line in self.data.ejes]

    def of_ejes(self, lines: Iterable[ActivityProgressLine]) -> list[tuple[EjeProgressLine, list[Measured]]]:
        """Some activities under their ejes, in their order."""
        by_code = {eje.code: (eje, []) for eje in self.data.ejes}
        for line in lines:
            if line.eje in by_code:
                by_code[line.eje][1].append(Measured(line))
        return [pair for pair in by_code.values() if pair[1]]


# -- plan -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class PlannedLine:
    """An activity of the plan with its strip and what comes of it."""

    line: ActivityLine
    strip: SafeString
    when: str
    deliverables: list[DeliverableLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanPage:
    data: PlanData
    published: PublishedSnapshot

    @property
    def years(self) -> str:
        first, last = self.data.first_year, self.data.last_year
        return str(first) if first == last else f"{first}–{last}"

    @property
    def has_dates(self) -> bool:
        rows = (*self.data.activities, *self.data.deliverables)
        return any(row.deadline_end or getattr(row, "months", ()) for row in rows)

    @property
    def is_weighted(self) -> bool:
        return any(line.weight is not None for line in self.data.activities)

    @property
    def eje_counts(self) -> list[tuple[EjeLine, int]]:
        counts: dict[str, int] = {}
        for line in self.data.activities:
            counts[line.eje] = counts.get(line.eje, 0) + 1
        return [(eje, counts.get(eje.code, 0)) for eje in self.data.ejes]

    @property
    def ticks(self) -> list[str]:
        """What stands over the strips: the quarters of one year, or the years."""
        first, last = self.data.first_year, self.data.last_year
        if first == last:
            return [_("ene–mar"), _("abr–jun"), _("jul–sep"), _("oct–dic")]
        return [str(year) for year in range(first, last + 1)]

    def of_ejes(self, lines: Iterable[ActivityLine]) -> list[tuple[EjeLine, list[PlannedLine]]]:
        by_code = {eje.code: (eje, []) for eje in self.data.ejes}
        # A code is an activity's only within its eje.
        products: dict[tuple[str | None, str], list[DeliverableLine]] = {}
        for one in self.data.deliverables:
            products.setdefault((one.eje, one.activity), []).append(one)
        for line in lines:
            if line.eje in by_code:
                by_code[line.eje][1].append(self._planned(line, products.get((line.eje, line.code), [])))
        return [pair for pair in by_code.values() if pair[1]]

    def _planned(self, line: ActivityLine, products: list[DeliverableLine]) -> PlannedLine:
        start, end, when = line.deadline_start, line.deadline_end, when_words(line)
        if not end and not line.months:
            dated = [one for one in products if one.deadline_end]
            start = min((one.deadline_start or one.deadline_end for one in dated), default=None)
            end = max((one.deadline_end for one in dated), default=None)
            when = when or (_("el de sus productos") if dated else "")
        drawn = strip(line.months, start, end, self.data.first_year, self.data.last_year)
        return PlannedLine(line, mark_safe(drawn), when, products)


def when_words(line: ActivityLine) -> str:
    """Its deadline as the plan writes it, else its months."""
    return line.deadline or months_words(line.months)


def months_words(months: Sequence[str]) -> str:
    """«ene, mar–may 2012»: runs of months are joined."""
    return written_months(list(months)) if months else ""


# -- issued reports -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportPage:
    data: ReportData
    published: PublishedSnapshot

    @property
    def label(self) -> str:
        return period_words(self.data.period, self.data.period_label)


# -- sessions and decisions -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    data: MeetingsData
    published: PublishedSnapshot

    @property
    def days(self) -> list[datetime.date]:
        return [meeting.date for meeting in self.data.meetings]

    @property
    def matrix(self) -> list[tuple[Any, list[bool]]]:
        """Each function of the norm with a mark for each session held, in their order."""
        return [
            (function, [function.number in meeting.functions for meeting in self.data.meetings])
            for function in self.data.functions
        ]

    @property
    def addressed(self) -> int:
        return sum(bool(function.sessions) for function in self.data.functions)


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    data: DecisionsData
    published: PublishedSnapshot

    def rows(self, lines: Iterable[DecisionLine]) -> list[tuple[DecisionLine, list[tuple[FollowUpLine, Light]]]]:
        """Decisions with what came of each."""
        owed: dict[str, list[tuple[FollowUpLine, Light]]] = {}
        for one in self.data.follow_ups:
            owed.setdefault(one.decision, []).append((one, follow_up_light(one)))
        return [(line, owed.get(line.number, [])) for line in lines]

    @property
    def open(self) -> int:
        return sum(one.state == "en curso" for one in self.data.follow_ups)

    @property
    def closed(self) -> int:
        return sum(one.state == "cumplido" for one in self.data.follow_ups)


FOLLOW_UP_LIGHTS = {"en curso": ("yellow", "◐"), "cumplido": ("green", "✓"), "sin efecto": ("grey", "⊘")}


def follow_up_light(one: FollowUpLine) -> Light:
    css, sign = FOLLOW_UP_LIGHTS.get(one.state, ("grey", "○"))
    return Light(css, sign, _(one.state))


PAGES = {
    SnapshotKind.PLAN: PlanPage,
    SnapshotKind.PROGRESS: ProgressPage,
    SnapshotKind.MEETINGS: MeetingsPage,
    SnapshotKind.DECISIONS: DecisionsPage,
    SnapshotKind.REPORT: ReportPage,
}
