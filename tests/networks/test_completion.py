"""Who completed a course: properties of the rule, and its edges."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.completion import CENT, Hours, Standing, Taking, standing, tally, tally_between

quarters = st.integers(0, 400).map(lambda n: Decimal(n) / 4)
percents = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)


@st.composite
def hours(draw) -> Hours:
    attended, missed, unrecorded, ahead = (draw(quarters) for _ in range(4))
    return Hours(attended + missed + unrecorded + ahead, attended, missed, unrecorded)


@given(hours(), percents)
def test_the_share_of_hours_decides_rounded_half_up(found: Hours, minimum: Decimal) -> None:
    if not found.total:
        assert standing(found, minimum) is Standing.ONGOING
        return
    share = (found.attended * 100 / found.total).quantize(CENT, ROUND_HALF_UP)
    completed = standing(found, minimum) is Standing.COMPLETED
    assert completed == (found.attended > 0 and share >= minimum)


@given(hours(), percents)
def test_what_is_not_known_decides_nothing(found: Hours, minimum: Decimal) -> None:
    """She neither completes nor fails by it: were it all attended she would not fail, were it all missed she would
    not complete."""
    now = standing(found, minimum)
    if now not in (Standing.ONGOING, Standing.UNRECORDED) or not found.total:
        return
    rest = found.total - found.attended - found.missed
    assert rest > 0
    assert standing(Hours(found.total, found.attended + rest, found.missed), minimum) is Standing.COMPLETED
    assert standing(Hours(found.total, found.attended, found.missed + rest), minimum) is Standing.NOT_COMPLETED


@given(hours(), percents)
def test_once_all_is_recorded_everybody_has_an_answer(found: Hours, minimum: Decimal) -> None:
    known = Hours(found.attended + found.missed, found.attended, found.missed)
    if known.total:
        assert standing(known, minimum) in (Standing.COMPLETED, Standing.NOT_COMPLETED)


@given(hours(), percents, quarters)
def test_coming_once_more_never_undoes_it(found: Hours, minimum: Decimal, more: Decimal) -> None:
    """An hour that was unknown and turns out attended."""
    if standing(found, minimum) is not Standing.COMPLETED or more > found.unrecorded:
        return
    later = Hours(found.total, found.attended + more, found.missed, found.unrecorded - more)
    assert standing(later, minimum) is Standing.COMPLETED


@pytest.mark.parametrize(
    ("attended", "missed", "unrecorded", "expected"),
    [
        ("8", "2", "0", Standing.COMPLETED),
        ("7.5", "2.5", "0", Standing.NOT_COMPLETED),
        ("7", "0", "3", Standing.UNRECORDED),
        ("7", "3", "0", Standing.NOT_COMPLETED),
        ("0", "2.25", "7.75", Standing.NOT_COMPLETED),
        ("0", "0", "0", Standing.ONGOING),
        ("4", "0", "0", Standing.ONGOING),
    ],
)
def test_at_eighty_percent_of_ten_hours(attended, missed, unrecorded, expected) -> None:
    found = Hours(Decimal(10), Decimal(attended), Decimal(missed), Decimal(unrecorded))
    assert standing(found, Decimal(80)) is expected


def test_two_thirds_reach_sixty_six_point_sixty_seven() -> None:
    two_of_three = Hours(Decimal(3), Decimal(2), Decimal(1))
    assert two_of_three.percent == Decimal("66.67")
    assert standing(two_of_three, Decimal("66.67")) is Standing.COMPLETED
    assert standing(two_of_three, Decimal("66.68")) is Standing.NOT_COMPLETED


def test_a_minimum_of_zero_wants_her_to_come_once() -> None:
    assert standing(Hours(Decimal(4), Decimal(1)), Decimal(0)) is Standing.COMPLETED
    assert standing(Hours(Decimal(4), missed=Decimal(4)), Decimal(0)) is Standing.NOT_COMPLETED


def test_who_withdrew_completes_only_if_she_had_already() -> None:
    assert standing(Hours(Decimal(4), Decimal(4)), Decimal(80), is_withdrawn=True) is Standing.COMPLETED
    assert standing(Hours(Decimal(4), Decimal(2)), Decimal(80), is_withdrawn=True) is Standing.WITHDRAWN
    assert standing(Hours(), Decimal(80), is_withdrawn=True) is Standing.WITHDRAWN


def taking(person: int, reached: Standing, course: int = 1, **days: datetime.date) -> Taking:
    return Taking(course, 1, person, 1, "", reached, **days)


def test_a_person_counts_once_however_many_courses_she_takes() -> None:
    rows = [taking(1, Standing.COMPLETED), taking(1, Standing.UNRECORDED, 2), taking(2, Standing.UNRECORDED)]
    found = tally(rows)
    assert (found.enrolled, found.completed, found.unrecorded) == (2, 1, 1)
    assert found.share == Decimal("50.00")
    assert tally([]).share is None


def test_each_fact_counts_in_the_period_of_its_day_and_in_no_other() -> None:
    june, july = datetime.date(2024, 6, 20), datetime.date(2024, 7, 10)
    rows = [taking(1, Standing.COMPLETED, started_on=june, first_attended_on=june, ended_on=july)]
    first = tally_between(rows, datetime.date(2024, 1, 1), datetime.date(2024, 6, 30))
    second = tally_between(rows, datetime.date(2024, 7, 1), datetime.date(2024, 12, 31))
    assert (first.enrolled, first.attended, first.completed) == (1, 1, 0)
    assert (second.enrolled, second.attended, second.completed) == (0, 0, 1)
