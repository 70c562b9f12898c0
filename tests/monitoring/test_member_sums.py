"""Each member's figures in a very large period: one query, and the same as row by row."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from monitoring.models import EntryStatus, ReviewState
from monitoring.selectors import rollup
from networks.models import EarnedRule
from tests.factories import make_activity, make_eje, make_entry, make_member, make_period, make_version
from tests.monitoring.test_large_periods import every_case  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db


def without_leaves(figures: dict) -> dict:
    return {
        member: replace(own, groups=tuple(replace(group, leaves=()) for group in own.groups))
        for member, own in figures.items()
    }


def both_ways(network, period, monkeypatch):
    row_by_row = [without_leaves(plan.members) for plan in rollup(network, period).plans]
    monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    large = rollup(network, period)
    assert large.is_large
    return row_by_row, [plan.members for plan in large.plans]


@pytest.mark.parametrize("rule", EarnedRule.values)
def test_every_case_comes_to_the_same(every_case, rule, monkeypatch):  # noqa: F811
    network, period = every_case
    network.earned_rule = rule
    network.save()
    row_by_row, added_up = both_ways(network, period, monkeypatch)
    assert added_up == row_by_row
    assert any(own.earned for own in added_up[0].values())


@pytest.mark.parametrize("seed", range(4))
def test_random_records_come_to_the_same(network, member, seed, monkeypatch):
    dice = random.Random(seed)
    version = make_version(network)
    members = [member, *(make_member(network, f"m{n}") for n in range(5))]
    weighted = make_eje(version, weight=dice.choice([None, 40]))
    plain = make_eje(version, "2", weight=dice.choice([None, 60]))
    activities = [make_activity(weighted, weight=weight) for weight in (10, 10, 30, 50)]
    activities += [make_activity(plain) for _ in range(3)]
    period = make_period(network)
    for activity in activities:
        for who in members:
            if dice.random() < 0.7:
                status, state = dice.choice(EntryStatus.values), dice.choice(ReviewState.values)
                progress = dice.choice([None, "0.01", "33.33", "50", "99.99"])
                make_entry(activity, period, who, status, state, progress=progress)
    row_by_row, added_up = both_ways(network, period, monkeypatch)
    assert added_up == row_by_row


def test_one_query_whatever_the_size(network, member, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    period = make_period(network)
    eje = make_eje(make_version(network))
    for number in range(3):
        make_entry(make_activity(eje), period, make_member(network, f"m{number}"))
        found = rollup(network, period)
        assert found.is_large
        with django_assert_num_queries(1):
            assert found.plans[0].members[member.pk].reported == 0
