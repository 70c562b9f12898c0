"""Putting in force: every reason to refuse at once, and what happens when there is none."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from plans import services
from plans.models import Concern, VersionStatus
from tests.factories import make_activity, make_eje, make_plan, make_version
from tests.plans.editing import url

pytestmark = pytest.mark.django_db
GOOD = {"in_force_from_on": "2024-07-01", "agreed_on": "2024-06-18", "reason": "Ajuste de mitad de año"}


@pytest.fixture
def office(login, secretariat):
    return login(secretariat)


@pytest.fixture
def in_force(network):
    return make_plan(network)


@pytest.fixture
def draft(in_force):
    return services.version_draft(plan=in_force.plan)


def reasons(version, **given) -> list[str]:
    with pytest.raises(ValidationError) as error:
        services.version_enforce(version=version, today=datetime.date(2024, 6, 30), **given)
    return error.value.messages


def test_it_rules_and_the_previous_one_gives_way(office, in_force, draft):
    response = office.post(url("version_enforce", draft), GOOD)
    assert response.status_code == 302
    in_force.refresh_from_db()
    draft.refresh_from_db()
    assert (in_force.status, draft.status) == (VersionStatus.SUPERSEDED, VersionStatus.IN_FORCE)
    assert draft.in_force_from_on == datetime.date(2024, 7, 1)
    assert draft.history.first().history_user.username == "secretariat"
    assert in_force.history.first().status == "superseded"


def test_every_reason_at_once(office, in_force, draft):
    eje = draft.ejes.get()
    eje.weight = Decimal("40")
    eje.save()
    first, second = eje.activities.all()
    first.weight = Decimal("38.50")
    first.save()
    second.concerns = Concern.SOME_MEMBERS
    second.save()
    partial = make_eje(draft, "2")
    make_activity(partial, weight=Decimal("50"))
    make_activity(partial)
    response = office.post(
        url("version_enforce", draft), {"in_force_from_on": "2023-12-31", "agreed_on": "2090-01-01", "reason": " "}
    )
    html = response.content.decode()
    assert response.status_code == 422
    for words in (
        "Eje 1: las ponderaciones suman 98,50; faltan 1,50 para 100,00.",
        "Eje 2: sin ponderación 2.2; las demás suman 50,00, faltan 50,00 para 100,00.",
        "Eje sin ponderación: 2. Las demás suman 40,00; faltan 60,00 para 100,00.",
        "1.2: concierne solo a quienes se marcan",
        "La versión 1 rige desde el 01/01/2024",
        "escriba el motivo",
        "todavía no ha llegado",
    ):
        assert words in html, words
    draft.refresh_from_db()
    assert draft.is_draft
    in_force.refresh_from_db()
    assert in_force.status == VersionStatus.IN_FORCE


def test_ejes_that_do_not_add(in_force, draft):
    draft.ejes.update(weight=Decimal("60"))
    make_activity(make_eje(draft, "2", weight=Decimal("40.01")))
    (reason,) = reasons(draft, in_force_from_on=datetime.date(2024, 7, 1), reason="Cambio")
    assert reason == "Sumadas, las ponderaciones de cada eje dan 100,01; sobran 0,01 sobre 100,00."


def test_an_empty_plan(network):
    draft = make_version(network, status=VersionStatus.DRAFT)
    make_eje(draft)
    (reason,) = reasons(draft, in_force_from_on=datetime.date(2024, 1, 1))
    assert "está vacío" in reason


def test_a_version_that_would_never_rule(draft):
    (reason,) = reasons(draft, in_force_from_on=datetime.date(2025, 1, 1), reason="Cambio")
    assert "termina en 2024" in reason


def test_the_first_version_needs_no_reason_and_no_weights(network):
    draft = make_plan(network, (None, None), status=VersionStatus.DRAFT)
    make_eje(draft, "vacío")
    services.version_enforce(version=draft, in_force_from_on=datetime.date(2024, 1, 1))
    draft.refresh_from_db()
    assert draft.status == VersionStatus.IN_FORCE


def test_what_would_refuse_is_said_before_asking(office, draft):
    draft.ejes.get().activities.all().update(weight=Decimal("10"))
    html = office.get(url("version_enforce", draft)).content.decode()
    assert "Todavía no se puede" in html
    assert "suman 20,00; faltan 80,00" in html
    assert "no dice quién responde" in html


def test_only_once(office, draft):
    office.post(url("version_enforce", draft), GOOD)
    assert office.post(url("version_enforce", draft), GOOD).status_code == 409
    with pytest.raises(services.NotDraftError):
        services.version_enforce(version=draft, in_force_from_on=datetime.date(2024, 8, 1), reason="Otra vez")


def test_two_drafts_of_one_file_are_put_in_force_in_their_order(office, network):
    first = make_plan(network, (40, 60), status=VersionStatus.DRAFT)
    second = make_plan(network, (40, 60), status=VersionStatus.DRAFT, number=2)
    (reason,) = reasons(second, in_force_from_on=datetime.date(2024, 1, 1))
    assert "La versión 1, que va antes, sigue en borrador" in reason
    page = office.get(url("version_detail", first)).content.decode()
    assert url("version_enforce", first) in page
    assert url("version_edit", first) in page
    services.version_enforce(version=first, in_force_from_on=datetime.date(2024, 1, 1))
    services.version_enforce(version=second, in_force_from_on=datetime.date(2024, 7, 1), reason="La agenda")
    assert [row.status for row in first.plan.versions.order_by("number")] == ["superseded", "in_force"]
