"""What a document declared and the records do not say, as warnings of a report."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from monitoring.figures import Difference
from monitoring.selectors import NetworkRollup, PlanRollup
from networks.models import Network
from reports.context import ReportWarning
from reports.formatting import decimal_es


def difference_warning(network: Network, found: NetworkRollup, plan: PlanRollup, row: Difference) -> ReportWarning:
    declared, computed = decimal_es(f"{row.declared:.2f}"), _computed(row.computed)
    if row.kind == "eje":
        eje = next(eje for eje in plan.planned.ejes if eje.lineage == row.key)
        message = _(
            "%(eje)s %(code)s: el total declarado es %(declared)s y lo ganado por sus %(activities)s suma "
            "%(computed)s. Cuenta la suma."
        ) % {
            "eje": network.eje_word.capitalize(),
            "code": eje.code,
            "declared": declared,
            "activities": network.activity_word_plural,
            "computed": computed,
        }
        return ReportWarning(
            kind="declared_total", where=eje.code, declared=row.declared, computed=row.computed, message=message
        )
    activity = found.by_lineage[row.key]
    who = f" ({found.members[row.member].name})" if row.member and len(found.reporting_members) > 1 else ""
    where = f"{network.activity_word.capitalize()} {activity.code}{who}"
    over = row.computed == row.weight
    return ReportWarning(
        kind="earned_above_weight" if over and row.over_weight else "status_earned",
        where=activity.code,
        declared=row.declared,
        computed=row.computed,
        message=f"{where}: {_reason(row, declared, computed)}",
    )


def _reason(row: Difference, declared: str, computed: str) -> str:
    weight = _computed(row.weight)
    if row.over_weight and row.computed == row.weight:
        said = _("se declaró %(declared)s sobre una ponderación de %(weight)s. Cuenta la ponderación.")
    elif row.over_weight:
        said = _(
            "se declaró %(declared)s, más que su ponderación de %(weight)s, y por su estado gana %(computed)s. "
            "Cuenta lo calculado."
        )
    else:
        said = _("se declaró %(declared)s, y por su estado gana %(computed)s. Cuenta lo calculado.")
    return said % {"declared": declared, "weight": weight, "computed": computed}


def _computed(value: Decimal | None) -> str:
    return _("sin información") if value is None else decimal_es(f"{value:.2f}")
