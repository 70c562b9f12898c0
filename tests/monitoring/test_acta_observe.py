"""What the members observe in an acta: who may, in whose name, until when, and what is answered."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from monitoring.models import Acta, ActaObservation, ActaState, ItemKind, ObservationState, OutboxMessage
from monitoring.services import acta_observations as observing
from monitoring.services import actas as services
from networks.models import Role
from tests.factories import give_role, make_member, make_network, make_user
from tests.monitoring.actas import acta_address, approve, draft, make_session


@pytest.fixture
def session(network):
    return make_session(network)


@pytest.fixture
def acta(session, secretariat) -> Acta:
    observing.acta_consult(acta=draft(session.meeting), until_on=until(7))
    return Acta.objects.select_related("meeting__network").get()


def until(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


# -- opening it -----------------------------------------------------------------------------------------------


def test_everybody_with_a_role_gets_one_mail(session, coordinator, technician, observer, outsider) -> None:
    technician.language = "en"
    technician.save()
    draft(session.meeting)
    assert observing.acta_consult(acta=Acta.objects.get(), until_on=until(7)) == 3
    assert observing.acta_consult(acta=Acta.objects.get(), until_on=until(7)) == 3
    mails = {mail.user: mail for mail in OutboxMessage.objects.all()}
    assert set(mails) == {coordinator, technician, observer}
    assert mails[technician].language == "en"
    assert acta_address("acta_detail", session.meeting) in mails[observer].body
    assert "puede escribir observaciones" in mails[coordinator].body
    assert "puede escribir observaciones" not in mails[observer].body
    item = mails[observer].items.get()
    assert (item.kind, item.network) == (ItemKind.ACTA, session.meeting.network)
    observing.acta_consult(acta=Acta.objects.get(), until_on=until(9))
    assert OutboxMessage.objects.count() == 6


def test_it_is_not_opened_until_a_day_that_passed_nor_without_text(session, secretariat, login) -> None:
    empty = services.acta_save(acta=Acta(meeting=session.meeting), revision=0)
    with pytest.raises(ValidationError, match="no tiene texto"):
        observing.acta_consult(acta=empty, until_on=until(7))
    services.acta_draft(meeting=session.meeting)
    answer = login(secretariat).post(acta_address("acta_consult", session.meeting), {"until_on": "2024-05-01"})
    assert "ya pasó" in answer.context["form"].errors["until_on"][0]
    assert Acta.objects.get().state == ActaState.DRAFT
    assert not OutboxMessage.objects.exists()


# -- who may, in whose name -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"), [("technician", True), ("coordinator", True), ("secretariat", True), ("observer", False)]
)
def test_who_may_observe(acta, role, may, request, login) -> None:
    client = login(request.getfixturevalue(role))
    page = client.get(acta_address("acta_detail", acta.meeting)).content.decode()
    assert ("Escribir una observación" in page) is may
    data = {"body": "Falta un punto", "item": acta.meeting.agenda.first().pk}
    if role == "technician":
        data["member"] = acta.meeting.network.members.get(code="uno").pk
    status = client.post(acta_address("acta_observe", acta.meeting), data).status_code
    assert status == (302 if may else 403)
    assert ActaObservation.objects.exists() is may


def test_in_whose_name(network, acta, member, technician, coordinator, secretariat) -> None:
    other = make_member(network, "dos")
    assert observing.observable_members(technician, acta) == [member]
    assert observing.observable_members(coordinator, acta) == [None]
    assert {None, member, other} <= set(observing.observable_members(secretariat, acta))
    both = make_user()
    give_role(both, network, Role.TECHNICIAN, None)
    assert observing.observable_members(both, acta) == [None]
    for refused in (other, None):
        with pytest.raises(PermissionDenied):
            observing.observation_add(acta=acta, user=technician, body="En nombre ajeno", member=refused)
    row = observing.observation_add(acta=acta, user=technician, body="Falta un punto", member=member)
    assert (row.member, row.author, row.state) == (member, technician, ObservationState.OPEN)


def test_a_tecnica_does_not_choose_a_member_of_another(network, acta, technician, member, login) -> None:
    other = make_member(network, "dos")
    strange = make_member(make_network("beta"), "tres")
    for pk in (other.pk, strange.pk, "x", ""):
        answer = login(technician).post(
            acta_address("acta_observe", acta.meeting), {"body": "Falta un punto", "member": pk}
        )
        assert answer.context["form"].errors["member"]
    assert not ActaObservation.objects.exists()


def test_a_point_of_another_session_is_refused(acta, session, coordinator) -> None:
    strange = session.following.agenda.create(title="Otro")
    with pytest.raises(ValidationError, match="otra sesión"):
        observing.observation_add(acta=acta, user=coordinator, body="Falta", item=strange)


# -- until when -----------------------------------------------------------------------------------------------


def test_only_while_they_are_received(acta, coordinator, login) -> None:
    Acta.objects.update(observations_until_on=datetime.date(2024, 5, 1))
    client = login(coordinator)
    answer = client.get(acta_address("acta_observe", acta.meeting), follow=True)
    assert "hasta el 01/05/2024" in answer.content.decode()
    posted = client.post(acta_address("acta_observe", acta.meeting), {"body": "Tarde"})
    assert "amplíe el plazo" in posted.content.decode()
    Acta.objects.update(state=ActaState.DRAFT, observations_until_on=None)
    assert (
        "no está en observación"
        in client.post(acta_address("acta_observe", acta.meeting), {"body": "Antes"}).content.decode()
    )
    assert not ActaObservation.objects.exists()


# -- answering ------------------------------------------------------------------------------------------------


def test_each_is_answered_and_an_unanswered_one_blocks_the_approval(
    acta, session, coordinator, secretariat, login
) -> None:
    row = observing.observation_add(acta=acta, user=coordinator, body="Falta un punto")
    with pytest.raises(ValidationError, match="1 observación por responder"):
        approve(acta, session.following, secretariat)
    client = login(secretariat)
    address = acta_address("acta_answer", acta.meeting, pk=row.pk)
    assert client.post(address, {"state": "accepted", "response": " "}).context["form"].errors["response"]
    assert client.post(address, {"state": "open", "response": "Sí"}).context["form"].errors["state"]
    client.post(address, {"state": "rejected", "response": "No se trató en la sesión."})
    row.refresh_from_db()
    assert (row.state, row.resolved_by) == (ObservationState.REJECTED, secretariat)
    page = login(coordinator).get(acta_address("acta_detail", acta.meeting)).content.decode()
    assert "No se trató en la sesión." in page
    approve(acta, session.following, secretariat)
    kept = Acta.objects.get().frozen["observations"]
    assert [(each["state"], each["response"]) for each in kept] == [("rejected", "No se trató en la sesión.")]


def test_once_approved_neither_observed_nor_answered(acta, session, coordinator, secretariat) -> None:
    row = observing.observation_add(acta=acta, user=coordinator, body="Falta un punto")
    answer = {"observation": row, "state": "accepted", "user": secretariat}
    observing.observation_answer(**answer, response="Se agregó.")
    approve(acta, session.following, secretariat)
    with pytest.raises(ValidationError, match="aprobada el 03/09/2024"):
        observing.observation_answer(**answer, response="Otra cosa.")
    with pytest.raises(ValidationError, match="aprobada el 03/09/2024"):
        observing.observation_add(acta=acta, user=coordinator, body="Otra")
    with pytest.raises(ValidationError, match="aprobada el 03/09/2024"):
        observing.acta_consult(acta=acta, until_on=until(3))


def test_whose_member_left_is_offered_no_form(acta, session, network, member, technician, login) -> None:
    client = login(technician)
    page = acta_address("acta_detail", session.meeting)
    observe = acta_address("acta_observe", session.meeting)
    assert observe in client.get(page).content.decode()
    member.valid_to_on = datetime.date(2024, 1, 31)
    member.save()
    assert observe not in client.get(page).content.decode()
    assert client.get(observe).status_code == 403
