"""The calendar of periods."""

import doctest
import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring import periods
from monitoring.periods import KINDS, closing_instant, covering, is_due, parse_code, spans_of_year, year_to_date

years = st.integers(1900, 2100)
Q3 = (date(2024, 7, 1), date(2024, 9, 30))


def test_docstrings_tell_the_truth():
    result = doctest.testmod(periods)
    assert result.attempted >= 4
    assert result.failed == 0


@pytest.mark.parametrize(
    ("code", "kind", "start", "end"),
    [
        ("2024-T1", "quarter", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-T3", "quarter", *Q3),
        ("2024-T4", "quarter", date(2024, 10, 1), date(2024, 12, 31)),
        ("2012-S1", "semester", date(2012, 1, 1), date(2012, 6, 30)),
        ("2012-S2", "semester", date(2012, 7, 1), date(2012, 12, 31)),
        ("2007", "year", date(2007, 1, 1), date(2007, 12, 31)),
    ],
)
def test_parse_code(code, kind, start, end):
    span = parse_code(code)
    assert (span.code, span.kind, span.start, span.end) == (code, kind, start, end)
    assert parse_code(f" {code.lower()} ") == span


@pytest.mark.parametrize(
    "code", ["", "2024-T5", "2024-T0", "2012-S3", "2024T3", "24-T3", "2024-Q3", "2024-07", "trece"]
)
def test_parse_code_says_what_to_write(code):
    with pytest.raises(ValueError, match=r"no es un periodo.*2024-T3.*2012-S2.*2007"):
        parse_code(code)


def test_parse_code_keeps_to_the_calendar():
    with pytest.raises(ValueError, match="fuera del calendario"):
        parse_code("0000-T1")


@given(years, st.sampled_from(KINDS))
def test_the_periods_of_a_year_fill_it_without_gaps(year, kind):
    spans = spans_of_year(year, kind)
    assert spans[0].start == date(year, 1, 1)
    assert spans[-1].end == date(year, 12, 31)
    for span, following in itertools.pairwise(spans):
        assert span.end + timedelta(days=1) == following.start
    assert [parse_code(span.code) for span in spans] == spans
    assert covering(str(year), kind) == spans


def test_covering():
    assert [span.code for span in covering("2012", "semester")] == ["2012-S1", "2012-S2"]
    assert [span.code for span in covering("2012-S2", "quarter")] == ["2012-T3", "2012-T4"]
    assert [span.code for span in covering("2024-T3", "quarter")] == ["2024-T3"]
    with pytest.raises(ValueError, match="demasiado corto: esta red informa por semestre"):
        covering("2024-T3", "semester")


def test_year_to_date():
    assert year_to_date(parse_code("2024-T3")) == (date(2024, 1, 1), date(2024, 9, 30))


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        ({}, True),
        ({"months": ["2024-07"]}, True),
        ({"months": ["2024-06", "2024-10"]}, False),
        ({"months": ["2023-08"]}, False),
        # months come before dates, dates before deliverables
        ({"months": ["2024-02"], "start": Q3[0], "end": Q3[1]}, False),
        ({"start": date(2024, 1, 1), "end": date(2024, 3, 31), "deliverable_spans": [Q3]}, False),
        ({"start": date(2024, 9, 30), "end": date(2024, 12, 31)}, True),
        ({"start": date(2024, 1, 1), "end": date(2024, 7, 1)}, True),
        ({"start": date(2024, 10, 1), "end": date(2024, 12, 31)}, False),
        ({"start": date(2024, 1, 1), "end": date(2024, 12, 31)}, True),
        ({"end": date(2024, 8, 15)}, True),
        ({"start": date(2024, 10, 15)}, False),
        # the hull spans the gap between two deliverables
        (
            {
                "deliverable_spans": [
                    (date(2024, 1, 1), date(2024, 3, 31)),
                    (date(2024, 11, 1), date(2024, 11, 30)),
                ]
            },
            True,
        ),
        ({"deliverable_spans": [(date(2024, 1, 1), date(2024, 3, 31)), (None, None)]}, False),
        ({"deliverable_spans": [(None, None)]}, True),
    ],
)
def test_is_due_in_the_third_quarter(schedule, due):
    assert is_due(*Q3, **schedule) is due


@given(st.dates(date(2023, 1, 1), date(2025, 12, 31)), st.integers(0, 400))
def test_what_has_dates_is_due_exactly_in_the_periods_it_meets(start, length):
    end = start + timedelta(days=length)
    for year in (2023, 2024, 2025, 2026):
        for span in spans_of_year(year, "quarter"):
            days_met = min(end, span.end) - max(start, span.start)
            assert is_due(span.start, span.end, start=start, end=end) == (days_met >= timedelta(0))


@pytest.mark.parametrize(
    ("on", "zone", "instant"),
    [
        (date(2024, 9, 30), "America/Bogota", datetime(2024, 10, 1, 5, tzinfo=UTC)),
        (date(2024, 9, 30), "UTC", datetime(2024, 10, 1, tzinfo=UTC)),
        # the clock of Santiago goes from 23:59 to 01:00 that night
        (date(2023, 9, 2), "America/Santiago", datetime(2023, 9, 3, 4, tzinfo=UTC)),
        # and repeats the hour before midnight that one
        (date(2024, 4, 6), "America/Santiago", datetime(2024, 4, 7, 4, tzinfo=UTC)),
    ],
)
def test_closing_is_the_networks_own_midnight(on, zone, instant):
    closing = closing_instant(on, zone)
    assert closing == instant
    assert closing.date() == on + timedelta(days=1)


@pytest.mark.parametrize("zone", ["America/Macondo", "", "../etc"])
def test_closing_refuses_an_unknown_zone(zone):
    with pytest.raises(ValueError, match="no es una zona horaria"):
        closing_instant(date(2024, 9, 30), zone)
