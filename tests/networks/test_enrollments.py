"""Enrolling, withdrawing, and the attendance of each session."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from networks.folding import fold
from networks.models import Course, CourseAttendance, Enrollment
from networks.services.enrollments import (
    course_attendance_save,
    enrollment_delete,
    enrollment_withdraw,
    enrollments_add,
)
from tests.factories import make_member, make_network
from tests.networks.training import enroll, make_contact, make_course


def url(name: str, course: Course, **kwargs) -> str:
    return reverse(f"networks:{name}", kwargs={"slug": "alfa", "course": course.pk, **kwargs})


@pytest.fixture
def course(network) -> Course:
    return make_course(network, "Curso", seats=3)


@pytest.fixture
def contacts(member, network) -> list:
    other = make_member(network, "dos", name="Contraloría")
    return [
        make_contact(member, "Enlace de género", post="Jefa", email="enlace@example.org"),
        make_contact(member, "Dirección Ñandutí"),
        make_contact(other, "Coordinación"),
        make_contact(other, "Jefatura"),
    ]


def test_she_is_enrolled_with_her_unit_and_post_of_the_day(course, contacts, secretariat, login) -> None:
    response = login(secretariat).post(url("enrollment_create", course), {"contact": [contacts[0].pk]})
    assert response.status_code == 302
    row = Enrollment.objects.get()
    contacts[0].post = "Directora"
    contacts[0].save()
    assert (row.contact, row.member, row.post) == (contacts[0], contacts[0].member, "Jefa")
    assert row.history.get().history_user == secretariat


def test_search_reads_names_without_accents_and_units(course, contacts, secretariat, login) -> None:
    for contact in contacts:
        contact.folded = fold(f"{contact.name} {contact.post} {contact.email}")
        contact.save()
    client = login(secretariat)
    html = client.get(f"{url('enrollment_create', course)}?q=nanduti").content.decode()
    assert "Dirección Ñandutí" in html
    assert "Enlace de género" not in html
    query = f"{url('enrollment_create', course)}?unidad={contacts[2].member_id}"
    assert "Inscribir a las 2 de la lista" in client.get(query).content.decode()
    client.post(query, {"all": "1"})
    assert {row.contact for row in Enrollment.objects.all()} == {contacts[2], contacts[3]}


def test_a_pasted_list_is_shown_before_anybody_is_enrolled(course, contacts, member, secretariat, login) -> None:
    make_contact(member, "Repetida")
    make_contact(contacts[2].member, "repetida")
    text = "ENLACE@example.org\nCoordinación\t3\nDireccion nanduti\nRepetida\nNadie de aquí\n\n"
    html = (
        login(secretariat).post(url("enrollment_create", course), {"read": "1", "pasted": text}).content.decode()
    )
    assert not Enrollment.objects.exists()
    assert html.count("checked") == 3
    assert "<li>Nadie de aquí</li>" in html
    assert "<li>Repetida</li>" in html


def test_lines_too_many_to_be_read_are_told(course, contacts, secretariat, login) -> None:
    text = "\n".join([*(f"Nadie {number}" for number in range(500)), "ENLACE@example.org"])
    html = (
        login(secretariat).post(url("enrollment_create", course), {"read": "1", "pasted": text}).content.decode()
    )
    assert "demasiadas a la vez" in html
    assert "<li>ENLACE@example.org</li>" in html


def test_the_seats_are_respected_and_the_choice_is_kept(course, contacts, secretariat, login) -> None:
    enroll(course, contacts[0])
    client = login(secretariat)
    chosen = [contact.pk for contact in contacts[1:]]
    html = client.post(url("enrollment_create", course), {"contact": chosen}).content.decode()
    assert "Quedan 2 lugares de 3 y eligió a 3: en espera quedarían 1." in html
    assert html.count("checked") == 3
    assert Enrollment.objects.count() == 1
    enrollments_add(course=course, contacts=contacts[1:3])
    with pytest.raises(ValidationError, match="El cupo de 3 está completo"):
        enrollments_add(course=course, contacts=contacts[3:])


def test_who_withdraws_leaves_her_seat_and_may_come_back(course, contacts) -> None:
    enrollments_add(course=course, contacts=contacts[:3])
    gone = Enrollment.objects.get(contact=contacts[0])
    enrollment_withdraw(enrollment=gone, on=datetime.date(2024, 2, 10))
    assert enrollments_add(course=course, contacts=contacts[3:]) == 1
    with pytest.raises(ValidationError, match="El cupo de 3 está completo"):
        enrollment_withdraw(enrollment=gone, on=None)
    Course.objects.update(seats=4)
    assert enrollments_add(course=course, contacts=contacts[:1]) == 1
    gone.refresh_from_db()
    assert gone.withdrawn_on is None
    assert Enrollment.objects.count() == 4


def test_nobody_withdraws_tomorrow(course, contacts, secretariat, login) -> None:
    row = enroll(course, contacts[0])
    tomorrow = timezone.localdate() + datetime.timedelta(days=2)
    form = {"withdrawn_on": tomorrow.isoformat()}
    html = login(secretariat).post(url("enrollment_withdraw", course, pk=row.pk), form).content.decode()
    assert "Ese día no ha llegado" in html


def test_strangers_are_not_enrolled(course) -> None:
    stranger = make_contact(make_member(make_network("beta"), "x"))
    with pytest.raises(ValidationError, match="no es de esta red"):
        enrollments_add(course=course, contacts=[stranger])


def test_only_who_was_enrolled_by_mistake_is_taken_off(course, contacts) -> None:
    known, mistaken = enroll(course, contacts[0], "1"), enroll(course, contacts[1])
    enrollment_delete(enrollment=mistaken)
    with pytest.raises(ValidationError, match="ya consta asistencia"):
        enrollment_delete(enrollment=known)


def test_attendance_is_taken_session_by_session(course, contacts, secretariat, login) -> None:
    rows = [enroll(course, contact) for contact in contacts[:2]]
    first, second, _third = course.meetings.all()
    form = {f"p{rows[0].pk}": "si", f"p{rows[0].pk}-was": "", f"p{rows[1].pk}": "no", f"p{rows[1].pk}-was": ""}
    client = login(secretariat)
    response = client.post(url("course_attendance", course, pk=first.pk), {**form, "next": "1"})
    assert response.url == url("course_attendance", course, pk=second.pk)
    assert dict(CourseAttendance.objects.values_list("enrollment", "attended")) == {
        rows[0].pk: True,
        rows[1].pk: False,
    }
    form = {f"p{rows[0].pk}": "", f"p{rows[0].pk}-was": "si"}
    client.post(url("course_attendance", course, pk=first.pk), form)
    assert CourseAttendance.objects.get().enrollment == rows[1]


def test_two_who_take_it_at_once_do_not_undo_each_other(course, contacts, secretariat, login) -> None:
    """Her page was loaded before the other saved: what she did not touch stays."""
    rows = [enroll(course, contact) for contact in contacts[:2]]
    meeting = course.meetings.first()
    course_attendance_save(meeting=meeting, marks={rows[0].pk: True})
    form = {f"p{rows[0].pk}": "", f"p{rows[0].pk}-was": "", f"p{rows[1].pk}": "no", f"p{rows[1].pk}-was": ""}
    login(secretariat).post(url("course_attendance", course, pk=meeting.pk), form)
    assert dict(CourseAttendance.objects.values_list("enrollment", "attended")) == {
        rows[0].pk: True,
        rows[1].pk: False,
    }


def test_a_session_to_come_takes_no_attendance(network, contacts, secretariat, login) -> None:
    course = make_course(network, hours=(4,), first=timezone.localdate() + datetime.timedelta(days=3))
    row, meeting = enroll(course, contacts[0]), course.meetings.get()
    with pytest.raises(ValidationError, match="todavía no llega"):
        course_attendance_save(meeting=meeting, marks={row.pk: True})
    html = login(secretariat).get(url("course_attendance", course, pk=meeting.pk)).content.decode()
    assert "La sesión todavía no llega" in html


def test_present_is_proposed_and_saved_only_by_her(course, contacts, secretariat, login) -> None:
    enroll(course, contacts[0])
    address = url("course_attendance", course, pk=course.meetings.first().pk)
    html = login(secretariat).get(f"{address}?todas=1").content.decode()
    assert html.count("checked") == 1
    assert not CourseAttendance.objects.exists()
