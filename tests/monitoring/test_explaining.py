"""A figure's parts recompute to it, whatever the plan and the reports."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from monitoring.bucketing import Bucket, Buckets, figure_of
from monitoring.compliance import PROPORTIONAL, Group, Leaf, Report, by_member, roll_up, tally
from monitoring.explaining import Explained, explain_group, explain_leaf, explain_plan
from monitoring.figures import Tally
from plans.weights import quantize
from tests.monitoring.test_compliance_properties import plans, rules, total

CENT = Decimal("0.01")


def check(found: Explained) -> None:
    """Weights add to the weight, what is earned to what is earned, and weight × share comes to it too."""
    parts = found.parts
    assert total(part.earned for part in parts) == total([found.earned])
    assert sum((part.weight for part in parts), Decimal(0)) == (found.weight if parts else 0)
    again = sum((Fraction(part.weight) * Fraction(part.share or 0) for part in parts), Fraction())
    assert abs(quantize(again) - total([found.earned])) <= CENT
    assert (found.earned is None) == all(part.earned is None for part in parts)
    for part in parts:
        assert (part.share is None) == (part.earned is None)
        assert Decimal(0) <= total([part.earned]) <= part.weight + CENT
        if part.status == "no_aplica":
            assert (part.weight, part.share, part.earned) == (0, None, None)
    if found.earned is not None:
        assert 0 <= found.earned <= found.ceiling <= found.weight
    assert found.obliged == len(parts)
    assert found.reported == sum(part.status is not None for part in parts)
    assert found.applicable == sum(part.status != "no_aplica" for part in parts)


@given(plans(), rules)
def test_every_figure_is_recomputed_from_its_parts(made, rule):
    groups, reports = made
    plan = roll_up(groups, reports, rule)
    check(explain_plan(plan))
    for group in plan.groups:
        check(explain_group(group))
        for leaf in group.leaves:
            check(explain_leaf(group, leaf.key))
    for own in by_member(groups, reports, rule).values():
        check(explain_plan(own))


@given(plans(), rules)
def test_what_each_level_shows_adds_to_the_one_above(made, rule):
    found = explain_plan(roll_up(*made, rule))
    assert total(branch.earned for branch in found.branches) == total([found.earned])
    for branch in found.branches:
        assert total(twig.earned for twig in branch.twigs) == total([branch.earned])
        for twig in branch.twigs:
            assert total(part.earned for part in twig.parts) == total([twig.earned])


@given(plans(), rules, st.randoms(use_true_random=False))
def test_the_order_changes_no_part_by_more_than_a_cent(made, rule, shuffler: random.Random):
    groups, reports = made
    shuffled = [
        replace(group, leaves=tuple(shuffler.sample(group.leaves, len(group.leaves))))
        for group in shuffler.sample(groups, len(groups))
    ]
    one, other = (explain_plan(roll_up(rows, reports, rule)) for rows in (groups, shuffled))
    assert (one.weight, one.earned, one.ceiling) == (other.weight, other.earned, other.ceiling)
    by_key = {(part.leaf, part.member): part for part in other.parts}
    for part in one.parts:
        twin = by_key[part.leaf, part.member]
        assert part.share == twin.share
        # One cent of an eje, one of an activity, one of a member.
        assert abs(total([part.earned]) - total([twin.earned])) <= 3 * CENT


@given(plans(), rules)
def test_adding_up_by_buckets_comes_to_the_same(made, rule):
    """As the database adds up a member's reports of activities that weigh the same."""
    groups, reports = made
    for member, expected in by_member(groups, reports, rule).items():
        ejes = []
        for group in groups:
            alike = defaultdict(list)
            for leaf in group.leaves:
                if member in leaf.members:
                    alike[leaf.weight].append(tally(Leaf(leaf.key, leaf.weight, (member,)), reports, rule))
            added = [Bucket(weight, _added(tallies)) for weight, tallies in alike.items()]
            ejes.append(Buckets(group.key, group.weight, tuple(added)))
        bare = replace(expected, groups=tuple(replace(group, leaves=()) for group in expected.groups))
        assert figure_of(ejes) == bare


def _added(tallies: list[Tally]) -> Tally:
    names = ("obliged", "reported", "applicable", "heard", "units")
    return Tally(*(sum(getattr(one, name) for one in tallies) for name in names))


def test_thirds_of_members_and_of_activities():
    """Two activities without weight, the first of three members: what no cents can write adds all the same."""
    leaves = (Leaf("1.1", None, (1, 2, 3)), Leaf("1.2", None, (None,)))
    reports = {
        ("1.1", 1): Report("cumplido"),
        ("1.1", 2): Report("no_cumplido"),
        ("1.2", None): Report("cumplido"),
    }
    found = explain_group(roll_up([Group("1", None, leaves)], reports, PROPORTIONAL).groups[0])
    assert (found.earned, found.weight) == (Decimal("66.67"), 100)
    assert [part.earned for part in found.parts] == [Decimal("16.67"), 0, None, 50]
    assert [str(part.weight) for part in found.parts] == ["16.66666667", "16.66666667", "16.66666666", "50.00"]


def test_an_eje_that_nobody_owes_does_not_count():
    """Two ejes, one not due: the other is all of the plan."""
    groups = [Group("1", None, (Leaf("1.1", Decimal(100)),)), Group("2", None, (Leaf("2.1", None, ()),))]
    found = explain_plan(roll_up(groups, {("1.1", None): Report("cumplido")}, PROPORTIONAL))
    assert [branch.weight for branch in found.branches] == [100, 0]


def test_an_activity_without_weight_is_told_out_of_100():
    leaves = (Leaf("1.1", None, (1, 2)), Leaf("1.2"), Leaf("1.3"))
    reports = {("1.1", 1): Report("cumplido"), ("1.1", 2): Report("en_avance", Decimal(25))}
    found = explain_leaf(roll_up([Group("1", None, leaves)], reports, PROPORTIONAL).groups[0], "1.1")
    assert (found.weight, found.earned) == (100, Decimal("62.50"))
