"""Which functions of the norm are due: the contract of the command, and what counts as addressing one."""

from __future__ import annotations

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from monitoring.models import AgendaItem
from monitoring.selectors.functions_due import functions_due, functions_planned
from networks.models import MandatedFunction
from tests.factories import make_meeting, make_network, make_period

Q1 = datetime.date(2024, 2, 20)
Q3 = datetime.date(2024, 9, 3)


@pytest.fixture
def functions(network):
    return [MandatedFunction.objects.create(network=network, number=n, title=f"Función {n}") for n in (3, 1, 2)]


def speak(network, on, functions, **fields):
    meeting = make_meeting(network, on, **{k: fields.pop(k) for k in ("held_on", "cancelled_on") if k in fields})
    item = AgendaItem.objects.create(meeting=meeting, title="Punto", **fields)
    item.functions.set(functions)
    return item


def ask(*args: str) -> str:
    out = io.StringIO()
    call_command("functions_due", *args, stdout=out)
    return out.getvalue()


def told(network, code):
    return json.loads(ask("--network", network.slug, "--period", code, "--json"))


def test_the_contract(network, functions) -> None:
    third, first, _second = functions
    for code in ("2024-T1", "2024-T3", "2024-T4"):
        make_period(network, code)
    speak(network, Q1, [first])
    speak(network, Q3, [first, third])
    assert told(network, "2024-T3") == [
        {"number": 1, "title": "Función 1", "last": "2024-09-03", "addressed": True},
        {"number": 2, "title": "Función 2", "last": None, "addressed": False},
        {"number": 3, "title": "Función 3", "last": "2024-09-03", "addressed": True},
    ]
    assert [(row["last"], row["addressed"]) for row in told(network, "2024-T4")] == [
        ("2024-09-03", False),
        (None, False),
        ("2024-09-03", False),
    ]


def test_what_comes_after_the_period_does_not_count(network, functions) -> None:
    make_period(network, "2024-T1")
    speak(network, Q3, functions)
    assert [row["last"] for row in told(network, "2024-T1")] == [None, None, None]


def test_the_first_and_last_days_of_the_period_count(network, functions) -> None:
    make_period(network, "2024-T3")
    speak(network, datetime.date(2024, 7, 1), functions[:1])
    speak(network, datetime.date(2024, 9, 30), functions[1:2])
    speak(network, datetime.date(2024, 6, 30), functions[2:])
    assert {row["number"]: row["addressed"] for row in told(network, "2024-T3")} == {1: True, 2: False, 3: True}


def test_only_held_sessions_and_points_not_put_off_address_a_function(network, functions) -> None:
    make_period(network, "2024-T3")
    third, first, second = functions
    speak(network, Q3, [first], held_on=None)
    speak(network, Q3, [second], outcome="postponed")
    speak(network, Q3, [third], outcome="treated")
    assert {row["number"]: row["addressed"] for row in told(network, "2024-T3")} == {1: False, 2: False, 3: True}


def test_a_year_spans_its_quarters(network, functions) -> None:
    make_period(network, "2024-T1")
    make_period(network, "2024-T4")
    speak(network, Q1, functions[:1])
    assert [row["addressed"] for row in told(network, "2024")] == [False, False, True]


def test_another_networks_sessions_are_its_own(network, functions) -> None:
    other = make_network("beta")
    theirs = MandatedFunction.objects.create(network=other, number=1, title="Ajena")
    make_period(network, "2024-T3")
    make_period(other, "2024-T3")
    speak(other, Q3, [theirs])
    assert [row["last"] for row in told(network, "2024-T3")] == [None, None, None]
    assert told(other, "2024-T3") == [{"number": 1, "title": "Ajena", "last": "2024-09-03", "addressed": True}]


def test_the_table_for_people(network, functions) -> None:
    make_period(network, "2024-T3")
    speak(network, Q3, functions[:1])
    lines = ask("--network", "alfa", "--period", "2024-T3").splitlines()
    assert len(lines) == 3
    assert "sin abordar" in lines[0]
    assert "nunca" in lines[0]
    assert "03/09/2024" in lines[2]


def test_without_functions_it_says_so(network) -> None:
    make_period(network, "2024-T3")
    assert told(network, "2024-T3") == []
    assert "no tiene anotadas" in ask("--network", "alfa", "--period", "2024-T3")


@pytest.mark.parametrize(
    ("slug", "code", "says"),
    [("nada", "2024-T3", "No hay una red"), ("alfa", "2031-T1", "no tiene el periodo"), ("alfa", "x", "2024-T3")],
)
def test_what_is_not_there_is_said(network, slug, code, says) -> None:
    make_period(network, "2024-T3")
    with pytest.raises(CommandError, match=says):
        ask("--network", slug, "--period", code, "--json")


def test_two_queries_however_many_sessions(network, functions, django_assert_num_queries) -> None:
    period = make_period(network, "2024-T3")
    for number in range(12):
        speak(network, Q3 + datetime.timedelta(days=number), functions)
    with django_assert_num_queries(2):
        found = functions_due(network, period)
    assert {row.last for row in found} == {Q3 + datetime.timedelta(days=11)}


def test_what_a_programmed_agenda_will_cover(network, functions) -> None:
    third, first, second = functions
    late = Q3 + datetime.timedelta(days=9)
    speak(network, late, [first], held_on=None)
    speak(network, Q3, [first, second], held_on=None)
    speak(network, Q3, [third], held_on=None, cancelled_on=Q1)
    assert functions_planned(network, Q3, late) == {first.pk: Q3, second.pk: Q3}
