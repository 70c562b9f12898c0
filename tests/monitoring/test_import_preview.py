"""The third step: the plan as it would be, and what does not add up."""

from __future__ import annotations

import io

import openpyxl
import pytest

from monitoring.importing import reading
from monitoring.models import ComplianceEntry, PlanImport
from networks.models import Organization
from plans.models import Plan
from tests.factories import make_period, make_plan
from tests.monitoring.importing import HEADINGS, PLAN, REPORTED, address, answers_data, report, upload

pytestmark = pytest.mark.django_db
LONG = [HEADINGS[:3], *(("Eje", f"Tarea número {n} de la lista", "") for n in range(450))]


def test_the_tree_and_what_does_not_add_up(login, secretariat, member, network):
    client = login(secretariat)
    response = client.get(address("import_preview", upload(client)))
    html = response.content.decode()
    version = response.context["versions"][0]
    assert (len(version.ejes), version.activities, version.products) == (2, 3, 2)
    for words in ("Talleres en los barrios", "Guía de talleres", "01/01/2024 – 30/06/2024", "suman 100,00"):
        assert words in html
    kinds = {kind for kind, _label, _count in response.context["kinds"]}
    assert kinds >= {"status_earned", "deadline_unread", "missing_verification", "party_unmatched"}


def test_findings_are_filtered_by_kind(login, secretariat, network):
    client = login(secretariat)
    row = upload(client)
    response = client.get(address("import_preview", row), {"tipo": "deadline_unread"})
    assert {one.kind for one in response.context["findings"]} == {"deadline_unread"}
    assert "cuando se pueda" in response.content.decode()
    assert not client.get(address("import_preview", row), {"tipo": "otro"}).context["findings"]


def test_looking_writes_nothing(login, secretariat, network):
    client = login(secretariat)
    row = upload(client)
    client.get(address("import_preview", row))
    client.get(address("import_marked", row))
    assert PlanImport.objects.count() == 1
    assert not Plan.objects.exists()
    assert not ComplianceEntry.objects.exists()


def test_names_are_proposed_and_chosen(login, secretariat, network, member):
    Organization.objects.create(network=network, name="Ministerio de la Salud Pública", short_name="MSP")
    client = login(secretariat)
    row = upload(client)
    form = client.get(address("import_preview", row)).context["form"]
    asked = {party.words: party for party in form.parties}
    # The member and the secretariat are named exactly: nothing to ask.
    assert set(asked) == {"Ministerio de Salud"}
    assert asked["Ministerio de Salud"].chosen == "words"
    choice = "organization:Ministerio de la Salud Pública"
    data = answers_data(client, row)
    name = next(name for name in data if name.startswith("p0"))
    client.post(address("import_preview", row), {**data, name: choice})
    row.refresh_from_db()
    assert row.options["choices"] == {"Ministerio de Salud": choice}
    context = client.get(address("import_preview", row)).context
    assert "party_unmatched" not in {kind for kind, *_rest in context["kinds"]}
    assert context["form"].parties[0].chosen == choice


def test_a_choice_of_another_network_is_refused(login, secretariat, network):
    client = login(secretariat)
    row = upload(client)
    response = client.post(address("import_preview", row), answers_data(client, row, p0="organization:Ajena"))
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"slug": "2023"}, "Ya hay un plan"), ({"last_year": "2020"}, "anterior"), ({"slug": "nuevo"}, "reservado")],
    ids=str,
)
def test_the_plans_data_can_be_changed_and_is_checked(login, secretariat, network, changes, words):
    make_plan(network, slug="2023", year=2023)
    client = login(secretariat)
    row = upload(client)
    response = client.post(address("import_preview", row), answers_data(client, row, **changes))
    assert response.status_code == 422
    assert words in response.content.decode()


def test_reported_rows_are_for_the_secretariat(login, coordinator, secretariat, network):
    make_period(network)
    client = login(coordinator)
    row = upload(client)
    response = client.get(address("import_preview", row))
    assert "Los avances los importa la secretaría técnica" in response.content.decode()
    assert "period" not in response.context["form"].fields
    assert "period" in login(secretariat).get(address("import_preview", row)).context["form"].fields


def test_without_a_period_it_says_so(login, secretariat, network):
    make_period(network, "2019-T1")
    client = login(secretariat)
    html = client.get(address("import_preview", upload(client))).content.decode()
    assert "No hay ningún periodo abierto en los años del plan" in html


def test_a_document_that_reports_nothing_asks_nothing_about_it(login, secretariat, network):
    make_period(network)
    client = login(secretariat)
    response = client.get(address("import_preview", upload(client, report(PLAN))))
    assert response.context["told"] == 0
    assert "period" not in response.context["form"].fields


def test_a_long_eje_has_pages(login, secretariat, network):
    client = login(secretariat)
    row = upload(client, report(LONG))
    response = client.get(address("import_preview", row))
    html = response.content.decode()
    assert "Tarea número 199 " in html
    assert "Tarea número 200 " not in html
    assert "Ver las 450, por páginas" in html
    page = client.get(address("import_preview", row), {"eje": "1.1", "page": "3"}).content.decode()
    assert "Tarea número 449 " in page
    assert "Tarea número 399 " not in page
    for place in ("9.1", "1.9", "x", "1", "-1.1", "1.0", "1.²"):
        assert client.get(address("import_preview", row), {"eje": place}).status_code == 404


def test_a_large_draft_is_kept_until_something_changes(login, secretariat, network, monkeypatch):
    """Each page of the review would read the file again."""
    read = []
    reading_of = reading.reading_of
    monkeypatch.setattr(reading, "LARGE_ROWS", 100)
    monkeypatch.setattr(reading, "reading_of", lambda row: read.append(row) or reading_of(row))
    client = login(secretariat)
    row = upload(client, report(LONG))
    client.get(address("import_preview", row))
    client.get(address("import_preview", row), {"eje": "1.1", "page": "2"})
    assert len(read) == 1
    client.post(address("import_preview", row), answers_data(client, row))
    client.get(address("import_preview", row))
    assert len(read) == 2


def test_findings_have_pages(login, secretariat, network):
    client = login(secretariat)
    rows = [HEADINGS[:6], *(("Eje", f"Tarea {n} de la lista", "", "", f"alguna vez {n}", "") for n in range(130))]
    row = upload(client, report(rows))
    response = client.get(address("import_preview", row), {"tipo": "deadline_unread"})
    assert len(response.context["findings"]) == 100
    response = client.get(address("import_preview", row), {"tipo": "deadline_unread", "page": "2"})
    assert len(response.context["findings"]) == 30


def test_the_file_comes_back_marked(login, secretariat, network):
    client = login(secretariat)
    row = upload(client, report(REPORTED, "plan.xlsx"))
    response = client.get(address("import_marked", row))
    assert 'filename="plan-marcado.xlsx"' in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    comments = {cell.coordinate: cell.comment.text for line in sheet for cell in line if cell.comment}
    assert any("cuando se pueda" in text for text in comments.values())
    # Plain text comes back as a workbook.
    response = client.get(address("import_marked", upload(client, report(REPORTED, "plan.csv"))))
    assert "plan-marcado.xlsx" in response["Content-Disposition"]


def test_nothing_recognised_is_said(login, secretariat, network):
    client = login(secretariat)
    row = upload(client, report([["Hola", "Adiós"], ["uno", "dos"]]))
    html = client.get(address("import_preview", row)).content.decode()
    assert "No se reconoció ningún plan" in html
    assert "Confirmar e importar" not in html
