"""The consistency panel: everything that does not add up, where it is, and where it is mended."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from plans.consistency import findings, grouped
from plans.models import Concern, Deliverable, Objective, Party, Verification, VersionStatus
from plans.selectors import version_tree
from tests.factories import make_activity, make_eje, make_plan, make_version
from tests.plans.editing import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(network):
    """An eje that is off, one without weights, a deadline in words, and what only some rows have."""
    version = make_version(network, status=VersionStatus.DRAFT)
    first = make_eje(version, weight=Decimal("70"))
    second = make_eje(version, "2", weight=Decimal("20"))
    Objective.objects.create(eje=second, code="2.B", title="Sin el primero")
    forum = make_activity(first, title="Foro", weight=Decimal("60"), deadline_text="permanente")
    make_activity(first, title="Boletín", weight=Decimal("30.5"), concerns=Concern.SOME_MEMBERS)
    late = make_activity(second, "2.4", title="Encuentro")
    Deliverable.objects.create(
        activity=late,
        title="Memoria",
        deadline_text="2031",
        deadline_start_on="2031-01-01",
        deadline_end_on="2031-12-31",
        deadline_precision="year",
    )
    Verification.objects.create(activity=forum, text="Acta")
    Party.objects.create(activity=forum, kind="responsible", scope="every")
    return version


def page(client, version, **query) -> str:
    response = client.get(url("version_consistency", version), query)
    assert response.status_code == 200
    return response.content.decode()


def kinds(version) -> dict[str, list[str]]:
    found = findings(version_tree(version), version.plan.network)
    return {group.kind: [finding.where for finding in group.findings] for group in grouped(found)}


def test_every_place_is_a_row_of_its_own(draft):
    assert kinds(draft) == {
        "weight_sum": ["", "1"],
        "concerns": ["1.2"],
        "deadline_unread": ["1.1"],
        "deadline_outside": ["2.4"],
        "missing_verification": ["1.2", "2.4"],
        "missing_responsible": ["1.2", "2.4"],
        "numbering_gap": ["2.B", "2.4"],
    }


def test_weights_and_nobody_refuse_and_the_rest_does_not(draft):
    found = findings(version_tree(draft), draft.plan.network)
    assert [finding.kind for finding in found if finding.refuses] == ["weight_sum", "weight_sum", "concerns"]
    leaves = next(finding for finding in found if finding.where == "1")
    assert leaves.computed == "90,50"
    assert "faltan 9,50 para 100,00" in leaves.message


def test_each_is_mended_where_it_is(login, coordinator, draft):
    html = page(login(coordinator), draft)
    activities = {row.code: row.pk for eje in draft.ejes.all() for row in eje.activities.all()}
    for address in (
        url("eje_weights", draft, pk=draft.ejes.get(code="1").pk),
        url("plan_weights", draft),
        url("activity_update", draft, pk=activities["1.1"]) + "#id_deadline_text",
        url("activity_update", draft, pk=activities["2.4"]) + "#id_deliverables-0-deadline_text",
        url("activity_update", draft, pk=activities["1.2"]) + "#id_verifications-0-text",
        url("activity_update", draft, pk=activities["1.2"]) + "#id_parties-0-who",
        url("activity_update", draft, pk=activities["1.2"]) + "#id_concerns_0",
        url("objective_update", draft, pk=Objective.objects.get().pk) + "#id_code",
    ):
        assert f'href="{address}"' in html, address
    assert "3 impiden poner la versión en vigor" in html


def test_the_fields_it_leads_to_are_in_the_form(login, coordinator, draft):
    client = login(coordinator)
    forum = draft.ejes.get(code="2").activities.get()
    html = client.get(url("activity_update", draft, pk=forum.pk)).content.decode()
    found = findings(version_tree(draft), draft.plan.network)
    for field in {finding.field for finding in found if finding.activity_id}:
        assert f'id="{field}"' in html, field


def test_who_only_reads_is_led_to_the_plan(login, observer, draft):
    html = page(login(observer), draft)
    activity = draft.ejes.get(code="1").activities.get(code="1.1")
    assert f'href="{url("version_detail", draft)}#actividad-{activity.pk}"' in html
    assert "Corregir" not in html
    plan = login(observer).get(url("version_detail", draft)).content.decode()
    assert f'id="actividad-{activity.pk}"' in plan
    assert f'id="eje-{activity.eje_id}"' in plan


def test_a_version_in_force_is_not_mended(login, coordinator, network):
    version = make_plan(network, (40, 59))
    html = page(login(coordinator), version)
    assert f"{url('version_detail', version)}#eje-" in html
    assert "Corregir" not in html


def test_in_order(login, observer, network):
    version = make_plan(network)
    for activity in version.ejes.get().activities.all():
        Party.objects.create(activity=activity, kind="responsible", scope="secretariat")
    html = page(login(observer), version)
    assert "Nada por mirar" in html
    assert "Ninguna de sus líneas dice medios de verificación, plazos:" in html
    assert "kind__row" not in html


def test_what_says_everything_lacks_nothing(login, observer, network):
    version = make_plan(network, (100,))
    activity = version.ejes.get().activities.get()
    activity.deadline_text, activity.deadline_precision = "2024", "year"
    activity.deadline_start_on, activity.deadline_end_on = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)
    activity.save()
    Party.objects.create(activity=activity, kind="responsible", scope="secretariat")
    Verification.objects.create(activity=activity, text="Acta")
    assert "Todo suma y nada falta" in page(login(observer), version)


def test_a_plan_that_never_says_who_answers_is_told_once(network):
    found = findings(version_tree(make_plan(network)), network)
    assert [finding.message for finding in found] == ["El plan no dice quién responde de nada."]


def test_a_thousand_findings_stay_usable(login, coordinator, network, django_assert_max_num_queries):
    draft = make_plan(network, [None] * 60, status=VersionStatus.DRAFT)
    draft.ejes.get().activities.update(deadline_text="permanente")
    client = login(coordinator)
    with django_assert_max_num_queries(24):
        html = page(client, draft)
    assert html.count('class="kind__row"') == 26
    assert "Ver 35 más" in html
    html = page(client, draft, kind="deadline_unread")
    assert html.count('class="kind__row"') == 60
    assert "responde de nada" not in html
    assert page(client, draft, kind="nada").count('class="kind__row"') == 26


def test_it_is_a_tab_of_the_plan(login, observer, network):
    version = make_plan(network)
    html = login(observer).get(url("plan_detail", version)).content.decode()
    address = reverse("plans:version_consistency", args=[network.slug, "2024", 1])
    assert f'href="{address}"' in html


def test_notices_are_counted_before_putting_in_force(login, secretariat, draft):
    html = login(secretariat).get(url("version_enforce", draft)).content.decode()
    panel = url("version_consistency", draft)
    assert "Sin responsable: 2." in html
    assert f'href="{panel}#missing_responsible"' in html
