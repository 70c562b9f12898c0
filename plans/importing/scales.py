"""Percents written as fractions: «0,14» for 14 %."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from networks.sentences import gettext_noop
from plans.importing.draft import Discrepancy, DraftEje
from plans.importing.grid import Grid
from plans.importing.words import number
from plans.weights import quantize

FRACTIONS = gettext_noop("Las ponderaciones están escritas como fracciones de uno («%(words)s»).")
AS_PERCENTS = gettext_noop("Se leen como por ciento: «%(computed)s».")
_ROLES = ("weight", "earned", "progress", "eje_weight")
_NEAR = Decimal(2)


def column_scales(grid: Grid) -> dict[str, int]:
    """100 for each role whose figures are all at most 1, some between 0 and 1."""
    return {role: 100 for role in _ROLES if grid.has(role) and _are_fractions(list(_figures(grid, role)))}


def _figures(grid: Grid, role: str) -> Iterator[Decimal]:
    for row in grid.body:
        for line in grid.lines(row, role):
            if (value := number(line)) is not None and "%" not in line:
                yield value


def _are_fractions(values: list[Decimal]) -> bool:
    return bool(values) and max(values) <= 1 and any(0 < value < 1 for value in values)


def unscale(grid: Grid, ejes: list[DraftEje], scales: dict[str, int]) -> list[Discrepancy]:
    """Takes the reading back where the groups do not add to one; tells it where they do."""
    if "weight" in scales and not _adds_to_one(ejes):
        for eje in ejes:
            for activity in eje.walk():
                activity.weight = _divided(activity.weight)
                activity.reported.earned = _divided(activity.reported.earned)
            eje.declared_weight = _divided(eje.declared_weight)
            eje.declared_earned = _divided(eje.declared_earned)
        return []
    return [_told(grid, role) for role in ("weight", "eje_weight") if role in scales]


def _adds_to_one(ejes: list[DraftEje]) -> bool:
    weighted = [[leaf.weight for leaf in eje.leaves if leaf.weight is not None] for eje in ejes]
    sums = [sum(weights) for weights in weighted if weights]
    near = sum(abs(total - 100) <= _NEAR for total in sums)
    return bool(sums) and 2 * near > len(sums)


def _divided(value: Decimal | None) -> Decimal | None:
    return None if value is None else quantize(value / 100)


def _told(grid: Grid, role: str) -> Discrepancy:
    row, words = next(
        (row, line) for row in grid.body for line in grid.lines(row, role) if 0 < (number(line) or 0) < 1
    )
    computed = str(quantize(number(words) * 100)).replace(".", ",")
    values = {"words": words, "computed": computed}
    return Discrepancy("weight_sum", grid.where(row, role), FRACTIONS, values, words, computed, AS_PERCENTS)
