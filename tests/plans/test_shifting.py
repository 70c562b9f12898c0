"""Dates, words and months of a plan moved to another year."""

from __future__ import annotations

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.deadlines import Deadline, parse, phrase
from plans.shifting import shift_date, shift_deadline, shift_month, shift_words

PRECISIONS = ("day", "month", "bimester", "quarter", "four_months", "semester", "year", "range")
YEARS = st.integers(-30, 30)
DAYS = st.dates(date(1960, 1, 1), date(2060, 12, 31))
WORDS = st.sampled_from(
    [
        "agosto de {y}",
        "Primer semestre del año {y}",
        "{y}- Segundo semestre de {z}",
        "15/03/{y}",
        "{y}-S2",
        "fines de febrero de {y}",
        "febrero de {y}",
        "29 de febrero de {y}",
        "entre marzo y agosto de {y}",
        "{y}-{z}",
        "segundo trimestre",
        "agosto",
        "anual",
        "permanente",
        "a definir en {y}",
        "Cada país definirá el dónde y cómo",
        "lunes, 16 de abril de {y}",
    ]
)


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("Primer semestre de 2013", "Primer semestre de 2014"),
        ("2012- Primer semestre de 2013", "2013- Primer semestre de 2014"),
        ("15.03.2012", "15.03.2013"),
        ("15/03/12", "15/03/13"),
        ("año 2.012", "año 2.013"),
        ("2012-S2", "2013-S2"),
        ("Agosto", "Agosto"),
        ("1200 personas", "1200 personas"),
    ],
)
def test_the_years_that_words_name_move(words, moved):
    assert shift_words(words, 1) == moved


def moved(words: str, years: int = 1, first_year: int = 2012):
    return shift_deadline(parse(words, first_year), years, first_year)


def test_words_without_a_year_stay_and_take_the_new_plans():
    shifted = moved("Segundo semestre", 2)
    assert (shifted.text, shifted.start, shifted.end) == ("Segundo semestre", date(2014, 7, 1), date(2014, 12, 31))
    assert not shifted.rewritten


def test_a_leap_day_becomes_the_day_before_and_that_is_told():
    shifted = moved("29 de febrero de 2012")
    assert (shifted.text, shifted.end, shifted.rewritten) == ("28 de febrero de 2013", date(2013, 2, 28), True)


def test_a_month_that_ends_with_february_goes_on_ending_with_it():
    assert moved("febrero de 2013", 3, 2013).end == date(2016, 2, 29)
    assert moved("febrero de 2012").end == date(2013, 2, 28)
    assert moved("fines de febrero de 2012").start == date(2013, 2, 19)


def test_a_weekday_is_another_one_in_another_year():
    shifted = moved("lunes, 16 de abril de 2012")
    assert (shifted.text, shifted.rewritten) == ("16 de abril de 2013", True)


def test_dates_that_the_words_do_not_say_win_over_them():
    given = Deadline("Agosto de 2012", date(2012, 9, 1), date(2012, 9, 30), "month")
    shifted = shift_deadline(given, 1, 2012)
    assert (shifted.text, shifted.rewritten) == ("septiembre de 2013", True)


@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("Cada país fijará la suya", "Cada país fijará la suya"),
        ("Cada país fijará la suya, 2012-2013", "Cada país fijará la suya, 2013-2014"),
    ],
)
def test_dates_given_to_words_that_nobody_can_read_go_on_with_them(words, after):
    given = Deadline(words, date(2012, 1, 1), date(2013, 12, 31), "range")
    shifted = shift_deadline(given, 1, 2012)
    assert shifted.text == after
    assert (shifted.start, shifted.end, shifted.rewritten) == (date(2013, 1, 1), date(2014, 12, 31), False)


def test_unread_words_move_the_plans_years_only():
    assert moved("a definir en 2013, según el Decreto 527 de 1994").text == (
        "a definir en 2014, según el Decreto 527 de 1994"
    )
    assert moved("permanente").text == "permanente"


def test_words_that_were_no_date_do_not_become_one():
    """The 29th of February of 2013 was none; two years on it still is not, and three years on it would be."""
    assert moved("29 de febrero de 2013", 3, 2013).end is None


def test_months():
    assert shift_month("2012-03", 1) == "2013-03"
    assert shift_month("2012-12", -13) == "1999-12"


def is_leap_day(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


@given(DAYS, YEARS)
def test_there_and_back_is_the_same_day_but_for_leap_days(day, years):
    back = shift_date(shift_date(day, years), -years)
    if is_leap_day(day):
        assert back in (day, day - datetime.timedelta(days=1))
    else:
        assert back == day


@given(WORDS, st.integers(1995, 2040), YEARS)
def test_new_words_say_the_new_dates(template, first_year, years):
    before = parse(template.format(y=first_year, z=first_year + 1), first_year)
    after = shift_deadline(before, years, first_year)
    read = parse(after.text, first_year + years)
    assert (read.start, read.end, read.precision) == (after.start, after.end, after.precision)
    if before.end is not None and not after.rewritten:
        assert after.text == shift_words(before.text, years)


@given(DAYS, st.integers(0, 800), st.sampled_from(PRECISIONS), st.text(max_size=12), YEARS)
def test_dates_of_any_words_move_by_whole_years(start, length, precision, words, years):
    end = start + datetime.timedelta(days=length)
    written = phrase(start, end, precision)
    for text in (words, written):
        before = Deadline(text, start, end, parse(written).precision)
        after = shift_deadline(before, years, start.year)
        assert (after.start.year - start.year, after.end.year - end.year) == (years, years)
        assert (after.start.month, after.end.month) == (start.month, end.month)
        assert after.rewritten or after.text == shift_words(text, years)


@given(WORDS.filter(lambda words: "29" not in words), st.integers(1995, 2040), YEARS)
def test_a_deadline_there_and_back_is_the_same_but_for_leap_days(template, first_year, years):
    before = parse(template.format(y=first_year, z=first_year + 1), first_year)
    there = shift_deadline(before, years, first_year)
    back = shift_deadline(
        Deadline(there.text, there.start, there.end, there.precision), -years, first_year + years
    )
    assert (back.start, back.end, back.precision) == (before.start, before.end, before.precision)
    if not there.rewritten:
        assert back.text == before.text
