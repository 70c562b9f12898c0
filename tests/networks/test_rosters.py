"""Who counts for a goal and how many did on each day: the arithmetic, against counting one by one."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.rosters import (
    MOST_MARKS,
    MOST_YEARS,
    Goal,
    Standing,
    Stay,
    changes,
    history,
    marks_between,
    missing,
    percent,
    standing,
    stay,
    window,
)

D = datetime.date
GOAL = Goal(100, frozenset({"senior", "middle"}), "female", D(2018, 12, 31))
DAYS = st.dates(D(2017, 1, 1), D(2019, 12, 31))
STAYS = st.builds(
    Stay,
    start=DAYS,
    end=st.none() | st.dates(D(2020, 1, 1), D(2020, 6, 30)),
    level=st.sampled_from(["senior", "middle", "staff", ""]),
    sex=st.sampled_from(["female", "male", "other", ""]),
    people=st.integers(1, 3),
)


@pytest.mark.parametrize(
    ("level", "sex", "expected"),
    [
        ("senior", "female", Standing.COUNTS),
        ("middle", "female", Standing.COUNTS),
        ("staff", "female", Standing.OUTSIDE),
        ("senior", "male", Standing.OUTSIDE),
        ("", "female", Standing.UNKNOWN),
        ("senior", "", Standing.UNKNOWN),
        ("", "", Standing.UNKNOWN),
        # What is known is enough to say no, whatever is not known.
        ("", "male", Standing.OUTSIDE),
        ("staff", "", Standing.OUTSIDE),
    ],
)
def test_standing(level, sex, expected):
    assert standing(GOAL, level, sex) == expected


def test_a_goal_that_asks_for_nothing_counts_everybody():
    assert standing(Goal(10), "", "") == Standing.COUNTS
    assert standing(Goal(10, sex="female"), "", "") == Standing.UNKNOWN
    assert standing(Goal(10, frozenset({"senior"})), "senior", "") == Standing.COUNTS


def test_percent_and_what_is_missing():
    assert percent(1, 3) == Decimal("33.33")
    assert percent(2, 3) == Decimal("66.67")
    assert percent(1, 800) == Decimal("0.13")
    assert percent(3, 2) == Decimal("150.00")
    assert percent(5, None) is percent(5, 0) is None
    assert (missing(40, 100), missing(140, 100), missing(1, None)) == (60, 0, None)


def test_a_stay_begins_with_office_and_ends_with_it():
    assert stay(D(2018, 3, 1), D(2018, 5, 1), None).start == D(2018, 5, 1)
    assert stay(D(2018, 3, 1), None, D(2018, 3, 1)).end == D(2018, 3, 1)
    assert stay(D(2018, 3, 1), None, D(2018, 2, 28)) is None


@given(st.lists(STAYS, max_size=12), st.lists(st.dates(D(2016, 12, 1), D(2020, 12, 31)), max_size=6))
def test_history_is_counting_one_by_one(stays, days):
    days = sorted(days)
    for mark, day in zip(history(stays, GOAL, days), days, strict=True):
        there = [one for one in stays if one.start <= day and (one.end is None or day <= one.end)]
        found = dict.fromkeys(Standing, 0)
        for one in there:
            found[standing(GOAL, one.level, one.sex)] += one.people
        assert (mark.counted, mark.unknown, mark.outside) == tuple(
            found[what] for what in (Standing.COUNTS, Standing.UNKNOWN, Standing.OUTSIDE)
        )


def test_the_last_day_in_office_still_counts():
    one = Stay(D(2018, 1, 1), D(2018, 1, 31), "senior", "female")
    marks = history([one], GOAL, [D(2017, 12, 31), D(2018, 1, 1), D(2018, 1, 31), D(2018, 2, 1)])
    assert [mark.counted for mark in marks] == [0, 1, 1, 0]
    assert changes([one]) == [D(2018, 1, 1), D(2018, 2, 1)]


@given(st.dates(D(1990, 1, 1), D(2030, 12, 31)), st.integers(0, 365 * MOST_YEARS))
def test_marks_are_few_ordered_and_hold_both_ends(first, span):
    last = first + datetime.timedelta(days=span)
    marks = marks_between(first, last)
    assert marks == sorted(set(marks))
    assert (marks[0], marks[-1]) == (first, last)
    assert len(marks) <= MOST_MARKS + 2


def test_a_window_ends_where_nothing_moved_any_more():
    days = [D(2018, 1, 10), D(2018, 6, 3)]
    assert window(days, D(2018, 7, 1)) == (D(2017, 12, 31), D(2018, 7, 1))
    assert window(days, D(2026, 11, 20)) == (D(2017, 12, 31), D(2018, 6, 30))
    assert window(days, D(2026, 11, 20), D(2018, 12, 31)) == (D(2017, 12, 31), D(2018, 12, 31))
    # A goal to come does not stretch what has happened.
    assert window(days, D(2018, 7, 1), D(2018, 12, 31))[1] == D(2018, 7, 1)


def test_a_year_typed_wrong_makes_no_page_of_centuries():
    first, last = window([D(18, 1, 1), D(2018, 6, 3)], D(2018, 7, 1))
    assert first == D(2018 - MOST_YEARS, 12, 31)
    assert len(marks_between(first, last)) <= MOST_MARKS + 2
    assert window([D.min], D.min) == (D.min, D.min)
