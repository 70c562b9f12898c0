"""What a network's page says its sessions owe, in time, and to whom it offers to do something about it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from monitoring.models import Acta, AgendaItem, Convening
from monitoring.selectors import local_today
from monitoring.selectors.meeting_warnings import session_warnings
from networks.models import MandatedFunction
from tests.factories import make_meeting, make_network, make_period

TODAY = datetime.date(2024, 9, 10)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def period(network):
    return make_period(network, "2024-T3")


@pytest.fixture
def functions(network):
    return [MandatedFunction.objects.create(network=network, number=n, title=f"Función {n}") for n in (1, 2)]


def speak(meeting, functions, **fields):
    AgendaItem.objects.create(meeting=meeting, title="Punto", **fields).functions.set(functions)


def warned(network, period, today=TODAY):
    return session_warnings(network, period, today)


def test_functions_due_and_the_session_that_will_address_them(network, period, functions) -> None:
    coming = make_meeting(network, TODAY + 9 * DAY, held_on=None)
    speak(coming, functions[:1])
    found = warned(network, period)
    assert [(one.function.number, one.planned_on) for one in found.functions] == [(1, TODAY + 9 * DAY), (2, None)]
    assert [one.function.number for one in found.uncovered] == [2]
    assert found.days_left == 20
    speak(make_meeting(network, TODAY - DAY), functions)
    assert warned(network, period).functions == []


def test_a_session_that_already_passed_covers_nothing(network, period, functions) -> None:
    speak(make_meeting(network, TODAY - DAY, held_on=None), functions)
    assert len(warned(network, period).uncovered) == 2


def test_a_session_after_the_period_comes_too_late(network, period, functions) -> None:
    speak(make_meeting(network, period.end_on + DAY, held_on=None), functions)
    assert len(warned(network, period).uncovered) == 2


def test_a_period_that_is_over_has_no_days_left(network, period, functions) -> None:
    assert warned(network, period, period.end_on).days_left == 0
    assert warned(network, period, period.end_on + DAY).days_left is None


def test_sessions_owed_are_those_that_passed_without_a_word(network, period) -> None:
    owed = make_meeting(network, TODAY - 2 * DAY, held_on=None)
    make_meeting(network, TODAY - DAY)
    make_meeting(network, TODAY - DAY, held_on=None, cancelled_on=TODAY)
    make_meeting(network, TODAY, held_on=None)
    make_meeting(make_network("beta"), TODAY - DAY, held_on=None)
    assert warned(network, period).owed == [owed]


def test_the_sessions_a_year_must_have(network, period) -> None:
    network.meetings_per_year = 4
    make_meeting(network, TODAY - DAY)
    make_meeting(network, TODAY + DAY, held_on=None)
    make_meeting(network, TODAY + DAY, held_on=None, cancelled_on=TODAY)
    make_meeting(network, TODAY - DAY, kind="extraordinary")
    found = warned(network, period)
    assert (found.calendar.foreseen, found.year_missing) == (2, 2)
    network.meetings_per_year = None
    assert warned(network, period).year_missing == 0


def test_actas_nobody_approved(network, period) -> None:
    for state, fields in (("draft", {}), ("observation", {}), ("approved", {"approved_on": TODAY})):
        Acta.objects.create(meeting=make_meeting(network, TODAY - DAY), body="Texto", state=state, **fields)
    assert [acta.state for acta in warned(network, period).actas] == ["draft", "observation"]


@pytest.mark.parametrize(
    ("days", "ahead", "late"), [(None, 7, False), (8, 15, False), (8, 8, False), (8, 7, True)]
)
def test_a_session_nobody_was_called_to(network, period, days, ahead, late) -> None:
    network.convening_days = days
    meeting = make_meeting(network, TODAY + ahead * DAY, held_on=None)
    (found,) = warned(network, period).to_convene
    assert (found.left, found.is_late) == (ahead, late)
    Convening.objects.create(meeting=meeting, number=0)
    assert not warned(network, period).to_convene


@pytest.mark.parametrize(("days", "ahead"), [(None, 8), (8, 16)])
def test_it_is_not_asked_too_soon(network, period, days, ahead) -> None:
    network.convening_days = days
    make_meeting(network, TODAY + ahead * DAY, held_on=None)
    assert not warned(network, period).to_convene


def test_a_network_that_owes_nothing_is_told_nothing(network, period) -> None:
    assert not warned(network, period)
    assert not warned(network, None)


def test_the_page_says_it_to_all_and_offers_it_to_who_can(
    network, functions, secretariat, observer, login
) -> None:
    today = local_today(network)
    make_period(network, f"{today.year}")
    make_meeting(network, today - DAY, held_on=None)
    page = reverse("monitoring:network_detail", args=["alfa"])
    for user, offered in ((secretariat, True), (observer, False)):
        shown = login(user).get(page).content.decode()
        assert "2 funciones de la norma que ninguna sesión ha abordado" in shown
        assert "no consta que se realizara" in shown
        assert ("/cancelar/" in shown) is offered


def test_the_page_costs_the_same_for_little_and_much(
    network, functions, observer, login, django_assert_max_num_queries
) -> None:
    today = local_today(network)
    make_period(network, f"{today.year}")
    client = login(observer)

    def cost() -> int:
        with django_assert_max_num_queries(60) as captured:
            assert client.get(reverse("monitoring:network_detail", args=["alfa"])).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        make_meeting(network, today - number * DAY, held_on=None)
        Acta.objects.create(meeting=make_meeting(network, today - number * DAY), body="Texto")
        speak(make_meeting(network, today + number * DAY, held_on=None), functions[:1])

    add(1)
    few = cost()
    for number in range(2, 9):
        add(number)
    assert cost() == few
