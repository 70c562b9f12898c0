"""Attendance in the room: two telephones at once, no scripts, the keyboard; and what axe says of the pages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from monitoring.models import Attendance, Meeting
from monitoring.selectors.periods import local_today
from networks.models import QuorumRule
from tests.factories import make_meeting, make_seat
from tests.monitoring.actas import acta_address, draft, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def meeting(network) -> Meeting:
    """A session of today, with three seats."""
    network.quorum_rule = QuorumRule.MAJORITY
    network.save()
    for order, code in enumerate(("a", "b", "c"), start=1):
        make_seat(network, code, order=order)
    return make_meeting(network, local_today(network))


def address(meeting: Meeting) -> str:
    return f"/redes/alfa/sesiones/{meeting.pk}/asistencia/"


def card(page: Page, code: str) -> Locator:
    return page.get_by_role("group", name=f"Integrante {code}")


def mark(page: Page, code: str, word: str) -> None:
    card(page, code).get_by_text(word, exact=True).click()


def kept() -> dict[str, bool]:
    return dict(Attendance.objects.values_list("member__code", "attended"))


def test_each_seat_saves_itself_and_the_totals_follow(visit, meeting, secretariat):
    page = visit(secretariat, **PHONE)
    page.goto(address(meeting))
    tally = page.locator("#totales")
    mark(page, "a", "Asistió")
    expect(card(page, "a").get_by_role("status")).to_contain_text("Guardado")
    expect(tally).to_contain_text("Falta 1 para el quórum de 2")
    card(page, "a").get_by_label("Sexo de quien asistió").select_option("female")
    expect(tally).to_contain_text("1 mujer")
    mark(page, "b", "Asistió")
    expect(tally).to_contain_text("Hay quórum")
    card(page, "b").get_by_text("Vino otra persona en su lugar").click()
    card(page, "b").get_by_label("Nombre de quien vino").fill("Persona de Muestra")
    mark(page, "c", "No asistió")
    expect(card(page, "c").get_by_role("status")).to_contain_text("Guardado")
    expect(card(page, "b").get_by_role("status")).to_contain_text("Guardado")
    expect(tally).to_contain_text("Asistieron 2 de 3")
    assert kept() == {"a": True, "b": True, "c": False}
    assert Attendance.objects.get(member__code="b").delegate_name == "Persona de Muestra"
    assert Attendance.objects.get(member__code="a").sex == "female"
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_two_telephones_at_once(visit, watch, meeting, secretariat, coordinator):
    watch.expect(409, "/asistencia/")
    first, second = visit(secretariat, **PHONE), visit(secretariat, **PHONE)
    first.goto(address(meeting))
    second.goto(address(meeting))
    mark(first, "a", "Asistió")
    expect(card(first, "a").get_by_role("status")).to_contain_text("Guardado")
    mark(second, "b", "No asistió")
    expect(second.locator("#totales")).to_contain_text("Asistieron 1 de 3")
    mark(second, "a", "No asistió")
    expect(card(second, "a").get_by_role("status")).to_contain_text("Otra persona acababa de anotar")
    expect(card(second, "a").get_by_role("radio", name="Asistió", exact=True)).to_be_checked()
    assert kept() == {"a": True, "b": False}
    mark(second, "a", "No asistió")
    expect(card(second, "a").get_by_role("status")).to_contain_text("Guardado")
    first.get_by_role("button", name="Guardar y volver").click()
    expect(first.get_by_role("heading", level=1)).to_contain_text("Sesión ordinaria")
    assert kept() == {"a": False, "b": False}


def test_without_scripts_everybody_present(visit, meeting, secretariat):
    page = visit(secretariat, **PHONE, java_script_enabled=False)
    page.goto(address(meeting))
    mark(page, "b", "No asistió")
    page.get_by_role("button", name="Todas presentes").click()
    expect(page.locator("#totales")).to_contain_text("Asistieron 2 de 3")
    assert kept() == {"a": True, "b": False, "c": True}


def test_by_the_keyboard(visit, meeting, secretariat):
    page = visit(secretariat)
    page.goto(address(meeting))
    card(page, "a").get_by_role("radio", name="No consta").focus()
    page.keyboard.press("ArrowRight")
    expect(card(page, "a").get_by_role("status")).to_contain_text("Guardado")
    expect(card(page, "a").get_by_role("radio", name="Asistió", exact=True)).to_be_focused()
    assert kept() == {"a": True}


def test_axe_finds_nothing_serious(visit, network, secretariat):
    session = make_session(network)
    draft(session.meeting)
    page = visit(secretariat, **PHONE)
    names = ("acta_detail", "acta_edit", "acta_draft", "acta_consult", "acta_elsewhere", "acta_annex_create")
    where = [acta_address(name, session.meeting) for name in names]
    where += [address(session.meeting), acta_address("acta_approve", session.meeting, app="reports")]
    found = {}
    for path in where:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
        violations = Axe().run(page).response["violations"]
        found[path] = [
            (each["id"], [node["target"] for node in each["nodes"][:2]])
            for each in violations
            if each["impact"] in ("serious", "critical")
        ]
    assert {path: each for path, each in found.items() if each} == {}
