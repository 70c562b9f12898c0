"""The themes that a network keeps for itself."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans import services
from plans.models import Activity, Theme
from plans.services.themes import theme_delete, theme_save
from tests.factories import make_activity, make_eje, make_network, make_version

pytestmark = pytest.mark.django_db


def address(name: str, **kwargs) -> str:
    return reverse(f"plans:{name}", kwargs={"slug": "alfa", **kwargs})


@pytest.fixture
def own(network):
    return Theme.objects.create(network=network, code="T1", title="Libre tránsito")


def test_a_coordinator_adds_changes_and_deletes_one(login, coordinator, network):
    client = login(coordinator)
    client.post(address("theme_create"), {"code": " PSG  1 ", "title": "Presupuesto", "order": 1})
    theme = Theme.objects.get(network=network)
    assert (theme.code, theme.framework) == ("PSG 1", "own")
    client.post(address("theme_update", pk=theme.pk), {"code": "PSG", "title": "Presupuesto", "order": 1})
    page = client.get(address("theme_list")).content.decode()
    assert "PSG" in page
    assert "Añadir un tema propio" in page
    client.post(address("theme_delete", pk=theme.pk))
    assert not Theme.objects.filter(network=network).exists()


def test_who_only_reads_sees_the_list_without_buttons(login, observer, own):
    page = login(observer).get(address("theme_list")).content.decode()
    assert "Libre tránsito" in page
    assert "CEDAW 16" in page
    assert "Añadir un tema propio" not in page
    assert address("theme_delete", pk=own.pk) not in page


@pytest.mark.parametrize(
    ("code", "said"), [("ods 5.2", "«ods 5.2» es un tema común"), ("T1", "La red ya tiene un tema con ese código")]
)
def test_a_code_means_one_thing(login, secretariat, own, code, said):
    response = login(secretariat).post(address("theme_create"), {"code": code, "title": "Otro", "order": 0})
    assert said in response.content.decode()
    assert Theme.objects.exclude(network=None).count() == 1


def test_one_that_is_used_stays_and_says_where(login, secretariat, network, own):
    activity = make_activity(make_eje(make_version(network)), "1.1", title="Encuentro")
    activity.themes.add(own)
    client = login(secretariat)
    page = client.get(address("theme_delete", pk=own.pk)).content.decode()
    assert "1.1 de «Plan 2024», versión 1" in page
    page = client.post(address("theme_delete", pk=own.pk), follow=True).content.decode()
    assert "no se elimina porque lo usan: 1.1 de «Plan 2024», versión 1." in page
    assert Theme.objects.filter(pk=own.pk).exists()


def test_an_activity_counts_once_in_all_its_versions(login, observer, network, own):
    version = make_version(network)
    first = make_activity(make_eje(version), "1.1", title="Encuentro")
    first.themes.add(own)
    services.version_draft(plan=version.plan)
    assert Activity.objects.filter(themes=own).count() == 2
    assert '<td class="num" data-label="Actividades">1</td>' in (
        login(observer).get(address("theme_list")).content.decode()
    )


def test_common_themes_and_those_of_others_are_out_of_reach(login, secretariat):
    common = Theme.objects.get(code="ODS 5.1")
    stranger = Theme.objects.create(network=make_network("beta"), code="B1", title="Ajeno")
    client = login(secretariat)
    for theme in (common, stranger):
        for name in ("theme_update", "theme_delete"):
            assert client.get(address(name, pk=theme.pk)).status_code == 404
    assert "Ajeno" not in client.get(address("theme_list")).content.decode()
    for write in (theme_save, theme_delete):
        with pytest.raises(ValidationError, match="comunes"):
            write(theme=common)


def test_it_is_reached_from_the_plans(login, coordinator, network):
    page = login(coordinator).get(reverse("plans:plan_list", kwargs={"slug": "alfa"})).content.decode()
    assert address("theme_list") in page


def test_the_cost_is_that_of_one(login, observer, network, own, django_assert_max_num_queries):
    client = login(observer)
    client.get(address("theme_list"))
    for number in range(30):
        Theme.objects.create(network=network, code=f"N{number}", title="Tema")
    with django_assert_max_num_queries(7):
        client.get(address("theme_list"))
