"""Cronogramas by quarter, bimester, four months or semester: their marks are the months they span."""

import pytest

from plans.importing.mapping import PLAN, SCHEDULE
from plans.importing.spans import SPANS, months_of, span
from tests.plans.importing.tables import activities, read, recognised, roles, said, table

QUARTERS = [f"months:{months}" for months in ("1-3", "4-6", "7-9", "10-12")]


@pytest.mark.parametrize(
    ("heading", "months", "year"),
    [
        ("I Trim", "1-3", None),
        ("II TRIM.", "4-6", None),
        ("T1", "1-3", None),
        ("4T", "10-12", None),
        ("1er trimestre", "1-3", None),
        ("3.er trimestre", "7-9", None),
        ("1º trimestre", "1-3", None),
        ("2do Trim.", "4-6", None),
        ("Trimestre IV", "10-12", None),
        ("Terceiro trimestre", "7-9", None),
        ("Primer semestre", "1-6", None),
        ("S2", "7-12", None),
        ("Sem. II", "7-12", None),
        ("Bimestre 3", "5-6", None),
        ("6to bimestre", "11-12", None),
        ("Segundo cuatrimestre", "5-8", None),
        ("Ene-Mar", "1-3", None),
        ("julio a diciembre", "7-12", None),
        ("T2 2013", "4-6", 2013),
        ("2013 - T2", "4-6", 2013),
        ("I Trim. 13", "1-3", 2013),
        ("T1 (ejecutado)", "1-3", None),
    ],
)
def test_headings_that_span_months(heading, months, year):
    found = span(heading)
    assert (found.months, found.year) == (months, year)
    assert months in dict(SPANS)


@pytest.mark.parametrize(
    "heading",
    ["Meta del trimestre", "Trimestre", "Marzo", "Feb-Mar", "Taller 1", "1", "2012", "Avance I Trim", ""],
)
def test_headings_that_do_not(heading):
    assert span(heading) is None


def test_every_span_has_its_months_inside_the_year():
    assert list(months_of("months:4-6")) == [4, 5, 6]
    assert list(months_of("done:3")) == [3]
    assert len(dict(SPANS)) == len(SPANS) == 15
    assert all(1 <= month <= 12 for months, _ in SPANS for month in months_of(f"months:{months}"))


def test_a_mark_sets_the_months_of_its_quarter():
    rows = (["Actividad", "Plazo", "T1", "T2", "T3", "T4"], ["Abrir la feria", "2012", "X", "", "", "X"])
    assert roles(*rows)[2:] == QUARTERS
    reading = read(*rows)
    (activity,) = activities(reading)
    assert activity.months == [f"2012-{month:02d}" for month in (1, 2, 3, 10, 11, 12)]
    assert reading.discrepancies == []


def test_two_years_over_their_quarters():
    rows = (
        ["Actividad", "2012", "<", "<", "<", "2013", "<", "<", "<"],
        ["^", *["I Trim", "II Trim", "III Trim", "IV Trim"] * 2],
        ["Abrir la feria", "", "", "", "x", "x"],
    )
    assert roles(*rows) == ["activity", *QUARTERS, *QUARTERS]
    (activity,) = activities(read(*rows, last_year=2013))
    assert activity.months == ["2012-10", "2012-11", "2012-12", "2013-01", "2013-02", "2013-03"]


def test_semesters_of_two_years_follow_each_other_without_a_year_written():
    rows = (["Actividad", "S1", "S2", "S1", "S2"], ["Abrir la feria", "", "", "", "1"])
    (activity,) = activities(read(*rows, first_year=2014, last_year=2015))
    assert activity.months == [f"2015-{month:02d}" for month in range(7, 13)]


def test_under_cronograma_and_each_quarter_divided():
    rows = (
        ["Actividad", "Cronograma de ejecución", "<"],
        ["^", "Primer semestre", "Segundo semestre"],
        ["Ir", "x"],
    )
    assert roles(*rows)[1:] == ["months:1-6", "months:7-12"]
    divided = (
        ["Actividad", "1er trimestre", "<", "2do trimestre", "<"],
        ["^", "P", "E", "P", "E"],
        ["Ir", "x", "x", "x"],
    )
    assert roles(*divided)[1:] == ["months:1-3", "done:1-3", "months:4-6", "done:4-6"]
    (activity,) = activities(read(*divided))
    assert activity.months == [f"2012-{month:02d}" for month in range(1, 7)]
    assert activity.reported.done_months == ["2012-01", "2012-02", "2012-03"]


def test_numbers_under_trimestre_and_a_year_in_a_row_of_its_own():
    for numbers in (["I", "II", "III", "IV"], ["1", "2", "3", "4"], ["1º", "2º", "3º", "4º"]):
        rows = (["Actividad", "Trimestres", "<", "<", "<"], ["^", *numbers], ["Ir", "", "x"])
        assert roles(*rows)[1:] == QUARTERS
    rows = (["Actividad", "Meta", "<", "<"], ["^", "I", "II", "III"], ["Ir", "", "x"])
    assert not {role for role in roles(*rows) if ":" in role}
    years = (["Actividad", "Cronograma", "<"], ["^", "2013", "<"], ["^", "S1", "S2"], ["Ir", "", "x"])
    assert roles(*years)[1:] == ["months:1-6", "months:7-12"]
    (activity,) = activities(read(*years))
    assert activity.months == [f"2013-{month:02d}" for month in range(7, 13)]


def test_a_table_of_quarters_is_a_cronograma_of_the_plan_beside_it():
    plan = table(["Eje", "Actividad", "Plazo"], ["A", "Ir", "marzo"], ["", "Volver", "abril"])
    quarters = table(["Actividad", "S1", "S2"], ["Ir", "x"], ["Volver", "", "x"], number=2)
    assert [made.kind for made in recognised(plan, quarters).tables] == [PLAN, SCHEDULE]


def test_weeks_a_lone_column_and_figures_of_something_else_are_no_months():
    assert roles(["Actividad", "Peso", "S1", "S2", "S3", "S4"], ["Ir", "5", "x"])[2:] == ["", "", "", ""]
    assert roles(["Actividad", "Peso", "I Trim"], ["Ir", "5", "x"])[2] == ""
    money = (["Actividad", "Presupuesto", "<"], ["^", "T1", "T2"], ["Ir", "500", "300"])
    assert roles(*money)[1:] == ["funding", "funding"]


def test_quarters_under_a_month_heading_and_months_under_a_quarter_stay_months():
    weeks = (["Actividad", "Enero", "<", "Febrero", "<"], ["^", "S1", "S2", "S1", "S2"], ["Ir", "x"])
    assert roles(*weeks)[1:] == ["month:1", "month:1", "month:2", "month:2"]
    months = (["Actividad", "I Trim", "<", "<"], ["^", "Ene", "Feb", "Mar"], ["Ir", "x"])
    assert roles(*months)[1:] == ["month:1", "month:2", "month:3"]


def test_quarters_that_hold_words_are_told_as_not_read():
    told = "Se dieron cinco cursos en los barrios"
    reading = read(["Actividad", "Peso", "I Trim", "II Trim"], ["Ir", "100", told, told])
    (activity,) = activities(reading)
    assert activity.months == []
    assert len(said(reading, "not_understood")) == 2


def test_a_zero_is_no_mark():
    (activity,) = activities(read(["Actividad", "Peso", "S1", "S2"], ["Ir", "100", "0 %", "50 %"]))
    assert activity.months == [f"2012-{month:02d}" for month in range(7, 13)]


def test_what_she_taught_of_a_quarter_wins():
    rows = (["Actividad", "Peso", "T1", "T2"], ["Ir", "5", "x"])
    assert roles(*rows, remembered={"t1": "notes", "t2": "ignore"})[2:] == ["notes", "ignore"]
    assert roles(*rows, remembered={"t1": "done:1-3"})[2] == "done:1-3"
