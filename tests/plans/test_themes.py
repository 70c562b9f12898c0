"""The common themes are put in place, mended and left alone; an activity has themes and is found by them."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Framework, Indicator, Theme, VersionStatus
from plans.themes import common_themes, put_themes
from tests.factories import make_activity, make_eje, make_network, make_version
from tests.plans.editing import activity_data, url

pytestmark = pytest.mark.django_db


def theme(code: str) -> Theme:
    return Theme.objects.get(code=code)


def test_the_common_themes_are_there_after_migrating():
    codes = list(Theme.objects.filter(network=None).values_list("code", flat=True))
    assert codes == list(common_themes())
    assert codes[:10] == [*(f"ODS 5.{target}" for target in "123456abc"), "CEDAW 1"]
    assert codes[24:26] + codes[-1:] == ["CEDAW 16", "BDP 1", "BDP 9"]
    assert Theme.objects.filter(framework=Framework.CEDAW).count() == 16


def test_they_are_mended_and_then_nothing_more_is_asked():
    Theme.objects.filter(code="ODS 5.5").update(title="Otra cosa")
    theme("BDP 8").delete()
    put_themes()
    assert "liderazgo" in theme("ODS 5.5").title
    assert theme("BDP 8").framework == Framework.BELEM
    with CaptureQueriesContext(
        connection,
    ) as asked:
        put_themes()
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_a_flush_puts_them_back():
    call_command("flush", interactive=False, verbosity=0)
    assert Theme.objects.filter(network=None).count() == len(common_themes())


@pytest.fixture
def draft(network):
    version = make_version(network, status=VersionStatus.DRAFT)
    make_activity(make_eje(version), "1.1", title="Foro contra la trata")
    make_activity(version.ejes.get(), "1.2", title="Boletín")
    return version


def test_an_activity_takes_themes_in_its_form(login, coordinator, draft, network):
    own = Theme.objects.create(network=network, code="R1", title="Tema propio de la red")
    stranger = Theme.objects.create(network=make_network("beta"), code="B1", title="Tema ajeno")
    activity = draft.ejes.get().activities.get(code="1.1")
    client = login(coordinator)
    page = client.get(url("activity_update", draft, pk=activity.pk)).content.decode()
    assert "Tema propio de la red" in page
    assert "Tema ajeno" not in page
    data = activity_data(code="1.1", themes=[theme("ODS 5.2").pk, own.pk])
    assert client.post(url("activity_update", draft, pk=activity.pk), data).status_code == 302
    assert set(activity.themes.values_list("code", flat=True)) == {"ODS 5.2", "R1"}
    page = client.get(url("activity_update", draft, pk=activity.pk)).content.decode()
    assert page.count("1 marcado") == 2
    refused = client.post(url("activity_update", draft, pk=activity.pk), activity_data(themes=[stranger.pk]))
    assert refused.status_code == 422


def test_the_page_shows_themes_and_is_narrowed_by_them(login, observer, draft):
    activity = draft.ejes.get().activities.get(code="1.1")
    activity.themes.set([theme("ODS 5.2"), theme("CEDAW 6")])
    client = login(observer)
    page = client.get(url("plan_detail", draft)).content.decode()
    assert ">CEDAW 6</span>" in page
    page = client.get(url("plan_detail", draft), {"theme": theme("ODS 5.2").pk}).content.decode()
    assert "Foro contra la trata" in page
    assert "Boletín" not in page


def test_an_indicator_is_told_apart(login, coordinator, draft):
    activity = draft.ejes.get().activities.get(code="1.1")
    row = {
        "indicators-0-title": "Asistentes",
        "indicators-0-is_numeric": "on",
        "indicators-0-over_periods": "sum",
        "indicators-0-over_members": "sum",
    }
    address, client = url("activity_update", draft, pk=activity.pk), login(coordinator)

    def post(line: str):
        data = activity_data(code="1.1", totals={"indicators": 1}, **row, **{"indicators-0-disaggregation": line})
        return client.post(address, data)

    refused = post("zona: rural")
    assert refused.status_code == 422
    assert "Diga al menos dos valores de «zona»" in refused.content.decode()
    assert post("sexo; zona: rural, urbana").status_code == 302
    indicator = Indicator.objects.get()
    assert indicator.disaggregation == [
        {"by": "sexo", "values": ["mujeres", "hombres", "otra"]},
        {"by": "zona", "values": ["rural", "urbana"]},
    ]
    assert "sexo: mujeres, hombres, otra; zona: rural, urbana" in client.get(address).content.decode()
    assert "zona (rural, urbana)" in client.get(url("plan_detail", draft)).content.decode()


def test_older_lists_of_names_are_shown_with_their_values(login, coordinator, draft):
    activity = draft.ejes.get().activities.get(code="1.1")
    Indicator.objects.create(activity=activity, title="Asistentes", disaggregation=["sexo"])
    client, address = login(coordinator), url("activity_update", draft, pk=activity.pk)
    assert "sexo: mujeres, hombres, otra" in client.get(address).content.decode()


def test_what_a_file_brought_otherwise_does_not_hold_up_the_rest(login, coordinator, draft):
    activity = draft.ejes.get().activities.get(code="1.1")
    indicator = Indicator.objects.create(activity=activity, title="Asistentes", disaggregation=["zona"])
    row = {
        "indicators-0-pk": indicator.pk,
        "indicators-0-title": "Asistentes",
        "indicators-0-is_numeric": "on",
        "indicators-0-over_periods": "sum",
        "indicators-0-over_members": "sum",
        "indicators-0-disaggregation": "zona",
    }
    data = activity_data(code="1.1", title="Otro título", totals={"indicators": 1}, **row)
    assert login(coordinator).post(url("activity_update", draft, pk=activity.pk), data).status_code == 302
    indicator.refresh_from_db()
    assert indicator.disaggregation == ["zona"]


def test_the_networks_territories_and_areas_are_offered(login, coordinator, draft, network, member):
    member.network.members.create(code="dos", name="Usme; Sur")
    network.action_areas.create(name="Atención")
    network.action_areas.create(name="Prevención")
    page = login(coordinator).get(url("activity_create", draft, eje=draft.ejes.get().pk)).content.decode()
    assert "territorio: Integrante uno, Usme Sur" in page
    assert "área de acción: Atención, Prevención" in page


def test_a_deliverable_may_leave_its_date_to_each_member(login, coordinator, draft):
    activity = draft.ejes.get().activities.get(code="1.1")
    row = {"deliverables-0-title": "Afiche", "deliverables-0-deadline_by_member": "on"}
    data = activity_data(code="1.1", totals={"deliverables": 1}, **row)
    assert login(coordinator).post(url("activity_update", draft, pk=activity.pk), data).status_code == 302
    assert activity.deliverables.get().deadline_by_member
