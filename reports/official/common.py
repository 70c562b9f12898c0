"""What every form's header and warnings are made of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import get_language

from monitoring.labels import period_label
from monitoring.models import Period, ReportSection
from monitoring.selectors import IndicatorValue, NetworkRollup, indicator_values, rollup
from monitoring.selectors.owed import Part
from networks.models import Network
from reports.context import Header
from reports.official.form import Scope


def year_start(period: Period) -> datetime.date:
    """Cumulative figures count from the first day of the year in which the period ends, or of an earlier run."""
    return min(period.start_on, datetime.date(period.end_on.year, 1, 1))


def scoped_indicators(scope: Scope) -> list[IndicatorValue]:
    """The figures of what the report speaks of, cumulative too."""
    part = Part(scope.plan and scope.plan.pk, scope.eje, scope.member and scope.member.pk)
    return indicator_values(scope.network, scope.period, part)


def scoped_rollup(scope: Scope) -> NetworkRollup:
    """The figures of what the report speaks of."""
    return rollup(scope.network, scope.period, plan=scope.plan, eje=scope.eje, member=scope.member)


def header(scope: Scope, found: NetworkRollup, *, title: str, stage: str | None = None) -> Header:
    network, period = scope.network, scope.period
    return Header(
        network_name=network.name,
        institution=network.secretariat or network.name,
        form_title=title,
        stage=stage,
        plan_title=" · ".join(plan.plan.title for plan in found.plans) or None,
        period_label=period_label(period),
        period_start=period.start_on,
        period_end=period.end_on,
        provisional=found.provisional,
        eje_word=network.eje_word,
        mandate=network.mandate or None,
        regulation=network.regulation or None,
        regulation_on=network.regulation_on,
        norms="\n".join(network.norm_lines) or None,
        language=get_language() or "es",
        scope_label=_scope_label(scope, found),
    )


def _scope_label(scope: Scope, found: NetworkRollup) -> str | None:
    """«Eje 3. Formación · Asunción»: what part it speaks of, in words; None for the whole."""
    parts = []
    if scope.plan:
        parts.append(scope.plan.title)
    if scope.eje:
        titles = [eje.title for plan in found.plans for eje in plan.planned.ejes]
        parts.append(f"{scope.network.eje_word.capitalize()} {scope.eje}. {' · '.join(dict.fromkeys(titles))}")
    if scope.member:
        parts.append(scope.member.name)
    return " · ".join(parts) or None


def sections_of(network: Network, period: Period, form: str) -> dict[str, ReportSection]:
    """The written parts of a form by key; of a period that spans others, the latest one written."""
    rows = ReportSection.objects.filter(
        network=network, form=form, period__start_on__gte=period.start_on, period__end_on__lte=period.end_on
    )
    return {row.key: row for row in rows.order_by("period__end_on")}


def body_of(sections: dict[str, ReportSection], key: str) -> str | None:
    return (sections[key].body or None) if key in sections else None


def items_of(sections: dict[str, ReportSection], key: str) -> Iterable[dict[str, str]]:
    return sections[key].items if key in sections else []
