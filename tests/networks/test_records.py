"""Members, organizations and the rest of a network's reference data, in the browser."""

import datetime

import pytest
from django.urls import reverse

from monitoring.models import Attendance
from networks.models import Member, Organization, Territory
from tests.factories import make_meeting, make_member, make_network, make_seat


def url(name: str, **kwargs) -> str:
    return reverse(f"networks:{name}", kwargs={"slug": "alfa", **kwargs})


def test_a_member_is_made_and_changed(network, secretariat, login) -> None:
    client = login(secretariat)
    form = {"name": "Asunción", "code": "asuncion", "is_reporting": "on", "order": 1, "seat_role": ""}
    client.post(url("member_create"), form)
    member = Member.objects.get(network=network, code="asuncion")
    client.post(url("member_update", pk=member.pk), {**form, "name": "Ciudad de Asunción"})
    member.refresh_from_db()
    assert member.name == "Ciudad de Asunción"
    assert member.history.first().history_user == secretariat


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "uno"}, "Ya hay una integrante con ese código."),
        ({"is_reporting": ""}, "Una integrante informa avances, ocupa un puesto, o las dos cosas."),
        ({"valid_from_on": "2024-02-01", "valid_to_on": "2024-01-01"}, "«Hasta» es anterior a «desde»."),
    ],
)
def test_a_wrong_member_is_refused_in_words(change, sentence, network, member, secretariat, login) -> None:
    form = {"name": "Nombre", "code": "otra", "is_reporting": "on", "order": 1, **change}
    response = login(secretariat).post(url("member_create"), form)
    assert sentence in response.content.decode()
    assert Member.objects.filter(network=network).count() == 1


def test_what_is_used_is_not_deleted(network, secretariat, login) -> None:
    seat = make_seat(network, "silla")
    Attendance.objects.create(meeting=make_meeting(network, datetime.date(2024, 2, 1)), member=seat, attended=True)
    response = login(secretariat).post(url("member_delete", pk=seat.pk), follow=True)
    assert "no se puede eliminar porque la usan: asistencias" in response.content.decode()
    assert Member.objects.filter(pk=seat.pk).exists()


def test_records_of_another_network_are_absent(secretariat, login) -> None:
    stranger = make_member(make_network("beta"), "x")
    client = login(secretariat)
    for name in ("member_update", "member_delete"):
        assert client.get(url(name, pk=stranger.pk)).status_code == 404


def test_organizations_of_another_network_cannot_be_chosen(secretariat, login) -> None:
    stranger = Organization.objects.create(network=make_network("beta"), name="Ajena")
    form = {"name": "Nombre", "code": "otra", "is_reporting": "on", "order": 1, "organization": stranger.pk}
    response = login(secretariat).post(url("member_create"), form)
    assert response.context["form"].errors["organization"]


def test_the_shared_territories_are_seen_not_changed(secretariat, login) -> None:
    shared = Territory.objects.create(code="PY", name="Paraguay", level="country")
    client = login(secretariat)
    assert "Paraguay" in client.get(url("territory_list")).content.decode()
    assert client.get(url("territory_update", pk=shared.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_costs_the_same_with_one_and_with_many(
    count, network, observer, login, django_assert_max_num_queries
) -> None:
    for _ in range(count):
        make_seat(network)
    client = login(observer)
    with django_assert_max_num_queries(7):
        client.get(url("member_list"))


def test_a_nul_character_is_refused(secretariat, login) -> None:
    form = {"name": "Nombre\x00", "code": "otra", "is_reporting": "on", "order": 1}
    response = login(secretariat).post(url("member_create"), form)
    assert response.context["form"].errors["name"]


@pytest.mark.parametrize("code", ["red", "con/barra", "Mayúscula"])
def test_a_code_that_no_address_could_hold_is_refused(code, network, secretariat, login) -> None:
    form = {"name": "Nombre", "code": code, "is_reporting": "on", "order": 1}
    response = login(secretariat).post(url("member_create"), form)
    assert response.context["form"].errors["code"]
    assert not Member.objects.filter(network=network).exists()
