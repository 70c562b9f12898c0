"""A very large period is added up by the database: it must come to what adding it row by row comes to."""

from __future__ import annotations

import dataclasses
import datetime
import itertools

import pytest

from monitoring.models import EntryStatus, ReviewState
from monitoring.selectors import rollup
from monitoring.selectors.overview import network_overview
from networks.models import EarnedRule
from plans.models import Concern, MemberDeadline
from tests.factories import make_activity, make_eje, make_entry, make_member, make_period, make_plan, make_version

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def every_case(network, member):
    """All statuses and states, every kind of activity, members of before, an activity gone and one not due."""
    version = make_version(network)
    eje, other = make_eje(version, weight=30), make_eje(version, "2", weight=70)
    members = [member, *(make_member(network, f"m{n}") for n in range(6))]
    former = make_member(network, "antes", valid_to_on=DAY(2023, 12, 31))
    silent = make_member(network, "calla", is_reporting=False, seat_role="I")
    plain = [make_activity(eje, weight=weight) for weight in (10, 30, 60)]
    late = make_activity(other, deadline_start_on=DAY(2024, 3, 1), deadline_end_on=DAY(2024, 3, 31))
    some = make_activity(other, concerns=Concern.SOME_MEMBERS)
    some.members.set(members[:3])
    own = make_activity(other)
    MemberDeadline.objects.create(
        activity=own, member=members[1], deadline_start_on=DAY(2024, 9, 1), deadline_end_on=DAY(2024, 9, 30)
    )
    ours = make_activity(other, concerns=Concern.NETWORK)
    not_due = make_activity(other, schedule_months=["2024-12"])
    gone = make_plan(network, (100,), slug="2023", year=2023).ejes.get().activities.get()
    period = make_period(network)
    statuses = itertools.cycle([*EntryStatus.values, EntryStatus.ONGOING])
    states = itertools.cycle([*ReviewState.values, ReviewState.VALIDATED])
    progress = itertools.cycle([None, "33.33", "12.50", "66.67"])
    for activity in (*plain, late, some, own, not_due, gone):
        for who in (*members, former, silent):
            make_entry(activity, period, who, next(statuses), next(states), progress=next(progress))
    make_entry(ours, period, None, "en_avance", progress="41.50")
    make_entry(plain[0], period, None, "cumplido")
    return network, period


def shape(found) -> dict:
    """Everything that a page shows of the figures, without the members' parts."""

    def bare(group):
        return dataclasses.replace(
            group, leaves=tuple(dataclasses.replace(leaf, parts=()) for leaf in group.leaves)
        )

    figures = [plan.figure for plan in found.plans]
    return {
        "figures": [dataclasses.replace(f, groups=tuple(bare(g) for g in f.groups)) for f in figures],
        "counts": (found.reported, found.obliged, found.missing_count, found.to_review),
        "outside": sorted((one.entry.pk, one.reason) for one in found.outside),
        "networks_own": [row.pk for row in found.network_entries],
        "members": found.reporting_members,
        "unsettled": {lineage: found.unsettled(lineage) for lineage in found.by_lineage},
    }


@pytest.mark.parametrize("rule", EarnedRule.values)
def test_both_ways_come_to_the_same(every_case, rule, monkeypatch):
    network, period = every_case
    network.earned_rule = rule
    network.save()
    row_by_row = rollup(network, period)
    expected = shape(row_by_row)
    monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    added_up = rollup(network, period)
    assert (row_by_row.is_large, added_up.is_large) == (False, True)
    assert shape(added_up) == expected
    assert added_up.plans[0].differences == row_by_row.plans[0].differences
    assert row_by_row.plans[0].figure.earned is not None
    assert {one.reason for one in row_by_row.outside} == {"gone", "not_obliged"}


def test_the_pages_read_the_same(every_case, login, secretariat, monkeypatch):
    network, period = every_case
    client = login(secretariat)
    pages = [f"/redes/{network.slug}/periodos/{period.code}/", f"/redes/{network.slug}/", "/"]
    before = [client.get(page).content for page in pages]
    before_due = network_overview(network, DAY(2024, 2, 1))
    monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    after = [client.get(page).content for page in pages]
    after_due = network_overview(network, DAY(2024, 2, 1))
    assert (after_due.next_due, after_due.overdue) == (before_due.next_due, before_due.overdue)
    for one, other in zip(before, after, strict=True):
        assert without_token(one) == without_token(other)


def without_token(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrf" not in line]


def test_a_year_that_spans_its_quarters_is_read_row_by_row(every_case, monkeypatch):
    network, _ = every_case
    year = make_period(network, "2024")
    monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    assert not rollup(network, year).is_large
