"""Arithmetic of weights: percents that add exactly.

A weight is a `Decimal` percent from 0 to 100 with two places. The leaf activities of an eje add to 100.00,
or none of them has a weight; so do the ejes of a plan. Nothing here knows of the database or of screens.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import lcm

HUNDRED = Decimal("100.00")
CENT = Decimal("0.01")
Number = int | Decimal | Fraction


def quantize(value: Number) -> Decimal:
    """Round half up to two places (halves go away from zero).

    >>> quantize(Decimal("12.345")), quantize(Fraction(200, 3))
    (Decimal('12.35'), Decimal('66.67'))
    """
    if isinstance(value, Fraction):
        hundredths, rest = divmod(abs(value.numerator) * 100, value.denominator)
        cents = hundredths + (2 * rest >= value.denominator)
        return from_cents(cents if value >= 0 else -cents)
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)


def to_cents(value: Decimal) -> int:
    """12.5 → 1250, in whole hundredths of a percent."""
    return int(quantize(value).scaleb(2))


def from_cents(cents: int) -> Decimal:
    """1250 → 12.50."""
    return Decimal(cents).scaleb(-2)


def share_out(total: int, numerators: Sequence[int], denominator: int) -> list[int]:
    """Round the parts `numerators / denominator` to integers that add exactly to `total`.

    Largest remainder: each part is rounded down, and what is missing goes, one by one, to the largest
    remainders, ties to the earlier part. An exact part stays as it is. `total` must be the parts' sum rounded
    up or down, else ValueError.

    >>> share_out(10, [10, 10, 10], 3)
    [4, 3, 3]
    """
    if abs(total * denominator - sum(numerators)) >= denominator:
        raise ValueError(f"parts that add to {Fraction(sum(numerators), denominator)} cannot make {total}")
    parts = [numerator // denominator for numerator in numerators]
    remainders = [numerator % denominator for numerator in numerators]
    by_remainder = sorted(range(len(parts)), key=lambda index: -remainders[index])
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def round_parts(total: Decimal, parts: Sequence[Fraction]) -> list[Decimal]:
    """Round exact parts to two places so that they add exactly to `total`, their rounded sum.

    >>> round_parts(Decimal("66.67"), [Fraction(100, 3), Fraction(100, 3), Fraction(0)])
    [Decimal('33.34'), Decimal('33.33'), Decimal('0.00')]
    """
    denominator = lcm(*(part.denominator for part in parts))
    numerators = [100 * part.numerator * (denominator // part.denominator) for part in parts]
    return [from_cents(cents) for cents in share_out(to_cents(total), numerators, denominator)]


def spread(total: Number, parts: Sequence[Number]) -> list[Decimal]:
    """Spread `total` in proportion to `parts`, in two places that add exactly to it.

    ValueError for a negative part, or when a total has only zeros to be spread over.

    >>> spread(100, [1, 1, 4])
    [Decimal('16.67'), Decimal('16.67'), Decimal('66.66')]
    """
    total = quantize(total)
    proportions = [Fraction(part) for part in parts]
    whole = sum(proportions)
    if any(part < 0 for part in proportions):
        raise ValueError("a part cannot be negative")
    if not whole:
        if total:
            raise ValueError("nothing to spread over")
        return [from_cents(0) for _ in parts]
    return round_parts(total, [Fraction(total) * part / whole for part in proportions])


def equal_weights(n: int) -> list[Decimal]:
    """`n` weights as equal as two places allow, adding exactly to 100.00; none for 0.

    >>> equal_weights(3)
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    return spread(HUNDRED, [1] * n) if n else []


def rebalance(
    weights: Sequence[Decimal | None], locked: Collection[int] = (), total: Decimal = HUNDRED
) -> list[Decimal]:
    """Adjust the weights in proportion so that they add exactly to `total`; those at the places `locked` stay.

    The others share what the locked leave in proportion to what they are now, None counting as zero; where all of
    them are zero or None, in equal parts. ValueError when a locked place has no weight, when the locked go over
    `total`, or when they fall short of it and there is nothing else to spread over.

    >>> rebalance([Decimal("40.00"), Decimal("20.00"), Decimal("20.00")], locked={0})
    [Decimal('40.00'), Decimal('30.00'), Decimal('30.00')]
    """
    free = [index for index in range(len(weights)) if index not in locked]
    if any(weights[index] is None for index in locked):
        raise ValueError("a locked weight is empty")
    rest = total - sum((weights[index] for index in locked), Decimal(0))
    if rest < 0:
        raise ValueError("the locked weights go over the total")
    if rest and not free:
        raise ValueError("nothing to spread over")
    parts = [weights[index] or Decimal(0) for index in free]
    shares = spread(rest, parts if any(parts) else [1] * len(parts))
    adjusted = [from_cents(0) if weight is None else quantize(weight) for weight in weights]
    for index, share in zip(free, shares, strict=True):
        adjusted[index] = share
    return adjusted


@dataclass(frozen=True, slots=True)
class WeightCheck:
    """What the weights of one eje's leaves (or of a plan's ejes) come to.

    `total` is their sum, None when none has a weight; `missing` is 100 − total (negative when they go over).
    `state`: `none` no weights, `complete` they add to 100.00, `off` they do not, `partial` some lack
    theirs.
    """

    total: Decimal | None
    missing: Decimal | None
    state: str

    @property
    def in_order(self) -> bool:
        """Whether a version may be put in force with these weights."""
        return self.state in ("none", "complete")


def check_weights(weights: Sequence[Decimal | None]) -> WeightCheck:
    """Rule: the weights of an eje add to 100.00, or no leaf has one. An eje without leaves is in order.

    >>> check_weights([Decimal("12.50")] * 8).state
    'complete'
    """
    given = [weight for weight in weights if weight is not None]
    if not given:
        return WeightCheck(total=None, missing=None, state="none")
    total = quantize(sum(given))
    missing = HUNDRED - total
    if len(given) < len(weights):
        return WeightCheck(total, missing, "partial")
    return WeightCheck(total, missing, "off" if missing else "complete")
