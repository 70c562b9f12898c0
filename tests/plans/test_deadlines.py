"""Deadlines as people write them: the five plans' own words, and every shape around them."""

import doctest
import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from plans import deadlines
from plans.deadline_words import VOCABULARY
from plans.deadlines import PRECISIONS, Deadline, overdue, parse, phrase

IN_THE_FIVE_PLANS = [
    ("Agosto de 2012", "2012-08-01", "2012-08-31", "month"),
    ("Segundo semestre del año  2012", "2012-07-01", "2012-12-31", "semester"),
    ("Primer semestre de 2013", "2013-01-01", "2013-06-30", "semester"),
    ("Primer semestre del 2012", "2012-01-01", "2012-06-30", "semester"),
    ("Junio de 2012", "2012-06-01", "2012-06-30", "month"),
    ("2012- Primer semestre de 2013", "2012-01-01", "2013-06-30", "range"),
    ("2012- Segundo semestre de 2013", "2012-01-01", "2013-12-31", "range"),
    ("2012-2013", "2012-01-01", "2013-12-31", "range"),
    ("Abril de 2012", "2012-04-01", "2012-04-30", "month"),
    ("Primer trimestre de 2013", "2013-01-01", "2013-03-31", "quarter"),
    ("2012", "2012-01-01", "2012-12-31", "year"),
    ("2.012", "2012-01-01", "2012-12-31", "year"),
    ("a mediados del 2008", "2008-05-01", "2008-08-31", "range"),
    ("Tercer trimestre 2024", "2024-07-01", "2024-09-30", "quarter"),
    ("noviembre y diciembre del 2007", "2007-11-01", "2007-12-31", "range"),
]
MONTHS = [
    ("agosto 2012", "2012-08-01", "2012-08-31", "month"),
    ("AGOSTO,  2012.", "2012-08-01", "2012-08-31", "month"),
    ("Agosto\nde\t2012", "2012-08-01", "2012-08-31", "month"),
    ("mes de agosto del año 2012", "2012-08-01", "2012-08-31", "month"),
    ("hasta febrero de 2012", "2012-02-01", "2012-02-29", "month"),
    ("ene. 2012", "2012-01-01", "2012-01-31", "month"),
    ("feb 2013", "2013-02-01", "2013-02-28", "month"),
    ("sept. 2012", "2012-09-01", "2012-09-30", "month"),
    ("set. de 2012", "2012-09-01", "2012-09-30", "month"),
    ("setiembre 2012", "2012-09-01", "2012-09-30", "month"),
    ("Dic.. 2007", "2007-12-01", "2007-12-31", "month"),
    ("septiembre-2012", "2012-09-01", "2012-09-30", "month"),
    ("08/2012", "2012-08-01", "2012-08-31", "month"),
    ("2012-08", "2012-08-01", "2012-08-31", "month"),
    ("2012: agosto", "2012-08-01", "2012-08-31", "month"),
    ("março de 2012", "2012-03-01", "2012-03-31", "month"),
]
PARTS_OF_THE_YEAR = [
    ("segundo bimestre de 2012", "2012-03-01", "2012-04-30", "bimester"),
    ("6º bimestre 2012", "2012-11-01", "2012-12-31", "bimester"),
    ("1er trimestre de 2013", "2013-01-01", "2013-03-31", "quarter"),
    ("1.º trimestre de 2013", "2013-01-01", "2013-03-31", "quarter"),
    ("1° trimestre de 2013", "2013-01-01", "2013-03-31", "quarter"),
    ("2do. trim. 2013", "2013-04-01", "2013-06-30", "quarter"),
    ("III trimestre 2012", "2012-07-01", "2012-09-30", "quarter"),
    ("trimestre IV de 2012", "2012-10-01", "2012-12-31", "quarter"),
    ("último trimestre de 2012", "2012-10-01", "2012-12-31", "quarter"),
    ("T3 2024", "2024-07-01", "2024-09-30", "quarter"),
    ("2024-T3", "2024-07-01", "2024-09-30", "quarter"),
    ("trimestre julio-septiembre de 2012", "2012-07-01", "2012-09-30", "quarter"),
    ("primer cuatrimestre 2012", "2012-01-01", "2012-04-30", "four_months"),
    ("3er cuatrimestre de 2012", "2012-09-01", "2012-12-31", "four_months"),
    ("II semestre del 2012", "2012-07-01", "2012-12-31", "semester"),
    ("2º semestre 2012", "2012-07-01", "2012-12-31", "semester"),
    ("durante el primer semestre de 2012", "2012-01-01", "2012-06-30", "semester"),
    ("2012, segundo semestre", "2012-07-01", "2012-12-31", "semester"),
    ("2012-S2", "2012-07-01", "2012-12-31", "semester"),
    ("segunda mitad de 2012", "2012-07-01", "2012-12-31", "semester"),
    ("año 2012", "2012-01-01", "2012-12-31", "year"),
    ("todo el año 2012", "2012-01-01", "2012-12-31", "year"),
]
DAYS = [
    ("15 de marzo de 2012", "2012-03-15", "2012-03-15", "day"),
    ("1º de mayo de 2012", "2012-05-01", "2012-05-01", "day"),
    ("primero de mayo de 2012", "2012-05-01", "2012-05-01", "day"),
    ("marzo 15 de 2012", "2012-03-15", "2012-03-15", "day"),
    ("lunes, 16 de abril de 2012", "2012-04-16", "2012-04-16", "day"),
    ("15/03/2012", "2012-03-15", "2012-03-15", "day"),
    ("15-03-2012", "2012-03-15", "2012-03-15", "day"),
    ("15.3.2012", "2012-03-15", "2012-03-15", "day"),
    ("15/03/12", "2012-03-15", "2012-03-15", "day"),
    ("03/09/2024", "2024-09-03", "2024-09-03", "day"),
    ("2012-03-15", "2012-03-15", "2012-03-15", "day"),
    ("29 de febrero de 2012", "2012-02-29", "2012-02-29", "day"),
    ("antes del 30 de junio de 2012", "2012-06-30", "2012-06-30", "day"),
    ("hasta el 30 de junio de 2012", "2012-06-30", "2012-06-30", "day"),
    ("a más tardar el día 30 de junio de 2012", "2012-06-30", "2012-06-30", "day"),
]
RANGES = [
    ("2012 – 2013", "2012-01-01", "2013-12-31", "range"),
    ("2012 a 2014", "2012-01-01", "2014-12-31", "range"),
    ("2012, 2013 y 2014", "2012-01-01", "2014-12-31", "range"),
    ("marzo a junio de 2012", "2012-03-01", "2012-06-30", "range"),
    ("ene. – mar. 2012", "2012-01-01", "2012-03-31", "range"),
    ("desde marzo hasta junio de 2012", "2012-03-01", "2012-06-30", "range"),
    ("entre mayo y julio de 2012", "2012-05-01", "2012-07-31", "range"),
    ("enero, febrero y marzo de 2012", "2012-01-01", "2012-03-31", "range"),
    ("marzo y octubre de 2012", "2012-03-01", "2012-10-31", "range"),
    ("noviembre de 2012 a febrero de 2013", "2012-11-01", "2013-02-28", "range"),
    ("marzo de 2012 a junio", "2012-03-01", "2012-06-30", "range"),
    ("primer y segundo trimestre de 2012", "2012-01-01", "2012-06-30", "range"),
    ("trimestres II a IV de 2012", "2012-04-01", "2012-12-31", "range"),
    ("segundo semestre de 2012 y primer semestre de 2013", "2012-07-01", "2013-06-30", "range"),
    ("16 y 17 de abril de 2012", "2012-04-16", "2012-04-17", "range"),
    ("del 3 al 7 de mayo de 2012", "2012-05-03", "2012-05-07", "range"),
    ("3-7 de mayo de 2012", "2012-05-03", "2012-05-07", "range"),
    ("28 de mayo al 2 de junio de 2012", "2012-05-28", "2012-06-02", "range"),
    ("31/12/2012 - 01/01/2013", "2012-12-31", "2013-01-01", "range"),
    ("a fines de diciembre de 2012", "2012-12-22", "2012-12-31", "range"),
    ("a fines de febrero de 2012", "2012-02-20", "2012-02-29", "range"),
    ("fines de 2012", "2012-11-01", "2012-12-31", "range"),
    ("mediados de julio de 2012", "2012-07-11", "2012-07-20", "range"),
    ("inicios de 2012", "2012-01-01", "2012-02-29", "range"),
    ("a principios del mes de marzo de 2012", "2012-03-01", "2012-03-10", "range"),
    ("fines de marzo a mediados de mayo de 2012", "2012-03-22", "2012-05-20", "range"),
    ("segunda quincena de marzo de 2012", "2012-03-16", "2012-03-31", "range"),
]
WITHOUT_A_YEAR = [
    ("noviembre y diciembre", "2007-11-01", "2007-12-31", "range"),
    ("de marzo a junio", "2007-03-01", "2007-06-30", "range"),
    ("a fines de dic.", "2007-12-22", "2007-12-31", "range"),
    ("fines de año", "2007-11-01", "2007-12-31", "range"),
    ("2do semestre", "2007-07-01", "2007-12-31", "semester"),
    ("segundo semestre del año", "2007-07-01", "2007-12-31", "semester"),
    ("antes del 30 de junio", "2007-06-30", "2007-06-30", "day"),
    ("15/03", "2007-03-15", "2007-03-15", "day"),
    ("todo el año", "2007-01-01", "2007-12-31", "year"),
    ("anual", "2007-01-01", "2007-12-31", "year"),
]
NOT_DATES = [
    "",
    "   ",
    ".",
    "permanente",
    "Cada país definirá el dónde y cómo",
    "31 de febrero de 2012",
    "29 de febrero de 2013",
    "2013-02-29",
    "31/04/2012",
    "12/31/2012",
    "trimestral",
    "semestral 2012",
    "varias fechas 2012 y algo más",
    "Agosto de 2012 (por confirmar)",
    "Junio de 2012\n\n2012- Primer semestre de 2013",
    "agosto de 2012 y 2013",
    "primer semestre 2012-2013",
    "no antes de marzo de 2012",
    "antes de marzo de 2012",
    "desde marzo de 2012",
    "a partir de marzo de 2012",
    "marzo o abril de 2012",
    "los lunes de marzo de 2012",
    "primera semana de marzo de 2012",
    "2 semestres",
    "3 meses",
    "año 2",
    "próximo año",
    "ago-12",
    "03/12",
    "12-03-15",
    "2012-13",
    "2012-1",
    "5to trimestre de 2012",
    "tercer semestre de 2012",
    "7º bimestre de 2012",
    "trimestre febrero-abril de 2012",
    "2013-2012",
    "noviembre a febrero de 2013",
    "7 al 3 de mayo de 2012",
    "2012 a junio",
    "1899",
    "2101",
    "15/03/1812",
    "20122",
    "15",
    "V",
    "mes",
]


def as_row(deadline: Deadline) -> tuple:
    return (deadline.text, str(deadline.start), str(deadline.end), deadline.precision)


@pytest.mark.parametrize(
    "row", IN_THE_FIVE_PLANS + MONTHS + PARTS_OF_THE_YEAR + DAYS + RANGES, ids=lambda row: row[0]
)
def test_phrase_with_its_year(row):
    assert as_row(parse(row[0])) == row
    assert as_row(parse(row[0], year=1999)) == row


@pytest.mark.parametrize("row", WITHOUT_A_YEAR, ids=lambda row: row[0])
def test_phrase_without_a_year_takes_the_callers_or_none(row):
    assert as_row(parse(row[0], year=2007)) == row
    assert parse(row[0]) == Deadline(row[0], None, None, "none")
    assert parse(row[0], year=1800).precision == "none"


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_is_not_understood_whole_keeps_its_words_and_has_no_dates(text):
    assert parse(text) == Deadline(text, None, None, "none")
    assert parse(text, year=2012) == Deadline(text, None, None, "none")


def test_absent_text_is_empty():
    assert parse(None, 2012) == Deadline("", None, None, "none")


def test_docstrings_tell_the_truth():
    result = doctest.testmod(deadlines)
    assert result.attempted >= 3
    assert result.failed == 0


WORDS = [*sorted(VOCABULARY), "2012", "2013", "3", "15", "2do", "T3", "-", ",", "15/03/2012", "2012-08"]
SIZES = {"month": 1, "bimester": 2, "quarter": 3, "four_months": 4, "semester": 6, "year": 12}
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def spans(draw):
    """A start, an end and a precision that fit each other."""
    precision, start = draw(st.sampled_from(PRECISIONS)), draw(days)
    if precision == "none":
        return None, None, "none"
    if precision == "day":
        return start, start, "day"
    if precision == "range":
        end = draw(st.dates(start, date(2100, 12, 31)))
        if draw(st.booleans()):  # whole months, sometimes whole years
            start, end = start.replace(day=1), last_of_month(end.year, end.month)
        return start, end, "range"
    size = SIZES[precision]
    first = (start.month - 1) // size * size + 1
    return date(start.year, first, 1), last_of_month(start.year, first + size - 1), precision


def last_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@given(spans())
def test_canonical_phrase_is_read_back(span):
    words = phrase(*span)
    assert parse(words) == Deadline(words, *span)
    shouted = f"  {words.upper()}. "
    assert parse(shouted, year=1950) == Deadline(shouted, *span)


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (date(2012, 3, 15), date(2012, 3, 15), "day", "15 de marzo de 2012"),
        (date(2012, 8, 1), date(2012, 8, 31), "month", "agosto de 2012"),
        (date(2012, 9, 1), date(2012, 10, 31), "bimester", "quinto bimestre de 2012"),
        (date(2013, 1, 1), date(2013, 3, 31), "quarter", "primer trimestre de 2013"),
        (date(2012, 1, 1), date(2012, 12, 31), "year", "2012"),
        (date(2012, 1, 1), date(2013, 12, 31), "range", "2012-2013"),
        (date(2012, 1, 1), date(2013, 6, 30), "range", "enero de 2012 a junio de 2013"),
        (date(2012, 3, 1), date(2012, 6, 30), "range", "marzo a junio de 2012"),
        (date(2012, 3, 3), date(2012, 5, 7), "range", "del 3 de marzo de 2012 al 7 de mayo de 2012"),
        (date(2012, 2, 1), date(2012, 4, 30), "quarter", "febrero a abril de 2012"),
        (None, None, "none", ""),
    ],
)
def test_phrase(start, end, precision, words):
    assert phrase(start, end, precision) == words


@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_any_text_is_answered(text):
    deadline = parse(text, 2012)
    assert deadline.text == text
    assert deadline.precision in PRECISIONS
    dates = (deadline.start, deadline.end)
    assert (dates == (None, None)) == (deadline.precision == "none")
    if deadline.precision != "none":
        assert deadline.start <= deadline.end


def test_overdue_is_after_the_end():
    end = date(2012, 8, 31)
    assert not overdue(end, date(2012, 8, 31))
    assert overdue(end, date(2012, 9, 1))
    assert not overdue(None, date(2012, 9, 1))


def run_command(*args: str) -> list[dict]:
    out = StringIO()
    call_command("deadline", *args, stdout=out)
    return json.loads(out.getvalue())


def test_command_prints_json_alone():
    assert run_command("segundo semestre del año 2012", "permanente") == [
        {
            "text": "segundo semestre del año 2012",
            "start": "2012-07-01",
            "end": "2012-12-31",
            "precision": "semester",
        },
        {"text": "permanente", "start": None, "end": None, "precision": "none"},
    ]


def test_command_takes_the_year_of_phrases_without_one():
    assert run_command("a fines de diciembre", "--year", "2007")[0]["end"] == "2007-12-31"
    assert run_command("a fines de diciembre")[0]["end"] is None
