"""On which days a period's reminders fall: the pure rule, and which periods have any."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.models import ReminderRule
from monitoring.reminders import (
    AFTER,
    BEFORE,
    COORDINATION,
    MOST_AFTER,
    MOST_BEFORE,
    TODAY,
    Rule,
    falls_of,
    is_open,
    kinds_on,
    read_days,
)
from monitoring.selectors.reminders import due_periods
from monitoring.services import period_close
from tests.factories import make_network, make_period

DUE = datetime.date(2024, 10, 15)
NOW = datetime.datetime(2024, 10, 8, 15, tzinfo=datetime.UTC)


def days(n: int) -> datetime.date:
    return DUE + datetime.timedelta(days=n)


@pytest.mark.parametrize(
    ("late", "kinds"),
    [
        (-8, ()),
        (-7, (BEFORE,)),
        (-1, (BEFORE,)),
        (0, (TODAY,)),
        (1, (AFTER,)),
        (2, ()),
        (3, (COORDINATION,)),
        (7, (AFTER,)),
        (8, ()),
    ],
)
def test_the_days_of_who_chose_nothing(late, kinds) -> None:
    assert kinds_on(Rule(), DUE, days(late)) == kinds


def test_the_coordination_is_told_the_same_day_as_who_reports() -> None:
    assert kinds_on(Rule(coordination_after=7), DUE, days(7)) == (AFTER, COORDINATION)


def test_a_rule_that_is_off_has_no_days() -> None:
    assert falls_of(Rule(is_on=False), days(-90), DUE) == []
    assert falls_of(Rule(True, (), False, (), None), days(-90), DUE) == []


rules = st.builds(
    Rule,
    st.booleans(),
    st.lists(st.integers(1, MOST_BEFORE), max_size=12).map(tuple),
    st.booleans(),
    st.lists(st.integers(1, MOST_AFTER), max_size=12).map(tuple),
    st.none() | st.integers(1, MOST_AFTER),
)


@given(rules, st.integers(0, 90), st.none() | st.integers(0, 30))
def test_each_kind_at_most_once_a_day_and_all_days_are_listed(rule, before, after) -> None:
    opens_on, closes_on = days(-before), after if after is None else days(after)
    listed = falls_of(rule, opens_on, DUE, closes_on)
    found = Counter()
    for late in range(-MOST_BEFORE - 1, MOST_AFTER + 2):
        kinds = kinds_on(rule, DUE, days(late))
        assert len(kinds) == len(set(kinds))
        assert len(set(kinds) - {COORDINATION}) <= 1
        assert (BEFORE in kinds) <= (late < 0)
        assert (TODAY in kinds) <= (late == 0)
        assert bool({AFTER, COORDINATION} & set(kinds)) <= (late > 0)
        if is_open(opens_on, closes_on, days(late)):
            found.update((days(late), kind) for kind in kinds)
    assert Counter((fall.day, fall.kind) for fall in listed) == found
    assert listed == sorted(listed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ()), (" ", ()), ("7, 1", (1, 7)), ("7;1 y 1", (1, 7)), ("15 7", (7, 15)), ("92", (92,))],
)
def test_days_are_read(text, expected) -> None:
    assert read_days(text, MOST_BEFORE) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7, una", "«una» no es un número de días"),
        ("0", "de 1 a 92"),
        ("-1", "«-1»"),
        ("93", "«93»"),
        ("1.5", "«1.5»"),
        ("²", "«²»"),
        (",".join(str(n) for n in range(1, 14)), "13 días distintos"),
    ],
)
def test_what_is_no_day_is_told(text, said) -> None:
    with pytest.raises(ValueError, match=said.replace(".", r"\.")):
        read_days(text, MOST_BEFORE)


@pytest.fixture
def period(network):
    return make_period(network, "2024-T3")


def found(on=None, at=NOW):
    return [(due.period.code, due.day, due.kinds) for due in due_periods(on=on, at=at)]


def test_periods_open_or_past_their_last_moment(network, period) -> None:
    assert found(days(-7)) == [("2024-T3", days(-7), (BEFORE,))]
    assert found(period.opens_on - datetime.timedelta(days=1)) == []
    period.closes_on = days(2)
    period.save()
    assert found(days(1)) == [("2024-T3", days(1), (AFTER,))]
    assert found(days(3)) == []


def test_a_closed_period_has_none(network, period, secretariat) -> None:
    period_close(period=period, by=secretariat)
    assert found(days(-7)) == []


def test_a_year_nobody_opened_has_none(network) -> None:
    assert found(days(-7)) == []


def test_a_network_that_is_off_has_none(network, period) -> None:
    ReminderRule.objects.create(network=network, is_on=False)
    assert found(days(-7)) == []


@pytest.mark.django_db
def test_each_network_has_its_own_calendar_day() -> None:
    """At one instant it is the 8th in Bogotá, a week before, and the 9th in Kiritimati."""
    for slug, zone in (("aqui", "America/Bogota"), ("alla", "Pacific/Kiritimati")):
        make_period(make_network(slug, time_zone=zone), "2024-T3")
    days_of = {due.network.slug: (due.day, due.kinds) for due in due_periods(on=None, at=NOW)}
    assert days_of == {"aqui": (days(-7), (BEFORE,)), "alla": (days(-6), ())}
    assert {due.day for due in due_periods(on=days(-1), at=NOW)} == {days(-1)}
