"""A figure taken apart: every member's report of every activity, what it weighs in the figure and what it earns.

Pure arithmetic over the figures of `compliance`. What a part weighs is exact inside, and written with two places,
or with eight where two do not do; the weights add exactly to the figure's. What the parts earn adds to the cent to
what the figure earns: rounded by largest remainder over ejes, then activities, then members.

Two activities of an eje, 40 done and 60 not: what each is of the plan's 100.

>>> from monitoring.compliance import PROPORTIONAL, Group, Leaf, Report, roll_up
>>> leaves = (Leaf("1.1", Decimal(40)), Leaf("1.2", Decimal(60)))
>>> reports = {("1.1", None): Report("cumplido"), ("1.2", None): Report("pendiente")}
>>> found = explain_plan(roll_up([Group("1", None, leaves)], reports, PROPORTIONAL))
>>> [(part.leaf, f"{part.weight} × {part.share} = {part.earned}") for part in found.parts]
[('1.1', '40.00 × 1.0000 = 40.00'), ('1.2', '60.00 × 0.0000 = 0.00')]
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm

from monitoring.figures import WHOLE, GroupFigure, Key, LeafFigure, Member, Part, PlanFigure
from plans.weights import from_cents, quantize, round_parts, share_out, to_cents

HUNDRED = Fraction(100)
PLACES = 8
UNIT = 10**PLACES


@dataclass(frozen=True, slots=True)
class Piece:
    """One member's report of one activity in a figure.

    `weight` is what it could earn of the figure, 0 where it does not apply; `share` (0–1, four places) and
    `earned` are None while nothing is heard, or where it does not apply.
    """

    leaf: Key
    member: Member
    status: str | None
    weight: Decimal
    share: Decimal | None
    earned: Decimal | None


@dataclass(frozen=True, slots=True)
class Twig:
    """An activity in a figure. `worth`, what it could earn, is exact: its own weight or an equal part of the eje's
    100, × `scale`; `weight` is the same in two places, which add to the eje's."""

    figure: LeafFigure
    own: Fraction
    scale: Fraction
    earned: Decimal | None
    parts: tuple[Piece, ...]
    weight: Decimal = Decimal(0)

    @property
    def worth(self) -> Fraction:
        return self.own * self.scale


@dataclass(frozen=True, slots=True)
class Branch:
    """An eje in a figure: what it could earn of the figure, exact and in two places, and earns."""

    figure: GroupFigure
    worth: Fraction
    earned: Decimal | None
    twigs: tuple[Twig, ...]
    weight: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure and its parts. `weight` is what they could earn together; of `obliged` reports, `reported` came and
    `applicable` apply."""

    weight: Decimal
    earned: Decimal | None
    ceiling: Decimal | None
    reported: int
    applicable: int
    obliged: int
    branches: tuple[Branch, ...]

    @property
    def twigs(self) -> tuple[Twig, ...]:
        return tuple(twig for branch in self.branches for twig in branch.twigs)

    @property
    def parts(self) -> tuple[Piece, ...]:
        return tuple(part for twig in self.twigs for part in twig.parts)


# -- what weighs how much -------------------------------------------------------------------------------------


def worths(group: GroupFigure) -> list[Fraction]:
    """What each activity can add to its eje: its weight, or without weights an equal part of 100; nothing where it
    applies to nobody."""
    if group.weighted:
        return [Fraction(leaf.weight) if leaf.applicable else Fraction() for leaf in group.leaves]
    alike = sum(1 for leaf in group.leaves if leaf.applicable)
    return [Fraction(100, alike) if leaf.applicable else Fraction() for leaf in group.leaves]


def scales(plan: PlanFigure) -> list[Fraction]:
    """By how much what an eje earns is multiplied to enter the plan; 0 for an eje that does not count."""
    wholes = [sum(worths(group), Fraction()) for group in plan.groups]
    by_weight = plan.weighted_by == "eje_weights"
    weights = [
        (Fraction(group.weight) if by_weight else Fraction(1)) if whole else Fraction()
        for group, whole in zip(plan.groups, wholes, strict=True)
    ]
    total = sum(weights, Fraction())
    return [
        HUNDRED * weight / (total * whole) if total and whole else Fraction()
        for weight, whole in zip(weights, wholes, strict=True)
    ]


# -- taking apart ---------------------------------------------------------------------------------------------


def explain_plan(plan: PlanFigure) -> Explained:
    """The plan's figure, or a member's own, out of 100. Activities bring their parts only if `plan` does."""
    factors = scales(plan)
    whole = quantize(
        sum((sum(worths(g), Fraction()) * f for g, f in zip(plan.groups, factors, strict=True)), Fraction())
    )
    earned = _split(plan.earned, [_earned(g, f) for g, f in zip(plan.groups, factors, strict=True)])
    branches = [
        _branch(group, factor, None if group.earned is None else own)
        for group, factor, own in zip(plan.groups, factors, earned, strict=True)
    ]
    return _explained(whole, plan, _with_weights(whole, branches))


def explain_group(group: GroupFigure) -> Explained:
    """An eje's figure, out of its applicable weight, or of 100 without weights."""
    whole = quantize(sum(worths(group), Fraction()))
    branch = _branch(group, Fraction(1), group.earned)
    return _explained(whole, group, _with_weights(whole, [branch]))


def explain_leaf(group: GroupFigure, key: Key) -> Explained:
    """An activity's figure, out of its weight, or without weights of 100. KeyError for one of another eje."""
    leaf = next((leaf for leaf in group.leaves if leaf.key == key), None)
    if leaf is None:
        raise KeyError(key)
    if not group.weighted:
        leaf = replace(leaf, earned=leaf.percent, ceiling=leaf.percent_ceiling)
    own = (Fraction(leaf.weight) if group.weighted else HUNDRED) if leaf.applicable else Fraction()
    branch = Branch(group, own, leaf.earned, (_twig(leaf, own, Fraction(1), leaf.earned),))
    return _explained(quantize(own), leaf, _with_weights(quantize(own), [branch]))


def _explained(whole: Decimal, figure: PlanFigure | GroupFigure | LeafFigure, branches: list[Branch]) -> Explained:
    leaves = [twig.figure for branch in branches for twig in branch.twigs]
    return Explained(
        weight=whole,
        earned=figure.earned,
        ceiling=figure.ceiling,
        reported=figure.reported,
        applicable=sum(leaf.applicable for leaf in leaves),
        obliged=figure.obliged,
        branches=tuple(branches),
    )


def _branch(group: GroupFigure, scale: Fraction, earned: Decimal | None) -> Branch:
    owns = worths(group)
    if scale == 1:
        rounded = [leaf.earned for leaf in group.leaves]
    else:
        exact = [_leaf_earned(leaf, own * scale) for leaf, own in zip(group.leaves, owns, strict=True)]
        rounded = _split(earned, exact)
    rows = zip(group.leaves, owns, rounded, strict=True)
    twigs = tuple(_twig(leaf, own, scale, part if _heard(leaf) else None) for leaf, own, part in rows)
    return Branch(group, sum(owns, Fraction()) * scale, earned, twigs)


def _twig(leaf: LeafFigure, own: Fraction, scale: Fraction, earned: Decimal | None) -> Twig:
    each = own * scale / leaf.applicable if leaf.applicable else Fraction()
    rounded = _share_out(earned, each, leaf.parts)
    parts = tuple(_piece(leaf, part, cents) for part, cents in zip(leaf.parts, rounded, strict=True))
    return Twig(leaf, own, scale, earned, parts)


def _piece(leaf: LeafFigure, part: Part, earned: Decimal) -> Piece:
    heard = part.share is not None
    return Piece(leaf.key, part.member, part.status, Decimal(0), part.share, earned if heard else None)


def _heard(leaf: LeafFigure) -> bool:
    return leaf.earned is not None


def _earned(group: GroupFigure, scale: Fraction) -> Fraction:
    exact = (_leaf_earned(leaf, own * scale) for leaf, own in zip(group.leaves, worths(group), strict=True))
    return sum(exact, Fraction())


def _leaf_earned(leaf: LeafFigure, worth: Fraction) -> Fraction:
    """Exact where the leaf brings its parts; else from its share of four places."""
    if leaf.parts and leaf.applicable:
        return worth / leaf.applicable * Fraction(sum(map(_units, leaf.parts)), WHOLE)
    return worth * Fraction(leaf.share or 0)


def _units(part: Part) -> int:
    return int((part.share or 0) * WHOLE)


def _share_out(total: Decimal | None, each: Fraction, parts: Sequence[Part]) -> list[Decimal]:
    """The same as `_split` for the members of an activity, in whole numbers: there may be tens of thousands."""
    cents = 100 * each
    numerators = [cents.numerator * _units(part) for part in parts]
    denominator = cents.denominator * WHOLE
    if total is None or abs(to_cents(total) * denominator - sum(numerators)) >= denominator:
        return _split(total, [each * Fraction(part.share or 0) for part in parts])
    return [from_cents(part) for part in share_out(to_cents(total), numerators, denominator)]


def _split(total: Decimal | None, exact: Sequence[Fraction]) -> list[Decimal]:
    """Round so that they add to the total. Shares of four places may be a little off: the total is then spread."""
    if total is None or not exact:
        return [Decimal("0.00")] * len(exact)
    there = sum(exact, Fraction())
    if abs(there - Fraction(total)) >= Fraction(1, 100):
        exact = [(part / there if there else Fraction(1, len(exact))) * Fraction(total) for part in exact]
    return round_parts(total, exact)


# -- the weights, written out ---------------------------------------------------------------------------------


def _with_weights(whole: Decimal, branches: list[Branch]) -> list[Branch]:
    """The same with what each part weighs, in decimals that add exactly to the whole."""
    written = iter(_written(whole, [twig for branch in branches for twig in branch.twigs]))
    rounded = round_parts(whole, [branch.worth for branch in branches])
    return [_weigh_branch(branch, weight, written) for branch, weight in zip(branches, rounded, strict=True)]


def _weigh_branch(branch: Branch, weight: Decimal, written: Iterator[Decimal]) -> Branch:
    rounded = round_parts(weight, [twig.worth for twig in branch.twigs])
    twigs = (_weigh(twig, own, written) for twig, own in zip(branch.twigs, rounded, strict=True))
    return replace(branch, weight=weight, twigs=tuple(twigs))


def _weigh(twig: Twig, weight: Decimal, written: Iterator[Decimal]) -> Twig:
    parts = tuple(replace(part, weight=next(written)) for part in twig.parts)
    return replace(twig, weight=weight, parts=parts)


def _written(whole: Decimal, twigs: Sequence[Twig]) -> list[Decimal]:
    """What each part of each weighs: two places where they suffice, else eight, the last by largest remainder."""
    each = [twig.worth / max(twig.figure.applicable, 1) for twig in twigs]
    denominator = lcm(*{weight.denominator for weight in each})
    numerators = []
    for weight, twig in zip(each, twigs, strict=True):
        numerator = UNIT * weight.numerator * (denominator // weight.denominator)
        numerators += [0 if part.status == "no_aplica" else numerator for part in twig.parts]
    if not numerators:
        return []
    units = share_out(int(whole * UNIT), numerators, denominator)
    written = {unit: _decimal(unit) for unit in set(units)}
    return [written[unit] for unit in units]


def _decimal(units: int) -> Decimal:
    value = Decimal(units).scaleb(-PLACES)
    short = quantize(value)
    return short if short == value else value
