"""A plan's figures over the periods of its years: its own, its ejes' and its members', read at once."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal

from monitoring.figures import GroupFigure, PlanFigure
from monitoring.models import Period
from monitoring.selectors.planned import PlannedEje
from monitoring.selectors.summing import PlanRollup, rollups
from networks.models import Member, Network
from plans.models import Plan


@dataclass(frozen=True, slots=True)
class Moment:
    """A period of the plan. `rolled` is None where no version ruled.

    `change` is the version's number where another ruled in the period before.
    """

    period: Period
    rolled: PlanRollup | None
    change: int | None

    @property
    def provisional(self) -> bool:
        return not self.period.is_closed


@dataclass(frozen=True, slots=True)
class Value:
    """A figure in a period, out of 100; None is silence. `is_due`: something of it was owed."""

    moment: Moment
    percent: Decimal | None
    ceiling: Decimal | None
    reported: int
    obliged: int

    @property
    def is_due(self) -> bool:
        return self.obliged > 0


@dataclass(frozen=True)
class Trends:
    plan: Plan
    moments: list[Moment]

    @property
    def ejes(self) -> list[PlannedEje]:
        """As the last version that ruled has them, then those only earlier ones had."""
        found: dict[uuid.UUID, PlannedEje] = {}
        for moment in reversed(self.moments):
            for eje in moment.rolled.planned.ejes if moment.rolled else []:
                found.setdefault(eje.lineage, eje)
        return list(found.values())

    @property
    def members(self) -> list[Member]:
        """Who ever owed something, in the network's order; not the network itself."""
        there: dict[int, Member] = {}
        for moment in self.moments:
            if moment.rolled:
                there |= {member.pk: member for member in moment.rolled.whole.reporting_members}
        return sorted(there.values(), key=lambda member: (member.order, member.name, member.pk))

    def of_plan(self) -> list[Value]:
        return [_value(moment, moment.rolled and moment.rolled.figure) for moment in self.moments]

    def of_eje(self, eje: PlannedEje) -> list[Value]:
        return [_value(moment, moment.rolled and moment.rolled.eje(eje.lineage)) for moment in self.moments]

    def of_member(self, member: Member) -> list[Value]:
        return [_value(moment, moment.rolled and moment.rolled.members.get(member.pk)) for moment in self.moments]


def _value(moment: Moment, figure: PlanFigure | GroupFigure | None) -> Value:
    if figure is None:
        return Value(moment, None, None, 0, 0)
    return Value(moment, figure.percent, figure.percent_ceiling, figure.reported, figure.obliged)


def plan_trends(network: Network, plan: Plan) -> Trends:
    """Over the periods of the plan's years of the network's own kind, or of the first kind there is."""
    first, last = datetime.date(plan.first_year, 1, 1), datetime.date(plan.last_year, 12, 31)
    periods = list(Period.objects.filter(network=network).within(first, last).with_closed().order_by("start_on"))
    kinds = {period.kind for period in periods}
    kind = network.period_kind if network.period_kind in kinds else next((p.kind for p in periods), None)
    pairs = [(network, period) for period in periods if period.kind == kind]
    moments, before = [], None
    for rolled in rollups(pairs) if pairs else []:
        ruling = next((one for one in rolled.plans if one.plan.pk == plan.pk), None)
        number = ruling.version.number if ruling else None
        moments.append(Moment(rolled.period, ruling, number if before and number != before else None))
        before = number or before
    return Trends(plan, moments)
