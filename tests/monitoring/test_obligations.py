"""The states of an obligation, the command that tells them, and what a version put in force mid-period keeps."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core.management import CommandError, call_command

from monitoring.models import ReviewState
from monitoring.state_words import STATE_CSS, STATE_WORDS, countdown, state_chip
from monitoring.states import SIGNS, STATES, State, days_left, state_of
from plans.models import Concern
from tests.factories import make_entry, make_period

DAY = datetime.date
DUE, BEFORE, AFTER = DAY(2024, 4, 15), DAY(2024, 4, 10), DAY(2024, 4, 16)


@pytest.mark.parametrize(
    ("review_state", "on_the_day", "after"),
    [
        (None, State("por_informar", "por_informar"), State("atrasado", "por_informar")),
        ("", State("por_informar", "por_informar"), State("atrasado", "por_informar")),
        ("draft", State("borrador", "borrador"), State("atrasado", "borrador")),
        ("returned", State("observado", "observado"), State("atrasado", "observado")),
        ("submitted", State("enviado", "enviado"), State("enviado", "enviado")),
        ("validated", State("validado", "validado"), State("validado", "validado")),
    ],
)
def test_the_last_day_still_counts_and_the_next_is_late(review_state, on_the_day, after):
    assert state_of(review_state, DUE, DUE) == on_the_day
    assert state_of(review_state, DUE, AFTER) == after
    assert state_of(review_state, DUE, BEFORE, closed=True) == after


def test_every_state_has_its_own_word_sign_and_colour():
    assert set(STATES) == set(SIGNS) == set(STATE_WORDS) == set(STATE_CSS)
    for told in (SIGNS, STATE_CSS):
        assert len(set(told.values())) == len(STATES)
    assert len({str(word) for word in STATE_WORDS.values()}) == len(STATES)
    assert state_chip(State("atrasado", "borrador")).word == "Atrasado: borrador sin enviar"


def test_days_left_in_words():
    assert [
        countdown(days_left(DUE, day)) for day in (BEFORE, DAY(2024, 4, 14), DUE, AFTER, DAY(2024, 4, 20))
    ] == [
        "quedan 5 días",
        "queda 1 día",
        "vence hoy",
        "venció hace 1 día",
        "venció hace 5 días",
    ]


# -- the command ----------------------------------------------------------------------------------------------


def told(capsys, **options):
    call_command("obligations", network="alfa", period=options.pop("period", "2024-T1"), json=True, **options)
    return json.loads(capsys.readouterr().out)


def at(*args):
    return datetime.datetime(*args, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_the_command_tells_each_obligation(reporting, capsys):
    """Bogotá's midnight is 05:00 UTC: sent a minute before it is in time, at it is late."""
    first, second, period = reporting.first, reporting.second, reporting.period
    reporting.network.time_zone = "America/Bogota"
    reporting.network.save()
    period.due_on = DUE
    period.save()
    make_entry(first, period, reporting.member, first_submitted_at=at(2024, 4, 16, 4, 59))
    make_entry(
        first, period, reporting.other, "en_avance", ReviewState.VALIDATED, first_submitted_at=at(2024, 4, 16, 5)
    )
    make_entry(second, period, reporting.member, "", ReviewState.DRAFT)
    before = told(capsys, on=BEFORE)
    assert [(row["activity"], row["member"], row["status"], row["state"], row["late"]) for row in before] == [
        ("1.1", "dos", "en_avance", "validado", True),
        ("1.1", "uno", "cumplido", "enviado", False),
        ("1.2", "dos", None, "por_informar", False),
        ("1.2", "uno", None, "borrador", False),
    ]
    assert {row["due"] for row in before} == {"2024-04-15"}
    after = told(capsys, on=AFTER, member="dos")
    assert [(row["member"], row["state"], row["late"]) for row in after] == [
        ("dos", "validado", True),
        ("dos", "atrasado", True),
    ]


@pytest.mark.django_db
def test_the_network_itself_and_a_year_that_spans_its_quarters(reporting, capsys):
    reporting.first.concerns = Concern.NETWORK
    reporting.first.save()
    second_quarter = make_period(reporting.network, "2024-T2")
    make_entry(reporting.first, second_quarter)
    assert [(row["member"], row["state"]) for row in told(capsys, period="2024", member="red")] == [
        ("red", "enviado")
    ]
    assert {row["due"] for row in told(capsys, period="2024")} == {second_quarter.due_on.isoformat()}


@pytest.mark.django_db
def test_the_table_is_readable(reporting, capsys):
    make_entry(reporting.first, reporting.period, reporting.other, first_submitted_at=at(2024, 5, 1))
    call_command("obligations", network="alfa", period="2024-T1", on=AFTER)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ")[0] == "1.1"
    assert "→ Enviado, fuera de plazo" in lines[0]
    assert "▲ Atrasado" in lines[1]
    assert "Sin informar" in lines[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"network": "nada"}, "No hay una red «nada». Las que hay: alfa."),
        ({"period": "2030-T1"}, "no tiene el periodo «2030-T1». Los que tiene: 2024-T1."),
        ({"member": "nadie"}, "no tiene la integrante «nadie»"),
    ],
)
def test_what_is_not_there_is_said(reporting, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("obligations", **{"network": "alfa", "period": "2024-T1", **options})
