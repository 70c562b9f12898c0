"""A plan's figures over its periods: gaps, ceilings, versions, and who chooses which member."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from monitoring.services import period_close
from monitoring.trends import Dot, draw
from plans.models import VersionStatus
from tests.factories import make_activity, make_eje, make_entry, make_member, make_period, make_plan, make_version


def test_silence_is_a_gap_and_a_ceiling_is_dotted():
    dots = [
        Dot("T1", Decimal("50.00"), Decimal("80.00")),
        Dot("T2", None, Decimal("100.00")),
        Dot("T3", Decimal("0.00"), Decimal("0.00")),
        Dot("T4", Decimal("75.00"), Decimal("75.00"), provisional=True, change="versión 2"),
    ]
    svg = draw(dots, label="<b>")
    assert svg.count("<circle") == 3
    assert svg.count('class="trend__line') == 1
    assert svg.count("trend__line--provisional") == svg.count("trend__dot--provisional") == 1
    assert svg.count("trend__ceiling") == 2
    assert svg.count("□") == 1
    assert "versión 2" in svg
    assert 'aria-label="&lt;b&gt;"' in svg


@pytest.fixture
def year(network, member):
    """T1 half done, T2 silent, T3 done under a second version; T4 not reached."""
    old = make_plan(network, (50, 50), status=VersionStatus.SUPERSEDED)
    first, second = old.ejes.get().activities.order_by("order")
    new = make_version(network, number=2)
    new.in_force_from_on = datetime.date(2024, 7, 1)
    new.save()
    eje = make_eje(new, lineage=old.ejes.get().lineage, title="Eje nuevo")
    make_activity(eje, "1.1", weight=100, lineage=first.lineage)
    periods = [make_period(network, f"2024-T{n}") for n in (1, 2, 3)]
    make_entry(first, periods[0], member)
    make_entry(second, periods[0], member, "no_cumplido")
    make_entry(first, periods[2], member)
    return periods


def trend(client, network, **about):
    return client.get(reverse("monitoring:trends", args=[network.slug]), about)


def values(response) -> list:
    return [value.percent for value, _url in response.context["shown"]["cells"]]


@pytest.mark.django_db
def test_the_plans_figures_period_by_period(year, network, login, observer, secretariat):
    period_close(period=year[0], by=secretariat)
    response = trend(login(observer), network)
    assert values(response) == [50, None, 100]
    moments = response.context["trends"].moments
    assert [moment.change for moment in moments] == [None, None, 2]
    assert [moment.provisional for moment in moments] == [False, True, True]
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
    assert "desde aquí, versión 2" in told
    assert "2024-T1: 50,00 %; 2024-T2: —; 2024-T3: 100,00 %" in response.content.decode()
    assert "Sin informar" in told


@pytest.mark.django_db
def test_an_eje_keeps_its_line_across_versions(year, network, login, observer):
    response = trend(login(observer), network, eje="1")
    assert values(response) == [50, None, 100]
    assert response.context["shown"]["label"] == "1. Eje nuevo"
    explained = reverse("monitoring:explain", args=[network.slug, "2024-T1"])
    assert f"{explained}?plan=2024&amp;eje=1" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("technician", "uno", 200),
        ("technician", "dos", 403),
        ("observer", "uno", 403),
        ("secretariat", "dos", 200),
        ("secretariat", "nadie", 404),
    ],
)
def test_who_sees_whose_trend(year, network, login, request, role, code, status):
    make_member(network, "dos")
    response = trend(login(request.getfixturevalue(role)), network, integrante=code)
    assert response.status_code == status


@pytest.mark.django_db
def test_what_is_not_there_is_404(year, network, login, observer):
    client = login(observer)
    assert trend(client, network, plan="nada").status_code == 404
    assert trend(client, network, eje="9").status_code == 404


@pytest.mark.django_db
def test_without_plan_or_periods_it_says_so(network, login, observer):
    client = login(observer)
    assert "Todavía no hay cifras" in trend(client, network).content.decode()
    make_plan(network, (100,))
    assert "todavía no tiene periodos" in trend(client, network).content.decode()


@pytest.mark.django_db
def test_queries_are_constant(year, network, login, secretariat, django_assert_max_num_queries):
    client = login(secretariat)
    with django_assert_max_num_queries(20) as few:
        trend(client, network, integrante="uno")
    make_period(network, "2024-T4")
    for _ in range(5):
        make_member(network)
    with django_assert_max_num_queries(20) as many:
        trend(client, network, integrante="uno")
    assert len(few) == len(many)
