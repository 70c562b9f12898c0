"""The plan's page: the whole tree, filtered or not, at a constant cost."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from networks.models import MandatedFunction, Organization
from plans.models import Concern, Deliverable, Indicator, Objective, Party, Verification, VersionStatus
from tests.factories import make_activity, make_eje, make_member, make_plan, make_version
from tests.plans.editing import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(network, member):
    version = make_version(network)
    first, second = make_eje(version, "A", goal="Cien mujeres", theme="Trata"), make_eje(version, "B")
    first.functions.add(MandatedFunction.objects.create(network=network, number=3, title="Coordinar"))
    objective = Objective.objects.create(eje=first, code="A1", title="Fortalecer la red")
    forum = make_activity(first, "a.1", title="Foro regional", objective=objective, weight=Decimal("60"))
    make_activity(
        first,
        "a.2",
        title="Boletín",
        weight=Decimal("30"),
        concerns=Concern.NETWORK,
        deadline_text="permanente",
        schedule_months=["2024-03", "2024-04", "2024-05"],
    )
    product = Deliverable.objects.create(
        activity=forum,
        title="Memoria del foro",
        deadline_text="Agosto de 2024",
        deadline_start_on=datetime.date(2024, 8, 1),
        deadline_end_on=datetime.date(2024, 8, 31),
        deadline_precision="month",
    )
    Verification.objects.create(activity=forum, deliverable=product, text="Lista de asistencia")
    Party.objects.create(activity=forum, kind="responsible", scope="member", member=member)
    Party.objects.create(activity=forum, kind="funding", scope="words", words="Cooperación italiana")
    Indicator.objects.create(activity=forum, title="Asistentes", target=1200, unit="personas")
    seminar = make_activity(second, "b.5", title="Encuentro")
    own = make_activity(second, "b.5.1", title="Seminario", parent=seminar, concerns=Concern.SOME_MEMBERS)
    own.members.add(make_member(network, "dos"))
    return version


def page(client, version, **query):
    response = client.get(url("plan_detail", version), query)
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_everything(login, observer, version):
    html = page(login(observer), version)
    for words in (
        "Cien mujeres",
        "3. Coordinar",
        "Fortalecer la red",
        "Foro regional",
        "60,00\u00a0%",
        "suma 90,00\u00a0%: faltan 10,00 para 100,00",
        "Memoria del foro",
        "Agosto de 2024",
        "01/08/2024 – 31/08/2024",
        "Lista de asistencia",
        "Integrante uno",
        "Cooperación italiana",
        "meta 1\u00a0200",
        "sin fecha",
        "mar–may 2024",
        "la red misma",
        "b.5.1",
        "Integrante dos",
    ):
        assert words in html, words
    assert "Editar" not in html


def test_it_folds_and_is_open_at_first(login, observer, version):
    html = page(login(observer), version)
    assert html.count('<details class="tree__eje"') == 2
    assert "data-fold-close" in html
    assert "data-print" in html


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"q": "memoria"}, "Foro regional", "Boletín"),
        ({"responsible": "italiana"}, "Foro regional", "Boletín"),
        ({"responsible": "integrante uno"}, "Foro regional", "Seminario"),
        ({"deadline": "overdue"}, "Foro regional", "Boletín"),
        ({"deadline": "unread"}, "Boletín", "Foro regional"),
        ({"deadline": "without"}, "Seminario", "Boletín"),
        ({"due_from": "2024-08-31", "due_to": "2024-08-31"}, "Foro regional", "Boletín"),
        ({"due_to": "2024-12-31"}, "Foro regional", "Boletín"),
        ({"member": "red"}, "Boletín", "Foro regional"),
    ],
    ids=str,
)
def test_filters(login, observer, version, query, shown, hidden):
    html = page(login(observer), version, **query)
    assert shown in html
    assert hidden not in html


def test_filters_by_eje_and_member_keep_the_sums_of_the_whole(login, observer, version, member):
    eje = version.ejes.get(code="A")
    client = login(observer)
    html = page(client, version, eje=eje.pk)
    assert "Foro regional" in html
    assert "Encuentro" not in html
    html = page(client, version, member=member.pk)
    assert "Foro regional" in html
    assert "Seminario" not in html
    assert "suma 90,00\u00a0%" in page(client, version, q="foro")
    other = version.plan.network.members.get(code="dos")
    html = page(client, version, member=other.pk)
    assert "Encuentro" in html
    assert "Seminario" in html


def test_nothing_matches_and_bad_input(login, observer, version):
    client = login(observer)
    assert "Nada coincide" in page(client, version, q="zzz")
    html = page(client, version, due_to="ayer")
    assert "callout--warning" in html
    assert "Foro regional" in html


def test_htmx_gets_the_results_alone(login, observer, version):
    response = login(observer).get(url("plan_detail", version), {"q": "foro"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.lstrip().startswith('<div id="resultados"')
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("activities", [1, 60])
def test_the_cost_is_the_same(login, observer, network, activities, django_assert_max_num_queries):
    version = make_plan(network, [None] * activities)
    for activity in version.ejes.get().activities.all():
        Deliverable.objects.create(activity=activity, title="P")
        Party.objects.create(activity=activity, kind="support", scope="every")
        activity.members.add(make_member(network))
    client = login(observer)
    with django_assert_max_num_queries(21):
        page(client, version, q="actividad")


def test_which_version(login, observer, coordinator, network):
    version = make_plan(network)
    draft = make_version(network, number=2, status=VersionStatus.DRAFT)
    make_eje(draft, "Z", title="Solo del borrador")
    client = login(coordinator)
    assert "Solo del borrador" not in page(client, version)
    html = client.get(url("version_detail", draft)).content.decode()
    assert "Solo del borrador" in html
    assert "todavía no rige" in html
    version.delete()
    assert "Solo del borrador" in page(client, draft)


def test_a_plan_without_versions(login, coordinator, network):
    version = make_plan(network)
    plan_url = url("plan_detail", version)
    version.delete()
    assert "Empezar un borrador" in login(coordinator).get(plan_url).content.decode()


def test_level_words_are_the_networks(login, observer, version):
    network = version.plan.network
    network.eje_word_plural, network.activity_word_plural = "grupos", "acciones"
    network.save()
    html = page(login(observer), version)
    assert "2 grupos" in html
    assert "3 acciones" in html


def test_responsible_organizations_by_either_name(login, observer, version):
    oim = Organization.objects.create(network=version.plan.network, name="Organización Mundial", short_name="OIM")
    Party.objects.create(
        activity=version.ejes.get(code="A").activities.get(code="a.2"),
        kind="support",
        scope="organization",
        organization=oim,
    )
    html = page(login(observer), version, responsible="oim")
    assert "Boletín" in html
    assert "Foro regional" not in html
