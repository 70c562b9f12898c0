"""The totals of a period as they are frozen when it closes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from monitoring.figures import GroupFigure, PlanFigure
from monitoring.selectors.summing import NetworkRollup


def frozen_totals(found: NetworkRollup) -> dict[str, Any]:
    """The roll-up's totals as JSON data, kept when the period closes; percents are strings with two places."""
    return {
        "reported": found.reported,
        "obliged": found.obliged,
        "plans": [
            {
                "plan": plan.plan.slug,
                "version": plan.version.number,
                **_frozen(plan.figure),
                "weighted_by": plan.figure.weighted_by,
                "ejes": [
                    {
                        "code": eje.code,
                        "title": eje.title,
                        **_frozen(plan.eje(eje.lineage)),
                        "applicable_weight": _text(plan.eje(eje.lineage).applicable_weight),
                        "declared": _text(plan.declared.get(eje.lineage)),
                    }
                    for eje in plan.planned.ejes
                ],
            }
            for plan in found.plans
        ],
    }


def _frozen(figure: PlanFigure | GroupFigure) -> dict[str, Any]:
    return {
        "earned": _text(figure.earned),
        "ceiling": _text(figure.ceiling),
        "reported": figure.reported,
        "obliged": figure.obliged,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"
