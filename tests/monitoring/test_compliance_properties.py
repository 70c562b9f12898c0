"""The roll-up: what must hold of any figures."""

import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from monitoring.compliance import (
    ALL_OR_NOTHING,
    PROPORTIONAL,
    STATUSES,
    Group,
    Leaf,
    Report,
    by_member,
    differences,
    roll_up,
)
from plans.weights import spread

DONE = Report("cumplido")
MEMBERS = ("ma", "mo", "sj", "qu")
percents = st.decimals(0, 100, places=2)
reports_made = st.builds(
    Report,
    status=st.sampled_from(STATUSES),
    progress=st.none() | percents,
    counts=st.booleans(),
    declared=st.none() | percents,
)
rules = st.sampled_from([ALL_OR_NOTHING, PROPORTIONAL])


@st.composite
def plans(draw):
    """Groups that keep the rule of 100, with some of the reports that they ask for."""
    groups, reports = [], {}
    for number in range(draw(st.integers(0, 4))):
        size = draw(st.integers(0, 5))
        proportions = draw(st.none() | st.lists(st.integers(1, 99), min_size=size, max_size=size))
        weights = spread(100, proportions) if proportions else [None] * size
        leaves = []
        for index, weight in enumerate(weights):
            members = tuple(draw(st.lists(st.sampled_from(MEMBERS), unique=True))) or (None,)
            leaf = Leaf((number, index), weight, members)
            leaves.append(leaf)
            reports |= {(leaf.key, member): draw(reports_made) for member in members if draw(st.booleans())}
        groups.append(Group(number, draw(st.none() | percents), tuple(leaves)))
    return groups, reports


def unmeasured(report: Report, rule: str) -> bool:
    return rule == PROPORTIONAL and report.status == "en_avance" and report.progress is None


def total(values) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


@given(plans(), rules)
def test_parts_add_exactly_and_stay_within_bounds(made, rule):
    plan = roll_up(*made, rule)
    for group in plan.groups:
        assert total(leaf.earned for leaf in group.leaves) == total([group.earned])
        for leaf in group.leaves:
            assert total(part.earned for part in leaf.parts) == total([leaf.earned])
            cap = 100 if leaf.weight is None else leaf.weight
            assert 0 <= total([leaf.earned]) <= total([leaf.ceiling]) <= cap
        if group.earned is not None:
            assert 0 <= group.earned <= group.ceiling <= (group.applicable_weight if group.weighted else 100)
            assert 0 <= group.percent <= group.percent_ceiling <= 100
    if plan.earned is not None:
        found = [group.percent or Decimal(0) for group in plan.groups if group.percent_ceiling is not None]
        assert min(found) <= plan.earned <= max(found)
        assert plan.earned <= plan.ceiling <= 100


@given(plans(), rules)
def test_none_means_that_nobody_was_heard(made, rule):
    groups, reports = made
    plan = roll_up(groups, reports, rule)
    silent = {at for at, r in reports.items() if not r.counts or r.status == "no_aplica" or unmeasured(r, rule)}
    heard = {at[0] for at in reports if at not in silent}
    for group, figure in zip(groups, plan.groups, strict=True):
        assert [leaf.earned is not None for leaf in figure.leaves] == [leaf.key in heard for leaf in group.leaves]
        assert (figure.earned is not None) == any(leaf.key in heard for leaf in group.leaves)
    assert (plan.earned is not None) == bool(heard)
    assert plan.reported == sum(report.counts for report in reports.values())
    assert plan.obliged == sum(len(leaf.members) for group in groups for leaf in group.leaves)


@given(plans(), rules, st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_the_order(made, rule, shuffler: random.Random):
    groups, reports = made
    plan = roll_up(groups, reports, rule)
    shuffled = [
        replace(
            group,
            leaves=tuple(
                replace(leaf, members=tuple(shuffler.sample(leaf.members, len(leaf.members))))
                for leaf in shuffler.sample(group.leaves, len(group.leaves))
            ),
        )
        for group in shuffler.sample(groups, len(groups))
    ]
    other = roll_up(shuffled, reports, rule)
    assert (plan.earned, plan.ceiling, plan.weighted_by) == (other.earned, other.ceiling, other.weighted_by)
    by_key = {group.key: group for group in other.groups}
    for group in plan.groups:
        twin = by_key[group.key]
        assert (group.earned, group.ceiling, group.percent) == (twin.earned, twin.ceiling, twin.percent)


@given(plans(), rules, st.data())
def test_a_better_report_never_earns_less(made, rule, data):
    groups, reports = made
    worse = [key for key, report in reports.items() if report.counts and report.status != "no_aplica"]
    if not worse:
        return
    better = reports | {data.draw(st.sampled_from(worse)): DONE}
    before, after = roll_up(groups, reports, rule), roll_up(groups, better, rule)
    assert total([after.earned]) >= total([before.earned])
    assert after.ceiling >= before.ceiling
    for old, new in zip(before.groups, after.groups, strict=True):
        assert total([new.earned]) >= total([old.earned])


@given(plans(), rules)
def test_what_is_still_open_can_reach_the_ceiling_and_no_more(made, rule):
    """Open is silence, and an avance that nobody put a percentage to."""
    groups, reports = made
    asked = [(leaf.key, member) for group in groups for leaf in group.leaves for member in leaf.members]
    unsaid = {key for key, report in reports.items() if unmeasured(report, rule)}
    still_open = {key: DONE for key in asked if key not in reports or not reports[key].counts or key in unsaid}
    plan, full = roll_up(groups, reports, rule), roll_up(groups, reports | still_open, rule)
    assert plan.ceiling == full.earned
    assert [group.ceiling for group in plan.groups] == [group.earned for group in full.groups]


@given(plans(), rules)
def test_declared_figures_never_enter_a_sum(made, rule):
    groups, reports = made
    undeclared = {key: replace(report, declared=None) for key, report in reports.items()}
    with_declared, without = roll_up(groups, reports, rule), roll_up(groups, undeclared, rule)
    assert (with_declared.earned, with_declared.ceiling) == (without.earned, without.ceiling)
    assert differences(without) == []


@given(plans(), rules)
def test_members_figures_cover_all_that_is_asked(made, rule):
    groups, reports = made
    plan, figures = roll_up(groups, reports, rule), by_member(groups, reports, rule)
    assert sum(own.obliged for own in figures.values()) == plan.obliged
    assert sum(own.reported for own in figures.values()) == plan.reported
