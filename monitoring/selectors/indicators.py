"""The figures activities are followed by, for a period and cumulative for the year to its end."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from monitoring.models import Basis, Measurement, Period
from monitoring.selectors.records import COUNTED
from networks.models import Network
from plans.models import Indicator, OverMembers, OverPeriods
from plans.selectors import versions_for_network
from plans.weights import quantize


class Given(NamedTuple):
    """A measurement that counts, with where it comes from."""

    period_start: datetime.date
    period_end: datetime.date
    submitted_at: datetime.datetime | None
    entry: int
    member_id: int | None
    indicator: uuid.UUID
    value: Decimal | None
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator and its figures; None is no data, which is not zero.

    `value` is the period's, `cumulative` the year's to the period's end; `text` the latest words of an indicator
    told in words; `reported` how many (members, or the network) gave a measurement in the year.
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

    @property
    def percent_of_target(self) -> Decimal | None:
        target = self.indicator.target
        if self.cumulative is None or not target:
            return None
        return quantize(self.cumulative * 100 / target)


def indicator_values(network: Network, period: Period) -> list[IndicatorValue]:
    """Every indicator of the versions in force on the period's last day, in the order of the plan; three queries.

    Only submitted and validated entries count. A measurement of the year to date is cumulative already and stands
    for what came before it. Where the network itself measured an activity of its members, its figure stands.
    """
    versions = versions_for_network(network, period.end_on)
    indicators = (
        Indicator.objects.filter(activity__eje__version__in=[version.pk for version in versions])
        .select_related("activity__eje")
        .order_by("activity__eje__version", "activity__eje__order", "activity__order", "order", "pk")
    )
    given = _given(network, datetime.date(period.end_on.year, 1, 1), period.end_on)
    return [_value(indicator, given[indicator.lineage], period) for indicator in indicators]


def _given(network: Network, start: datetime.date, end: datetime.date) -> dict[uuid.UUID, list[Given]]:
    """Counted measurements of the periods that lie in the span, oldest first, by indicator."""
    rows = (
        Measurement.objects.filter(
            entry__period__network=network,
            entry__period__start_on__gte=start,
            entry__period__end_on__lte=end,
            entry__review_state__in=COUNTED,
        )
        .order_by("entry__period__end_on", "-entry__period__start_on", "entry__submitted_at", "pk")
        .values_list(
            "entry__period__start_on",
            "entry__period__end_on",
            "entry__submitted_at",
            "entry_id",
            "entry__member_id",
            "indicator_lineage",
            "value",
            "text",
            "basis",
        )
    )
    found: dict[uuid.UUID, list[Given]] = defaultdict(list)
    for row in rows:
        found[row[5]].append(Given(*row))
    return found


def _value(indicator: Indicator, given: list[Given], period: Period) -> IndicatorValue:
    activity, eje = indicator.activity, indicator.activity.eje
    in_period = [row for row in given if period.start_on <= row.period_start]
    texts = [row for row in given if row.text]
    own_texts = [row for row in texts if row.member_id is None] or texts
    return IndicatorValue(
        indicator=indicator,
        activity_lineage=activity.lineage,
        activity_code=activity.code,
        activity_title=activity.title,
        eje_lineage=eje.lineage,
        eje_code=eje.code,
        eje_title=eje.title,
        value=combined(indicator, in_period),
        cumulative=combined(indicator, given),
        text=own_texts[-1].text if own_texts else "",
        reported=len({row.member_id for row in given}),
    )


def combined(indicator: Indicator, given: Iterable[Given]) -> Decimal | None:
    """One figure out of measurements of several periods and members, oldest first."""
    rows = [row for row in given if row.value is not None]
    if not rows:
        return None
    if not any(row.member_id is None for row in rows):
        series: dict[int | None, list[Given]] = defaultdict(list)
        for row in rows:
            series[row.member_id].append(row)
        ends = [(_over_periods(indicator, own), own[-1]) for own in series.values()]
        return _over_members(indicator, ends)
    return _over_periods(indicator, _network_series(indicator, rows))


def _network_series(indicator: Indicator, rows: list[Given]) -> list[Given]:
    """Period by period what the network measured, else what its members' figures of the period come to."""
    periods: dict[tuple, list[Given]] = defaultdict(list)
    for row in rows:
        periods[row.period_end, row.period_start].append(row)
    series = []
    for own in periods.values():
        network = [row for row in own if row.member_id is None]
        if network:
            series.append(network[-1])
            continue
        whole = Basis.YEAR_TO_DATE if all(r.basis == Basis.YEAR_TO_DATE for r in own) else Basis.PERIOD
        value = _over_members(indicator, [(row.value, row) for row in own])
        series.append(own[-1]._replace(member_id=None, value=value, basis=whole))
    return series


def _over_periods(indicator: Indicator, series: list[Given]) -> Decimal:
    """The latest one, or the sum, in which a year-to-date figure replaces what came before it."""
    total = Decimal(0)
    for row in series:
        if row.basis == Basis.YEAR_TO_DATE or indicator.over_periods == OverPeriods.LATEST:
            total = row.value
        else:
            total += row.value
    return total


def _over_members(indicator: Indicator, ends: list[tuple[Decimal, Given]]) -> Decimal:
    values = [value for value, _ in ends]
    if indicator.over_members == OverMembers.SUM:
        return sum(values, Decimal(0))
    if indicator.over_members == OverMembers.MEAN:
        return quantize(sum(values, Decimal(0)) / len(values))
    return max(ends, key=lambda end: (end[1].period_end, str(end[1].submitted_at or ""), end[1].entry))[0]
