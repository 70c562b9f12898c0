"""Figures that add as they are typed and boxes to fill with files, on a telephone, with scripts and without."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from monitoring.models import ComplianceEntry, Evidence, Measurement
from plans.models import Indicator
from tests.browser.pages import confirm, told
from tests.factories import make_period, make_plan
from tests.monitoring.evidence_samples import PDF, make_slot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def file(name: str, content: bytes = PDF) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@pytest.fixture
def slots(network):
    activity = make_plan(network, (100,)).ejes.get().activities.get()
    Indicator.objects.create(
        activity=activity,
        title="Personas formadas",
        disaggregation=[{"by": "sexo", "values": ["mujeres", "hombres"]}],
    )
    return make_slot(activity, "Acta firmada"), make_slot(activity, "Lista de asistencia")


@pytest.fixture
def address(network, member, slots) -> str:
    period = make_period(network, "2024-T1")
    lineage = slots[0].activity.lineage
    return f"/redes/{network.slug}/periodos/{period.code}/avances/{lineage}/{member.code}/"


def test_parts_are_added_as_they_are_typed(visit, technician, address):
    page = visit(technician, **PHONE)
    page.goto(address)
    total, note = page.get_by_label("Personas formadas", exact=True), page.locator("[data-breakdown-note]")
    women, men = page.get_by_label("mujeres", exact=True), page.get_by_label("hombres", exact=True)
    women.fill("8,5")
    expect(note).to_have_text("Suma 8,5; falta escribir el total.")
    men.fill("5,5")
    page.get_by_role("button", name="Usar 14 como total").click()
    expect(total).to_have_value("14")
    expect(note).to_have_text("Suma 14: coincide con el total.")
    men.fill("3,5")
    expect(note).to_have_text("Suma 12 de 14: faltan 2.")
    men.fill("cuatro")
    expect(men).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Escriba una cifra, por ejemplo 12 o 12,5.")).to_be_visible()
    expect(note).to_be_empty()
    men.fill("6.5")
    expect(men).not_to_have_attribute("aria-invalid", "true")
    expect(note).to_have_text("Suma 15 de 14: sobra 1.")
    men.fill("5,5")
    page.locator(".choice").filter(has_text="Cumplido").first.click()
    page.get_by_role("button", name="Enviar").click()
    confirm(page)
    told(page, "Avance enviado.")
    assert Measurement.objects.get().breakdown == {"sexo": {"mujeres": "8.5", "hombres": "5.5"}}


def test_several_files_of_a_box_each_with_its_own_title(visit, technician, address, slots, settings):
    settings.EVIDENCE_MAX_BYTES = 1024**2
    page = visit(technician, **PHONE)
    page.goto(address)
    box = page.locator(f"[id='slot-{slots[0].lineage}-box']")
    box.get_by_label("Archivos").set_input_files(
        [file("uno.pdf"), file("grande.pdf", PDF + b"0" * 1024**2), file("dos.pdf")]
    )
    expect(box.get_by_text("grande.pdf: Pesa")).to_be_visible()
    box.get_by_text("Título, fecha y quién ve cada archivo").click()
    box.get_by_role("group", name="Datos de uno.pdf").get_by_label("Qué es").fill("Primera")
    box.get_by_role("group", name="Datos de dos.pdf").get_by_label("Qué es").fill("Segunda")
    serious = Axe().run(page).response["violations"]
    assert not [each for each in serious if each["impact"] in ("serious", "critical")]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    box.get_by_role("button", name="Agregar").click()
    told(page, "«grande.pdf» pesa 2 MB")
    expect(box.locator(".slot__items")).to_contain_text("Primera")
    titles = dict(Evidence.objects.values_list("original_name", "title"))
    assert titles == {"uno.pdf": "Primera", "dos.pdf": "Segunda"}


def test_an_entry_saved_before_is_sent_without_touching_it(visit, technician, address):
    page = visit(technician, **PHONE)
    page.goto(address)
    page.locator(".choice").filter(has_text="Pendiente").click()
    page.get_by_role("button", name="Guardar borrador").click()
    told(page, "Borrador guardado.")
    page.get_by_role("button", name="Enviar").click()
    confirm(page)
    told(page, "Avance enviado.")


def test_a_box_without_scripts(visit, technician, address, slots):
    page = visit(technician, java_script_enabled=False, **PHONE)
    page.goto(address)
    box = page.locator(f"[id='slot-{slots[1].lineage}-box']")
    box.get_by_label("Archivos").set_input_files([file("lista.pdf")])
    box.get_by_text("Enlace, título, fecha y quién la ve").click()
    box.get_by_label("Qué es").fill("La lista")
    box.get_by_label("Acta firmada").check()
    box.get_by_role("button", name="Agregar").click()
    expect(page.locator(".slot--filled")).to_have_count(2)
    page.get_by_text("Cambiar sus datos").click()
    item = page.locator(".evidence-list__fields")
    item.get_by_label("Fecha del documento").fill("2024-03-12")
    item.get_by_label("Acta firmada").uncheck()
    page.get_by_role("button", name="Guardar borrador").click()
    told(page, "Borrador guardado.")
    evidence = ComplianceEntry.objects.get().evidence.get()
    assert (evidence.title, str(evidence.dated_on)) == ("La lista", "2024-03-12")
    assert list(evidence.verifications.all()) == [slots[1]]
