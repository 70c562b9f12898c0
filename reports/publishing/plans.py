"""The plan in force and its progress in a period, as they are published. No person's name is in either."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from monitoring.labels import period_label
from monitoring.models import Period
from monitoring.selectors import (
    IndicatorValue,
    NetworkRollup,
    PlannedActivity,
    PlanRollup,
    indicator_values,
    local_today,
    period_for,
    rollup,
)
from networks.models import Network
from plans.models import Concern, Plan
from plans.selectors import version_in_force, version_tree
from plans.tree import Dated, TreeActivity, TreeEje
from reports.publishing.shapes import (
    ActivityLine,
    ActivityProgressLine,
    DeliverableLine,
    EjeLine,
    EjeProgressLine,
    IndicatorLine,
    PlanData,
    ProgressData,
)
from reports.publishing.words import activity_words, cents, eje_words, fixed, plan_words


def build_plan(network: Network, key: str) -> PlanData:
    """`key` is the plan's slug. Raises ValidationError where it has no version in force."""
    plan = Plan.objects.filter(network=network, slug=key).first()
    version = plan and version_in_force(plan, local_today(network))
    if not version:
        raise ValidationError(
            _("El plan «%(plan)s» no tiene una versión en vigor: ponga una en vigor y publíquelo después.")
            % {"plan": plan.title if plan else key}
        )
    tree = version_tree(version)
    rows = [(eje, activity) for eje in tree.ejes for activity in eje.walk()]
    return PlanData(
        slug=plan.slug,
        title=plan.title,
        objective=plan.objective or None,
        first_year=plan.first_year,
        last_year=plan.last_year,
        version=version.number,
        in_force_from=version.in_force_from_on,
        eje_word=network.eje_word,
        ejes=tuple(
            EjeLine(code=eje.code, title=eje.title, weight=cents(eje.weight), goal=eje.goal or None)
            for eje in tree.ejes
        ),
        activities=tuple(_activities(rows, {one.pk: one.title for eje in tree.ejes for one in eje.objectives})),
        deliverables=tuple(
            DeliverableLine(eje=eje.code, activity=activity.code, title=one.title, **_deadline(one))
            for eje, activity in rows
            for one in activity.deliverables
        ),
    )


def _activities(rows: list[tuple[TreeEje, TreeActivity]], objectives: dict[int, str]) -> Iterator[ActivityLine]:
    codes = {activity.pk: activity.code for _eje, activity in rows}
    for eje, activity in rows:
        yield ActivityLine(
            code=activity.code,
            title=activity.title,
            eje=eje.code,
            objective=objectives.get(activity.objective_id),
            parent=codes.get(activity.parent_id),
            weight=cents(activity.weight),
            months=tuple(activity.schedule_months),
            reported_by=fixed(Concern(activity.concerns).label),
            verification=tuple(row.text for row in activity.verifications),
            **_deadline(activity),
        )


def _deadline(row: Dated) -> dict[str, object]:
    start, end = row.deadline_start_on, row.deadline_end_on
    return {"deadline": row.deadline_text or None, "deadline_start": start or end, "deadline_end": end or start}


# -- progress -------------------------------------------------------------------------------------------------


def progress_key(plan: str, period: str) -> str:
    return f"{plan}/{period}"


def build_progress(network: Network, key: str) -> ProgressData:
    """`key` is «plan/period». Raises ValidationError where the plan did not rule in that period."""
    slug, _slash, code = key.partition("/")
    period = period_for(network, code)
    if period is None:
        raise ValidationError(_("La red no tiene el periodo «%(period)s».") % {"period": code})
    found = rollup(network, period)
    plan = next((one for one in found.plans if one.plan.slug == slug), None)
    if plan is None:
        raise ValidationError(
            _("El plan «%(plan)s» no tenía una versión en vigor al terminar %(period)s.")
            % {"plan": slug, "period": period_label(period)}
        )
    return progress_of(found, plan, indicator_values(network, period))


def progress_of(found: NetworkRollup, plan: PlanRollup, indicators: list[IndicatorValue]) -> ProgressData:
    figure, period = plan.figure, found.period
    own = {activity.lineage for activity in plan.planned.activities}
    return ProgressData(
        percent=cents(figure.earned),
        ceiling=cents(figure.ceiling),
        reported=figure.reported,
        obliged=figure.obliged,
        explanation=plan_words(found, plan),
        plan=plan.plan.slug,
        plan_title=plan.plan.title,
        version=plan.version.number,
        is_closed=not found.provisional,
        weighted=any(group.weighted for group in figure.groups),
        ejes=tuple(_eje(found, plan)),
        activities=tuple(_activity(plan, activity) for activity in plan.planned.activities),
        indicators=tuple(_indicator(value) for value in indicators if value.activity_lineage in own),
        **_of_period(period),
    )


def _of_period(period: Period) -> dict[str, object]:
    label = period_label(period)
    return {"period": period.code, "period_label": label, "start": period.start_on, "end": period.end_on}


def _eje(found: NetworkRollup, plan: PlanRollup) -> Iterator[EjeProgressLine]:
    for eje in plan.planned.ejes:
        group = plan.eje(eje.lineage)
        yield EjeProgressLine(
            code=eje.code,
            title=eje.title,
            weight=cents(eje.weight),
            percent=cents(group.percent),
            ceiling=cents(group.percent_ceiling),
            reported=group.reported,
            obliged=group.obliged,
            explanation=eje_words(found, group),
        )


def _activity(plan: PlanRollup, activity: PlannedActivity) -> ActivityProgressLine:
    leaf = plan.leaves[activity.lineage]
    return ActivityProgressLine(
        eje=activity.eje.code,
        code=activity.code,
        title=activity.title,
        weight=cents(activity.weight),
        percent=cents(leaf.percent),
        ceiling=cents(leaf.percent_ceiling),
        reported=leaf.reported,
        obliged=leaf.obliged,
        explanation=activity_words(leaf),
    )


def _indicator(value: IndicatorValue) -> IndicatorLine:
    """Figures only: any words, of an indicator told in words too, are whoever reported's own."""
    indicator = value.indicator
    return IndicatorLine(
        activity=value.activity_code,
        eje=value.eje_code,
        title=indicator.title,
        unit=indicator.unit or None,
        value=cents(value.cumulative),
        target=cents(indicator.target),
        in_words=not indicator.is_numeric,
    )
