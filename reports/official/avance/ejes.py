"""The ejes with their activities: what was reached of each, by how many, and what was told."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from monitoring.compliance import SILENT
from monitoring.figures import GroupFigure, LeafFigure
from monitoring.models import ComplianceEntry
from monitoring.selectors import NetworkRollup, PlannedActivity, PlannedEje, PlanRollup
from monitoring.selectors.scheduled import joint_status
from plans.deadlines import overdue
from plans.weights import HUNDRED
from reports.official.avance.context import ActivityLine, EjeLine, ObstacleLine, StatusCount

# What turns red once its deadline is past.
UNSETTLED = (None, "en_avance", "pendiente")
ORDER = ("cumplido", "en_avance", "reprogramado", "pendiente", "no_cumplido", "no_aplica", None)


@dataclass(frozen=True)
class Telling:
    """What was written: of an activity that one alone reports its narrative, by lineage; obstacles of all. `late`
    has the first deadline that ended without being met, by lineage."""

    narratives: dict[uuid.UUID, str]
    obstacles: tuple[ObstacleLine, ...]
    late: dict[uuid.UUID, datetime.date]


def read_telling(found: NetworkRollup, today: datetime.date) -> Telling:
    """In one query."""
    counted = {entry.pk: at for at, entry in found.entries.items() if entry.counts}
    alone = [lineage for lineage, members in found.obliged_by.items() if len(members) == 1]
    rows = ComplianceEntry.objects.filter(
        ~Q(obstacles="") | (~Q(narrative="") & Q(activity_lineage__in=alone)),
        period__network=found.network,
        period__start_on__gte=found.period.start_on,
        period__end_on__lte=found.period.end_on,
    )
    told = [
        (counted[pk], narrative, obstacles)
        for pk, narrative, obstacles in rows.order_by("pk").values_list("pk", "narrative", "obstacles")
        if pk in counted and found.owes(*counted[pk])
    ]
    singles = set(alone)
    return Telling(
        narratives={at[0]: text for at, text, _obstacles in told if text and at[0] in singles},
        obstacles=_obstacles(found, [(at, text) for at, _narrative, text in told if text]),
        late=_late(found, min(found.period.end_on + datetime.timedelta(days=1), today)),
    )


def _obstacles(found: NetworkRollup, told: list) -> tuple[ObstacleLine, ...]:
    """In the order of the plan, and of the network's members."""
    place = {lineage: number for number, lineage in enumerate(found.by_lineage)}
    order = {pk: number for number, pk in enumerate(found.members)}
    told = sorted(told, key=lambda row: (place[row[0][0]], order.get(row[0][1], -1)))
    return tuple(
        ObstacleLine(
            code=found.by_lineage[lineage].code,
            title=found.by_lineage[lineage].title,
            member=who(found, member),
            text=text,
        )
        for (lineage, member), text in told
    )


def who(found: NetworkRollup, member: int | None) -> str:
    if member is None:
        return _("La red")
    return found.members[member].name if member in found.members else _("No consta")


def _late(found: NetworkRollup, on: datetime.date) -> dict[uuid.UUID, datetime.date]:
    """`on` is the day after the period, or today while it lasts: a deadline that ended before it is past."""
    days: dict[uuid.UUID, datetime.date] = {}
    for owed in found.obligations:
        report = found.reports.get(owed.at)
        if overdue(owed.due_on, on) and (report.status if report else None) in UNSETTLED:
            lineage = owed.activity.lineage
            days[lineage] = min(days.get(lineage, owed.due_on), owed.due_on)
    return days


# -- the lines ------------------------------------------------------------------------------------------------


def eje_lines(plan: PlanRollup, telling: Telling) -> tuple[EjeLine, ...]:
    own: dict[int, list[PlannedActivity]] = defaultdict(list)
    for activity in plan.planned.activities:
        own[activity.eje.pk].append(activity)
    return tuple(_eje(plan, eje, own[eje.pk], telling) for eje in plan.planned.ejes)


def _eje(plan: PlanRollup, eje: PlannedEje, own: list[PlannedActivity], telling: Telling) -> EjeLine:
    figure = plan.eje(eje.lineage)
    return EjeLine(
        code=eje.code,
        title=eje.title,
        weighted=figure.weighted,
        weight=eje.weight,
        total=figure.applicable_weight if figure.weighted else HUNDRED,
        value=figure.earned if figure.weighted else figure.percent,
        ceiling=figure.ceiling if figure.weighted else figure.percent_ceiling,
        percent=figure.percent,
        percent_ceiling=figure.percent_ceiling,
        reported=figure.reported,
        obliged=figure.obliged,
        declared=plan.declared.get(eje.lineage),
        activities=tuple(_activity(plan, leaf, figure, telling) for leaf in own),
    )


def _activity(plan: PlanRollup, leaf: PlannedActivity, group: GroupFigure, telling: Telling) -> ActivityLine:
    figure = plan.activity(leaf.lineage)
    status = joint_status(part.status for part in figure.parts)
    return ActivityLine(
        code=leaf.code,
        title=leaf.title,
        parent=leaf.parent_titles[-1] if leaf.parent_titles else None,
        objective=leaf.objective_title or None,
        weight=leaf.weight,
        status=None if status == SILENT else status,
        statuses=_statuses(figure),
        value=figure.earned if group.weighted else figure.percent,
        ceiling=figure.ceiling if group.weighted else figure.percent_ceiling,
        reported=figure.reported,
        obliged=figure.obliged,
        deadline=leaf.deadline_text or None,
        late_on=telling.late.get(leaf.lineage),
        declared=_declared(figure),
        narrative=telling.narratives.get(leaf.lineage),
    )


def _statuses(figure: LeafFigure) -> tuple[StatusCount, ...]:
    return in_order(part.status for part in figure.parts) if figure.obliged > 1 else ()


def in_order(statuses: Iterable[str | None]) -> tuple[StatusCount, ...]:
    """How many of each, from what is done to silence; those that nobody has are left out."""
    numbers = Counter(statuses)
    return tuple(StatusCount(status=status, number=numbers[status]) for status in ORDER if numbers[status])


def _declared(figure: LeafFigure):
    """Only where it is not what was computed."""
    said = figure.parts[0].declared if len(figure.parts) == 1 else None
    return said if said is not None and said != figure.earned else None
