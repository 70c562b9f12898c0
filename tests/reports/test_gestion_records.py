"""The informe de gestión tells how each follow-up stands and which links are down."""

from __future__ import annotations

import datetime

import pytest

from monitoring.models import Decision, FollowUp, PublicationItem
from monitoring.services.follow_ups import follow_up_save
from reports.context import to_plain
from reports.official.form import Scope
from reports.official.gestion.build import build_gestion
from reports.rendering import render_html
from tests.factories import make_meeting, make_member, make_period, make_plan
from tests.reports.test_official_html import words


@pytest.fixture
def period(network):
    make_plan(network)
    return make_period(network, "2024-T2")


@pytest.fixture
def decision(network):
    return Decision.objects.create(meeting=make_meeting(network, datetime.date(2024, 4, 16)), body="Acordado")


def add(decision, body, deadline="", **fields):
    return follow_up_save(
        follow_up=FollowUp(decision=decision, body=body, deadline_text=deadline, **fields), year=2024
    )


def report(network, period):
    data = to_plain(build_gestion(Scope(network=network, period=period)))
    return data, words(render_html(data))


def test_each_follow_up_says_how_it_stands(network, period, decision) -> None:
    member = make_member(network, "uno", name="Localidad Uno")
    add(decision, "Enviar", "mayo", member=member)
    add(decision, "Hacer", "2090", responsible="con apoyo")
    add(decision, "Ver", "cuando se pueda")
    add(decision, "Firmar", "mayo", state="closed", closed_on=datetime.date(2024, 5, 2), closing_note="Firmada")
    add(decision, "Dejar", state="dropped", closed_on=datetime.date(2024, 5, 3), closing_note="Ya no aplica")
    data, text = report(network, period)
    (row,) = data["decisions"]
    assert [(one["body"], one["state"]) for one in row["follow_ups"]] == [
        ("Enviar", "overdue"),
        ("Hacer", "open"),
        ("Ver", "open"),
        ("Firmar", "closed"),
        ("Dejar", "dropped"),
    ]
    first = row["follow_ups"][0]
    assert (first["deadline"], first["deadline_on"], first["overdue_since"]) == (
        "mayo",
        "2024-05-31",
        "2024-06-01",
    )
    assert row["follow_ups"][3]["closed_on"] == "2024-05-02"
    for said in (
        "Vencido desde el 01/06/2024 (plazo: mayo) · responde: Localidad Uno",
        "En curso (plazo: 2090) · responde: La red (secretaría técnica): con apoyo",
        "En curso (plazo: cuando se pueda)",
        "Cumplido el 02/05/2024",
        "Sin efecto: Ya no aplica",
    ):
        assert said in text
    # What was there before stays as it was.
    assert row["follow_up"].splitlines() == [
        "Enviar (plazo: mayo)",
        "Hacer (plazo: 2090)",
        "Ver (plazo: cuando se pueda)",
        "Firmar",
        "Dejar",
    ]


def test_a_decision_says_which_version_it_agreed(network, period, decision) -> None:
    decision.plan_version = make_plan(network, slug="2025")
    decision.save()
    data, text = report(network, period)
    assert data["decisions"][0]["plan_version"] == str(decision.plan_version)
    assert f"Acuerda {decision.plan_version}" in text


def test_a_fallen_link_is_not_published_any_more(network, period) -> None:
    at = datetime.datetime(2024, 6, 5, 17, tzinfo=datetime.UTC)
    values = {"network": network, "published": "yes", "order": 1}
    item = PublicationItem.objects.create(
        document="norms", url="https://example.org/n", reopened_at=at, checked_at=at, check_state="dead", **values
    )
    PublicationItem.objects.create(document="other", title="Guía", sha256="a" * 64, original_name="guia.pdf",
                                   file="guia.pdf", **values)  # fmt: skip
    data, text = report(network, period)
    down, kept = data["publications"]
    assert (down["published"], down["down_since"], down["check"]) == (False, "2024-06-05", "dead")
    assert "Enlace caído desde el 05/06/2024" in text
    assert (kept["item"], kept["published"], kept["kept"], kept["sha256"]) == ("Guía", True, "guia.pdf", "a" * 64)
    assert "Guardado por la secretaría técnica: guia.pdf" in text
    item.reopened_at = None
    item.save()
    data, text = report(network, period)
    assert data["publications"][0]["published"] is True
    assert "Enlace caído" not in text


def test_a_report_frozen_before_follow_ups_were_told_is_still_printed(network, period, decision) -> None:
    add(decision, "Enviar", "mayo")
    data, _text = report(network, period)
    del data["decisions"][0]["follow_ups"], data["decisions"][0]["plan_version"]
    for row in data["publications"]:
        for name in ("kept", "sha256", "check", "checked_on", "down_since"):
            del row[name]
    assert "Enviar (plazo: mayo)" in words(render_html(data))
