"""The SUBDERE report out of the records."""

from __future__ import annotations

import uuid
from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.compliance import SILENT
from monitoring.figures import GroupFigure, LeafFigure
from monitoring.models import ComplianceEntry, EjeReview, Period
from monitoring.selectors import NetworkRollup, PlannedActivity, PlannedEje, PlanRollup
from monitoring.selectors.scheduled import joint_status
from networks.models import Network
from plans.models import Objective
from reports.official.common import body_of, header, items_of, scoped_rollup, sections_of
from reports.official.differences import difference_warning
from reports.official.form import Scope
from reports.official.subdere.context import (
    SLUG,
    AnalysisRow,
    Dissemination,
    InformationSystems,
    PlanFigure,
    SubdereActivity,
    SubdereContext,
    SubdereEje,
    SubdereObjective,
    SystemsObjective,
)

TITLE = gettext_lazy("Informe de avance del plan y del programa de trabajo")
STAGE = gettext_lazy("Etapa 3 · Implementación")
METHODS = {
    "eje_weights": gettext_lazy("según el peso de cada %(eje)s"),
    "mean": gettext_lazy("promedio simple de los %(ejes)s"),
}
Narratives = dict[tuple[uuid.UUID, int | None], str]


def build_subdere(scope: Scope) -> SubdereContext:
    """Objectives 1 to 3 of the form, for any network; a network with several plans lists all their ejes."""
    network, period = scope.network, scope.period
    found = scoped_rollup(scope)
    sections = sections_of(network, period, SLUG)
    narratives = _narratives(found)
    return SubdereContext(
        network=network.slug,
        period=period.code,
        region=_region(network, found),
        header=header(scope, found, title=str(TITLE), stage=str(STAGE)),
        weighted=any(plan.is_weighted for plan in found.plans),
        plan=_plan_figure(network, found),
        ejes=tuple(_eje(found, plan, eje, narratives) for plan in found.plans for eje in plan.planned.ejes),
        analysis=_analysis(found, period),
        information_systems=InformationSystems(
            narrative=body_of(sections, "information_systems"),
            objectives=tuple(
                SystemsObjective(title=item["title"], fulfilment=item.get("body") or None)
                for item in items_of(sections, "information_systems")
            ),
        ),
        dissemination=Dissemination(
            clients=tuple(item["title"] for item in items_of(sections, "dissemination_clients")),
            employees=tuple(item["title"] for item in items_of(sections, "dissemination_employees")),
        ),
        warnings=tuple(
            difference_warning(network, found, plan, row) for plan in found.plans for row in plan.differences
        ),
    )


def _region(network: Network, found: NetworkRollup) -> str:
    """For whom the report speaks: the one member that reports, else all of them with their number."""
    members = [member for member in found.members.values() if member.is_reporting]
    if len(members) == 1:
        return members[0].name
    if not members:
        return network.name
    return _("Todas (%(count)s %(members)s)") % {"count": len(members), "members": network.member_word_plural}


def _plan_figure(network: Network, found: NetworkRollup) -> PlanFigure | None:
    if len(found.plans) != 1:
        return None
    figure = found.plans[0].figure
    method = METHODS[figure.weighted_by] % {"eje": network.eje_word, "ejes": network.eje_word_plural}
    return PlanFigure(
        value=figure.earned,
        ceiling=figure.ceiling,
        method=method,
        reported=figure.reported,
        obliged=figure.obliged,
    )


def _narratives(found: NetworkRollup) -> Narratives:
    """The texts of the entries that count, by activity and member."""
    counted = {entry.pk: at for at, entry in found.entries.items() if entry.counts}
    rows = ComplianceEntry.objects.filter(
        period__network=found.network,
        period__start_on__gte=found.period.start_on,
        period__end_on__lte=found.period.end_on,
    ).exclude(narrative="")
    return {counted[pk]: text for pk, text in rows.values_list("pk", "narrative") if pk in counted}


def _eje(found: NetworkRollup, plan: PlanRollup, eje: PlannedEje, narratives: Narratives) -> SubdereEje:
    figure = plan.eje(eje.lineage)
    rows = [(leaf, _activity(found, plan, leaf, figure, narratives)) for leaf in plan.planned.of_eje(eje)]
    grouped: dict[str, list[SubdereActivity]] = defaultdict(list)
    for leaf, row in rows:
        grouped[leaf.objective_title].append(row)
    return SubdereEje(
        code=eje.code,
        title=eje.title,
        weight_total=figure.weight_total,
        earned_total=figure.earned if figure.weighted else None,
        declared_total=plan.declared.get(eje.lineage),
        objectives=tuple(
            SubdereObjective(title=title or None, activities=tuple(own)) for title, own in grouped.items()
        ),
        activities=tuple(row for _, row in rows),
        applicable_weight=figure.applicable_weight,
        ceiling=figure.ceiling,
        progress=None if figure.weighted else figure.percent,
        reported=figure.reported,
        obliged=figure.obliged,
    )


def _activity(
    found: NetworkRollup, plan: PlanRollup, leaf: PlannedActivity, group: GroupFigure, narratives: Narratives
) -> SubdereActivity:
    figure = plan.activity(leaf.lineage)
    return SubdereActivity(
        code=leaf.code,
        title=leaf.title,
        weight=leaf.weight,
        status=_status(figure),
        narrative=_narrative(found, leaf, narratives),
        earned=figure.earned if group.weighted else None,
        declared_earned=figure.parts[0].declared if len(figure.parts) == 1 else None,
        parent=leaf.parent_titles[-1] if leaf.parent_titles else None,
        progress=None if group.weighted else figure.percent,
        reported=figure.reported,
        obliged=figure.obliged,
    )


def _status(figure: LeafFigure) -> str | None:
    """The form has one cell for an activity that several members report; None in silence."""
    status = joint_status(part.status for part in figure.parts)
    return None if status == SILENT else status


def _narrative(found: NetworkRollup, leaf: PlannedActivity, narratives: Narratives) -> str | None:
    """What was told; with several members, each in a paragraph of her own after her name."""
    told = [(member, text) for (lineage, member), text in narratives.items() if lineage == leaf.lineage]
    order = {pk: place for place, pk in enumerate(found.members)}
    told.sort(key=lambda row: order.get(row[0], -1))
    if len(told) == 1 and (leaf.concerns_network or len(found.reporting_members) <= 1):
        return told[0][1]
    names = {pk: member.name for pk, member in found.members.items()}
    return "\n".join(f"{names.get(member, found.network.short_name)}: {text}" for member, text in told) or None


def _analysis(found: NetworkRollup, period: Period) -> tuple[AnalysisRow, ...]:
    rows = list(
        EjeReview.objects.filter(
            period__network=found.network, period__start_on__gte=period.start_on, period__end_on__lte=period.end_on
        ).order_by("period__end_on", "order", "pk")
    )
    ejes = {eje.lineage: eje.code for plan in found.plans for eje in plan.planned.ejes}
    wanted = [row.objective_lineage for row in rows if row.objective_lineage]
    versions = [plan.version for plan in found.plans]
    titles = dict(
        Objective.objects.filter(lineage__in=wanted, eje__version__in=versions).values_list("lineage", "title")
    )
    return tuple(
        AnalysisRow(
            ejes=(ejes[row.eje_lineage],) if row.eje_lineage in ejes else (),
            objectives=(titles[row.objective_lineage],) if row.objective_lineage in titles else (),
            changes=row.changes or None,
            recommendations=row.recommendations or None,
            commitments=row.commitments or None,
            responsible=row.responsible or None,
        )
        for row in rows
    )
