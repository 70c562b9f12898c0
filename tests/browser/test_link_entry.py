"""Reporting by a personal link in a real browser, which says where a form comes from as no test client does."""

import pytest
from playwright.sync_api import expect

from monitoring.models import ComplianceEntry, ReviewState
from monitoring.services.report_links import link_send, link_token
from tests.browser.entry_form import narrative, saved
from tests.factories import make_period, make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(network, member, technician, secretariat) -> str:
    make_plan(network, (100,))
    period = make_period(network, "2024-T1")
    link = link_send(period=period, member=member, user=technician, by=secretariat)
    return f"/informar/{link_token(link)}/"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_who_has_a_link_saves_and_sends(visit, address, scripts) -> None:
    page = visit(java_script_enabled=scripts, viewport={"width": 390, "height": 844})
    page.goto(address)
    page.get_by_role("link", name="1.1").first.click()
    page.get_by_role("radio", name="Cumplido", exact=True).check()
    narrative(page).fill("Primera jornada.")
    if scripts:
        saved(page)
    else:
        page.get_by_role("button", name="Guardar borrador").click()
        expect(page.get_by_text("Borrador guardado.")).to_be_visible()
    assert ComplianceEntry.objects.get().narrative == "Primera jornada."
    page.get_by_role("button", name="Enviar", exact=True).click()
    if scripts:
        page.get_by_role("dialog").get_by_role("button", name="Continuar").click()
    expect(page.get_by_text("Avance enviado.")).to_be_visible()
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED
