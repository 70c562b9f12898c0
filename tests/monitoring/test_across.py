"""Networks side by side: themes and deadlines of a year, at the cost of one, and never somebody else's."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.models import EntryStatus
from monitoring.selectors.across import Across, across
from networks.models import Member, Network, Role, User
from plans.models import Deliverable, Theme, VersionStatus
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

pytestmark = pytest.mark.django_db
ADDRESS = "/entre-redes/"


def theme(code: str) -> Theme:
    return Theme.objects.get(code=code)


def make_planned(slug: str, year: int = 2024) -> tuple[Network, Member]:
    """A network with a plan in force: a forum due in March, against trafficking, and a bulletin due in May."""
    network = make_network(slug)
    member = make_member(network, f"{slug}-uno")
    eje = make_eje(make_version(network, str(year), year=year))
    forum = make_activity(eje, "1.1", title=f"Foro de {slug}", **until(year, 3))
    forum.themes.set([theme("ODS 5.2"), theme("CEDAW 6")])
    parent = make_activity(eje, "1.2", title="Comunicación")
    parent.themes.add(theme("ODS 5.2"))
    bulletin = make_activity(eje, "1.2.1", title="Boletín", parent=parent)
    Deliverable.objects.create(activity=bulletin, title=f"Número uno de {slug}", **until(year, 5))
    return network, member


def until(year: int, month: int) -> dict[str, object]:
    start = datetime.date(year, month, 1)
    return {
        "deadline_text": "mes",
        "deadline_start_on": start,
        "deadline_end_on": start + datetime.timedelta(days=27),
        "deadline_precision": "range",
    }


@pytest.fixture
def pair(db) -> tuple[User, Network, Network]:
    """Somebody who reads alfa and coordinates beta; gama is nobody's of hers."""
    user = make_user("ella")
    alfa, member = make_planned("alfa")
    beta, _member = make_planned("beta")
    make_planned("gama")
    give_role(user, alfa, Role.OBSERVER)
    give_role(user, beta, Role.COORDINATOR)
    period = make_period(alfa)
    forum = alfa.plans.get().versions.get().ejes.get().activities.get(code="1.1")
    make_entry(forum, period, member, EntryStatus.ONGOING, progress=Decimal(40))
    return user, alfa, beta


def cells(made: Across, code: str):
    return next(row.cells for row in made.themes if row.theme.code == code)


def test_themes_stand_side_by_side(pair):
    _user, alfa, beta = pair
    made = across([alfa, beta], 2024)
    assert [row.theme.code for row in made.themes] == ["ODS 5.2", "CEDAW 6"]
    first, second = cells(made, "ODS 5.2")
    assert (first.count, first.heard, first.percent) == (2, 1, Decimal("40.00"))
    assert (second.count, second.heard, second.percent) == (2, 0, None)
    assert [cell.count for cell in cells(made, "CEDAW 6")] == [1, 1]
    assert [period and period.code for _network, period in made.columns] == ["2024-T1", None]


def test_deadlines_stand_side_by_side(pair):
    _user, alfa, beta = pair
    made = across([alfa, beta], 2024)
    assert [month.first.month for month in made.months] == [3, 5]
    march = dict(made.months[0].cells)
    assert [(due.activity.code, due.open, due.obliged) for due in march[alfa]] == [("1.1", 1, 1)]
    assert march[alfa][0].is_overdue
    assert [due.product for due in dict(made.months[1].cells)[beta]] == ["Número uno de beta"]
    assert made.overdue == 4


def test_what_was_fulfilled_is_not_overdue(pair):
    _user, alfa, _beta = pair
    forum = alfa.plans.get().versions.get().ejes.get().activities.get(code="1.1")
    make_entry(forum, make_period(alfa, "2024-T2"), Member.objects.get(code="alfa-uno"), EntryStatus.DONE)
    made = across([alfa], 2024, months=[3])
    due = made.months[0].cells[0][1][0]
    assert (due.is_overdue, due.open, due.obliged) == (False, 0, 1)


def test_a_framework_and_months_narrow_both(pair):
    _user, alfa, beta = pair
    made = across([alfa, beta], 2024, framework="cedaw", months=range(4, 7))
    assert [row.theme.code for row in made.themes] == ["CEDAW 6"]
    assert made.months == []
    assert [month.first.month for month in across([alfa], 2024, framework="cedaw").months] == [3]


def test_the_version_of_the_year_is_the_one_that_counts(pair):
    _user, alfa, _beta = pair
    plan = alfa.plans.get()
    newer = make_version(alfa, number=2, status=VersionStatus.DRAFT)
    make_activity(make_eje(newer), "9.9").themes.add(theme("BDP 8"))
    assert "BDP 8" not in [row.theme.code for row in across([alfa], 2024).themes]
    plan.versions.filter(number=1).update(status=VersionStatus.SUPERSEDED)
    plan.versions.filter(number=2).update(
        status=VersionStatus.IN_FORCE, in_force_from_on=datetime.date(2024, 6, 1)
    )
    assert [row.theme.code for row in across([alfa], 2024).themes] == ["BDP 8"]


def page(client, **query) -> str:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return response.content.decode()


def test_she_sees_hers_and_only_hers(login, pair):
    html = page(login(pair[0]))
    assert "Foro de alfa" in html
    assert "Foro de beta" in html
    assert "gama" not in html.lower()
    address = reverse("plans:version_detail", kwargs={"slug": "alfa", "plan": "2024", "number": 1})
    assert f"{address}?theme={theme('CEDAW 6').pk}" in html
    assert "40,00 % (1 con informe)" in html
    assert "⚠ 28/03 vencido" in html
    assert f'href="{ADDRESS}"' in html
    found = login(pair[0]).get(address, {"theme": theme("CEDAW 6").pk}).content.decode()
    assert "Foro de alfa" in found
    assert "Boletín" not in found


def test_a_superuser_sees_all_without_doors_she_may_not_open(login, pair):
    html = page(login(make_user("admin", is_superuser=True)))
    for words in ("Foro de alfa", "Foro de beta", "Foro de gama"):
        assert words in html
    assert "/redes/gama/" not in html
    assert f'href="{ADDRESS}"' in html


def test_the_latest_year_is_shown_unless_another_is_chosen(login, pair):
    user, alfa, _beta = pair
    eje = make_eje(make_version(alfa, "2012", year=2012))
    make_activity(eje, "1.1", title="Directorio regional", **until(2012, 8)).themes.add(theme("ODS 5.c"))
    client = login(user)
    assert "Directorio regional" not in page(client)
    html = page(client, anio="2012")
    assert "Directorio regional" in html
    assert "Foro de alfa" not in html
    for nonsense in ("1999", "x", "\0"):
        assert "Foro de alfa" in page(client, anio=nonsense, marco=nonsense, meses=nonsense)


def test_a_network_without_a_plan_that_year_is_named_and_has_no_column(login, pair):
    user, alfa, beta = pair
    make_activity(make_eje(make_version(alfa, "2012", year=2012)), "1.1", **until(2012, 8))
    made = across([alfa, beta], 2012)
    assert (made.networks, made.without_plan) == ([alfa], [beta])
    html = page(login(user), anio="2012")
    assert html.count('<th scope="col">') == 2, "el mes y la única red con plan"
    assert "Sin plan vigente en 2012:" in html


def test_a_report_without_percent_is_not_silence(pair, login):
    user, alfa, beta = pair
    forum = beta.plans.get().versions.get().ejes.get().activities.get(code="1.1")
    make_entry(forum, make_period(beta), Member.objects.get(code="beta-uno"), EntryStatus.ONGOING)
    cell = cells(across([alfa, beta], 2024), "CEDAW 6")[1]
    assert (cell.heard, cell.percent) == (1, None)
    assert "1 con informe, sin porcentaje" in page(login(user))


def test_with_one_network_it_is_that_one_and_the_menu_offers_nothing(login, observer, network):
    eje = make_eje(make_version(network))
    make_activity(eje, "1.1", title="Foro", **until(2024, 3))
    html = page(login(observer))
    assert "Participa en una sola red" in html
    assert "Foro" in html
    assert f'href="{ADDRESS}"' not in html


def test_without_networks_or_plans_it_says_what_to_do(login, observer):
    assert "Todavía no participa en ninguna red" in page(login(make_user("nadie")))
    assert "Ninguna de sus redes tiene un plan vigente" in page(login(observer))


def test_it_costs_the_same_for_one_network_as_for_five(login):
    def cost(slugs: list[str]) -> int:
        user = make_user(f"lectora-{len(slugs)}")
        for slug in slugs:
            network, member = make_planned(slug)
            forum = network.plans.get().versions.get().ejes.get().activities.get(code="1.1")
            make_entry(forum, make_period(network), member)
            make_period(network, "2024-T2")
            give_role(user, network, Role.OBSERVER)
        client = login(user)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ADDRESS).status_code == 200
        return len(asked)

    one = cost(["uno"])
    assert cost(["dos", "tres", "cuatro", "cinco", "seis"]) == one
    assert one <= 22
