"""The cronograma on A3 sheets: its paper, its text, and how rows are shared out over the sheets."""

from __future__ import annotations

import datetime
import logging
from io import BytesIO

import pytest
from pypdf import PdfReader

from monitoring.gantt import GanttRow
from reports import schedule
from reports.pdf import PdfError
from reports.schedule import FIRST_SHEET, SHEET, split
from tests.factories import make_activity, make_eje, make_version

URL = "/redes/alfa/planes/2024/cronograma.pdf"
DATED = {
    "deadline_text": "junio de 2024",
    "deadline_start_on": datetime.date(2024, 6, 1),
    "deadline_end_on": datetime.date(2024, 6, 30),
    "deadline_precision": "month",
}


@pytest.fixture
def planned(network):
    eje = make_eje(make_version(network), title="Redes de atención")
    make_activity(eje, "1.1", title="Talleres con juezas", **DATED)
    make_activity(eje, "1.2", title="Por definir 中 \U0001f600", deadline_text="cuando se pueda")
    return eje


def pdf_of(client, query: str = "") -> PdfReader:
    response = client.get(URL + query)
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.content))


def test_it_is_an_a3_sheet_laid_down_with_everything_on_it(planned, observer, login, caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        reader = pdf_of(login(observer))
    (page,) = reader.pages
    text = page.extract_text()

    assert [round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)] == [420, 297]
    for words in ("Red alfa", "Plan 2024", "versión 1", "Talleres con juezas", "Redes de atención", "ene", "dic"):
        assert words in text
    assert "cuando se pueda" in text
    assert "Cumplido" in text
    assert "Día exacto" in text
    assert "página 1 de 1" in text
    assert caplog.messages == []


def test_it_is_archival_and_can_be_read_aloud(planned, observer, login):
    root = pdf_of(login(observer)).trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()

    assert 'pdfaid:part="3"' in metadata
    assert 'pdfuaid:part="1"' in metadata
    assert root["/Lang"] == "es"
    assert "1.1: junio de 2024 (01/06/2024 – 30/06/2024)" in alternatives(root["/StructTreeRoot"])


def alternatives(node) -> str:
    """The words that stand for pictures, of the whole tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return " ".join(alternatives(one) for one in node)
    if not hasattr(node, "get"):
        return ""
    return f"{node.get('/Alt', '')} {alternatives(node.get('/K', []))}"


def test_it_shows_what_the_page_shows(planned, observer, login):
    make_activity(make_eje(planned.version, "2"), title="De otro eje", **DATED)
    text = pdf_of(login(observer), "?eje=2&escala=trimestre").pages[0].extract_text()

    assert "De otro eje" in text
    assert "Talleres" not in text
    assert "T3" in text


def test_a_long_plan_takes_several_sheets_each_with_its_heading(planned, observer, login):
    for number in range(40):
        make_activity(planned, f"1.{number + 3}", **DATED)
    pages = pdf_of(login(observer)).pages

    assert len(pages) == 2
    assert "Redes de atención (sigue)" in pages[1].extract_text()
    assert "2024" in pages[1].extract_text()
    assert "ene" in pages[1].extract_text()


def test_without_version_there_is_no_pdf(planned, observer, login):
    planned.version.delete()

    assert login(observer).get(URL).status_code == 404


def test_what_goes_wrong_is_told_on_the_page(planned, observer, login, monkeypatch):
    def fail(*args, **kwargs):
        raise PdfError("falta una biblioteca.")

    monkeypatch.setattr(schedule, "page_pdf", fail)
    response = login(observer).get(URL, follow=True)

    assert response.redirect_chain[0][0] == "/redes/alfa/planes/2024/cronograma/"
    assert "falta una biblioteca." in response.content.decode()


# -- sheets ---------------------------------------------------------------------------------------------------


def heading(title: str, level: str = "eje") -> GanttRow:
    return GanttRow(title, level=level)


def plan_of(*lengths: int) -> list[GanttRow]:
    """An eje of each length."""
    rows = []
    for number, length in enumerate(lengths, start=1):
        rows += [heading(f"E{number}"), *(GanttRow(f"{number}.{at}") for at in range(length))]
    return rows


@pytest.mark.parametrize(
    "lengths", [(5,), (60,), (FIRST_SHEET - 2, 3), (FIRST_SHEET - 1, 3), (1,) * 40, (30, 30, 30)]
)
def test_sheets_hold_every_row_once_under_its_heading(lengths):
    rows = plan_of(*lengths)
    sheets = list(split(rows))

    assert [row for part in sheets for row in part if not row.is_group] == [
        row for row in rows if not row.is_group
    ]
    assert len(sheets[0]) <= FIRST_SHEET
    assert all(len(part) <= SHEET for part in sheets[1:])
    assert all(part[0].is_group and not part[-1].is_group for part in sheets)
    told = [row.label for part in sheets for row in part if row.is_group and "(sigue)" not in row.label]
    assert told == [row.label for row in rows if row.is_group]


def test_a_sheet_repeats_every_heading_it_is_under():
    rows = [heading("Sin fecha", "undated"), heading("Eje 1"), *(GanttRow(f"1.{at}") for at in range(30))]
    _first, second = split(rows)

    assert [row.label for row in second[:2]] == ["Sin fecha (sigue)", "Eje 1 (sigue)"]


def test_a_heading_at_the_foot_goes_to_the_next_sheet_as_it_is():
    rows = [*plan_of(FIRST_SHEET - 3), heading("Sin fecha", "undated"), heading("E2"), GanttRow("2.1")]
    first, second = split(rows)

    assert not first[-1].is_group
    assert [row.label for row in second] == ["Sin fecha", "E2", "2.1"]
