"""What people type in a cell, and what it is."""

import datetime

import pytest
from django.utils.translation import get_language

from monitoring.roundtrip import values
from monitoring.roundtrip.values import CellError, Kind, clean, fingerprint, in_cell, read, shown


@pytest.mark.parametrize(
    ("raw", "form", "text"),
    [
        (40.0, "", "40"),
        (12.5, "", "12.5"),
        (0.4, "percent", "40"),
        (0.1 + 0.2, "", "0.3"),
        ("12,5", "", "12.5"),
        ("12.5", "", "12.5"),
        (" 40 % ", "", "40"),
        ("0", "", "0"),
        (0.0, "", "0"),
        ("", "", ""),
        ("sin informar", "", ""),
    ],
)
def test_percents(raw, form, text):
    assert read(Kind.PERCENT, raw, form) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.50", "1234.5"),
        ("1 234", "1234"),
        ("-3", "-3"),
        (999999999999.99, "999999999999.99"),
    ],
)
def test_figures(raw, text):
    assert read(Kind.NUMBER, raw) == text


@pytest.mark.parametrize(
    "raw", ["cuarenta", "1.234", "12,555", 33.3333, "1e5", "٣", True, datetime.date(2024, 1, 1), 1e15]
)
def test_what_is_no_figure_is_told(raw):
    with pytest.raises(CellError):
        read(Kind.NUMBER, raw)


@pytest.mark.parametrize("raw", [101.0, "-1", 40.0])
def test_a_percent_stays_between_0_and_100(raw):
    with pytest.raises(CellError, match="0 a 100"):
        read(Kind.PERCENT, raw, "percent" if raw == 40.0 else "")


@pytest.mark.parametrize("raw", ["Cumplido", "CUMPLIDO", " cumplido ", "cumplido."])
def test_words_of_a_list_in_any_case(raw):
    assert read(Kind.STATUS, raw) == "cumplido"


def test_words_of_a_list_with_accents_and_signs():
    assert read(Kind.STATUS, "en_avance") == read(Kind.STATUS, "En Avánce") == "en_avance"
    assert read(Kind.STATUS, "") == read(Kind.STATUS, "Sin informar") == ""
    assert read(Kind.BASIS, "") == "period"
    assert read(Kind.BASIS, "Acumulado del año") == "year_to_date"
    assert read(Kind.CHOICE, "en persona, con visita", choices=("En línea", "En persona, con visita")).startswith(
        "En per"
    )


def test_words_in_the_language_the_form_was_taken_in(monkeypatch, settings):
    settings.LANGUAGES = [("es", "Español"), ("en", "English")]
    monkeypatch.setattr(
        values, "status_words", lambda: {"cumplido": "Done" if get_language() == "en" else "Cumplido"}
    )
    assert [read(Kind.STATUS, words) for words in ("done", "cumplido")] == ["cumplido", "cumplido"]


def test_other_words_are_refused_with_the_ones_there_are():
    with pytest.raises(CellError, match=r"«hecho» no es una de las opciones. Elija: Cumplido, En avance"):
        read(Kind.STATUS, "hecho")


@pytest.mark.parametrize(
    "raw",
    [
        datetime.date(2024, 3, 15),
        datetime.datetime(2024, 3, 15, 8, 30),  # noqa: DTZ001 (as a workbook has it)
        "15/03/2024",
        "15-3-2024",
        "2024-03-15",
        45366.0,
    ],
)
def test_days(raw):
    assert read(Kind.DATE, raw) == "2024-03-15"


@pytest.mark.parametrize("raw", ["31/02/2024", "marzo", 3.0, "15/03/24"])
def test_what_is_no_day_is_told(raw):
    with pytest.raises(CellError, match="no es una fecha"):
        read(Kind.DATE, raw)


def test_texts_keep_their_lines_and_lose_what_no_file_carries():
    assert clean("\r\n a\r\nb\rc\x07 \n") == "a\nb\nc"
    assert read(Kind.TEXT, 12.0) == "12"
    assert read(Kind.TEXT, datetime.date(2024, 3, 5)) == "05/03/2024"
    with pytest.raises(CellError, match="301 caracteres y caben 300"):
        read(Kind.TEXT, "a" * 301, limit=300)


def test_shown_as_a_person_reads_it():
    assert shown(Kind.NUMBER, "1234.5") == "1234,5"
    assert shown(Kind.DATE, "2024-03-15") == "15/03/2024"
    assert shown(Kind.STATUS, "en_avance") == in_cell(Kind.STATUS, "en_avance") == "En avance"
    assert in_cell(Kind.NUMBER, "") is None


def test_a_fingerprint_is_of_a_value_in_its_place():
    assert fingerprint("a", "b", "c") == fingerprint("a", "b", "c")
    assert len({fingerprint("a", "b", "c"), fingerprint("a", "bc", ""), fingerprint("a", "b", "")}) == 3
