"""An approved acta, and all it tells of its session, do not change any more: every service, and the pages."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from monitoring.models import Acta, ActaState, AgendaItem, Attendance, Decision, FollowUpState, Meeting
from monitoring.selectors.acta_record import acta_record, current_record
from monitoring.services import actas as services
from monitoring.services.agenda import (
    agenda_item_delete,
    agenda_item_move,
    agenda_item_save,
    agenda_outcomes_save,
)
from monitoring.services.attendance import AttendanceMark, attendance_save
from monitoring.services.decisions import decision_delete, decision_save
from monitoring.services.meetings import meeting_delete, meeting_save
from networks.models import ConflictError
from tests.factories import make_meeting, make_network
from tests.monitoring.actas import acta_address, approve, draft, make_session, text_file


@pytest.fixture
def session(network):
    return make_session(network)


@pytest.fixture
def acta(session, secretariat) -> Acta:
    written = draft(session.meeting)
    services.annex_add(acta=written, file=text_file(), title="Lista firmada", user=secretariat)
    return approve(written, session.following, secretariat)


def _mark(session):
    marks = [AttendanceMark(member=session.seats[2], attended=True)]
    attendance_save(meeting=session.meeting, marks=marks, late_reason="Tarde")


def _decide(session):
    session.decisions[0].body = "Otra cosa"
    decision_save(decision=session.decisions[0])


def _new_decision(session):
    decision_save(decision=Decision(meeting=session.meeting, body="Una más"))


def _change_point(session):
    session.points[0].title = "Otro título"
    agenda_item_save(item=session.points[0], functions=[])


def _new_point(session):
    agenda_item_save(item=AgendaItem(meeting=session.meeting, title="Uno más"), functions=[])


def _move_meeting(session):
    session.meeting.held_on = datetime.date(2024, 4, 17)
    meeting_save(meeting=session.meeting)


def _write(session):
    acta = Acta.objects.select_related("meeting").get()
    acta.body = "Otro texto"
    services.acta_save(acta=acta, revision=acta.revision)


FROZEN = {
    "attendance": _mark,
    "decision": _decide,
    "new decision": _new_decision,
    "decision gone": lambda session: decision_delete(decision=session.decisions[0]),
    "point": _change_point,
    "new point": _new_point,
    "point moved": lambda session: agenda_item_move(item=session.points[0], step=1),
    "point gone": lambda session: agenda_item_delete(item=session.points[0]),
    "outcome": lambda session: agenda_outcomes_save(
        meeting=session.meeting, outcomes={session.points[0].pk: "treated"}
    ),
    "session": _move_meeting,
    "session gone": lambda session: meeting_delete(meeting=session.meeting),
    "text": _write,
    "draft": lambda session: services.acta_draft(meeting=session.meeting, revision=2),
    "reopen": lambda session: services.acta_reopen(acta=session.meeting.acta),
    "annex": lambda session: services.annex_add(
        acta=session.meeting.acta, file=text_file(), title="Otro", user=session.user
    ),
    "annex gone": lambda session: services.annex_remove(annex=session.meeting.acta.annexes.get()),
    "elsewhere": lambda session: services.acta_approve_elsewhere(
        acta=session.meeting.acta, approved_on=datetime.date(2024, 5, 2), file=text_file(), user=session.user
    ),
    "again": lambda session: approve(session.meeting.acta, session.following, session.user),
}


@pytest.mark.parametrize("act", FROZEN.values(), ids=FROZEN)
def test_every_service_refuses_and_names_the_acta(acta, session, secretariat, act) -> None:
    session.user = secretariat
    before = current_record(Acta.objects.select_related("meeting__network").get())
    with pytest.raises(ValidationError) as refused:
        act(session)
    assert "acta 1/2024 de la sesión del 16/04/2024, aprobada el 03/09/2024" in " ".join(refused.value.messages)
    assert current_record(Acta.objects.select_related("meeting__network").get()) == before


@pytest.mark.parametrize("act", [FROZEN[name] for name in ("point", "attendance", "decision", "session")])
def test_one_approved_elsewhere_freezes_the_session_too(session, secretariat, act) -> None:
    services.acta_approve_elsewhere(
        acta=Acta(meeting=session.meeting),
        approved_on=datetime.date(2024, 5, 2),
        file=text_file(),
        user=secretariat,
    )
    with pytest.raises(ValidationError, match="aprobada el 02/05/2024"):
        act(session)


def test_the_state_of_a_follow_up_may_still_change(acta, session) -> None:
    row = session.decisions[1].follow_ups.get()
    row.state, row.closed_on = FollowUpState.CLOSED, datetime.date(2024, 10, 1)
    row.full_clean()
    row.save()
    said = acta_record(Acta.objects.get())["decisions"][1]["follow_ups"][0]
    assert (said["state"], said["closed_on"]) == ("open", None)


def test_what_it_says_does_not_follow_the_records(acta, session) -> None:
    session.seats[0].name = "Otro nombre"
    session.seats[0].save()
    Attendance.objects.all().delete()
    said = acta_record(Acta.objects.get())
    assert [seat["seat"] for seat in said["attendance"]] == ["Despacho", "Subdirección", "Observatorio"]
    assert [seat["attended"] for seat in said["attendance"]] == [True, True, None]
    assert said["approval"]["on"] == "2024-09-03"
    assert said["annexes"][0]["sha256"]
    assert said["parity"] == {"female": 1, "male": 0, "other": 0, "unstated": 1}
    assert "female" not in json.dumps(said["attendance"])


def test_its_page_counts_what_was_frozen(acta, session, secretariat, login) -> None:
    network = session.meeting.network
    network.quorum_rule, network.quorum_seats = "fixed", 3
    network.save()
    session.seats[0].valid_to_on = datetime.date(2024, 1, 31)
    session.seats[0].save()
    page = login(secretariat).get(acta_address("acta_detail", session.meeting)).content.decode()
    assert "Hay quórum: 2, y se forma con 2" in page
    assert "1 mujer" in page
    url = reverse("monitoring:meeting_detail", kwargs={"slug": "alfa", "pk": session.meeting.pk})
    whole = " ".join(login(secretariat).get(url).content.decode().split())
    assert "se forma con 2 puestos" in whole
    assert "se forma con 3" not in whole


def test_the_pages_refuse_in_words(acta, session, secretariat, login) -> None:
    client = login(secretariat)
    whole = {"slug": "alfa", "pk": session.meeting.pk}
    item = {"slug": "alfa", "meeting": session.meeting.pk, "pk": session.points[0].pk}
    decision = {**item, "pk": session.decisions[0].pk}
    for name, kwargs, data in (
        ("agenda_item_update", item, {"title": "Otro"}),
        ("agenda_item_delete", item, {}),
        ("agenda_item_move", item, {"paso": "bajar"}),
        ("decision_update", decision, {"body": "Otra"}),
        ("decision_delete", decision, {}),
        (
            "meeting_update",
            {"slug": "alfa", "pk": session.meeting.pk},
            {"kind": "ordinary", "held_on": "2024-04-17"},
        ),
        ("meeting_delete", whole, {}),
    ):
        answer = client.post(reverse(f"monitoring:{name}", kwargs=kwargs), data, follow=True)
        assert "aprobada el 03/09/2024" in answer.content.decode(), name
    assert client.get(acta_address("acta_edit", session.meeting)).status_code == 302
    assert Meeting.objects.get(pk=session.meeting.pk).decisions.count() == 2


# -- what an approval needs -----------------------------------------------------------------------------------


def test_only_in_a_later_session_that_was_held(network, session, secretariat) -> None:
    written = draft(session.meeting)
    for other in (
        make_meeting(network, datetime.date(2024, 3, 1)),
        make_meeting(network, session.meeting.held_on),
        make_meeting(make_network("beta"), datetime.date(2024, 12, 1)),
    ):
        with pytest.raises(ValidationError):
            approve(written, other, secretariat)
    planned = make_meeting(network, datetime.date(2024, 12, 1), held_on=None)
    with pytest.raises(ValidationError, match="posterior ya realizada"):
        services.check_approvable(written, planned)
    assert Acta.objects.get().state == ActaState.DRAFT


def test_what_changed_after_printing_is_not_approved(session, secretariat) -> None:
    written = draft(session.meeting)
    content = {**current_record(written), "approval": services.approval_of(session.following)}
    values = {"acta": written, "approved_in": session.following, "user": secretariat, "content": content}
    session.decisions[0].body = "Otra cosa"
    decision_save(decision=session.decisions[0])
    with pytest.raises(services.ActaMovedError):
        services.acta_approve(**values, revision=written.revision, pdf=b"%PDF")
    with pytest.raises(ConflictError):
        services.acta_approve(**values, revision=written.revision - 1, pdf=b"%PDF")
    kept = Acta.objects.get()
    assert (kept.state, kept.frozen, kept.revision) == (ActaState.DRAFT, None, written.revision)


def test_a_point_left_to_write_is_not_approved(session, secretariat) -> None:
    AgendaItem.objects.filter(pk=session.points[1].pk).update(notes="")
    written = draft(session.meeting)
    with pytest.raises(ValidationError, match="escriba lo que se trató"):
        approve(written, session.following, secretariat)
    written.refresh_from_db()
    written.body = written.body.replace("[Escriba aquí lo que se trató en este punto.]", "Nada.")
    services.acta_save(acta=written, revision=written.revision)
    assert approve(written, session.following, secretariat).state == ActaState.APPROVED
