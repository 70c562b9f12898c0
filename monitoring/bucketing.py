"""A member's figure from her reports added up by buckets: the activities of an eje that weigh the same.

Pure; it comes to what `compliance.by_member` comes to from the reports one by one, without the activities' own
figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from monitoring.compliance import combine
from monitoring.figures import WHOLE, GroupFigure, GroupSum, Key, PlanFigure, Tally
from plans.weights import quantize


@dataclass(frozen=True, slots=True)
class Bucket:
    """Activities that a member owes, each of `weight`; the tally is of her reports of all of them."""

    weight: Decimal | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Buckets:
    """What a member owes of an eje, whose part of the plan is `weight`."""

    key: Key
    weight: Decimal | None
    buckets: tuple[Bucket, ...]


def figure_of(ejes: Iterable[Buckets]) -> PlanFigure:
    """Her figure over the ejes in which she owes something; its groups come without leaves."""
    return combine([_sum(eje) for eje in ejes if any(bucket.tally.obliged for bucket in eje.buckets)])


def _sum(eje: Buckets) -> GroupSum:
    tallies = [bucket.tally for bucket in eje.buckets]
    weighted = all(bucket.weight is not None for bucket in eje.buckets)
    worth = _worths(eje.buckets, weighted)
    applicable = _total(w * t.applicable for w, t in zip(worth, tallies, strict=True))
    earned = _total(w * Fraction(t.units, WHOLE) for w, t in zip(worth, tallies, strict=True))
    ceiling = earned + _total(w * (t.applicable - t.heard) for w, t in zip(worth, tallies, strict=True))
    heard = any(tally.heard for tally in tallies)
    in_sum = any(tally.applicable for tally in tallies)
    figure = GroupFigure(
        key=eje.key,
        weight=eje.weight,
        weight_total=quantize(_total(b.weight * b.tally.obliged for b in eje.buckets)) if weighted else None,
        applicable_weight=quantize(applicable) if weighted else None,
        earned=quantize(earned) if heard else None,
        ceiling=quantize(ceiling) if in_sum else None,
        percent=quantize(100 * earned / applicable) if heard and applicable else None,
        percent_ceiling=quantize(100 * ceiling / applicable) if applicable else None,
        reported=sum(tally.reported for tally in tallies),
        obliged=sum(tally.obliged for tally in tallies),
        leaves=(),
        weighted=weighted,
    )
    return GroupSum(figure, applicable, earned, ceiling)


def _worths(buckets: Sequence[Bucket], weighted: bool) -> list[Fraction]:
    if weighted:
        return [Fraction(bucket.weight) for bucket in buckets]
    alike = sum(bucket.tally.applicable for bucket in buckets)
    return [Fraction(100, alike) if alike else Fraction()] * len(buckets)


def _total(values: Iterable[Fraction | Decimal]) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction())
