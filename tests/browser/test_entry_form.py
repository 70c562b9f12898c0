"""The form of an entry on a telephone: a session that ends, two devices, no scripts, and anybody's hands."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from monitoring.models import ComplianceEntry, ReviewState
from networks.models import User
from plans.models import Activity, Deliverable, Indicator, Verification
from tests.browser.conftest import sign_in
from tests.browser.entry_form import AFTER, kept, narrative, saved, status, written
from tests.browser.pages import confirm, told
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def end_sessions() -> None:
    Session.objects.all().delete()


# -- a session that ends ----------------------------------------------------------------------------------------


def test_a_session_that_ends_while_she_types(phone, watch, technician):
    watch.expect(401, "/guardar/")
    page = phone(technician)
    end_sessions()
    narrative(page).fill(AFTER)
    expect(status(page)).to_contain_text("Su sesión terminó")
    assert AFTER in json.dumps(kept(page), ensure_ascii=False)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Entrar en otra pestaña").click()
    enter(opened.value, technician)
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Hola, technician")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    assert ComplianceEntry.objects.get().narrative == AFTER
    assert kept(page) == []


def enter(page: Page, user: User) -> None:
    page.get_by_label("Usuario o correo electrónico").fill(user.username)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()


def test_a_session_that_ends_without_scripts(phone, watch, technician):
    """Three pages, and not one character lost: it is shown, it comes back into the form, it is sent."""
    watch.expect(401, "/enviar/")
    watch.expect(403, "/enviar/")
    page = phone(technician, java_script_enabled=False)
    page.get_by_role("radio", name="Cumplido", exact=True).check()
    narrative(page).fill(f"{AFTER}\nSegunda línea")
    end_sessions()
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Su sesión terminó")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Entrar en otra pestaña").click()
    enter(opened.value, technician)
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Hola, technician")
    page.get_by_role("button", name="Volver a enviar").click()
    expect(page.get_by_role("alert")).to_contain_text("Su sesión cambió mientras escribía")
    page.get_by_role("button", name="Enviar").click()
    told(page, "Avance enviado.")
    assert ComplianceEntry.objects.get().narrative == f"{AFTER}\nSegunda línea"


def test_a_second_log_in_in_another_tab_is_not_noticed(phone, technician):
    page = phone(technician)
    log_in_again(page, technician)
    narrative(page).fill(AFTER)
    saved(page)
    page.locator("label.choice", has_text="Cumplido").first.click()
    page.get_by_role("button", name="Enviar").click()
    confirm(page)
    told(page, "Avance enviado.")
    assert ComplianceEntry.objects.get().narrative == AFTER


def log_in_again(page: Page, user: User) -> None:
    other = page.context.new_page()
    page.context.clear_cookies(name="sessionid")
    sign_in(other, user)
    other.close()


def test_a_second_log_in_without_scripts_brings_the_form_back(phone, watch, technician):
    watch.expect(403, "/avances/")
    page = phone(technician, java_script_enabled=False)
    narrative(page).fill(AFTER)
    log_in_again(page, technician)
    page.get_by_role("button", name="Guardar borrador").click()
    expect(page.get_by_role("alert")).to_contain_text("Su sesión cambió mientras escribía")
    page.get_by_role("button", name="Guardar borrador").click()
    told(page, "Borrador guardado.")
    assert ComplianceEntry.objects.get().narrative == AFTER


def test_another_person_who_signs_in_does_not_sign_her_text(phone, watch, technician, secretariat):
    watch.expect(403, "/guardar/")
    page = phone(technician)
    log_in_again(page, secretariat)
    narrative(page).fill(AFTER)
    expect(status(page)).to_contain_text("entró otra cuenta")
    assert not ComplianceEntry.objects.exists()


# -- two devices, and the same click twice ----------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False])
def test_two_devices_and_she_chooses_field_by_field(phone, watch, member, technician, form_address, scripts):
    watch.expect(409, "/avances/")
    written(member, "pendiente", ReviewState.DRAFT, narrative="De antes.", obstacles="Lluvia")
    telephone, office = phone(technician, java_script_enabled=scripts), phone(technician)
    narrative(office).fill("Lo de la oficina.")
    office.get_by_label("Obstáculos").fill("Paro")
    saved(office)
    narrative(telephone).fill("Lo del teléfono.")
    if scripts:
        expect(status(telephone)).to_contain_text("se guardó desde otro lugar")
        telephone.get_by_role("button", name="Ver los dos textos").click()
    else:
        telephone.get_by_role("button", name="Guardar borrador").click()
    both = telephone.get_by_role("alert").filter(has_text="Hay dos textos de este avance")
    for text in ("Lo de la oficina.", "Lo del teléfono.", "Paro", "Lluvia"):
        expect(both).to_contain_text(text)
    if scripts:
        assert serious(telephone) == []
        assert telephone.evaluate("document.documentElement.scrollWidth") <= 390
    # What she did not touch comes with the newer text; of her own she keeps hers.
    expect(both.get_by_role("group", name="Obstáculos").get_by_label("Lo guardado")).to_be_checked()
    expect(both.get_by_role("group", name="Qué se hizo").get_by_label("Lo suyo")).to_be_checked()
    telephone.get_by_role("button", name="Guardar borrador").click()
    told(telephone, "Borrador guardado.")
    entry = ComplianceEntry.objects.get()
    assert (entry.narrative, entry.obstacles) == ("Lo del teléfono.", "Paro")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_makes_one_entry(phone, technician, scripts):
    page = phone(technician, java_script_enabled=scripts)
    page.get_by_role("radio", name="Cumplido", exact=True).check()
    narrative(page).fill(AFTER)
    page.get_by_role("button", name="Guardar borrador").dblclick()
    told(page, "Borrador guardado.")
    page.get_by_role("button", name="Enviar").dblclick()
    if scripts:
        confirm(page)
    told(page, "Avance enviado.")
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED


# -- for everybody ----------------------------------------------------------------------------------------------


@pytest.fixture
def asking(form_address):
    """The activity asks for everything a form may ask."""
    activity = Activity.objects.get()
    Verification.objects.create(activity=activity, text="Lista de asistencia")
    Verification.objects.create(activity=activity, text="Acta firmada")
    Indicator.objects.create(activity=activity, title="Funcionarias formadas", target=90)
    Deliverable.objects.create(activity=activity, title="Manual")


def test_axe_finds_nothing_serious_and_nothing_is_small_or_covered(phone, technician, asking):
    page = phone(technician)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SMALL) == []
    bar = page.locator(".entry-bar")
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.entry-bar, body:focus') !== null"):
            break
        covered = page.evaluate(COVERED, bar.element_handle())
        assert not covered, covered
    else:
        raise AssertionError("sixty tabs do not get to the buttons")


SMALL = """[...document.querySelectorAll('main :is(button, select, textarea, input, summary, .back)')]
  .filter((one) => one.type !== 'hidden' && one.checkVisibility() && !one.closest('dialog'))
  .map((one) => one.closest('label') || one)
  .filter((one) => one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 120))"""
COVERED = """(bar) => {
  const field = document.activeElement.getBoundingClientRect(), edge = bar.getBoundingClientRect();
  const hidden = field.top + Math.min(field.height, 44) > edge.top && field.top < edge.bottom;
  return hidden ? document.activeElement.outerHTML.slice(0, 120) : '';
}"""


def serious(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]}"
        for one in violations
        if one["impact"] in ("serious", "critical")
    ]


def test_the_first_mistake_has_the_focus(phone, watch, technician):
    watch.expect(422, "/guardar/")
    page = phone(technician)
    page.get_by_label("Avance (%)").fill("mucho")
    expect(status(page)).to_contain_text("No se ha guardado. Avance (%)")
    narrative(page).fill(AFTER)
    page.get_by_role("button", name="Guardar borrador").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Escriba una cifra")
    expect(alert).to_be_focused()
    expect(narrative(page)).to_have_value(AFTER)
    alert.get_by_role("link").click()
    expect(page.get_by_label("Avance (%)")).to_be_focused()


def test_how_far_it_is_is_asked_of_what_is_under_way(phone, technician):
    page = phone(technician)
    percent = page.get_by_label("Avance (%)")
    page.locator("label.choice", has_text="Cumplido").first.click()
    expect(percent).to_be_hidden()
    page.locator("label.choice", has_text="En avance").click()
    expect(percent).to_be_visible()
    percent.fill("40")
    page.locator("label.choice", has_text="Pendiente").click()
    expect(percent).to_be_visible()
