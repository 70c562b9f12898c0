"""A plan that exists as a Word table becomes a plan here, through the screens alone."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import docx
import pytest
from playwright.sync_api import Page, expect

from monitoring.models import ComplianceEntry, ReviewState
from plans.models import Plan, PlanVersion
from plans.selectors import version_tree
from tests.browser.pages import confirm, plan_address, told
from tests.documents import UP, word
from tests.documents.plans import FORM_HEADER, FORM_ROWS
from tests.factories import make_period

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The heading of column D misleads: under it stand deadlines. The second eje adds to 90, and 2.2 has no proof.
MATRIX = [
    ["Eje", "Actividad", "Pond.", "Observación", "Medios de verificación", "Responsable"],
    ["1. Prevención", "Talleres en los barrios", "40", "primer semestre de 2024", "Listas", "Integrante uno"],
    [UP, "Red de consultorios", "60", "agosto de 2024", "Convenio", "Secretaría técnica"],
    ["2. Atención", "Guardia telefónica", "70", "2024", "Registro", "Secretaría técnica"],
    [UP, "Casa de acogida", "20", "diciembre de 2024", "", "Integrante uno"],
]
# Three groups that add to 100: 50 of the second is earned where 100 is printed, 17 of the third on a weight of 16.
REPORTED = [FORM_HEADER, *FORM_ROWS[:5]]


def upload(page: Page, name: str, data: bytes, year: int) -> None:
    """From the list of plans to the second step."""
    page.get_by_role("link", name="Importar de Word o Excel").click()
    page.get_by_label("Archivo").set_input_files({"name": name, "mimeType": WORD, "buffer": data})
    page.get_by_label("Primer año").fill(str(year))
    page.get_by_role("button", name="Subir y leer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Qué es cada columna")


def stored(version: PlanVersion) -> dict[str, list[tuple]]:
    """What is kept of each eje's activities: code, weight and the days of its deadline."""
    return {
        eje.title: [(one.code, one.weight, one.deadline_start_on, one.deadline_end_on) for one in eje.leaves]
        for eje in version_tree(version).ejes
    }


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_coordinadora_corrects_a_column_reviews_and_imports(visit, network, member, coordinator, scripts):
    page = visit(coordinator, java_script_enabled=scripts)
    page.goto(f"/redes/{network.slug}/planes/")
    upload(page, "matriz.docx", word("Plan de igualdad 2024", MATRIX), 2024)
    column = page.get_by_role("row").filter(has=page.get_by_role("combobox", name="Qué es la columna D"))
    expect(column).to_contain_text("Observación")
    expect(column).to_contain_text("primer semestre de 2024")
    expect(column.get_by_role("combobox")).to_have_value("notes")
    column.get_by_role("combobox").select_option(label="Plazo")
    page.get_by_role("button", name="Guardar y revisar el plan").click()

    expect(page.locator(".import-tree .tree__title")).to_have_text(["Prevención", "Atención"])
    activity = page.locator(".import-tree .tree__activity").filter(has_text="Talleres en los barrios")
    expect(activity).to_contain_text("primer semestre de 2024")
    expect(activity).to_contain_text("01/01/2024 – 30/06/2024")
    findings = page.locator(".import-findings")
    expect(findings.get_by_role("row").filter(has_text="90")).to_contain_text("Atención")
    expect(findings).to_contain_text("verificación")
    with page.expect_download() as download:
        page.get_by_role("link", name="El archivo con lo marcado").click()
    comments = " ".join(comment.text for comment in docx.Document(download.value.path()).comments)
    assert "90" in comments
    assert not Plan.objects.exists()

    page.get_by_label("Título del plan").fill("Plan de igualdad")
    page.get_by_role("button", name="Confirmar e importar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("El plan está importado")
    page.get_by_role("link", name="Plan de igualdad", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan de igualdad")
    expect(page.locator("#arbol")).to_contain_text("Guardia telefónica")
    day = datetime.date
    assert stored(PlanVersion.objects.get()) == {
        "Prevención": [
            ("1.1", Decimal(40), day(2024, 1, 1), day(2024, 6, 30)),
            ("1.2", Decimal(60), day(2024, 8, 1), day(2024, 8, 31)),
        ],
        "Atención": [
            ("2.1", Decimal(70), day(2024, 1, 1), day(2024, 12, 31)),
            ("2.2", Decimal(20), day(2024, 12, 1), day(2024, 12, 31)),
        ],
    }

    page.goto(f"/redes/{network.slug}/planes/")
    upload(page, "otra.docx", word(MATRIX), 2025)
    expect(page.get_by_role("combobox", name="Qué es la columna D")).to_have_value("deadline")


def test_the_secretaria_imports_what_a_form_reports_into_a_period(visit, network, secretariat):
    make_period(network, "2009")
    page = visit(secretariat)
    page.goto(f"/redes/{network.slug}/planes/")
    upload(page, "informe.docx", word("Programa de trabajo 2009", REPORTED), 2009)
    page.get_by_role("button", name="Guardar y revisar el plan").click()
    expect(page.get_by_text("Dice qué se hizo en 13 actividades.")).to_be_visible()
    page.get_by_role("combobox", name="Lo que el documento informa").select_option("2009")
    page.get_by_role("button", name="Confirmar e importar").click()
    expect(page.get_by_text("Se importaron 13 avances informados.")).to_be_visible()

    page.goto(f"{plan_address(network, '2009')}versiones/1/poner-en-vigor/")
    page.get_by_label("Vigente desde").fill("2009-01-01")
    page.get_by_role("button", name="Poner en vigor").click()
    confirm(page)
    told(page, "La versión 1 está en vigor.")
    page.goto(f"/redes/{network.slug}/periodos/2009/")
    for line, computed, declared in (
        ("2. Eje 2", r"50,00.*de 100,00", "100,00"),
        ("3.1", r"16,00.*de 16,00", "17,00"),
    ):
        row = page.locator(".board").get_by_role("row").filter(has_text=line)
        # Between the two stands what the figure's link says to who listens.
        expect(row).to_contain_text(re.compile(computed, re.DOTALL))
        expect(row).to_contain_text(f"Declarado: {declared}")
    entries = ComplianceEntry.objects.filter(period__code="2009")
    assert set(entries.values_list("review_state", flat=True)) == {ReviewState.SUBMITTED}
    assert entries.get(declared_earned=17).status == "cumplido"
