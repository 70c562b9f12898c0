"""The rule of a network, what a person wants, and the address that stops a mail."""

from __future__ import annotations

import datetime

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from monitoring.models import ReminderOptOut, ReminderRule
from monitoring.reminder_mail import stop_token
from monitoring.services.reminders import reminders_stop
from networks.models import Role
from tests.factories import give_role, make_network, make_period

RULE = "/redes/alfa/recordatorios/"
MINE = "/mis-avisos/"
DAYS = {"is_on": "on", "days_before": "7 15", "on_the_day": "on", "days_after": "", "coordination_after": ""}


@pytest.fixture
def period(network):
    today = datetime.date.today()  # noqa: DTZ011 (far enough from any midnight)
    return make_period(
        network,
        "2024-T3",
        opens_on=today - datetime.timedelta(days=60),
        due_on=today + datetime.timedelta(days=30),
    )


def text(response) -> str:
    return " ".join(response.content.decode().split())


# -- a network's rule -----------------------------------------------------------------------------------------


def test_a_network_that_chose_nothing_sees_the_defaults(network, period, secretariat, login) -> None:
    page = text(login(secretariat).get(RULE))
    assert 'value="7, 1"' in page
    for days, words in ((-7, "7 días antes"), (-1, "1 día antes"), (1, "1 día después"), (3, "3 días después")):
        assert f"{period.due_on + datetime.timedelta(days=days):%d/%m/%Y}" in page
        assert words in page
    assert "a la coordinación" in page
    assert not ReminderRule.objects.exists()


def test_the_rule_is_saved_and_previewed(network, period, secretariat, login) -> None:
    client = login(secretariat)
    assert client.post(RULE, DAYS).status_code == 302
    rule = ReminderRule.objects.get()
    assert (rule.network, rule.days_before, rule.days_after, rule.coordination_after) == (
        network,
        [15, 7],
        [],
        None,
    )
    response = client.get(RULE)
    assert "15 días antes" in text(response)
    assert [(fall.kind, fall.days) for fall in response.context["preview"].falls] == [
        ("before", -15),
        ("before", -7),
        ("today", 0),
    ]


def test_it_can_be_tried_without_saving(network, period, secretariat, login) -> None:
    page = text(login(secretariat).post(RULE, {**DAYS, "probar": "1"}))
    assert "15 días antes" in page
    assert "Con lo que probó, sin guardar" in page
    assert not ReminderRule.objects.exists()


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("days_before", "7, mañana", "«mañana» no es un número de días: escriba números de 1 a 92"),
        ("days_after", "0", "«0» no es un número de días"),
        ("coordination_after", "0", "mayor o igual a 1"),
    ],
)
def test_what_is_no_day_is_told_beside_its_box(field, given, said, network, period, secretariat, login) -> None:
    response = login(secretariat).post(RULE, {**DAYS, field: given})
    assert said in text(response)
    assert field in response.context["form"].errors
    assert not ReminderRule.objects.exists()


def test_a_rule_that_is_off_says_so(network, period, secretariat, login) -> None:
    page = text(login(secretariat).post(RULE, {**DAYS, "is_on": "", "probar": "1"}))
    assert "no se avisaría ningún día" in page


def test_who_opted_out_is_listed(network, technician, secretariat, login) -> None:
    reminders_stop(user=technician, networks=[network])
    page = text(login(secretariat).get(RULE))
    assert "Todos los periodos están cerrados" in page
    assert "technician <span" in page


# -- «Mis avisos» ---------------------------------------------------------------------------------------------


def test_each_network_can_be_turned_off_and_on(network, technician, login) -> None:
    other = make_network("beta")
    give_role(technician, other, Role.OBSERVER)
    foreign = make_network("gama")
    client = login(technician)
    assert text(client.get(MINE)).count("checked") == 2
    client.post(MINE, {"language": "pt-br", "networks": [other.pk]})
    technician.refresh_from_db()
    assert technician.language == "pt-br"
    assert list(ReminderOptOut.objects.values_list("user", "network")) == [(technician.pk, network.pk)]
    client.post(MINE, {"language": "", "networks": [other.pk, network.pk]})
    assert not ReminderOptOut.objects.exists()
    response = client.post(MINE, {"language": "fr", "networks": [foreign.pk]})
    assert set(response.context["form"].errors) == {"language", "networks"}


def test_what_she_chose_about_other_networks_stays(network, technician, login) -> None:
    """A network she has left keeps her refusal, should she come back."""
    left = make_network("beta")
    reminders_stop(user=technician, networks=[left])
    login(technician).post(MINE, {"language": "", "networks": [network.pk]})
    assert list(ReminderOptOut.objects.values_list("network__slug", flat=True)) == ["beta"]


# -- the address in a mail ------------------------------------------------------------------------------------


@pytest.fixture
def address(network, technician) -> str:
    return f"/mis-avisos/baja/{stop_token(technician, [network])}/"


def test_looking_stops_nothing(address, client) -> None:
    """Programs that follow each link of a mail must not opt anybody out."""
    page = text(client.get(address))
    assert "¿Dejar de recibir" in page
    assert "Red alfa" in page
    assert not ReminderOptOut.objects.exists()


def test_a_click_stops_and_another_undoes(address, network, technician) -> None:
    client = Client(enforce_csrf_checks=True)
    assert "Hecho: no recibirá más" in text(client.post(address))
    assert "Hecho: no recibirá más" in text(client.post(address))
    assert list(ReminderOptOut.objects.values_list("user", "network")) == [(technician.pk, network.pk)]
    assert "Volver a recibirlos" in text(client.get(address))
    assert "Hecho: vuelve a recibir" in text(client.post(address, {"deshacer": "1"}))
    assert not ReminderOptOut.objects.exists()


def test_a_mail_program_stops_it_with_one_post(address) -> None:
    """RFC 8058: no cookie, no token, no redirect."""
    client = Client(enforce_csrf_checks=True)
    response = client.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert ReminderOptOut.objects.count() == 1


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "x", lambda t: t[1:]]
)
def test_what_nobody_signed_is_not_there(change, network, technician, client) -> None:
    token = change(stop_token(technician, [network]))
    assert client.get(f"/mis-avisos/baja/{token}/").status_code == 404
    assert client.post(f"/mis-avisos/baja/{token}/").status_code == 404
    assert not ReminderOptOut.objects.exists()


def test_other_signed_things_do_not_stop_mail(network, technician, client) -> None:
    token = signing.Signer(salt="otra.cosa").sign_object([technician.pk, network.pk])
    assert client.post(f"/mis-avisos/baja/{token}/").status_code == 404


def test_a_network_with_a_number_no_database_keeps(secretariat, login) -> None:
    address = reverse("monitoring:reminder_preferences")
    response = login(secretariat).post(address, {"networks": ["9" * 30], "language": ""})
    assert "no es una de las opciones" in response.content.decode()
