"""The report of progress out of the records."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from monitoring.labels import period_label
from monitoring.models import Evidence, Period, ReviewState
from monitoring.selectors import NetworkRollup, PlanRollup, local_today, period_for, rollup
from monitoring.selectors.trends import plan_trends
from networks.models import Network, PeriodKind
from reports.official.avance.annexes import (
    breakdown_lines,
    commitment_lines,
    indicator_lines,
    late_lines,
    outside_lines,
)
from reports.official.avance.context import (
    SLUG,
    AvanceContext,
    Basis,
    Moment,
    PlanLine,
    Sections,
)
from reports.official.avance.ejes import Telling, eje_lines, in_order, read_telling
from reports.official.avance.members import comparison_of, member_lines
from reports.official.common import body_of, header, scoped_indicators, scoped_rollup, sections_of
from reports.official.differences import difference_warning
from reports.official.form import Scope

TITLE = gettext_lazy("Informe de avance")
METHODS = {
    "eje_weights": gettext_lazy("según el peso de cada %(eje)s"),
    "mean": gettext_lazy("promedio simple de los %(ejes)s"),
}
MOST_MOMENTS = 8


def build_avance(scope: Scope) -> AvanceContext:
    network, period = scope.network, scope.period
    found, today = scoped_rollup(scope), local_today(scope.network)
    telling = read_telling(found, today)
    sections = sections_of(network, period, SLUG)
    values = scoped_indicators(scope)
    plans = tuple(_plan(scope, found, plan, telling) for plan in found.plans)
    lines = [line for plan in plans for eje in plan.ejes for line in eje.activities]
    return AvanceContext(
        network=network.slug,
        period=period.code,
        header=header(scope, found, title=str(TITLE)),
        as_of=today,
        rule=network.earned_rule,
        activity_word=network.activity_word,
        activity_words=network.activity_word_plural,
        eje_words=network.eje_word_plural,
        member_word=network.member_word,
        member_words=network.member_word_plural,
        plans=plans,
        states=in_order(line.status for line in lines if line.obliged),
        not_due=sum(1 for line in lines if not line.obliged),
        basis=_basis(found),
        indicators=indicator_lines(values),
        breakdowns=breakdown_lines(values),
        outside=outside_lines(found),
        late=late_lines(found),
        obstacles=telling.obstacles,
        commitments=commitment_lines(scope, found, today),
        sections=Sections(**{name: body_of(sections, name) for name in Sections.__dataclass_fields__}),
        warnings=tuple(
            difference_warning(network, found, plan, row) for plan in found.plans for row in plan.differences
        ),
    )


def _plan(scope: Scope, found: NetworkRollup, plan: PlanRollup, telling: Telling) -> PlanLine:
    network, figure = scope.network, plan.figure
    words = {"eje": network.eje_word, "ejes": network.eje_word_plural}
    before = period_before(network, scope.period)
    earlier = _rolled(scope, plan, before) if before else None
    compared = _compared(scope, plan)
    return PlanLine(
        slug=plan.plan.slug,
        title=plan.plan.title,
        version=plan.version.number,
        weighted=plan.is_weighted,
        value=figure.earned,
        ceiling=figure.ceiling,
        reported=figure.reported,
        obliged=figure.obliged,
        method=str(METHODS[figure.weighted_by]) % words,
        before=earlier.figure.earned if earlier else None,
        before_label=period_label(before) if earlier else None,
        before_reported=earlier.figure.reported if earlier else 0,
        before_obliged=earlier.figure.obliged if earlier else 0,
        history=_history(scope, plan),
        ejes=eje_lines(plan, telling),
        comparison=comparison_of(scope, compared),
        members=member_lines(scope, found, plan, compared),
    )


def _compared(scope: Scope, plan: PlanRollup) -> PlanRollup:
    """The plan with everybody's part: one member's report says where she stands among all."""
    if scope.member is None:
        return plan
    whole = rollup(scope.network, scope.period, plan=plan.plan, eje=scope.eje)
    return whole.plans[0]


def _rolled(scope: Scope, plan: PlanRollup, period: Period) -> PlanRollup | None:
    """The same part of the same plan in another period."""
    found = rollup(scope.network, period, plan=plan.plan, eje=scope.eje, member=scope.member)
    return found.plans[0] if found.plans else None


def period_before(network: Network, period: Period) -> Period | None:
    """The one of the same kind that ended before this one began; None for a run of periods."""
    if period.pk:
        rows = Period.objects.filter(network=network, kind=period.kind, end_on__lt=period.start_on)
        return rows.with_closed().order_by("-end_on", "pk").first()
    if period.kind == PeriodKind.YEAR:
        return period_for(network, str(period.start_on.year - 1))
    if period.kind == PeriodKind.SEMESTER:
        is_first = period.start_on.month == 1
        return period_for(network, f"{period.start_on.year - is_first}-S{2 if is_first else 1}")
    return None


def _history(scope: Scope, plan: PlanRollup) -> tuple[Moment, ...]:
    """The plan's last periods, up to the one reported."""
    moments = plan_trends(scope.network, plan.plan).moments
    told = [one for one in moments if one.period.end_on <= scope.period.end_on][-MOST_MOMENTS:]
    found = []
    for one in told:
        rolled = _rolled(scope, plan, one.period) if scope.eje or scope.member else one.rolled
        figure = rolled.figure if rolled else None
        found.append(
            Moment(
                code=one.period.code,
                label=period_label(one.period),
                value=figure and figure.earned,
                ceiling=figure and figure.ceiling,
                reported=figure.reported if figure else 0,
                obliged=figure.obliged if figure else 0,
                provisional=one.provisional,
            )
        )
    return tuple(found)


def _basis(found: NetworkRollup) -> Basis:
    own = [entry for entry in found.entries.values() if entry.counts and found.owes(*entry.at)]
    pks = {entry.pk for entry in own}
    proven = Evidence.objects.filter(
        entry__period__network=found.network,
        entry__period__start_on__gte=found.period.start_on,
        entry__period__end_on__lte=found.period.end_on,
    ).order_by()
    return Basis(
        reported=len(own),
        validated=sum(1 for entry in own if entry.review_state == ReviewState.VALIDATED),
        to_review=sum(1 for entry in own if entry.review_state == ReviewState.SUBMITTED),
        late=len(found.late),
        outside=len(found.outside),
        sample=sum(1 for entry in own if entry.is_sample),
        with_evidence=len(pks.intersection(proven.values_list("entry_id", flat=True).distinct())),
    )
