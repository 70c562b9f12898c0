"""The first step: a file, and what it will be."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from monitoring.models import ImportState, PlanImport
from plans.models import Plan, PlanVersion, VersionStatus
from tests.documents import package
from tests.factories import make_network, make_plan, make_version
from tests.monitoring.importing import PLAN, address, lose_files, report, stored_files, upload

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_with_what_was_recognised_and_nothing_else_is_written(login, coordinator, network):
    row = upload(login(coordinator), report(name="plan.xlsx"), title="Plan de prueba")
    assert (row.state, row.network, row.uploaded_by) == (ImportState.UPLOADED, network, coordinator)
    assert row.options["slug"] == "2024"
    assert [table["kind"] for table in row.mapping["tables"]] == ["plan"]
    assert len(stored_files()) == 1
    assert not Plan.objects.exists()
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("plan.exe", b"MZ"), "no se puede importar"),
        (SimpleUploadedFile("plan.docx", b"no es un zip"), "por dentro es otra cosa"),
        (
            SimpleUploadedFile("plan.xlsx", package({"word/document.xml": "<a/>"})),
            "por dentro es un archivo comprimido",
        ),
        (SimpleUploadedFile("vacio.csv", b""), "vacío"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_what_is_not_a_plan_is_refused_and_not_kept(login, coordinator, network, file, words):
    data = {"file": file, "target": "new", "first_year": "2024"}
    response = login(coordinator).post(address("import_create"), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not PlanImport.objects.exists()
    assert not stored_files()


def test_too_large_a_file_is_refused(login, coordinator, network, monkeypatch):
    monkeypatch.setattr("monitoring.importing.files.MAX_BYTES", 10)
    data = {"file": report(), "target": "new", "first_year": "2024"}
    response = login(coordinator).post(address("import_create"), data)
    assert "el máximo" in response.content.decode()
    assert not stored_files()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_year": ""}, "Diga de qué año es el plan"),
        ({"first_year": "2024", "last_year": "2023"}, "anterior al primero"),
        ({"first_year": "2024", "last_year": "2060"}, "como mucho"),
        ({"slug": "importar"}, "reservado"),
        ({"slug": "2023"}, "Ya hay un plan con esa dirección"),
        ({"slug": "Con Espacios"}, "minúsculas"),
        ({"target": "next"}, "Elija de qué plan"),
    ],
    ids=str,
)
def test_what_else_is_refused(login, coordinator, network, changes, words):
    make_plan(network, slug="2023", year=2023)
    data = {"file": report(), "target": "new", "first_year": "2024", **changes}
    response = login(coordinator).post(address("import_create"), data)
    assert words in response.content.decode()
    assert not PlanImport.objects.exists()


def test_the_address_of_a_plan_is_never_that_of_the_wizard(login, coordinator, network):
    data = {"title": "Plan", "first_year": 2024, "last_year": 2024, "slug": "importar"}
    response = login(coordinator).post("/redes/alfa/planes/nuevo/", data)
    assert "reservado" in response.content.decode()
    assert "Subir y leer" in login(coordinator).get("/redes/alfa/planes/importar/").content.decode()


def test_only_plans_without_a_draft_get_a_new_version(login, coordinator, network):
    make_plan(network, slug="2023", year=2023)
    make_version(network, "2022", year=2022, status=VersionStatus.DRAFT)
    make_plan(make_network("beta"), slug="ajeno")
    form = login(coordinator).get(address("import_create")).context["form"]
    assert [plan.slug for plan in form.fields["plan"].queryset] == ["2023"]
    row = upload(login(coordinator), target="next", plan="2023")
    assert (row.options["plan"], row.options["first_year"]) == ("2023", 2023)


def test_unfinished_ones_are_listed_and_forgotten_on_request(
    login, coordinator, secretariat, network, django_capture_on_commit_callbacks
):
    row = upload(login(coordinator), report(PLAN, "pendiente.csv"))
    client = login(secretariat)
    assert "pendiente.csv" in client.get(address("import_create")).content.decode()
    assert client.get(address("import_progress", row)).url == address("import_preview", row)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("import_delete", row))
    assert not PlanImport.objects.exists()
    assert not stored_files()


def test_an_import_of_another_network_is_not_there(login, coordinator, outsider, network):
    row = upload(login(coordinator))
    client = login(outsider)
    for name in ("import_mapping", "import_preview", "import_progress", "import_marked"):
        assert client.get(address(name, row, "ajena")).status_code == 404
    assert client.post(address("import_delete", row, "ajena")).status_code == 404
    assert PlanImport.objects.exists()


def test_after_a_week_it_is_forgotten_with_its_file(
    login, coordinator, network, capsys, django_capture_on_commit_callbacks
):
    row = upload(login(coordinator))
    kept = upload(login(coordinator))
    long_ago = timezone.now() - datetime.timedelta(days=8)
    PlanImport.objects.filter(pk=row.pk).update(uploaded_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("imports_clean")
    assert "1" in capsys.readouterr().out
    assert list(PlanImport.objects.all()) == [kept]
    assert len(stored_files()) == 1


def test_a_lost_file_is_told(login, coordinator, network):
    client = login(coordinator)
    row = upload(client)
    lose_files()
    response = client.get(address("import_preview", row), follow=True)
    assert "vuelva a subirlo" in response.content.decode()


def test_the_list_of_plans_leads_here(login, coordinator, observer, network):
    assert address("import_create") in login(coordinator).get("/redes/alfa/planes/").content.decode()
    assert address("import_create") not in login(observer).get("/redes/alfa/planes/").content.decode()
