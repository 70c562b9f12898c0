"""A report of a plan, an eje, a member or a run of periods has that part of every figure, and no other."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from monitoring.labels import period_label
from monitoring.models import EntryStatus, ReviewState
from monitoring.selectors import period_for, rollup
from networks.models import PeriodKind, Role
from reports.official import FORMS, report_data
from reports.scopes import scope_from, scope_of, scope_query
from tests.factories import (
    give_role,
    make_entry,
    make_member,
    make_network,
    make_period,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(db):
    """Two members, an eje of two activities (60 and 40), and an entry of each member."""
    network = make_network(slug="prueba", earned_rule="all_or_nothing")
    members = [make_member(network, code=code, is_reporting=True) for code in ("norte", "sur")]
    version = make_plan(network, weights=(60, 40))
    period = make_period(network, "2024-T3")
    first, second = version.ejes.get().activities.order_by("order")
    for member, activity in ((members[0], first), (members[1], second)):
        make_entry(
            activity,
            period,
            member=member,
            status=EntryStatus.DONE,
            review_state=ReviewState.VALIDATED,
            narrative=f"Lo hizo {member.code}.",
        )
    return network, members, period


def test_a_member_has_her_part_alone(two):
    network, (north, south), period = two

    whole, hers = rollup(network, period), rollup(network, period, member=north)

    assert whole.plans[0].figure.earned == Decimal("50.00")
    assert hers.plans[0].figure.earned == Decimal("60.00")
    assert {owed.member for owed in hers.obligations} == {north}
    text = str(report_data("subdere", scope_of(network, FORMS["subdere"], "2024-T3", member="norte")))
    assert "Lo hizo norte." in text
    assert "Lo hizo sur." not in text
    assert south.name not in text


def test_an_eje_has_its_part_alone(two):
    network, _members, period = two
    eje = rollup(network, period).plans[0].planned.ejes[0]

    data = report_data("subdere", scope_of(network, FORMS["subdere"], "2024-T3", eje=eje.code))

    assert [row["code"] for row in data["ejes"]] == [eje.code]
    assert data["scope"] == {"plan": None, "eje": eje.code, "member": None}
    assert data["header"]["scope_label"] == f"Eje {eje.code}. {eje.title}"


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"eje": "nada"}, "tiene eje «nada»"),
        ({"member": "nadie"}, "no tiene la integrante «nadie»"),
        ({"plan": "otro"}, "no tiene el plan «otro»"),
        ({"code": "2030"}, "no tiene el periodo «2030». Los que tiene: 2024-T3"),
        ({"code": None}, "Diga de qué periodo"),
    ],
)
def test_what_there_is_not_is_told(two, named, message):
    with pytest.raises(ValidationError, match=message):
        scope_of(two[0], FORMS["subdere"], **{"code": "2024-T3", **named})


def test_of_another_network_nothing_is_found(two):
    other = make_network(slug="otra")
    make_member(other, code="ajena")

    with pytest.raises(ValidationError):
        scope_of(two[0], FORMS["subdere"], "2024-T3", member="ajena")


def test_addresses_and_scopes_are_each_others(two):
    scope = scope_from(two[0], FORMS["subdere"], "2024-T3", {"integrante": "sur", "otra": "cosa"})

    assert scope_query(scope.as_data) == {"integrante": "sur"}
    assert scope.key == "member=sur"


def test_a_run_spans_its_periods(two):
    network, _members, _period = two
    make_period(network, "2024-T1")
    make_period(network, "2024-T2")

    run = period_for(network, "2024-t1_2024-t3")

    assert (run.code, run.kind) == ("2024-T1_2024-T3", "run")
    assert (run.start_on, run.end_on) == (datetime.date(2024, 1, 1), datetime.date(2024, 9, 30))
    assert period_label(run) == "Del primer trimestre de 2024 al tercer trimestre de 2024"
    assert rollup(network, run).plans[0].figure.earned == Decimal("50.00")
    assert period_for(network, "2024-T3_2024-T1") is None
    assert period_for(network, "2025-T1_2025-T3") is None


def test_a_semester_of_quarters_is_a_period_too(two):
    network, _members, _period = two
    semester = period_for(network, "2024-S2")

    assert semester.kind == PeriodKind.SEMESTER
    assert report_data("gestion", scope_of(network, FORMS["gestion"], "2024-S2"))["period"] == "2024-S2"


@pytest.mark.parametrize(("comparison", "status"), [("own", 403), ("everyone", 200)])
def test_a_tecnica_reads_another_members_report_only_where_the_network_lets_her(two, client, comparison, status):
    network, (north, south), _period = two
    network.member_comparison = comparison
    network.save()
    tecnica = make_user()
    give_role(tecnica, network, Role.TECHNICIAN, north)
    client.force_login(tecnica)
    base = "/redes/prueba/informes/"

    assert client.get(f"{base}subdere/2024-T3/?integrante=norte").status_code == 200
    assert client.get(f"{base}subdere/2024-T3/?integrante=sur").status_code == status
    assert (south.name in client.get(base).content.decode()) is (status == 200)
