"""The desk: preview, publish what was seen, withdraw with a reason, switch the page on and off."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from plans.models import Activity
from reports.models import PublishedSnapshot
from reports.publishing.services import snapshot_publish
from tests.factories import make_network, make_period
from tests.reports.publishing_samples import make_sample, publish_all

DESK = "/redes/alfa/transparencia/"


@pytest.fixture
def sample(network):
    return make_sample(network)


@pytest.fixture
def desk(login, secretariat):
    return login(secretariat)


def preview(client, kind: str, key: str) -> str:
    address = reverse("reports:publishing_preview", args=["alfa", kind])
    return client.get(address, {"cual": key}).content.decode()


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(kind|key|expected)"\s+value="([^"]*)"', page))


@pytest.mark.parametrize(
    ("kind", "key", "said"),
    [
        ("plan", "2024", "Actividad 1.1"),
        ("progress", "2024/2024-T1", "Informó 1 de 1"),
        ("meetings", "2024", "Asistieron 1 de 3 puestos"),
        ("decisions", "2024", "Aprobar el plan"),
        ("documents", "", "reglamento-interno.pdf"),
    ],
)
def test_preview_is_what_will_be_seen_and_publishes_it(sample, desk, kind, key, said) -> None:
    page = preview(desk, kind, key)
    assert said in re.sub(r"\s+", " ", page)
    assert "todavía no lo ve nadie más" in page
    assert not PublishedSnapshot.objects.exists()
    desk.post(f"{DESK}publicar/", hidden(page))
    row = PublishedSnapshot.objects.in_force().get()
    assert (row.kind, row.key, row.published_by.username) == (kind, key, "secretariat")
    assert "lo mismo que ya está publicado" in preview(desk, kind, key)


def test_preview_is_kept_by_nobody(sample, desk) -> None:
    response = desk.get(f"{DESK}vista/plan/", {"cual": "2024"})
    assert response["Cache-Control"] == "private, no-store"


def test_what_changed_after_the_preview_is_not_published(sample, desk) -> None:
    seen = hidden(preview(desk, "plan", "2024"))
    Activity.objects.update(title="Cambiada por otra")
    page = desk.post(f"{DESK}publicar/", seen, follow=True).content.decode()
    assert "los datos cambiaron mientras usted miraba" in page
    assert not PublishedSnapshot.objects.exists()


def test_list_says_what_is_no_longer_the_same(sample, desk) -> None:
    publish_all(sample)
    Activity.objects.filter(pk=sample.activity.pk).update(title="Otro título")
    page = desk.get(DESK).content.decode()
    assert "Lo publicado ya no es lo mismo que hay ahora" in page
    assert "Actividades del plan: 1 fila cambiada." in page
    assert page.count("✓ Publicado") == 3


def test_list_of_one_kind(sample, desk) -> None:
    page = desk.get(DESK, {"que": "meetings"}).content.decode()
    assert "Sesiones de 2024" in page
    assert "Decisiones de 2024" not in page
    assert desk.get(DESK, {"que": "\x00"}).status_code == 200


def test_withdrawing_asks_why(sample, desk) -> None:
    row = publish_all(sample)["plan"]
    address = reverse("reports:publishing_withdraw", args=["alfa", row.pk])
    assert desk.post(address, {"reason": " "}).status_code == 200
    assert PublishedSnapshot.objects.in_force().filter(pk=row.pk).exists()
    desk.post(address, {"reason": "Tenía un error"})
    assert not PublishedSnapshot.objects.in_force().filter(pk=row.pk).exists()
    assert desk.get(address).status_code == 404
    page = desk.get(f"{DESK}historial/").content.decode()
    assert "Tenía un error" in page
    assert row.sha256 in page


def test_nothing_of_another_network_is_withdrawn_here(sample, desk) -> None:
    other = make_sample(make_network("beta"))
    row = snapshot_publish(network=other.network, kind="plan", key="2024", by=None)
    assert (
        desk.post(reverse("reports:publishing_withdraw", args=["alfa", row.pk]), {"reason": "x"}).status_code
        == 404
    )
    assert PublishedSnapshot.objects.in_force().filter(pk=row.pk).exists()


def test_switch_turns_the_page_off_and_on(sample, desk, client) -> None:
    publish_all(sample)
    desk.post(f"{DESK}pagina/", {"publico": "no"})
    assert client.get("/transparencia/alfa/").status_code == 404
    assert "está apagada" in desk.get(DESK).content.decode()
    desk.post(f"{DESK}pagina/", {"publico": "si"})
    assert client.get("/transparencia/alfa/").status_code == 200


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("vista/otra/", {"cual": "2024"}),
        ("vista/plan/", {"cual": "\x00"}),
    ],
)
def test_strange_addresses_are_not_there(sample, desk, address, data) -> None:
    assert desk.get(DESK + address, data).status_code == 404


def test_nothing_to_preview_says_why(sample, desk) -> None:
    page = desk.get(f"{DESK}vista/plan/", {"cual": "otro"}, follow=True).content.decode()
    assert "no tiene una versión en vigor" in page


def test_list_costs_the_same_for_few_and_many_records(sample, desk, django_assert_max_num_queries) -> None:
    def cost() -> int:
        with django_assert_max_num_queries(150) as found:
            desk.get(DESK)
        return len(found)

    publish_all(sample)
    few = cost()
    for code in ("2024-T2", "2024-T3", "2024-T4"):
        make_period(sample.network, code)
    for n in range(20):
        sample.meeting.decisions.create(body=f"Decisión {n}").follow_ups.create(body="Algo", member=sample.member)
    assert cost() == few
