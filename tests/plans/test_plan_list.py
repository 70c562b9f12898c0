"""The list of plans, creating one, its data, and how deadlines are understood."""

from __future__ import annotations

import pytest

from plans.models import Plan, VersionStatus
from tests.factories import make_network, make_plan, make_version
from tests.plans.editing import url

pytestmark = pytest.mark.django_db
LIST = "/redes/alfa/planes/"
NEW = {"title": "Plan 2025", "first_year": "2025", "last_year": "2026", "objective": "", "slug": "2025"}


def test_the_list_is_the_networks(login, observer, network):
    make_plan(network)
    make_plan(make_network("beta"), slug="ajeno")
    html = login(observer).get(LIST).content.decode()
    assert "Plan 2024" in html
    assert "ajeno" not in html
    assert "Crear un plan" not in html


def test_an_empty_list_says_what_to_do(login, coordinator, network):
    assert "Crear un plan" in login(coordinator).get(LIST).content.decode()


@pytest.mark.parametrize("plans", [1, 12])
def test_the_cost_is_the_same(login, observer, network, plans, django_assert_max_num_queries):
    for number in range(plans):
        make_plan(network, slug=f"p-{number}")
    client = login(observer)
    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_creating_one_leads_to_its_empty_draft(login, coordinator, network):
    response = login(coordinator).post(f"{LIST}nuevo/", NEW, follow=True)
    plan = Plan.objects.get()
    assert (plan.network, plan.years) == (network, "2025–2026")
    assert plan.versions.get().status == VersionStatus.DRAFT
    assert response.request["PATH_INFO"] == url("version_edit", plan.versions.get())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"slug": "nuevo"}, "reservado"),
        ({"slug": "2024"}, "Ya hay un plan con esa dirección"),
        ({"slug": "Con Espacios"}, "minúsculas"),
        ({"last_year": "2024"}, "anterior al primero"),
        ({"last_year": "2060"}, "10 años"),
        ({"title": ""}, "obligatorio"),
    ],
    ids=str,
)
def test_what_is_refused(login, coordinator, network, wrong, words):
    make_plan(network)
    response = login(coordinator).post(f"{LIST}nuevo/", {**NEW, **wrong})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Plan.objects.count() == 1


def test_its_data_change(login, coordinator, network):
    version = make_plan(network)
    data = {**NEW, "title": "Plan corregido", "slug": "otro", "revision": "1"}
    assert login(coordinator).post(url("plan_update", version), data).status_code == 302
    version.plan.refresh_from_db()
    assert (version.plan.title, version.plan.slug) == ("Plan corregido", "2024")


def test_how_a_deadline_is_understood(login, observer, network):
    client, address = login(observer), url("deadline_preview", make_version(network))
    html = client.get(address, {"deliverables-0-deadline_text": "segundo semestre"}).content.decode()
    assert "01/07/2024 – 31/12/2024" in html
    fragment = client.get(address, {"deadline_text": "permanente"}, headers={"HX-Request": "true"})
    assert "Sin fecha" in fragment.content.decode()
    assert "<h1" not in fragment.content.decode()
    assert client.get(address).status_code == 200
