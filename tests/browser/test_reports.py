"""The secretariat exports both official PDFs, made of the records as they are at that moment."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from networks.models import Role
from plans.models import PlanVersion, VersionStatus
from reports.demo import load_network
from tests.browser.pages import confirm, told
from tests.factories import give_role, make_period, make_plan, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def download(page: Page, slug: str, what: str, button: str) -> tuple[str, bytes]:
    """Go from the network's page to its reports and take one («Informe de gestión, 2024-T3»): name and content."""
    title, code = what.rsplit(", ", 1)
    page.goto(f"/redes/{slug}/")
    page.get_by_label("Secciones de la red").get_by_role("link", name="Informes").click()
    page.locator("[name=forma]").select_option(label=title)
    page.locator("[name=periodo]").select_option(code)
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def export(page: Page, slug: str, what: str) -> tuple[str, PdfReader]:
    name, content = download(page, slug, what, "PDF")
    return name, PdfReader(BytesIO(content))


def data_of(page: Page, slug: str, what: str) -> dict:
    return json.loads(download(page, slug, what, "JSON")[1])


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def secretary_of():
    def _secretary_of(slug: str):
        user = make_user("secretaria")
        give_role(user, load_network(slug), Role.SECRETARIAT)
        return user

    return _secretary_of


def test_subdere_of_sernam(visit, secretary_of):
    name, reader = export(visit(secretary_of("sernam")), "sernam", "Informe a la SUBDERE, 2007")

    assert name == "sernam-2007-subdere.pdf"
    (attached,) = reader.attachments["sernam-2007-subdere.json"]
    data = json.loads(attached)
    earned = [eje["earned_total"].removesuffix(".00") for eje in data["ejes"]]
    assert earned == ["100", "100", "100", "50", "50", "84", "100", "100"]
    activities = [activity for eje in data["ejes"] for activity in eje["activities"]]
    assert len(activities) == 37
    text = words(reader)
    assert "84,00" in text
    assert [a["code"] for a in activities if f" {a['code']} " not in text] == []


def test_gestion_of_the_mesa(visit, secretary_of):
    page = visit(secretary_of("mesa"))
    name, reader = export(page, "mesa", "Informe de gestión, 2024-T3")

    assert name == "mesa-2024-T3-gestion.pdf"
    text = words(reader)
    for words_of_the_source in ("16/04/2024", "03/09/2024", "119"):
        assert words_of_the_source in text
    (attached,) = reader.attachments["mesa-2024-T3-gestion.json"]
    data = json.loads(attached)
    assert [seat["total"] for seat in data["seats"]] == [1, 2, 2, 2, 2, 2]
    assert [len(function["sessions"]) for function in data["functions"]] == [2] * 7


def test_a_weight_put_in_force_is_in_the_next_report(visit, secretary_of):
    page = visit(secretary_of("sernam"))
    page.goto("/redes/sernam/planes/2007/")
    page.get_by_role("button", name="Preparar una versión nueva").click()
    draft = PlanVersion.objects.get(plan__network__slug="sernam", status=VersionStatus.DRAFT)
    eje = page.locator(f"#eje-{draft.ejes.get(code='6').pk}")
    eje.get_by_role("link", name="Ponderar").click()
    for code, weight in (("6.1", "17"), ("6.3", "16")):
        eje.get_by_label(f"Ponderación de {code}").fill(weight)
    expect(eje.locator("[data-weight-sum]")).to_have_text("100,00")
    eje.get_by_role("button", name="Guardar ponderaciones").click()
    told(page, "suman 100,00")
    page.get_by_role("link", name="Poner en vigor").click()
    page.get_by_label("vigente desde").fill("2007-07-01")
    page.get_by_label("motivo").fill("Se corrigen dos ponderaciones.")
    page.get_by_role("button", name="Poner en vigor").click()
    confirm(page)
    told(page, "está en vigor")

    group = data_of(page, "sernam", "Informe a la SUBDERE, 2007")["ejes"][5]
    assert {a["code"]: a["weight"] for a in group["activities"]}["6.1"] == "17.00"
    assert [a["earned"] for a in group["activities"]] == ["17.00", "0.00", "16.00", "17.00", "17.00", "17.00"]


def test_an_attendance_corrected_is_in_the_next_report(visit, secretary_of):
    page = visit(secretary_of("mesa"))
    page.goto("/redes/mesa/sesiones/")
    page.get_by_role("link").filter(has_text="16/04/2024").first.click()
    page.get_by_role("link", name=re.compile("asistencia", re.IGNORECASE)).first.click()
    seat = page.get_by_role("group", name=re.compile("IDPAC"))
    seat.get_by_text("No asistió", exact=True).click()
    page.get_by_role("button", name="Guardar y volver a la sesión").click()
    told(page, "Se guardó la asistencia.")

    data = data_of(page, "mesa", "Informe de gestión, 2024-T3")
    assert [seat["total"] for seat in data["seats"]] == [1, 2, 1, 2, 2, 2]
    assert [len(seat["sessions"]) for seat in data["seats"]] == [1, 2, 1, 2, 2, 2]


def test_a_status_sent_is_in_the_next_report(visit, network, member, technician, secretariat):
    make_plan(network, (100,))
    make_period(network, "2024-T1")
    page, hers = visit(secretariat), visit(technician)

    def reported() -> tuple:
        (eje,) = data_of(page, network.slug, "Informe a la SUBDERE, 2024-T1")["ejes"]
        return eje["activities"][0]["status"], eje["activities"][0]["earned"], eje["earned_total"]

    assert reported() == (None, None, None)
    hers.get_by_role("link", name="1 sin informar").click()
    hers.locator(".board a.board__cell").click()
    hers.locator("label.choice", has_text="Cumplido").first.click()
    hers.get_by_role("button", name="Enviar").click()
    confirm(hers)
    told(hers, "Avance enviado.")
    assert reported() == ("cumplido", "100.00", "100.00")
