"""The same work with scripts switched off: plain forms, plain links, whole pages."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from monitoring.models import ComplianceEntry, ReviewState
from plans.models import Activity, VersionStatus
from tests.browser.pages import editor_address, told
from tests.factories import make_period, make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_tecnica_writes_and_sends(visit, network, member, technician):
    make_plan(network, (100,))
    make_period(network, "2024-T1")
    page = visit(technician, java_script_enabled=False)
    page.get_by_role("link", name="1 sin informar").click()
    page.locator(".board a.board__cell").click()
    page.get_by_role("radio", name="En avance").check()
    page.get_by_label("Qué se hizo").fill("Primera jornada.")
    page.get_by_role("button", name="Guardar borrador").click()
    told(page, "Borrador guardado.")
    assert ComplianceEntry.objects.get().review_state == ReviewState.DRAFT

    page.get_by_label("Avance (%)").fill("40")
    page.get_by_label("Archivos").set_input_files(
        {"name": "foto.gif", "mimeType": "image/gif", "buffer": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"}
    )
    page.get_by_role("button", name="Enviar").click()
    told(page, "Avance enviado.")
    entry = ComplianceEntry.objects.get()
    assert (entry.review_state, entry.status) == (ReviewState.SUBMITTED, "en_avance")
    assert (entry.narrative, entry.progress) == ("Primera jornada.", Decimal(40))
    assert entry.evidence.get().original_name == "foto.gif"


def test_a_coordinadora_edits_weighs_moves_and_deletes(visit, network, coordinator):
    draft = make_plan(network, (20, 30, 50), status=VersionStatus.DRAFT)
    page = visit(coordinator, java_script_enabled=False)
    page.goto(editor_address(draft))
    page.get_by_role("link", name="Editar 1.1").click()
    page.get_by_label("Título").fill("Título corregido")
    page.get_by_label("Ponderación").fill("25,5")
    page.get_by_role("button", name="Guardar").click()
    told(page, "Se guardó: 1.1.")
    edited = Activity.objects.get(code="1.1")
    assert (edited.title, edited.weight) == ("Título corregido", Decimal("25.50"))

    page.get_by_role("link", name="Ponderar").click()
    page.get_by_label("Ponderación de 1.2").fill("24,5")
    page.get_by_role("button", name="Guardar ponderaciones").click()
    told(page, "Ponderaciones guardadas: suman 100,00.")
    assert sum(Activity.objects.values_list("weight", flat=True)) == 100

    codes = page.locator(".tree__row .tree__code")
    page.get_by_role("button", name="Bajar 1.1").click()
    expect(codes).to_have_text(["1.2", "1.1", "1.3"])
    page.get_by_role("button", name="Subir 1.3").click()
    expect(codes).to_have_text(["1.2", "1.3", "1.1"])
    order = Activity.objects.order_by("order").values_list("code", flat=True)
    assert list(order) == ["1.2", "1.3", "1.1"]

    page.get_by_role("link", name="Eliminar 1.3").click()
    page.get_by_role("button", name="Eliminar").click()
    expect(codes).to_have_text(["1.2", "1.1"])
    assert not Activity.objects.filter(code="1.3").exists()
