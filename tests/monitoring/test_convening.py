"""Calling to a session: who gets which mail, what its calendar file says, and that it goes once."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from monitoring.models import AgendaItem, Convening, Meeting, OutboxItem, OutboxMessage
from monitoring.selectors.convening import Recipient, convening_state, recipients_for
from monitoring.services.convening import convening_send, known_recipients, meeting_cancel
from monitoring.services.meetings import meeting_reschedule, meeting_save
from monitoring.services.sending import outbox_send
from networks.models import Contact, Role
from tests.factories import give_role, make_meeting, make_network, make_seat, make_user

SOON = datetime.date(2099, 3, 10)
TODAY = datetime.date(2099, 3, 1)


@pytest.fixture
def meeting(network) -> Meeting:
    fields = {"starts_at": datetime.time(9), "ends_at": datetime.time(11, 30), "place": "Sala 1"}
    made = make_meeting(network, SOON, held_on=None, link="https://example.org/sala", **fields)
    AgendaItem.objects.create(meeting=made, title="Reglamento; «balance», y más")
    return Meeting.objects.select_related("network").get(pk=made.pk)


def someone(network, email="ana@example.org", **fields) -> Recipient:
    (found,) = known_recipients(network, [{"name": "Enlace de género", "email": email, "member": "", **fields}])
    return found


def send(meeting, by, number=0, to=None, message="") -> tuple[Convening, bool]:
    to = [someone(meeting.network)] if to is None else to
    return convening_send(meeting=meeting, number=number, recipients=to, message=message, by=by)


def page(meeting) -> str:
    return reverse("monitoring:convening_create", kwargs={"slug": "alfa", "meeting": meeting.pk})


def event_of(message: OutboxMessage):
    (file,) = message.attachments
    calendar = Calendar.from_ical(file["content"])
    (event,) = calendar.walk("VEVENT")
    return calendar, event


# -- who ------------------------------------------------------------------------------------------------------


def test_who_can_be_called(network, meeting, secretariat, observer) -> None:
    seat, silent = make_seat(network, "a"), make_seat(network, "b")
    old, gone = {"valid_to_on": datetime.date(2000, 1, 1)}, make_seat(network, "c", valid_to_on=TODAY)
    Contact.objects.create(member=seat, name="Titular", email="Titular@Example.org")
    Contact.objects.create(member=seat, name="Anterior", email="anterior@example.org", **old)
    Contact.objects.create(member=gone, name="De un puesto que ya no es", email="gone@example.org")
    Contact.objects.create(member=silent, name="Sin correo")
    inactive = make_user("fuera", is_active=False)
    give_role(inactive, network, Role.OBSERVER)
    found = recipients_for(meeting, TODAY)
    assert [one.email for one in found.seats] == ["Titular@Example.org"]
    assert {one.email: one.preset for one in found.people} == {
        secretariat.email: True,
        observer.email: False,
    }
    assert found.without == [silent]


def test_a_contact_who_has_an_account_is_called_once(network, meeting, secretariat) -> None:
    Contact.objects.create(member=make_seat(network), name="Ella", email=secretariat.email.upper())
    found = recipients_for(meeting, TODAY)
    assert [one.user for one in found.seats] == [secretariat]
    assert found.people == []


def test_the_list_costs_the_same_for_few_people_and_many(network, meeting, django_assert_max_num_queries) -> None:
    def add() -> None:
        Contact.objects.create(member=make_seat(network), name="Titular", email=make_user().email)
        give_role(make_user(), network, Role.OBSERVER)

    def cost() -> int:
        with django_assert_max_num_queries(20) as captured:
            recipients_for(Meeting.objects.select_related("network").get(pk=meeting.pk), TODAY)
        return len(captured)

    add()
    few = cost()
    for _number in range(8):
        add()
    assert cost() == few


# -- the mail -------------------------------------------------------------------------------------------------


def test_each_gets_a_mail_with_the_session_as_an_event(meeting, secretariat) -> None:
    convening, is_new = send(meeting, secretariat, message="Traiga su informe.")
    message = OutboxMessage.objects.get()
    assert is_new
    assert (message.to, message.kind, message.headers["Reply-To"]) == (
        "ana@example.org",
        "convening",
        secretariat.email,
    )
    assert OutboxItem.objects.get(message=message).network == meeting.network
    for words in ("10 de marzo de 2099, 09:00–11:30", "Sala 1", "https://example.org/sala", "Traiga su informe."):
        assert words in message.body
    assert "1. Reglamento; «balance», y más" in message.body
    calendar, event = event_of(message)
    assert str(calendar["method"]) == "REQUEST"
    assert event["dtstart"].dt.isoformat() == "2099-03-10T09:00:00-05:00"
    assert event["dtstart"].params["TZID"] == "America/Bogota"
    assert event["dtend"].dt.isoformat() == "2099-03-10T11:30:00-05:00"
    assert calendar.walk("VTIMEZONE")
    assert event["sequence"] == 0
    assert "Reglamento; «balance», y más" in str(event["description"])
    assert str(event["attendee"]) == "mailto:ana@example.org"
    assert convening.agenda == ["Reglamento; «balance», y más"]
    assert convening.recipients == [{"name": "Enlace de género", "email": "ana@example.org", "member": ""}]


def test_without_an_hour_it_lasts_the_whole_day(network, secretariat) -> None:
    send(make_meeting(network, SOON, held_on=None), secretariat)
    _calendar, event = event_of(OutboxMessage.objects.get())
    assert event["dtstart"].dt == SOON
    assert event["dtend"].dt == SOON + datetime.timedelta(days=1)
    assert event["dtstart"].params["VALUE"] == "DATE"


def test_it_leaves_with_its_calendar(meeting, secretariat) -> None:
    send(meeting, secretariat)
    outbox_send()
    (sent,) = mail.outbox
    (file,) = (part for part in sent.message().walk() if part.get_content_type() == "text/calendar")
    assert (file.get_param("method"), file.get_filename()) == ("REQUEST", "sesion.ics")
    assert sent.message()["Reply-To"] == secretariat.email


def test_each_mail_is_in_its_readers_language(network, meeting, secretariat) -> None:
    network.languages = ["pt-br", "es"]
    network.save()
    meeting.refresh_from_db()
    english = make_user("english", language="en")
    give_role(english, network, Role.OBSERVER)
    send(meeting, secretariat, to=[someone(network), someone(network, english.email)])
    languages = dict(OutboxMessage.objects.values_list("to", "language"))
    assert languages == {"ana@example.org": "pt-br", english.email: "en"}
    bodies = dict(OutboxMessage.objects.values_list("to", "body"))
    assert "10 de março de 2099" in bodies["ana@example.org"].lower()
    assert "/redes/alfa/sesiones/" in bodies[english.email]
    assert "/redes/alfa/sesiones/" not in bodies["ana@example.org"]


def test_a_repeated_click_sends_once(meeting, secretariat, login) -> None:
    client = login(secretariat)
    data = {"number": "0", "recipients": [secretariat.email], "more": "", "message": ""}
    assert client.post(page(meeting), data).status_code == 302
    again = client.post(page(meeting), data, follow=True)
    assert "no se envió otra vez" in again.content.decode()
    assert Convening.objects.count() == OutboxMessage.objects.count() == 1


def test_what_another_sent_meanwhile_does_not_swallow_hers(meeting, secretariat, login) -> None:
    send(meeting, secretariat, message="La de otra persona")
    client = login(secretariat)
    data = {"number": "0", "recipients": [secretariat.email], "more": "", "message": "La mía"}
    answer = client.post(page(meeting), data)
    assert "se envió otra convocatoria" in answer.content.decode()
    assert "La mía" in answer.content.decode()
    assert Convening.objects.count() == 1
    data["number"] = answer.context["form"]["number"].value()
    assert client.post(page(meeting), data).status_code == 302
    assert Convening.objects.get(number=1).message == "La mía"


def test_a_second_call_is_the_same_event_changed(meeting, secretariat) -> None:
    send(meeting, secretariat)
    send(meeting, secretariat, number=1)
    first, second = OutboxMessage.objects.order_by("pk")
    (_one, before), (_two, after) = event_of(first), event_of(second)
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert "sustituye a la anterior" in second.body


def test_the_page_shows_the_mail_before_it_goes(meeting, secretariat, login) -> None:
    data = {"number": "0", "more": "Enlace de género enlace@example.org", "message": "Hola", "ver": "1"}
    answer = login(secretariat).post(page(meeting), data)
    shown = answer.content.decode()
    assert "Así llegará el correo" in shown
    assert "Buenos días, Enlace de género:" in shown
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Elija al menos a una persona"),
        ({"more": "no es un correo"}, "no es un correo"),
        ({"more": "a@example.org", "message": "x" * 2001}, "2000"),
        ({"recipients": ["ajena@example.org"]}, "ajena@example.org"),
        ({"more": "nulo\0@example.org"}, "nul"),
    ],
)
def test_bad_input_is_refused_in_words(meeting, secretariat, login, data, says) -> None:
    answer = login(secretariat).post(page(meeting), {"number": "0", **data})
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Convening.objects.exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"held_on": datetime.date(2024, 4, 16)}, "ya se realizó"),
        ({"cancelled_on": TODAY, "cancel_reason": "Paro"}, "está cancelada"),
        ({"programmed_on": datetime.date(2024, 4, 16)}, "ya pasó"),
    ],
)
def test_only_a_coming_session_is_called_to(meeting, secretariat, fields, says) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**fields)
    with pytest.raises(ValidationError, match=says):
        send(meeting, secretariat)
    assert not OutboxMessage.objects.exists()


# -- what changes after ---------------------------------------------------------------------------------------


def move(meeting, **changed) -> Meeting:
    names = ("programmed_on", "starts_at", "ends_at", "place", "link")
    return meeting_reschedule(meeting=meeting, **{**{name: getattr(meeting, name) for name in names}, **changed})


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"programmed_on": SOON + datetime.timedelta(days=7)}, "fecha: era 10/03/2099, ahora 17/03/2099"),
        ({"place": "Sala 2"}, "lugar: era Sala 1, ahora Sala 2"),
        ({"ends_at": None}, "horario: era 09:00–11:30, ahora 09:00"),
        ({"link": ""}, "enlace: era https://example.org/sala, ahora sin definir"),
    ],
)
def test_what_changed_since_has_to_be_told(meeting, secretariat, login, changed, says) -> None:
    send(meeting, secretariat)
    assert not convening_state(meeting, TODAY).must_convene
    meeting.network.convening_days = 30
    moved = move(meeting, **changed)
    state = convening_state(moved, TODAY)
    assert state.again
    assert state.changes == (says,)
    assert not state.must_tell_cancelled
    shown = (
        login(secretariat).get(reverse("monitoring:meeting_detail", args=["alfa", meeting.pk])).content.decode()
    )
    assert "Hay que volver a convocar" in shown
    assert "Volver a convocar" in shown
    assert "Se canceló sin avisar" not in shown
    send(moved, secretariat, number=1)
    assert not convening_state(moved, TODAY).must_convene


def test_a_change_of_what_was_not_told_asks_for_nothing(meeting, secretariat) -> None:
    send(meeting, secretariat)
    meeting.notes = "Otra nota"
    meeting_save(meeting=meeting)
    assert not convening_state(meeting, TODAY).must_convene
    AgendaItem.objects.create(meeting=meeting, title="Nuevo")
    state = convening_state(meeting, TODAY)
    assert state.agenda_changed
    assert not state.must_convene


@pytest.mark.parametrize(("days", "late"), [(None, False), (8, False), (9, False), (10, True)])
def test_the_notice_that_the_network_wants(meeting, days, late) -> None:
    meeting.network.convening_days = days
    assert convening_state(meeting, TODAY).left == 9
    assert convening_state(meeting, TODAY).is_late is late


# -- cancelling -----------------------------------------------------------------------------------------------


def test_a_cancelled_session_leaves_the_calendars_of_those_who_were_called(meeting, secretariat) -> None:
    send(meeting, secretariat, to=[someone(meeting.network), someone(meeting.network, "eva@example.org")])
    send(meeting, secretariat, number=1)
    meeting_cancel(meeting=meeting, reason="No habrá quórum", by=secretariat, notify=True)
    told = OutboxMessage.objects.filter(subject__contains="se cancela")
    assert {message.to for message in told} == {"ana@example.org", "eva@example.org"}
    calendar, event = event_of(told[0])
    assert str(calendar["method"]) == "CANCEL"
    assert told[0].attachments[0]["type"] == "text/calendar; method=CANCEL"
    assert str(event["status"]) == "CANCELLED"
    assert event["sequence"] == 2
    assert event["uid"] == event_of(OutboxMessage.objects.order_by("pk")[0])[1]["uid"]
    assert "No habrá quórum" in told[0].body
    assert Convening.objects.get(number=2).is_cancellation


def test_cancelling_needs_a_reason_and_happens_once(meeting, secretariat, login) -> None:
    send(meeting, secretariat)
    path = reverse("monitoring:meeting_cancel", kwargs={"slug": "alfa", "meeting": meeting.pk})
    client = login(secretariat)
    assert client.post(path, {"reason": "  ", "notify": "on"}).status_code == 200
    assert client.post(path, {"reason": "Paro", "notify": "on"}).status_code == 302
    assert client.post(path, {"reason": "Otra", "notify": "on"}).status_code in (200, 302)
    meeting.refresh_from_db()
    assert meeting.cancel_reason == "Paro"
    assert Convening.objects.filter(is_cancellation=True).count() == 1


def test_those_who_were_not_told_can_be_told_later(meeting, secretariat) -> None:
    send(meeting, secretariat)
    meeting_cancel(meeting=meeting, reason="Paro", by=secretariat, notify=False)
    now = Meeting.objects.select_related("network").get(pk=meeting.pk)
    assert convening_state(now, TODAY).must_tell_cancelled
    meeting_cancel(meeting=now, reason="", by=secretariat, notify=True)
    assert not convening_state(now, TODAY).must_tell_cancelled


def test_a_cancelled_session_programmed_again_is_called_again(meeting, secretariat) -> None:
    send(meeting, secretariat)
    meeting_cancel(meeting=meeting, reason="Paro", by=secretariat, notify=True)
    again = move(meeting, programmed_on=SOON + datetime.timedelta(days=30))
    assert (again.cancelled_on, again.cancel_reason) == (None, "")
    assert convening_state(again, TODAY).again
    send(again, secretariat, number=2)
    _calendar, event = event_of(OutboxMessage.objects.order_by("-pk")[0])
    assert event["sequence"] == 2
    assert str(event["status"]) == "CONFIRMED"


def test_a_held_session_is_not_cancelled(network, secretariat) -> None:
    held = make_meeting(network, datetime.date(2024, 4, 16))
    with pytest.raises(ValidationError, match="ya se realizó"):
        meeting_cancel(meeting=held, reason="Paro", by=secretariat, notify=True)


# -- what was sent --------------------------------------------------------------------------------------------


def test_what_was_sent_is_shown_to_the_secretariat_only(meeting, secretariat, observer, login) -> None:
    send(meeting, secretariat)
    detail = reverse("monitoring:meeting_detail", args=["alfa", meeting.pk])
    kept = reverse("monitoring:convening_detail", args=["alfa", meeting.pk, 0])
    assert "ana@example.org" in login(secretariat).get(kept).content.decode()
    client = login(observer)
    shown = client.get(detail).content.decode()
    assert "Se convocó a 1 persona" in shown
    assert "ana@example.org" not in shown
    assert client.get(kept).status_code == 403


def test_another_networks_calls_are_not_found(secretariat, login, network) -> None:
    other = make_meeting(make_network("beta"), SOON, held_on=None)
    client = login(secretariat)
    for name in ("convening_create", "meeting_cancel", "meeting_reschedule", "agenda_carry", "agenda_outcomes"):
        path = reverse(f"monitoring:{name}", kwargs={"slug": "alfa", "meeting": other.pk})
        assert client.get(path).status_code == client.post(path, {"number": "0"}).status_code == 404
    assert not OutboxMessage.objects.exists()
