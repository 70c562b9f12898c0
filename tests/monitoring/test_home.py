"""The home page: her networks and what waits for her; and a network's own page."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from monitoring.models import ReviewState
from monitoring.selectors import pending_for
from networks.models import Role
from tests.factories import (
    give_role,
    make_entry,
    make_meeting,
    make_member,
    make_network,
    make_period,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db
HOME = "/"


def page(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_technicians_pending_work(reporting, technician, login):
    make_entry(reporting.first, reporting.period, reporting.member, "", ReviewState.DRAFT)
    make_entry(reporting.second, reporting.period, reporting.other)
    (waiting,) = pending_for(technician)
    assert (waiting.silent, waiting.draft, waiting.returned, waiting.to_review, waiting.to_close) == (
        1,
        1,
        0,
        0,
        False,
    )
    words = page(login(technician).get(HOME))
    assert "1 sin informar" in words
    assert "1 borrador por enviar" in words
    assert "/redes/alfa/periodos/2024-T1/?integrante=mias&amp;estado=sin_informar" in words


def test_what_was_sent_or_closed_no_longer_waits(reporting, technician, secretariat, login):
    make_entry(reporting.first, reporting.period, reporting.member)
    make_entry(reporting.second, reporting.period, reporting.member)
    assert pending_for(technician) == []
    (waiting,) = pending_for(secretariat)
    assert (waiting.to_review, waiting.to_close) == (2, True)
    assert "No tiene nada pendiente" in page(login(technician).get(HOME))


def test_reviewers_have_what_was_sent(reporting, coordinator, observer):
    make_entry(reporting.first, reporting.period, reporting.member)
    assert [(p.to_review, p.to_close) for p in pending_for(coordinator)] == [(1, False)]
    assert pending_for(observer) == []


def test_a_period_waits_from_the_day_it_opens(reporting, technician):
    before = datetime.datetime(2023, 12, 31, 20, tzinfo=datetime.UTC)
    assert pending_for(technician, before) == []
    first_day = datetime.datetime(2024, 1, 1, 6, tzinfo=datetime.UTC)
    assert len(pending_for(technician, first_day)) == 1


def test_only_her_networks(reporting, technician, login):
    other = make_network("otra")
    make_plan(other, (100,))
    make_period(other)
    words = page(login(technician).get(HOME))
    assert "Red alfa" in words
    assert "Red otra" not in words


def test_someone_without_a_network_is_told_what_to_do(login, db):
    assert "Pida a la secretaría técnica" in page(login(make_user()).get(HOME))


def test_questions_do_not_grow_with_networks(reporting, technician, login, django_assert_num_queries):
    client = login(technician)
    with django_assert_num_queries(11):
        client.get(HOME)
    for number in range(3):
        other = make_network(f"otra-{number}")
        make_plan(other, (50, 50))
        make_period(other)
        give_role(technician, other, Role.TECHNICIAN, make_member(other, "suya"))
    with django_assert_num_queries(11):
        client.get(HOME)


# -- the network's page ---------------------------------------------------------------------------------------


def test_the_networks_page_at_a_glance(reporting, observer, login):
    reporting.network.mandate = "Coordinar la política"
    reporting.network.save()
    reporting.first.deadline_end_on = datetime.date(2024, 2, 29)
    reporting.first.save()
    make_entry(reporting.second, reporting.period, reporting.member)
    make_meeting(reporting.network, datetime.date(2024, 2, 1))
    words = page(login(observer).get(reverse("monitoring:network_detail", kwargs={"slug": "alfa"})))
    for said in (
        "Coordinar la política",
        "Entidad alfa",
        "Plan 2024",
        "30,00",
        "provisional",
        "29/02/2024",
        "2 de 2",
        "01/02/2024",
    ):
        assert said in words
    assert "Revisar lo enviado" not in words


def test_while_nobody_reported_the_last_period_is_shown(reporting, observer, login):
    make_entry(reporting.first, reporting.period, reporting.member)
    make_period(reporting.network, "2024-T2")
    words = page(login(observer).get(reverse("monitoring:network_detail", kwargs={"slug": "alfa"})))
    assert "Segundo trimestre de 2024</a>: informaron 0 de 4" in words
    assert "20,00" in words


def test_a_network_without_periods(network, secretariat, login):
    words = page(login(secretariat).get(reverse("monitoring:network_detail", kwargs={"slug": "alfa"})))
    assert "Crear periodos" in words
