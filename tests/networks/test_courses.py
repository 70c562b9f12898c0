"""Courses: the list, one whole, its forms, totals, and what other networks may not see."""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from networks.days import local_today
from networks.models import Course, CourseMeeting, CourseTopic, PeopleExport
from networks.selectors.courses import courses_of, totals_of
from networks.services.courses import course_delete, course_meeting_delete, course_save
from tests.factories import make_member, make_network
from tests.networks.training import enroll, make_contact, make_course, make_topic


def url(name: str, **kwargs) -> str:
    return reverse(f"networks:{name}", kwargs={"slug": "alfa", **kwargs})


def page(client, name: str, query: str = "", **kwargs) -> str:
    response = client.get(f"{url(name, **kwargs)}{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def course(network, member) -> Course:
    """Ten hours: one completed, one failed, one undecided."""
    course = make_course(network, "Igualdad en la práctica")
    for number, marks in enumerate(("111", "100", "11-")):
        sex = ("female", "male", "")[number]
        enroll(course, make_contact(member, f"Enlace {number}", sex=sex), marks)
    course.minimum_attendance = Decimal(90)
    course.save()
    return course


def test_the_list_tells_each_course_and_its_topic(course, observer, login) -> None:
    html = page(login(observer), "course_list")
    assert "Igualdad en la práctica" in html
    assert "asistieron 3, concluyeron 1" in html
    assert "de 1 falta registrar" in html


def test_a_course_tells_where_each_stands(course, observer, login) -> None:
    html = page(login(observer), "course_detail", course=course.pk)
    assert [html.count(f">{word}</span>") for word in ("concluyó", "no concluyó", "falta registrar")] == [1, 1, 1]
    assert "8 / 10" in html


def test_the_secretariat_makes_a_course_with_its_sessions(network, secretariat, login) -> None:
    client, topic = login(secretariat), make_topic(network)
    form = {"topic": topic.pk, "title": "Curso nuevo", "mode": "online", "minimum_attendance": "75"}
    client.post(url("course_create"), form)
    course = Course.objects.get(title="Curso nuevo")
    meeting = {"held_on": "2024-02-05", "hours": "2.5", "another": "1"}
    response = client.post(url("course_meeting_create", course=course.pk), meeting)
    assert response.url == url("course_meeting_create", course=course.pk)
    html = client.post(url("course_meeting_create", course=course.pk), meeting).content.decode()
    assert "Ya hay una sesión ese día: dé la hora de cada una." in html
    assert course.meetings.get().hours == Decimal("2.5")
    assert course.history.first().history_user == secretariat


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"minimum_attendance": "101"}, "100"),
        ({"starts_on": "2024-02-02", "ends_on": "2024-02-01"}, "El curso termina antes de empezar."),
        ({"title": "x" * 201}, "200"),
        ({"title": "a\x00b"}, "nul"),
    ],
)
def test_a_wrong_course_is_refused_in_words(change, sentence, network, secretariat, login) -> None:
    form = {"topic": make_topic(network).pk, "title": "Curso", "mode": "online", "minimum_attendance": "75"}
    html = login(secretariat).post(url("course_create"), {**form, **change}).content.decode()
    assert sentence in html
    assert not Course.objects.exists()


def test_nothing_of_another_network_can_be_chosen_or_opened(secretariat, login, network) -> None:
    strange = make_network("beta")
    course = make_course(strange, "Ajeno")
    client = login(secretariat)
    form = {"topic": course.topic_id, "title": "Curso", "mode": "online", "minimum_attendance": "75"}
    client.post(url("course_create"), form)
    assert not Course.objects.filter(network=network).exists()
    for name in ("course_detail", "course_update", "course_delete", "enrollment_create"):
        assert client.get(url(name, course=course.pk)).status_code == 404
    own = make_course(network)
    meeting = course.meetings.first()
    for name in ("course_meeting_update", "course_attendance", "course_meeting_delete"):
        assert client.get(url(name, course=own.pk, pk=meeting.pk)).status_code == 404
    with pytest.raises(ValidationError):
        course_save(course=Course(network=network, topic=course.topic, title="Cruzado"))


def test_what_says_something_already_is_not_deleted(course, secretariat, login) -> None:
    with pytest.raises(ValidationError, match="3 personas inscritas"):
        course_delete(course=course)
    with pytest.raises(ValidationError, match="la asistencia de 3 personas"):
        course_meeting_delete(meeting=course.meetings.first())
    client = login(secretariat)
    html = client.post(url("course_delete", course=course.pk), follow=True).content.decode()
    assert "quite antes sus inscripciones" in html
    html = client.post(url("topic_delete", pk=course.topic_id), follow=True).content.decode()
    assert "no se puede eliminar porque la usan: cursos" in html
    assert CourseMeeting.objects.count() == 3
    assert CourseTopic.objects.exists()


def test_seats_hold_who_is_in_the_course(course) -> None:
    course.seats = 2
    with pytest.raises(ValidationError, match="Ya hay 3 personas inscritas"):
        course_save(course=course)


def test_totals_tell_the_unknown_apart(course, network, member) -> None:
    today = local_today(network)
    totals = totals_of(network, list(courses_of(network, today)), today)
    assert (totals.courses, totals.hours, totals.tally.enrolled) == (1, Decimal(10), 3)
    assert {line.key: line.tally.completed for line in totals.sexes} == {"female": 1, "male": 0, "": 0}
    assert totals.units[0].tally.enrolled == 3


def test_a_year_counts_the_courses_that_began_in_it(course, network, observer, login) -> None:
    make_course(network, "Curso de 2023", first=datetime.date(2023, 5, 2))
    client = login(observer)
    assert "Curso de 2023" not in page(client, "course_list")
    assert "Curso de 2023" in page(client, "course_list", "?anio=2023")
    everything = page(client, "course_list", "?anio=todos")
    assert "Curso de 2023" in everything
    assert "Igualdad en la práctica" in everything
    page(client, "course_list", "?anio=%00&tema=%00&page=x")
    page(client, "training_totals", "?anio=999999&tema=99999999999999999999")


def test_figures_leave_without_names_and_people_only_with_a_note(course, observer, secretariat, login) -> None:
    client = login(observer)
    book = load_workbook(BytesIO(client.get(url("training_xlsx")).content))
    assert [cell.value for cell in book["Por sexo"][4]] == ["Mujeres", 1, 1, 1, 100, 0]
    assert client.get(url("training_people_xlsx")).status_code == 403
    course.enrollments.all()[0].contact.__class__.objects.filter(name="Enlace 0").update(name="=1+1")
    book = load_workbook(
        BytesIO(login(secretariat).get(f"{url('training_people_xlsx')}?curso={course.pk}").content)
    )
    cells = [(cell.value, cell.data_type) for row in book.active.iter_rows(min_row=4) for cell in row]
    assert ("=1+1", "s") in cells  # as text, never as a formula
    assert ("falta registrar", "s") in cells
    note = PeopleExport.objects.get()
    assert (note.what, note.rows, note.exported_by) == ("courses", 3, secretariat)
    assert note.filters == {"Curso": str(course)}
    topic = course.topic
    client = login(secretariat)
    client.get(f"{url('training_people_xlsx')}?tema={topic.pk}")
    note = PeopleExport.objects.first()
    assert note.filters["Tema"] == topic.name
    assert note.filters["Año"].isdecimal(), "the page shows one year unless it is told otherwise"
    response = client.get(f"{url('training_people_xlsx')}?curso={'9' * 5000}")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert PeopleExport.objects.first().rows == 0


def test_many_people_cost_no_more_queries(course, network, observer, login) -> None:
    client = login(observer)
    names = (("course_list", {}), ("course_detail", {"course": course.pk}), ("training_totals", {}))
    for name, kwargs in names:
        page(client, name, **kwargs)
    few = {name: _queries(client, name, kwargs) for name, kwargs in names}
    for number in range(12):
        other = make_member(network, f"otra-{number}")
        enroll(course, make_contact(other), "11-")
        enroll(make_course(network, topic=make_topic(network, f"Tema {number % 3}")), make_contact(other), "1")
    assert {name: _queries(client, name, kwargs) for name, kwargs in names} == few


def _queries(client, name: str, kwargs: dict) -> int:
    with CaptureQueriesContext(connection) as found:
        page(client, name, **kwargs)
    return len(found)
