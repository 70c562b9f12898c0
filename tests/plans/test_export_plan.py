"""A plan handed out: by its command, at its address, and what the file is like to work in."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from openpyxl import load_workbook

from plans import services
from plans.exporting import Heading, to_docx, to_xlsx
from plans.importing.draft import DraftActivity, DraftEje, DraftVersion
from plans.importing.headings import CANONICAL
from plans.models import Plan
from tests.plans.drafts import full_draft, furnish
from tests.plans.editing import url

HEADING = Heading("Plan de la red", "Red alfa · 2024 · versión 1", 2024)


@pytest.fixture
def version(network):
    plan = Plan(slug="2024", title="Plan de la red", first_year=2024, last_year=2024)
    (version,) = services.drafts_write(network=furnish(network), plan=plan, drafts=[full_draft()])
    return version


def rows(content: bytes) -> list[list]:
    return [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]


def of(*activities: DraftActivity) -> DraftVersion:
    return DraftVersion("", ejes=[DraftEje("1", "Prevención", activities=list(activities))])


def test_one_row_for_each_line_of_the_plan():
    title, subtitle, name, head, *body = rows(to_xlsx(full_draft(), HEADING))
    assert (title[0], subtitle[0], name[0]) == ("Plan de la red", "Red alfa · 2024 · versión 1", "Propuesta")
    lines = [dict(zip(head, row, strict=True)) for row in body]
    named = [
        (line["Código"], line["Actividad"], line["Sub-actividad"], line["Producto"], line["Código del eje"])
        for line in lines
    ]
    assert named == [
        ("1.1", "Foro regional", None, None, "1"),
        (None, None, None, "Memoria", None),
        (None, None, None, "Boletín", None),
        ("1.2", "Encuentro", None, None, "1"),
        ("1.2.1", None, "Sesión abierta", None, "1"),
        ("1.2.2", None, "Sesión cerrada", None, "1"),
        (None, None, None, None, "1"),
        (None, None, None, None, "2"),
    ]
    assert lines[0]["Ponderación (%)"] == 60
    assert lines[1]["Plazo"] == "Agosto de 2024"
    assert lines[1]["Medio de verificación"] == "Lista de asistencia"
    assert lines[0]["Medio de verificación"] == "Acta del foro"


def test_columns_nobody_uses_are_left_out():
    head = rows(to_xlsx(of(DraftActivity("1.1", "Foro")), HEADING))[3]
    assert head == [
        CANONICAL[role] for role in ("eje_code", "eje", "code", "activity", "deadline_precision", "concerns")
    ]


@pytest.mark.parametrize("title", ["=1+1", "+5 talleres", "-tema", "@red", '=HYPERLINK("http://x")'])
def test_nothing_is_run_as_a_formula(title):
    sheet = load_workbook(BytesIO(to_xlsx(of(DraftActivity("1.1", title)), HEADING))).active
    cell = sheet["D5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (title, "s", True)
    assert sheet["C5"].quotePrefix is False


def test_a_sheet_to_work_in():
    sheet = load_workbook(BytesIO(to_xlsx(full_draft(), HEADING))).active
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.auto_filter.ref.startswith("A4:")
    assert sheet["A4"].font.bold
    assert sheet["B5"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width
    weight = next(cell for cell in sheet[5] if cell.value == Decimal("60"))
    assert weight.number_format == "0.00"


def test_a_document_to_work_in():
    document = Document(BytesIO(to_docx(full_draft(), HEADING)))
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "Plan de la red",
        HEADING.subtitle,
        "Propuesta",
    ]
    assert "PAGE" in section.footer.paragraphs[0]._p.xml
    (table,) = document.tables
    assert len(table.rows) == 9
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert table.rows[0].cells[1].text == "Eje"
    head = [cell.text for cell in table.rows[0].cells]
    weights = [cell.text for cell in table.columns[head.index("Ponderación (%)")].cells]
    assert weights[1] == "60,00"


def test_signs_no_document_can_hold_are_left_out():
    draft = of(DraftActivity("1.1", "Foro\x01 re\ud800gional\ufffe"))
    assert rows(to_xlsx(draft, HEADING))[4][3] == "Foro regional"
    table = Document(BytesIO(to_docx(draft, HEADING))).tables[0]
    assert table.rows[1].cells[3].text == "Foro regional"


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_it_is_handed_out_at_its_address(login, observer, version, ending):
    response = login(observer).get(url("version_export", version, ending=ending))
    assert response.status_code == 200
    assert f'filename="plan-alfa-2024-v1.{ending}"' in response["Content-Disposition"]
    assert response.content[:2] == b"PK"
    page = login(observer).get(url("plan_detail", version)).content.decode()
    assert f'href="{url("version_export", version, ending=ending)}"' in page


@pytest.mark.django_db
def test_no_other_format(login, observer, version):
    assert login(observer).get(url("version_export", version, ending="pdf")).status_code == 404


@pytest.mark.django_db
def test_the_command(version, tmp_path):
    out = StringIO()
    target = tmp_path / "hecho" / "plan.xlsx"
    call_command("export_plan", "--network", "alfa", "--plan", "2024", "--output", str(target), stdout=out)
    assert str(target) in out.getvalue()
    table = rows(target.read_bytes())
    assert table[0][0] == "Plan de la red"
    assert (table[1][0], table[2][0]) == ("Red alfa · 2024 · versión 1, borrador", "Propuesta")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "words"),
    [("plan.pdf", "no termina en .xlsx ni en .docx"), ("ocupado/plan.docx", "No se pudo escribir")],
)
def test_the_command_says_what_is_wrong(version, tmp_path, name, words):
    (tmp_path / "ocupado").write_text("es un archivo")
    with pytest.raises(CommandError, match=words):
        call_command("export_plan", "--network", "alfa", "--plan", "2024", "--output", str(tmp_path / name))
