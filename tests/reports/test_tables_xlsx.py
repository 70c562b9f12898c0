"""The tables of a report as a workbook: typed, safe, and the same bytes for the same data."""

from __future__ import annotations

import datetime
import time
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.urls import reverse

from networks.workbooks import sheet_names
from reports.context import fingerprint
from reports.official import report_tables
from reports.official.form import Column, Table
from reports.tables_xlsx import tables_xlsx
from tests.factories import make_period
from tests.reports.report_samples import gestion_context, plain, subdere_context
from tests.reports.word_samples import HEADER

COLUMNS = (
    Column(title="Actividad", width=40),
    Column(title="Ponderación", kind="decimal"),
    Column(title="Avance", kind="percent"),
    Column(title="Sesiones", kind="integer"),
    Column(title="Plazo", kind="date"),
    Column(title="Cumplida", kind="boolean"),
)
ROW = ["Capacitar", Decimal("12.50"), Decimal("33.33"), 4, datetime.date(2024, 5, 2), True]


def book(*rows: list, columns: tuple[Column, ...] = COLUMNS, names: tuple[str, ...] = ("Avance",), **header):
    tables = [Table(name=name, title=f"Cuadro {name}", columns=columns, rows=list(rows)) for name in names]
    return openpyxl.load_workbook(BytesIO(tables_xlsx(tables, data={"header": {**HEADER, **header}})))


def said(value: object) -> object:
    """openpyxl reads a day as the first instant of it."""
    return value.date().isoformat() if isinstance(value, datetime.datetime) else value


def test_cells_are_what_they_stand_for() -> None:
    sheet = book(ROW)["Avance"]
    heads, row = list(sheet.iter_rows())
    assert [cell.value for cell in heads] == [
        "Actividad",
        "Ponderación",
        "Avance (%)",
        "Sesiones",
        "Plazo",
        "Cumplida",
    ]
    assert [said(cell.value) for cell in row] == ["Capacitar", 12.5, 33.33, 4, "2024-05-02", "sí"]
    assert [cell.data_type for cell in row] == ["s", "n", "n", "n", "d", "s"]
    assert [cell.number_format for cell in row[1:5]] == ["#,##0.00", "0.00", "#,##0", "dd/mm/yyyy"]


def test_absent_is_empty_and_no_is_not_absent() -> None:
    sheet = book([None] * 6, ["x", Decimal(0), None, 0, None, False])["Avance"]
    assert [cell.value for cell in sheet[2]] == [None] * 6
    assert [cell.value for cell in sheet[3]] == ["x", 0, None, 0, None, "no"]


@pytest.mark.parametrize("words", ["=1+1", "+56 9", "-tema", "@red", '=HYPERLINK("http://x")', "\t=1"])
def test_nothing_typed_is_run(words: str) -> None:
    cell = book([words, *ROW[1:]])["Avance"]["A2"]
    assert (cell.value, cell.data_type) == (words, "s")
    assert cell.quotePrefix


def test_signs_that_a_workbook_cannot_hold_are_left_out() -> None:
    cell = book(["a\x00b\x0bc\ud800\ufffe\r\nd", *ROW[1:]])["Avance"]["A2"]
    assert cell.value == "abc\nd"
    assert cell.alignment.wrap_text


def test_a_text_too_long_for_a_cell_says_that_it_goes_on() -> None:
    value = book(["x" * 40_000, *ROW[1:]])["Avance"]["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…")


def test_days_before_excel_are_words() -> None:
    assert book([*ROW[:4], datetime.date(1899, 12, 31), None])["Avance"]["E2"].value == "31/12/1899"


def test_heads_stay_filter_and_are_wide_enough() -> None:
    sheet = book(ROW, ROW)["Avance"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.column_dimensions["A"].width == 40
    assert sheet.print_title_rows == "$1:$1"


def test_the_first_sheet_says_what_report_it_is() -> None:
    data = plain(subdere_context())
    data["header"] |= {"folio": "PRUEBA-2007-0001", "issued_on": "2008-01-15", "licence": "CC BY 4.0"}
    content = tables_xlsx([], data=data)
    facts = {
        row[0]: row[1] for row in openpyxl.load_workbook(BytesIO(content))["Informe"].iter_rows(values_only=True)
    }
    assert facts["Folio"] == "PRUEBA-2007-0001"
    assert said(facts["Emitido el"]) == "2008-01-15"
    assert facts["Licencia"] == "CC BY 4.0"
    assert facts["Huella (SHA-256) de los datos"] == fingerprint(data)
    assert facts["Red"] == "Red de Prueba"


def test_a_draft_has_no_folio_and_says_so() -> None:
    values = [cell.value for row in book()["Informe"].iter_rows() for cell in row]
    assert "sin folio" in values
    assert "sin emitir" in values
    assert "Licencia" not in values


def test_names_of_sheets_are_short_and_different() -> None:
    long = "Actividades del programa de trabajo"
    names = sheet_names(["Informe", long, long, long.upper(), "a/b:c*?[d]", "'", "", "Historial"])
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 for name in names)
    assert names[4] == "a b c d"
    assert book(ROW, names=(long, long)).sheetnames[0] == "Informe"


def test_the_same_data_gives_the_same_bytes(monkeypatch) -> None:
    data = plain(gestion_context())
    first = tables_xlsx(report_tables(data), data=data)
    monkeypatch.setattr(time, "localtime", lambda *_seconds: time.gmtime(2_000_000_000))  # what a zip would say
    assert tables_xlsx(report_tables(data), data=data) == first
    with ZipFile(BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    data["header"]["folio"] = "OTRO"
    assert tables_xlsx(report_tables(data), data=data) != first


@pytest.mark.parametrize("context", [subdere_context(), gestion_context(14)])
def test_every_table_of_a_form_has_its_sheet(context) -> None:
    data = plain(context)
    tables = report_tables(data)
    found = openpyxl.load_workbook(BytesIO(tables_xlsx(tables, data=data)))
    assert len(found.sheetnames) == 1 + len(tables)
    for table, name in zip(tables, found.sheetnames[1:], strict=True):
        assert found[name].max_row == 1 + len(table.rows)


def test_the_workbook_of_a_report_is_handed_out(network, secretariat, login) -> None:
    make_period(network, "2024-T1")
    got = login(secretariat).get(reverse("reports:report_xlsx", args=[network.slug, "gestion", "2024-T1"]))
    assert openpyxl.load_workbook(BytesIO(got.content)).sheetnames[0] == "Informe"
    assert 'filename="alfa-2024-T1-gestion.xlsx"' in got["Content-Disposition"]
