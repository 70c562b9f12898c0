"""The roll-up: from what each member reported to the figures of activities, ejes and the plan.

Pure arithmetic over the frozen records of `figures`. Percents are `Decimal` with two places; inside, everything is
exact and rounded half up once, at the end; parts of a whole are rounded by largest remainder, so that they add up.

Rules
- Todo o nada (formulario SUBDERE): an activity earns its weight if cumplida, else 0. Proporcional: cumplido earns
  the weight, en avance weight × progress, else 0.
- Several members: the weight × the mean of their shares. No aplica drops a member from the mean; where it applies
  to nobody, or nobody is obliged, the activity leaves the sum, and the applicable weight says so.
- Only submitted and validated reports count. Silence earns nothing yet, nor does an avance nobody put a percentage
  to: with nothing else reported a figure is None, not 0, and the ceiling says what could still be earned.
- Without weights each leaf counts alike: the figure is an «avance», 100 × the mean of the shares.
- The plan: each eje's figure as a percent of its applicable weight, combined by the ejes' weights if all ejes that
  count have one, else by their plain mean. Ejes where nothing applies do not count.
- What was declared never enters a sum; `differences` tells where it is another figure.

Worked example, group 6 of the SUBDERE report: weights of 16, 16, 17, 17, 17 and 17, the second one rescheduled.

>>> weights = dict(zip(("6.1", "6.2", "6.3", "6.4", "6.5", "6.6"), (16, 16, 17, 17, 17, 17)))
>>> leaves = tuple(Leaf(key, Decimal(weight)) for key, weight in weights.items())
>>> reports = {(key, None): Report("cumplido") for key in weights}
>>> reports["6.2", None] = Report("reprogramado", declared=Decimal(17))
>>> plan = roll_up([Group("6", None, leaves)], reports, ALL_OR_NOTHING)
>>> plan.groups[0].earned, plan.groups[0].weight_total
(Decimal('84.00'), Decimal('100.00'))
>>> [(found.key, found.declared, found.computed) for found in differences(plan, {"6": Decimal(100)})]
[('6.2', Decimal('17.00'), Decimal('0.00')), ('6', Decimal('100.00'), Decimal('84.00'))]
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from monitoring.figures import (
    ALL_OR_NOTHING,
    PROPORTIONAL,
    RULES,
    SILENT,
    STATUSES,
    WHOLE,
    Difference,
    Group,
    GroupFigure,
    GroupSum,
    Key,
    Leaf,
    LeafFigure,
    Light,
    Member,
    Part,
    PlanFigure,
    Report,
    Tally,
)
from plans.deadlines import overdue
from plans.weights import HUNDRED, from_cents, quantize, round_parts, share_out, to_cents

__all__ = [
    "ALL_OR_NOTHING", "PROPORTIONAL", "RULES", "SILENT", "STATUSES", "SYMBOLS",
    "Difference", "Group", "GroupFigure", "Leaf", "LeafFigure", "Light", "Part", "PlanFigure", "Report", "Tally",
    "by_member", "combine", "differences", "effective_earned", "light", "roll_up", "roll_up_tallies",
    "share_units", "tally",
]  # fmt: skip

# -- one report -----------------------------------------------------------------------------------------------


def share_units(status: str, progress: Decimal | None, rule: str) -> int | None:
    """What one report is worth, 0 … 10,000. ValueError for an unknown status or rule.

    None for «no aplica», and for a proportional «en avance» that does not say how far: empty is not zero.
    """
    if rule not in RULES or status not in STATUSES:
        raise ValueError(f"no such rule or status: {rule}, {status}")
    if status == "no_aplica":
        return None
    if status == "cumplido":
        return WHOLE
    if status == "en_avance" and rule == PROPORTIONAL:
        return None if progress is None else min(max(to_cents(progress), 0), WHOLE)
    return 0


def effective_earned(weight: Decimal, status: str, progress: Decimal | None, rule: str) -> Decimal | None:
    """What one report by itself earns of a weight: never more than the weight; None where it earns no figure.

    >>> effective_earned(Decimal("12.50"), "en_avance", Decimal(40), PROPORTIONAL)
    Decimal('5.00')
    """
    units = share_units(status, progress, rule)
    return None if units is None else quantize(Fraction(weight) * units / WHOLE)


def tally(leaf: Leaf, reports: Mapping[tuple[Key, Member], Report], rule: str) -> Tally:
    """Add up a leaf's reports, in the order of its members; reports by others are not looked at."""
    entries = []
    reported = applicable = heard = total = 0
    for member in leaf.members:
        report = reports.get((leaf.key, member))
        if report is None or not report.counts:
            applicable += 1
            entries.append((member, None, None, None))
            continue
        units = share_units(report.status, report.progress, rule)
        reported += 1
        applicable += report.status != "no_aplica"
        if units is not None:
            heard += 1
            total += units
        entries.append((member, report.status, units, report.declared))
    return Tally(len(leaf.members), reported, applicable, heard, total, tuple(entries))


# -- the roll-up ----------------------------------------------------------------------------------------------


def roll_up(groups: Iterable[Group], reports: Mapping[tuple[Key, Member], Report], rule: str) -> PlanFigure:
    """The plan's figures, with each member's part, from the reports by (leaf key, member)."""
    groups = list(groups)
    return roll_up_tallies(groups, {leaf.key: tally(leaf, reports, rule) for g in groups for leaf in g.leaves})


def roll_up_tallies(groups: Iterable[Group], tallies: Mapping[Key, Tally]) -> PlanFigure:
    """The same from tallies made elsewhere, such as one aggregate query: a leaf without a tally has nobody
    obliged. Parts are shown where a tally brings its entries."""
    return combine([_sum_group(group, tallies) for group in groups])


def combine(sums: Sequence[GroupSum]) -> PlanFigure:
    """The plan's figure from the sums of its ejes."""
    counting = [found for found in sums if found.applicable]
    by_weight = bool(counting) and all(found.figure.weight is not None for found in counting)
    weights = [Fraction(found.figure.weight) if by_weight else Fraction(1) for found in counting]
    if by_weight and not sum(weights):
        by_weight, weights = False, [Fraction(1)] * len(counting)
    heard = any(found.figure.earned is not None for found in counting)
    return PlanFigure(
        earned=_mean([found.earned / found.applicable for found in counting], weights) if heard else None,
        ceiling=_mean([found.ceiling / found.applicable for found in counting], weights),
        reported=sum(found.figure.reported for found in sums),
        obliged=sum(found.figure.obliged for found in sums),
        weighted_by="eje_weights" if by_weight else "mean",
        groups=tuple(found.figure for found in sums),
    )


def by_member(
    groups: Iterable[Group], reports: Mapping[tuple[Key, Member], Report], rule: str
) -> dict[Member, PlanFigure]:
    """Each obliged member's own figures, over the activities she must report; ejes without any are left out."""
    weights: dict[Key, Decimal | None] = {}
    mine: dict[Member, dict[Key, list[Leaf]]] = {}
    for group in groups:
        weights[group.key] = group.weight
        for leaf in group.leaves:
            for member in leaf.members:
                own = Leaf(leaf.key, leaf.weight, (member,))
                mine.setdefault(member, {}).setdefault(group.key, []).append(own)
    return {
        member: roll_up([Group(key, weights[key], tuple(leaves)) for key, leaves in ejes.items()], reports, rule)
        for member, ejes in mine.items()
    }


_NOBODY = Tally(0, 0, 0, 0, 0)


def _mean(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Decimal | None:
    if not values:
        return None
    total = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return quantize(100 * total / sum(weights))


def _sum_group(group: Group, tallies: Mapping[Key, Tally]) -> GroupSum:
    found = [tallies.get(leaf.key, _NOBODY) for leaf in group.leaves]
    weighted = bool(group.leaves) and all(leaf.weight is not None for leaf in group.leaves)
    worth = _worths(group.leaves, found, weighted)
    earned = [_earned(value, tally) for value, tally in zip(worth, found, strict=True)]
    ceilings = [exact + _open(value, tally) for exact, value, tally in zip(earned, worth, found, strict=True)]
    applicable, total, ceiling = sum(worth, Fraction()), sum(earned, Fraction()), sum(ceilings, Fraction())
    heard = any(tally.heard for tally in found)
    in_sum = any(tally.applicable for tally in found)
    rounded = round_parts(quantize(total), earned)
    rows = zip(group.leaves, found, worth, rounded, ceilings, strict=True)
    figure = GroupFigure(
        key=group.key,
        weight=group.weight,
        weight_total=quantize(sum(leaf.weight for leaf in group.leaves)) if weighted else None,
        applicable_weight=quantize(applicable) if weighted else None,
        earned=quantize(total) if heard else None,
        ceiling=quantize(ceiling) if in_sum else None,
        percent=quantize(100 * total / applicable) if heard and applicable else None,
        percent_ceiling=quantize(100 * ceiling / applicable) if applicable else None,
        reported=sum(tally.reported for tally in found),
        obliged=sum(tally.obliged for tally in found),
        leaves=tuple(_leaf_figure(*row) for row in rows),
        weighted=weighted,
    )
    return GroupSum(figure, applicable, total, ceiling)


def _worths(leaves: Sequence[Leaf], found: Sequence[Tally], weighted: bool) -> list[Fraction]:
    """What each leaf can add: its weight, or without weights an equal part of 100; nothing where it does not
    apply."""
    if weighted:
        return [
            Fraction(leaf.weight) if tally.applicable else Fraction()
            for leaf, tally in zip(leaves, found, strict=True)
        ]
    alike = sum(1 for tally in found if tally.applicable)
    return [Fraction(100, alike) if tally.applicable else Fraction() for tally in found]


def _earned(worth: Fraction, tally: Tally) -> Fraction:
    return worth * Fraction(tally.units, WHOLE * tally.applicable) if tally.applicable else Fraction()


def _open(worth: Fraction, tally: Tally) -> Fraction:
    """What those not heard could still earn."""
    return worth * Fraction(tally.applicable - tally.heard, tally.applicable) if tally.applicable else Fraction()


def _leaf_figure(leaf: Leaf, tally: Tally, worth: Fraction, earned: Decimal, ceiling: Fraction) -> LeafFigure:
    share = Fraction(tally.units, WHOLE * tally.applicable) if tally.heard else None
    return LeafFigure(
        key=leaf.key,
        weight=leaf.weight,
        share=None if share is None else _share(share),
        earned=earned if tally.heard else None,
        ceiling=max(quantize(ceiling), earned) if tally.applicable else None,
        reported=tally.reported,
        obliged=tally.obliged,
        applicable=tally.applicable,
        parts=_parts(tally, worth, earned),
        share_ceiling=_share(_reachable(tally)) if tally.applicable else None,
    )


def _reachable(tally: Tally) -> Fraction:
    """The share it comes to if all that is open is done."""
    return Fraction(tally.units + WHOLE * (tally.applicable - tally.heard), WHOLE * tally.applicable)


def _share(share: Fraction) -> Decimal:
    return quantize(share * 100).scaleb(-2)


def _parts(tally: Tally, worth: Fraction, earned: Decimal) -> tuple[Part, ...]:
    """The members' parts, rounded in whole numbers: there may be tens of thousands."""
    cents = 100 * worth
    denominator = cents.denominator * WHOLE * max(tally.applicable, 1)
    numerators = [cents.numerator * (units or 0) for _, _, units, _ in tally.entries]
    rounded = share_out(to_cents(earned), numerators, denominator) if numerators else []
    return tuple(
        Part(
            member,
            status,
            None if units is None else Decimal(units).scaleb(-4),
            None if units is None else from_cents(part),
            declared,
        )
        for (member, status, units, declared), part in zip(tally.entries, rounded, strict=True)
    )


# -- declared beside computed ---------------------------------------------------------------------------------


def differences(plan: PlanFigure, declared_totals: Mapping[Key, Decimal] | None = None) -> list[Difference]:
    """Where a declared figure differs from the computed one, eje by eje: its activities, then its total.

    A member's declared figure is out of the activity's whole weight, or of 100 without weights, and is compared
    with what her report by itself earns. Needs the parts of a `roll_up`.
    """
    totals = declared_totals or {}
    found = []
    for group in plan.groups:
        for leaf in group.leaves:
            found += [_difference(leaf, part, group.weighted) for part in leaf.parts if part.declared is not None]
        if (declared := totals.get(group.key)) is not None:
            found.append(Difference("eje", group.key, None, quantize(declared), group.earned, group.weight_total))
    return [difference for difference in found if difference.declared != difference.computed]


def _difference(leaf: LeafFigure, part: Part, weighted: bool) -> Difference:
    weight = leaf.weight if weighted else HUNDRED
    if part.share is None:
        computed = None
    elif weighted and len(leaf.parts) == 1:
        computed = leaf.earned
    else:
        computed = quantize(Fraction(weight) * Fraction(part.share))
    declared = quantize(part.declared)
    return Difference("activity", leaf.key, part.member, declared, computed, leaf.weight)


# -- semáforo -------------------------------------------------------------------------------------------------

# Symbols tell the statuses apart in black and white too.
SYMBOLS: dict[str, tuple[str, str]] = {
    "cumplido": ("✓", "green"),
    "en_avance": ("◐", "yellow"),
    "no_cumplido": ("✗", "red"),
    "pendiente": ("○", "yellow"),
    "reprogramado": ("↻", "yellow"),
    "no_aplica": ("–", "grey"),
    SILENT: ("□", "grey"),
}


def light(status: str | None, due_end: date | None, on: date) -> Light:
    """The light of a status on a day: what is neither done nor moved to another date turns red when overdue."""
    status = status or SILENT
    symbol, tone = SYMBOLS[status]
    late = status in ("en_avance", "pendiente", SILENT) and overdue(due_end, on)
    return Light(status, symbol, "red" if late else tone, late)
