"""The figures activities are followed by, for a period and cumulative for the year to its end."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from monitoring.figures_sums import Parts, Reading, Total, combined, read_parts
from monitoring.models import Basis, ComplianceEntry, Measurement, Period
from monitoring.selectors.owed import WHOLE_NETWORK, Part
from monitoring.selectors.records import COUNTED
from networks.models import Network
from plans.disaggregation import normal
from plans.models import Indicator, VersionStatus
from plans.selectors import versions_for_network
from plans.weights import quantize


class Given(NamedTuple):
    """A measurement that counts, with where it comes from."""

    period_code: str
    period_start: datetime.date
    period_end: datetime.date
    submitted_at: datetime.datetime | None
    entry: int
    member_id: int | None
    indicator: uuid.UUID
    value: Decimal | None
    text: str
    basis: str
    breakdown: Any

    @property
    def says(self) -> bool:
        return self.value is not None or bool(self.text)

    @property
    def order(self) -> tuple:
        """Which of two of one period is the later."""
        return str(self.submitted_at or ""), self.entry


@dataclass(frozen=True, slots=True)
class Dimension:
    """A figure told apart by one thing: what each of its values comes to, None where nobody said.

    Of the `of` measurements behind the figure `told` told it apart; where that is all, the parts add to it.
    """

    by: str
    parts: tuple[tuple[str, Decimal | None], ...]
    told: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.told == self.of


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator and its figures; None is no data, which is not zero.

    `value` is the period's, `cumulative` the year's to the period's end; `text` the latest words of an indicator
    told in words and `said` the measurement they are of; `reported` how many (members, or the network) gave a
    measurement in the year, and `givers` who (None: the network) gave one in the period. `breakdown` and
    `cumulative_breakdown` tell those two figures apart, by each thing the plan asks and whatever else was given.
    """

    indicator: Indicator
    activity_lineage: uuid.UUID
    activity_code: str
    activity_title: str
    eje_lineage: uuid.UUID
    eje_code: str
    eje_title: str
    value: Decimal | None
    cumulative: Decimal | None
    text: str
    reported: int
    breakdown: tuple[Dimension, ...] = ()
    cumulative_breakdown: tuple[Dimension, ...] = ()
    said: Given | None = None
    givers: frozenset[int | None] = frozenset()

    @property
    def percent_of_target(self) -> Decimal | None:
        target = self.indicator.target
        if self.cumulative is None or not target:
            return None
        return quantize(self.cumulative * 100 / target)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one member (None: the network itself) gave of an indicator; None is no data.

    `own` is her figure of the period and `year` that of the year to its end; `given` are the period's
    measurements, oldest first, more than one where it spans shorter periods.
    """

    member_id: int | None
    given: tuple[Given, ...]
    own: Total | None
    year: Total | None


def indicator_values(network: Network, period: Period, part: Part = WHOLE_NETWORK) -> list[IndicatorValue]:
    """Every indicator of the versions in force on the period's last day, in the order of the plan; three queries.

    With a `part`, those of a plan or an eje, and of a member what she gave of them.

    Only submitted and validated entries count. A measurement of the year to date is cumulative already and stands
    for what came before it. Where the network itself measured an activity of its members, its figure stands.
    """
    wanted = [one for one in indicators_in_force(network, period) if _is_in(one, part)]
    return values_of(network, period, wanted, member_id=part.member_id)


def _is_in(indicator: Indicator, part: Part) -> bool:
    eje = indicator.activity.eje
    return part.plan_id in (None, eje.version.plan_id) and part.eje_code in (None, eje.code)


def indicators_in_force(network: Network, period: Period) -> list[Indicator]:
    """With their activity and eje; two queries."""
    versions = versions_for_network(network, period.end_on)
    return list(
        Indicator.objects.filter(activity__eje__version__in=[version.pk for version in versions])
        .select_related("activity__eje__version")
        .order_by("activity__eje__version", "activity__eje__order", "activity__order", "order", "pk")
    )


def values_of(
    network: Network, period: Period, indicators: Sequence[Indicator], *, member_id: int | None = None
) -> list[IndicatorValue]:
    """The figures of some of them, with `member_id` her own; one query."""
    given = _given(network, period, [indicator.lineage for indicator in indicators])

    def rows(indicator: Indicator) -> list[Given]:
        return [row for row in given[indicator.lineage] if member_id in (None, row.member_id)]

    return [_value(indicator, rows(indicator), period) for indicator in indicators]


def contributions(
    network: Network, period: Period, indicator: Indicator
) -> tuple[IndicatorValue, dict[int | None, Contribution]]:
    """One indicator's figures, and what each member gave to them in the year to the period's end; one query."""
    given = _given(network, period, [indicator.lineage])[indicator.lineage]
    by_member: dict[int | None, list[Given]] = defaultdict(list)
    for row in given:
        if row.says:
            by_member[row.member_id].append(row)
    found = {}
    for member_id, year in by_member.items():
        own, total = _totals(indicator, year, period)
        found[member_id] = Contribution(member_id, tuple(_within(year, period)), own, total)
    return _value(indicator, given, period), found


def reports_of(network: Network, period: Period, lineage: uuid.UUID) -> dict[int | None, list[str]]:
    """Who sent a report of an activity that counts, with the codes of its periods; one query."""
    rows = ComplianceEntry.objects.agreed().counted().filter(period__network=network, activity_lineage=lineage)
    rows = rows.filter(period__start_on__gte=period.start_on, period__end_on__lte=period.end_on)
    found: dict[int | None, list[str]] = defaultdict(list)
    for member_id, code in rows.order_by("period__end_on", "pk").values_list("member_id", "period__code"):
        found[member_id].append(code)
    return found


def _within(given: Iterable[Given], period: Period) -> list[Given]:
    """Those of the period, of what was given in the year to its end."""
    return [row for row in given if period.start_on <= row.period_start]


def _given(network: Network, period: Period, lineages: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Given]]:
    """Counted measurements of the year to the period's end, oldest first, by indicator."""
    rows = (
        Measurement.objects.filter(
            indicator_lineage__in=lineages,
            entry__period__network=network,
            entry__period__start_on__gte=min(period.start_on, datetime.date(period.end_on.year, 1, 1)),
            entry__period__end_on__lte=period.end_on,
            entry__review_state__in=COUNTED,
        )
        .exclude(entry__version__status=VersionStatus.DRAFT)
        .order_by("entry__period__end_on", "-entry__period__start_on", "entry__submitted_at", "pk")
        .values_list(
            "entry__period__code",
            "entry__period__start_on",
            "entry__period__end_on",
            "entry__submitted_at",
            "entry_id",
            "entry__member_id",
            "indicator_lineage",
            "value",
            "text",
            "basis",
            "breakdown",
        )
    )
    found: dict[uuid.UUID, list[Given]] = defaultdict(list)
    for row in map(Given._make, rows):
        found[row.indicator].append(row)
    return found


def _value(indicator: Indicator, given: list[Given], period: Period) -> IndicatorValue:
    activity, eje = indicator.activity, indicator.activity.eje
    in_period = _within(given, period)
    texts = [row for row in given if row.text]
    own_texts = [row for row in texts if row.member_id is None] or texts
    said = own_texts[-1] if own_texts else None
    own, cumulative = _totals(indicator, given, period)
    return IndicatorValue(
        indicator=indicator,
        activity_lineage=activity.lineage,
        activity_code=activity.code,
        activity_title=activity.title,
        eje_lineage=eje.lineage,
        eje_code=eje.code,
        eje_title=eje.title,
        value=own and own.value,
        cumulative=cumulative and cumulative.value,
        text=said.text if said else "",
        reported=len({row.member_id for row in given}),
        breakdown=_dimensions(indicator, own),
        cumulative_breakdown=_dimensions(indicator, cumulative),
        said=said,
        givers=frozenset(row.member_id for row in in_period if row.says),
    )


def _totals(indicator: Indicator, given: Sequence[Given], period: Period) -> tuple[Total | None, Total | None]:
    """The period's figure and the year's, out of measurements of several periods and members, oldest first."""
    year = [_reading(row) for row in given if row.value is not None]
    own = [reading for reading in year if period.start_on <= reading.start]
    rules = indicator.over_periods, indicator.over_members
    total = combined(year, *rules)
    return (total if len(own) == len(year) else combined(own, *rules)), total


def _reading(row: Given) -> Reading:
    return Reading(
        start=row.period_start,
        end=row.period_end,
        member=row.member_id,
        value=row.value,
        is_whole=row.basis == Basis.YEAR_TO_DATE,
        parts=read_parts(row.breakdown),
        order=row.order,
    )


def _dimensions(indicator: Indicator, total: Total | None) -> tuple[Dimension, ...]:
    return dimensions_of(indicator, total.parts, total.told, total.of) if total else ()


def dimensions_of(indicator: Indicator, parts: Parts, told: Mapping[str, int], of: int) -> tuple[Dimension, ...]:
    """What the plan asks, in its order, and then what was given besides."""
    asked = {dimension["by"]: dimension["values"] for dimension in normal(indicator.disaggregation)}
    found = []
    for by in dict.fromkeys([*asked, *parts]):
        given = parts.get(by, {})
        words = dict.fromkeys([*asked.get(by, ()), *given])
        pairs = tuple((word, given.get(word)) for word in words)
        found.append(Dimension(by, pairs, told.get(by, 0), of))
    return tuple(found)
