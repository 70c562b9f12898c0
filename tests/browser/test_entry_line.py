"""The form of an entry on a telephone whose line is cut: what is kept on it, for whom, and for how long."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from monitoring.models import ComplianceEntry, ReviewState
from tests.browser.conftest import sign_in
from tests.browser.entry_form import AFTER, BEFORE, close_without_line, kept, narrative, saved, status, written
from tests.browser.pages import confirm, told
from tests.factories import give_role, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# -- a line that is cut -----------------------------------------------------------------------------------------


def test_what_is_typed_without_a_line_is_there_afterwards(phone, watch, technician):
    watch.without_line()
    page = phone(technician)
    narrative(page).fill(BEFORE)
    saved(page)
    page.context.set_offline(True)
    narrative(page).fill(AFTER)
    expect(status(page)).to_contain_text("Sin línea: lo escrito queda en este dispositivo")
    assert ComplianceEntry.objects.get().narrative == BEFORE
    assert AFTER in json.dumps(kept(page), ensure_ascii=False)
    page.context.set_offline(False)
    saved(page)
    assert ComplianceEntry.objects.get().narrative == AFTER
    assert kept(page) == []


def test_nothing_is_sent_without_a_line_and_the_page_stays(phone, watch, technician, form_address):
    watch.without_line()
    page = phone(technician)
    page.locator("label.choice", has_text="Cumplido").first.click()
    narrative(page).fill(AFTER)
    page.context.set_offline(True)
    page.get_by_role("button", name="Enviar").click()
    confirm(page)
    expect(status(page)).to_contain_text("Sin línea")
    expect(narrative(page)).to_have_value(AFTER)
    page.context.set_offline(False)
    saved(page)
    page.get_by_role("button", name="Enviar").click()
    confirm(page)
    told(page, "Avance enviado.")
    assert ComplianceEntry.objects.get().narrative == AFTER


def test_an_answer_that_was_lost_is_no_conflict(phone, watch, technician):
    """The server wrote it; the telephone never heard."""
    watch.harmless.add("net::ERR_FAILED")
    page = phone(technician)

    def lose(route) -> None:
        route.fetch()
        route.abort()

    page.route("**/guardar/", lose, times=1)
    narrative(page).fill(BEFORE)
    expect(status(page)).to_contain_text("Sin línea")
    assert ComplianceEntry.objects.get().narrative == BEFORE
    narrative(page).fill(AFTER)
    saved(page)
    assert ComplianceEntry.objects.get().narrative == AFTER


def test_a_tab_closed_without_a_line_gives_its_text_back(phone, watch, technician, form_address):
    watch.without_line()
    context = close_without_line(phone(technician), AFTER)
    assert not ComplianceEntry.objects.exists()
    page = context.new_page()
    page.goto(form_address)
    expect(narrative(page)).to_have_value(AFTER)
    expect(page.locator("[data-device-note]")).to_contain_text("Hay texto de este dispositivo del")
    saved(page)
    assert ComplianceEntry.objects.get().narrative == AFTER
    assert kept(page) == []


def test_what_was_kept_meets_what_was_saved_meanwhile(phone, watch, technician, member, form_address):
    watch.without_line()
    watch.expect(409, "/avances/")
    context = close_without_line(phone(technician), AFTER)
    written(member, "", ReviewState.DRAFT, narrative="Lo de la oficina")
    page = context.new_page()
    page.goto(form_address)
    expect(status(page)).to_contain_text("se guardó desde otro lugar")
    expect(narrative(page)).to_have_value(AFTER)
    page.get_by_role("button", name="Ver los dos textos").click()
    both = page.get_by_role("alert").filter(has_text="Hay dos textos de este avance")
    expect(both).to_contain_text(AFTER)
    both.get_by_label("Lo guardado").check()
    expect(narrative(page)).to_have_value("Lo de la oficina")
    both.get_by_label("Lo suyo").check()
    expect(narrative(page)).to_have_value(AFTER)
    page.get_by_role("button", name="Guardar borrador").click()
    told(page, "Borrador guardado.")
    assert ComplianceEntry.objects.get().narrative == AFTER
    page.reload()
    expect(narrative(page)).to_have_value(AFTER)
    assert kept(page) == []


def test_what_was_kept_is_shown_though_the_entry_is_closed(phone, watch, technician, member, form_address):
    watch.without_line()
    context = close_without_line(phone(technician), AFTER)
    written(member, "cumplido", ReviewState.SUBMITTED)
    page = context.new_page()
    page.goto(form_address)
    left = page.get_by_role("region", name="En este dispositivo quedó texto que no llegó")
    expect(left.get_by_label("Texto que no llegó")).to_have_value(AFTER)
    left.get_by_role("button", name="Descartarlo").click()
    expect(left).to_be_hidden()
    assert kept(page) == []


# -- whose it is ------------------------------------------------------------------------------------------------


def test_signing_out_erases_what_was_kept(phone, watch, technician, form_address):
    watch.without_line()
    context = close_without_line(phone(technician), AFTER)
    page = context.new_page()
    page.goto("/")
    assert len(kept(page)) == 1
    page.locator(".menu--user summary").click()
    page.get_by_role("button", name="Cerrar sesión").click()
    expect(page.locator("#confirm-dialog")).to_contain_text("texto que todavía no se envió")
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Entrar")
    assert kept(page) == []
    sign_in(page, technician)
    page.goto(form_address)
    expect(narrative(page)).to_have_value("")


def test_another_person_on_the_same_telephone_sees_nothing(
    phone, watch, network, member, technician, form_address
):
    watch.without_line()
    other = make_user("segunda")
    give_role(other, network, "technician", member)
    context = close_without_line(phone(technician), AFTER)
    context.clear_cookies()
    page = context.new_page()
    sign_in(page, other)
    page.goto(form_address)
    expect(narrative(page)).to_have_value("")
    expect(page.locator("[data-device-note]")).to_be_hidden()
    assert not ComplianceEntry.objects.exists()
    context.clear_cookies()
    sign_in(page, technician)
    page.goto(form_address)
    saved(page)
    assert ComplianceEntry.objects.get().narrative == AFTER


def test_a_week_later_it_is_gone(phone, watch, technician, form_address):
    watch.without_line()
    context = close_without_line(phone(technician), AFTER)
    page = context.new_page()
    page.goto("/cuentas/login/")
    page.evaluate(
        """for (const key of Object.keys(localStorage)) {
          const draft = JSON.parse(localStorage.getItem(key));
          draft.at = new Date(Date.now() - 7.01 * 24 * 60 * 60 * 1000).toISOString();
          localStorage.setItem(key, JSON.stringify(draft));
        }"""
    )
    page.goto("/")
    assert kept(page) == []
    page.goto(form_address)
    expect(narrative(page)).to_have_value("")


def test_nothing_is_kept_where_the_network_says_so(phone, watch, network, technician):
    watch.without_line()
    network.keeps_device_drafts = False
    network.save()
    page = phone(technician)
    page.context.set_offline(True)
    narrative(page).fill(AFTER)
    expect(status(page)).to_contain_text("Su red no guarda borradores en el dispositivo")
    assert page.evaluate("localStorage.length") == 0
    page.context.set_offline(False)
    saved(page)
    assert ComplianceEntry.objects.get().narrative == AFTER
