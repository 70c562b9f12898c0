"""The second step: what each column means."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring.models import ColumnMemory
from plans.models import Plan
from tests.documents import word
from tests.monitoring.importing import (
    ODD,
    PLAN,
    address,
    confirm,
    mapping_data,
    report,
    upload,
)

pytestmark = pytest.mark.django_db


def roles(row):
    row.refresh_from_db()
    return row.mapping["tables"][0]["roles"]


def test_the_documents_own_words_stand_beside(login, coordinator, network):
    client = login(coordinator)
    html = client.get(address("import_mapping", upload(client))).content.decode()
    for words in ("Medio de verificación", "Talleres en los barrios", "cuando se pueda", "4 filas"):
        assert words in html


def test_a_role_corrected_changes_the_plan(login, coordinator, network):
    client = login(coordinator)
    row = upload(client, report(ODD))
    data = mapping_data(client, row)
    assert data["t1-c4"] == "ignore"
    response = client.post(address("import_mapping", row), {**data, "t1-c0": "eje", "t1-c4": "deadline"})
    assert response.url == address("import_preview", row)
    assert roles(row)["0"] == "eje"
    assert roles(row)["4"] == "deadline"
    assert "01/01/2024 – 30/06/2024" in client.get(response.url).content.decode()


def test_what_is_sent_untouched_changes_nothing(login, coordinator, network):
    client = login(coordinator)
    row = upload(client)
    before = row.mapping
    client.post(address("import_mapping", row), mapping_data(client, row))
    row.refresh_from_db()
    assert row.mapping == before


def test_a_list_of_codes_and_words_is_shown_and_may_be_left_out(login, coordinator, network):
    client = login(coordinator)
    lines = ["Lo que haremos", "A. Redes", "a.1. Reunirse", "a.2. Contarlo", "B. Cursos", "b.1. Dar uno"]
    row = upload(client, report([[line] for line in lines], "lista.xlsx"))
    data = mapping_data(client, row)
    assert (data["t1-kind"], data["t1-c0"]) == ("plan", "activity")
    response = client.post(address("import_mapping", row), data)
    preview = client.get(response.url).content.decode()
    assert all(words in preview for words in ("Redes", "Contarlo", "Cursos"))
    client.post(address("import_mapping", row), {**data, "t1-kind": "ignored"})
    assert "no se leyó como parte del plan" in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"t1-c2": "activity"}, "solo una puede serlo"),
        ({"t1-first": "9"}, "termina antes de empezar"),
        ({"t1-first": "1", "t1-last": "90"}, "no tiene la fila 90"),
        ({"t1-c1": "otra cosa"}, "no es una de las opciones"),
        ({"t1-kind": "cuento"}, "no es una de las opciones"),
        ({"t1-version": "99"}, "no es una de las opciones"),
    ],
    ids=str,
)
def test_what_is_refused(login, coordinator, network, changes, words):
    client = login(coordinator)
    row = upload(client)
    before = row.mapping
    response = client.post(address("import_mapping", row), {**mapping_data(client, row), **changes})
    assert response.status_code == 422
    assert words in response.content.decode()
    row.refresh_from_db()
    assert row.mapping == before


def test_several_columns_may_hold_responsible_parties(login, coordinator, network):
    client = login(coordinator)
    row = upload(client)
    data = {**mapping_data(client, row), "t1-c5": "responsible"}
    assert client.post(address("import_mapping", row), data).status_code == 302


def test_it_can_go_back_to_what_was_recognised(login, coordinator, network):
    client = login(coordinator)
    row = upload(client)
    client.post(address("import_mapping", row), {**mapping_data(client, row), "t1-c4": "notes"})
    client.post(address("import_mapping", row), {"again": "1"})
    assert mapping_data(client, row)["t1-c4"] == "deadline"


def test_a_text_has_levels(login, coordinator, network):
    client = login(coordinator)
    text = ["A. Prevención", "a.1. Talleres", "a.2. Guía", "B. Atención", "b.1. Guardia"]
    row = upload(client, SimpleUploadedFile("plan.docx", word(*text)))
    data = mapping_data(client, row)
    assert data["texto-outline"]
    assert client.post(address("import_mapping", row), data).status_code == 302
    same = {**data, "texto-level1": data["texto-level0"]}
    response = client.post(address("import_mapping", row), same)
    assert "no pueden ser lo mismo" in response.content.decode()


def test_what_she_confirmed_is_remembered_next_time(login, coordinator, network):
    client = login(coordinator)
    row = upload(client, report(ODD), slug="uno")
    data = {**mapping_data(client, row), "t1-c0": "eje", "t1-c4": "deadline"}
    client.post(address("import_mapping", row), data)
    assert not ColumnMemory.objects.exists()
    confirm(client, row)
    assert Plan.objects.filter(slug="uno").exists()
    assert dict(ColumnMemory.objects.values_list("heading", "role"))["cuando sera"] == "deadline"
    again = upload(client, report(ODD), slug="dos")
    assert mapping_data(client, again)["t1-c4"] == "deadline"


def test_a_network_remembers_for_itself_only(login, coordinator, outsider, network):
    client = login(coordinator)
    row = upload(client, report(PLAN))
    confirm(client, row)
    assert {memory.network for memory in ColumnMemory.objects.all()} == {network}


def test_columns_of_quarters_and_of_marks_are_offered_and_kept(login, coordinator, network):
    client = login(coordinator)
    years = ["Actividad", "Ponderación", "T1 2024", "T2 2024", "T1 2025", "T2 2025", "Cumplido", "No cumplido"]
    lines = [["Talleres", "60", "x", "", "", "x", "x", ""], ["Guía", "40", "", "x", "", "", "", "x"]]
    row = upload(client, report([years, *lines], "trimestres.xlsx"))
    data = mapping_data(client, row)
    assert [data[f"t1-c{column}"] for column in range(2, 8)] == [
        *["months:1-3", "months:4-6"] * 2,
        "status_cumplido",
        "status_no_cumplido",
    ]
    assert client.post(address("import_mapping", row), {**data, "t1-c5": "done:4-6"}).status_code == 302
    assert [roles(row)[column] for column in "2345"] == ["months:1-3", "months:4-6", "months:1-3", "done:4-6"]
