"""Builders of courses, the people in them and what they attended."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from networks.models import (
    Contact,
    Course,
    CourseAttendance,
    CourseMeeting,
    CourseTopic,
    Enrollment,
    Member,
    Network,
)

FIRST_DAY = datetime.date(2024, 2, 5)
_number = itertools.count(1)


def make_topic(network: Network, name: str = "Derechos humanos") -> CourseTopic:
    return CourseTopic.objects.get_or_create(network=network, name=name)[0]


def make_course(
    network: Network,
    title: str = "",
    hours: Sequence[int | str] = (4, 4, 2),
    first: datetime.date = FIRST_DAY,
    topic: CourseTopic | None = None,
    **fields: Any,
) -> Course:
    """With a session of so many hours each, a week apart."""
    title = title or f"Curso {next(_number)}"
    course = Course.objects.create(network=network, topic=topic or make_topic(network), title=title, **fields)
    for week, length in enumerate(hours):
        day = first + datetime.timedelta(days=7 * week)
        CourseMeeting.objects.create(course=course, held_on=day, hours=Decimal(length))
    return course


def make_contact(member: Member, name: str = "", **fields: Any) -> Contact:
    return Contact.objects.create(member=member, name=name or f"Enlace {next(_number)}", **fields)


def enroll(course: Course, contact: Contact, marks: str = "", **fields: Any) -> Enrollment:
    """`marks` has a sign a session: 1 came, 0 did not, anything else is not recorded."""
    row = Enrollment.objects.create(course=course, contact=contact, member=contact.member, **fields)
    for meeting, sign in zip(course.meetings.all(), marks, strict=False):
        if sign in "01":
            CourseAttendance.objects.create(meeting=meeting, enrollment=row, attended=sign == "1")
    return row
