"""Who may open the pages of courses."""

from networks.models import Contact, Course, Enrollment
from tests.access import SECRETARIAT, Row
from tests.networks.training import enroll, make_course, make_topic


def _course_row(world) -> Course:
    return Course.objects.filter(network=world.network).first() or make_course(world.network, "Curso")


def _course(world):
    return {"course": _course_row(world).pk}


def _topic(world):
    return {"pk": make_topic(world.network).pk}


def _meeting(world):
    course = _course_row(world)
    return {"course": course.pk, "pk": course.meetings.first().pk}


def _enrollment(world):
    course = _course_row(world)
    contact, _ = Contact.objects.get_or_create(member=world.member, name="Enlace")
    found = Enrollment.objects.filter(course=course, contact=contact).first()
    return {"course": course.pk, "pk": (found or enroll(course, contact)).pk}


def _form(name, kwargs):
    return [Row(name, SECRETARIAT, kwargs=kwargs), Row(name, SECRETARIAT, kwargs=kwargs, method="post")]


ROWS: list[Row] = [
    Row("networks:course_list"),
    Row("networks:course_detail", kwargs=_course),
    Row("networks:training_totals"),
    Row("networks:training_xlsx"),
    Row("networks:training_people_xlsx", SECRETARIAT),
    Row("networks:topic_list"),
    *_form("networks:topic_create", {}),
    *_form("networks:topic_update", _topic),
    *_form("networks:topic_delete", _topic),
    *_form("networks:course_create", {}),
    *_form("networks:course_update", _course),
    *_form("networks:course_delete", _course),
    *_form("networks:course_meeting_create", _course),
    *_form("networks:course_meeting_update", _meeting),
    *_form("networks:course_meeting_delete", _meeting),
    *_form("networks:course_attendance", _meeting),
    *_form("networks:enrollment_create", _course),
    *_form("networks:enrollment_withdraw", _enrollment),
    *_form("networks:enrollment_delete", _enrollment),
]
