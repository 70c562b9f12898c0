"""The secretariat exports both official PDFs, made of the real records."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from networks.models import Role
from reports.demo import load_network
from tests.factories import give_role, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def export(page: Page, slug: str, button: str) -> tuple[str, PdfReader]:
    """Go from home to the network's reports and export one; returns the file's name and what is in it."""
    page.goto(f"/redes/{slug}/")
    page.get_by_label("Secciones de la red").get_by_role("link", name="Informes").click()
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("link", name=button).click()
    download = waiting.value
    return download.suggested_filename, PdfReader(BytesIO(Path(download.path()).read_bytes()))


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
    name, reader = export(visit(secretary_of("sernam")), "sernam", "Exportar el PDF: Informe a la SUBDERE, 2007")

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
    name, reader = export(page, "mesa", "Exportar el PDF: Informe de gestión, 2024-T3")

    assert name == "mesa-2024-T3-gestion.pdf"
    text = words(reader)
    for words_of_the_source in ("16/04/2024", "03/09/2024", "119"):
        assert words_of_the_source in text
    (attached,) = reader.attachments["mesa-2024-T3-gestion.json"]
    data = json.loads(attached)
    assert [seat["total"] for seat in data["seats"]] == [1, 2, 2, 2, 2, 2]
    assert [len(function["sessions"]) for function in data["functions"]] == [2] * 7
