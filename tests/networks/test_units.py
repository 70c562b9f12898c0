"""Since when each unit has an enlace and a unidad de género: the page, its picture, and what is refused."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from networks.charts import unit_bar
from networks.forms.records import MemberForm
from networks.models import Contact, Member
from networks.selectors.units import unit_history
from tests.factories import make_member, make_network, make_seat

pytestmark = pytest.mark.django_db
D = datetime.date


def page(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def url(network):
    return lambda name="unit_list", **kwargs: reverse(f"networks:{name}", kwargs={"slug": network.slug, **kwargs})


@pytest.fixture
def units(network, member) -> dict[str, Member]:
    make_seat(network)
    make_member(make_network("beta"), "ajena", liaison_since_on=D(2018, 1, 1))
    return {
        "none": member,
        "liaison": make_member(network, "dos", liaison_since_on=D(2018, 1, 15)),
        "both": make_member(network, "tres", liaison_since_on=D(2018, 1, 10), gender_unit_since_on=D(2018, 3, 20)),
        "gone": make_member(network, "cuatro", liaison_since_on=D(2018, 2, 1), valid_to_on=D(2018, 2, 28)),
    }


def test_how_many_there_were(network, units, django_assert_num_queries):
    with django_assert_num_queries(1):
        grown = unit_history(network, D(2018, 4, 10))
    assert [(mark.day, mark.units, mark.liaisons, mark.gender_units) for mark in grown.marks] == [
        (D(2017, 12, 31), 4, 0, 0),
        (D(2018, 1, 31), 4, 2, 0),
        (D(2018, 2, 28), 4, 3, 0),
        (D(2018, 3, 31), 3, 2, 1),
        (D(2018, 4, 10), 3, 2, 1),
    ]
    assert grown.still_since is None
    assert unit_history(network, D(2026, 1, 1)).still_since == D(2018, 3, 20)
    assert unit_history(make_network("vacia"), D(2018, 4, 10)).marks == ()


def test_the_page_says_each_in_words(login, observer, url, units, network):
    Contact.objects.create(member=units["both"], name="Jefatura", joined_on=D(2018, 1, 1))
    response = login(observer).get(url())
    words = page(response)
    assert [one.code for one in response.context["object_list"]] == ["dos", "tres", "uno"]
    assert 'aria-label="enlace desde el 10/01/2018, unidad de género desde el 20/03/2018"' in words
    assert 'aria-label="sin enlace ni unidad de género"' in words
    assert {one.code: one.people for one in response.context["object_list"]} == {"uno": 0, "dos": 0, "tres": 1}
    assert response.context["totals"] == {"units": 3, "enlace": 2, "unidad": 1, "ninguno": 1}
    assert "Editar fechas" not in words


@pytest.mark.parametrize(
    ("what", "expected"),
    [("enlace", {"dos", "tres"}), ("unidad", {"tres"}), ("ninguno", {"uno"}), ("x%00", {"uno", "dos", "tres"})],
)
def test_filter(login, observer, url, units, what, expected):
    found = login(observer).get(f"{url()}?tiene={what}").context["object_list"]
    assert {one.code for one in found} == expected


def test_a_bar_has_its_lengths():
    span = {"first": D(2018, 1, 1), "last": D(2018, 12, 31), "label": "<b>"}
    svg = unit_bar(D(2018, 1, 1), D(2018, 7, 2), **span)
    assert 'class="since__liaison" fill="url(#since-stripes)" x="0.0" y="0.5" width="500.0"' in svg
    assert 'class="since__unit" x="500.0" y="0.5" width="500.0"' in svg
    assert 'aria-label="&lt;b&gt;"' in svg
    assert "since__unit" not in unit_bar(D(2018, 1, 1), None, **span)
    assert "since__liaison" not in unit_bar(None, D(2018, 7, 2), **span)
    # What began on the last day shows, and what begins later does not.
    assert 'width="4.0"' in unit_bar(D(2018, 12, 31), None, **span)
    assert "since__liaison" not in unit_bar(D(2019, 1, 1), None, **span)


def test_the_secretariat_writes_the_days(login, secretariat, url, units):
    client, one = login(secretariat), units["none"]
    assert "Editar fechas" in page(client.get(url()))
    client.post(
        url("unit_update", pk=one.pk),
        {"liaison_since_on": "2018-02-01", "gender_unit_since_on": "2018-02-01"},
    )
    one.refresh_from_db()
    assert (one.liaison_since_on, one.gender_unit_since_on) == (D(2018, 2, 1), D(2018, 2, 1))
    assert one.history.first().history_user == secretariat


@pytest.mark.parametrize(
    ("liaison", "unit", "said"),
    [
        ("2018-02-02", "2018-02-01", "La unidad de género no puede ser anterior al enlace"),
        ("3018-02-02", "", "Esa fecha todavía no llega"),
        ("", "3018-02-02", "Esa fecha todavía no llega"),
        ("ayer", "", "válida"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(login, secretariat, url, units, liaison, unit, said):
    one = units["none"]
    data = {"liaison_since_on": liaison, "gender_unit_since_on": unit}
    response = login(secretariat).post(url("unit_update", pk=one.pk), data)
    assert said in page(response)
    one.refresh_from_db()
    assert (one.liaison_since_on, one.gender_unit_since_on) == (None, None)


def test_the_form_of_members_refuses_it_too(network):
    today = timezone.localdate()
    data = {"name": "X", "code": "x", "is_reporting": "on", "order": 0, "liaison_since_on": str(today)}
    data["gender_unit_since_on"] = str(today - datetime.timedelta(days=1))
    form = MemberForm(data, network=network)
    assert "gender_unit_since_on" in form.errors


def test_another_network_s_unit_is_not_there(login, secretariat, url, units):
    stranger = Member.objects.get(code="ajena")
    assert login(secretariat).get(url("unit_update", pk=stranger.pk)).status_code == 404


def test_as_many_queries_for_many_as_for_few(login, observer, url, network, units):
    def asked() -> int:
        client = login(observer)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url()).status_code == 200
        return len(queries)

    few = asked()
    Member.objects.bulk_create(
        Member(network=network, code=f"x{n}", name=f"X{n}", liaison_since_on=D(2018, 1 + n % 12, 1))
        for n in range(300)
    )
    assert asked() <= few


def test_without_units_it_says_so(login, secretariat, url, network):
    assert "Todavía no hay unidades" in page(login(secretariat).get(url()))
