"""What must not be published: what fell, what a technician wrote, what was swapped, one thing twice."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from monitoring.models import CheckState, Measurement, PublicationItem, PublishedState
from networks.models import MandatedFunction
from plans.models import Deliverable, Indicator
from reports import issuing
from reports.models import PublishedFile, PublishedSnapshot
from reports.public_charts import strip
from reports.publishing.building import build
from reports.publishing.services import snapshot_publish, snapshot_withdraw
from tests.factories import make_activity, make_eje
from tests.reports.publishing_samples import SECRET, make_sample, publish_all


@pytest.fixture
def sample(network):
    return make_sample(network)


def publish(sample, kind: str, key: str = "") -> PublishedSnapshot:
    return snapshot_publish(network=sample.network, kind=kind, key=key, by=None)


# -- documents ----------------------------------------------------------------------------------------------------


@pytest.fixture
def fallen(sample) -> PublicationItem:
    """A link that a person recorded as published, and that a test found dead."""
    return PublicationItem.objects.create(
        network=sample.network,
        document="norms",
        published=PublishedState.YES,
        published_on=datetime.date(2024, 1, 5),
        url="https://ejemplo.org/decreto",
        check_state=CheckState.DEAD,
        checked_at=datetime.datetime(2024, 6, 1, 12, tzinfo=datetime.UTC),
        reopened_at=datetime.datetime(2024, 6, 1, 12, tzinfo=datetime.UTC),
    )


def test_fallen_link_is_not_published_and_tells_its_test(sample, fallen, client) -> None:
    publish(sample, "documents")
    rows = client.get("/api/v1/networks/alfa/documents/").json()["results"]
    # As the network put them, not by their kinds.
    assert [row["name"] for row in rows] == ["Reglamento interno", "Normas de creación"]
    line = rows[1]
    assert (line["published"], line["url"], line["published_on"]) == (False, None, None)
    assert (line["check"], line["checked_at"][:10]) == ("no existe", "2024-06-01")
    page = client.get("/transparencia/alfa/documentos/").content.decode()
    assert "ejemplo.org/decreto" not in page
    assert "última prueba, 1 de junio de 2024: no existe" in " ".join(page.split())


def test_link_that_answers_again_is_published_again(sample, fallen) -> None:
    fallen.reopened_at, fallen.check_state = None, CheckState.ALIVE
    fallen.save()
    line = next(one for one in build("documents", sample.network).documents if one.kind == "Normas de creación")
    assert (line.published, line.url, line.check) == (True, "https://ejemplo.org/decreto", "responde")


def test_fallen_file_is_not_copied(sample) -> None:
    PublicationItem.objects.update(reopened_at=timezone.now(), check_state=CheckState.DEAD)
    row = publish(sample, "documents")
    assert not row.files.exists()
    assert [(line["published"], line["file"]) for line in row.data["documents"]] == [(False, None)]


def test_file_that_was_swapped_is_not_published(sample, django_capture_on_commit_callbacks) -> None:
    storage, name = sample.item.file.storage, sample.item.file.name
    storage.delete(name)
    storage.save(name, ContentFile(b"otra cosa"))
    with pytest.raises(ValidationError, match="no es el que se guardó"):
        publish(sample, "documents")
    assert not PublishedSnapshot.objects.exists()
    assert not PublishedFile.objects.exists()


def test_file_that_was_lost_is_told_in_words(sample, secretariat, login) -> None:
    sample.item.file.storage.delete(sample.item.file.name)
    address = reverse("reports:publishing_publish", args=["alfa"])
    response = login(secretariat).post(address, {"kind": "documents", "key": ""}, follow=True)
    assert "El archivo de «Reglamento interno» falta" in response.content.decode()


def test_copy_that_was_lost_is_not_found(sample, client) -> None:
    copy = publish_all(sample)["documents"].files.get()
    copy.file.storage.delete(copy.file.name)
    address = reverse("reports:public_file", args=["alfa", copy.snapshot_id, copy.name])
    assert client.get(address).status_code == 404


# -- words --------------------------------------------------------------------------------------------------------


def test_words_of_who_reports_are_not_published(sample, client) -> None:
    told = Indicator.objects.create(activity=sample.activity, title="Estado del protocolo", is_numeric=False)
    counted = Indicator.objects.create(activity=sample.activity, title="Talleres dados")
    Measurement.objects.create(entry=sample.entry, indicator_lineage=told.lineage, text=SECRET)
    Measurement.objects.create(entry=sample.entry, indicator_lineage=counted.lineage, value=3, text=SECRET)
    row = publish(sample, "progress", "2024/2024-T1")
    assert SECRET not in json.dumps(row.data, ensure_ascii=False)
    lines = {line["title"]: (line["value"], line["in_words"]) for line in row.data["indicators"]}
    assert lines == {"Estado del protocolo": (None, True), "Talleres dados": ("3.00", False)}
    page = client.get("/transparencia/alfa/avance/2024-T1/").content.decode()
    assert "se sigue en palabras" in page
    assert SECRET not in page


def test_what_an_older_shape_said_and_is_no_longer_told_is_left_out(sample, client) -> None:
    Indicator.objects.create(activity=sample.activity, title="Estado")
    row = publish(sample, "progress", "2024/2024-T1")
    row.data["indicators"][0]["note"] = SECRET
    row.save()
    for path in (
        "/transparencia/alfa/avance/2024-T1/",
        "/transparencia/alfa/datos/indicadores.json",
        "/api/v1/networks/alfa/plans/2024/progress/2024-T1/indicators/",
    ):
        response = client.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200
        assert SECRET not in content.decode()


def test_functions_are_public_when_the_sessions_are(sample, client) -> None:
    MandatedFunction.objects.update(title="Función en borrador")
    publish(sample, "plan", "2024")
    assert "Función en borrador" not in client.get("/transparencia/alfa/").content.decode()
    publish(sample, "meetings", "2024")
    assert "Función en borrador" in client.get("/transparencia/alfa/").content.decode()


def test_products_of_activities_of_one_code_are_told_apart(sample, client) -> None:
    """A code is an activity's only within its eje."""
    other = make_activity(make_eje(sample.version, "2"), "1.2", title="La del otro eje")
    Deliverable.objects.create(activity=other, title="Guía del otro eje")
    row = publish(sample, "plan", "2024")
    told = [(line["eje"], line["activity"], line["title"]) for line in row.data["deliverables"]]
    assert told == [("1", "1.2", "Informe final"), ("2", "1.2", "Guía del otro eje")]
    page = client.get("/transparencia/alfa/plan/2024/").content.decode()
    assert (page.count("Informe final"), page.count("Guía del otro eje")) == (1, 1)


# -- the page itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day"), [("America/Bogota", "30 de abril de 2024"), ("Asia/Tokyo", "1 de mayo de 2024")]
)
def test_day_of_publication_is_the_networks_own(sample, client, zone: str, day: str) -> None:
    publish(sample, "plan", "2024")
    PublishedSnapshot.objects.update(published_at=datetime.datetime(2024, 5, 1, 2, tzinfo=datetime.UTC))
    sample.network.time_zone = zone
    sample.network.save()
    assert f"Publicado el {day}." in client.get("/transparencia/alfa/plan/2024/").content.decode()


def test_list_that_counts_another_number_is_another_answer(sample, client, secretariat) -> None:
    published = publish_all(sample)
    before = client.get("/transparencia/")
    snapshot_withdraw(snapshot=published["plan"], by=secretariat, reason="Tenía un error")
    after = client.get("/transparencia/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "4 publicaciones" in after.content.decode()


def test_reports_and_documents_are_named_in_the_language_of_the_page(sample, client, monkeypatch) -> None:
    monkeypatch.setattr(issuing, "render_pdf", lambda data, **how: b"%PDF")
    row = issuing.report_issue(
        network=sample.network, form="gestion", period_code="2024-T1", by=None, override_reason="Prueba"
    )
    publish(sample, "report", row.folio)
    publish(sample, "documents")
    page = client.get("/transparencia/alfa/documentos/?idioma=en").content.decode()
    assert "Informe de gestión" not in page
    assert "Reglamento interno" not in page
    assert "primer trimestre" not in page.lower()


def test_plan_to_the_last_day_there_is_can_be_drawn() -> None:
    day = datetime.date(9999, 12, 31)
    assert strip([], datetime.date(9999, 12, 1), day, 9999, 9999)


# -- one of each --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "key", "other"),
    [
        ("meetings", "2024", "02024"),
        ("decisions", "2024", "002024"[1:]),
        ("documents", "", "cualquiera"),
    ],
)
def test_another_way_of_writing_a_key_is_the_same_publication(sample, kind: str, key: str, other: str) -> None:
    first = publish(sample, kind, key)
    assert publish(sample, kind, other) == first
    assert PublishedSnapshot.objects.get().key == key


def test_preview_of_another_way_of_writing_it_knows_what_is_published(sample, secretariat, login) -> None:
    publish(sample, "meetings", "2024")
    address = reverse("reports:publishing_preview", args=["alfa", "meetings"])
    page = login(secretariat).get(address, {"cual": "02024"}).content.decode()
    assert "Esto es lo mismo que ya está publicado." in page
