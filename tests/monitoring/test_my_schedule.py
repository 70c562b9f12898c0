"""Everything of a person's: the plans that rule in her networks, and for a técnica what concerns her members."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from monitoring.cronograma import MyCronograma
from networks.models import Role
from plans.models import Concern, Deliverable, VersionStatus
from tests.factories import (
    give_role,
    make_activity,
    make_eje,
    make_entry,
    make_member,
    make_network,
    make_period,
    make_user,
    make_version,
)

TODAY = datetime.date(2024, 5, 10)
DATED = {
    "deadline_text": "junio de 2024",
    "deadline_start_on": datetime.date(2024, 6, 1),
    "deadline_end_on": datetime.date(2024, 6, 30),
    "deadline_precision": "month",
}


@pytest.fixture
def planned(network, member):
    """One activity for every member, one for another member alone, one of the network's."""
    eje = make_eje(make_version(network))
    make_activity(eje, title="De todas", **DATED)
    other = make_activity(eje, title="De otra", concerns=Concern.SOME_MEMBERS, **DATED)
    other.members.add(make_member(network, "otra"))
    make_activity(eje, title="De la red", concerns=Concern.NETWORK)
    return eje


def labels(user, query: str = "", today: datetime.date = TODAY) -> list[str]:
    asked = MyCronograma(user, QueryDict(query), today)
    return [row.label for row in asked.rows(asked.blocks)]


def test_a_technician_sees_what_concerns_her_members(planned, technician):
    assert labels(technician) == ["Alfa · Plan 2024", "Eje 1", "De todas"]


def test_a_technician_of_the_network_itself_sees_the_networks(planned):
    user = make_user()
    give_role(user, planned.version.plan.network, Role.TECHNICIAN)

    assert labels(user)[-1:] == ["De la red"]
    assert "De todas" not in labels(user)


@pytest.mark.parametrize("role", ["coordinator", "secretariat", "observer"])
def test_whoever_else_sees_all_of_her_networks(planned, role, request):
    shown = labels(request.getfixturevalue(role))

    assert {"De todas", "De otra", "De la red"} <= set(shown)
    assert shown.index("Sin fecha") < shown.index("De la red")


def test_another_role_beside_opens_the_whole_network(planned, technician, network):
    give_role(technician, network, Role.COORDINATOR)

    assert "De otra" in labels(technician)


def test_nothing_of_other_networks(planned, outsider):
    assert labels(outsider) == []


def test_drafts_and_replaced_versions_are_not_in_force(planned, secretariat, network):
    make_activity(
        make_eje(make_version(network, status=VersionStatus.DRAFT, number=2)), title="En borrador", **DATED
    )
    planned.version.status = VersionStatus.SUPERSEDED
    planned.version.save()
    ruling = make_version(network, number=3)
    ruling.in_force_from_on = datetime.date(2024, 4, 1)
    ruling.save()
    make_activity(make_eje(ruling), title="La que rige", **DATED)

    assert labels(secretariat)[-1] == "La que rige"
    assert "De todas" not in labels(secretariat)
    assert "En borrador" not in labels(secretariat)


def test_the_nearest_year_with_a_plan_is_shown_and_others_can_be_chosen(planned, secretariat, network):
    make_activity(make_eje(make_version(network, "2012", year=2012)), title="De antes")

    assert "De antes" not in labels(secretariat, today=datetime.date(2026, 1, 1))
    assert "De todas" in labels(secretariat, today=datetime.date(2026, 1, 1))
    assert "De antes" in labels(secretariat, "anio=2012")
    assert "De todas" not in labels(secretariat, "anio=2012")


def test_one_network_alone(planned, secretariat):
    second = make_network("beta")
    give_role(secretariat, second, Role.OBSERVER)
    make_activity(make_eje(make_version(second)), title="De beta", **DATED)

    assert {"De todas", "De beta"} <= set(labels(secretariat))
    assert "De todas" not in labels(secretariat, "red=beta")
    assert "De beta" in labels(secretariat, "red=beta")


def test_the_page_and_the_way_to_it(planned, technician, login):
    client = login(technician)
    page = client.get("/mi-cronograma/").content.decode()

    assert "De todas" in page
    assert "De otra" not in page
    assert 'href="/mi-cronograma/calendario/"' in page
    assert 'href="/mi-cronograma/"' in client.get("/").content.decode()


def test_without_networks_it_says_so(db, login):
    assert "Nada que mostrar" in login(make_user()).get("/mi-cronograma/").content.decode()


def test_the_questions_asked_do_not_grow_with_networks_and_plans(planned, secretariat, login):
    client = login(secretariat)
    client.get("/mi-cronograma/")
    with CaptureQueriesContext(connection) as few:
        client.get("/mi-cronograma/")
    for slug in ("beta", "gama", "delta"):
        other = make_network(slug)
        give_role(secretariat, other, Role.COORDINATOR)
        who, period = make_member(other), make_period(other)
        for plan in ("2024", "otro"):
            activity = make_activity(make_eje(make_version(other, plan)), **DATED)
            Deliverable.objects.create(activity=activity, title="Guía")
            make_entry(activity, period, who)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/mi-cronograma/").content.decode()

    assert "Gama · Plan otro" in page
    assert len(many) == len(few)
