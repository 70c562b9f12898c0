"""Topics, courses with who came to each session, and the indicators they feed."""

from __future__ import annotations

from django.utils.timezone import now
from simple_history.utils import bulk_create_with_history

from monitoring.models import TrainingFeed
from networks.models import (
    Contact,
    Course,
    CourseAttendance,
    CourseMeeting,
    CourseTopic,
    Enrollment,
    Network,
)
from plans.models import Indicator
from reports.demo.rows import Row, create, ensure, take

MARKS = {"1": True, "0": False}


def load_training(network: Network, fixture: Row) -> None:
    """A course that is there, with whatever was recorded of it, stays as it is."""
    for order, name in enumerate(fixture.get("course_topics", []), start=1):
        ensure(CourseTopic, {"network": network, "name": name}, {"order": order})
    people = {row.email: row for row in Contact.objects.filter(member__network=network).exclude(email="")}
    for row in fixture.get("courses", []):
        if not Course.objects.filter(network=network, title=row["title"]).exists():
            _course(network, row, people)
    for row in fixture.get("training_feeds", []):
        _feed(network, row)


def _course(network: Network, row: Row, people: dict[str, Contact]) -> None:
    names = ("title", "description", "mode", "place", "given_by", "starts_on", "ends_on", "seats")
    topic = CourseTopic.objects.get(network=network, name=row["topic"])
    values = {"network": network, "topic": topic, "is_sample": True, **take(row, *names, "minimum_attendance")}
    course = create(Course, values)
    meetings = [create(CourseMeeting, {"course": course, **meeting}) for meeting in row["meetings"]]
    # Where the network had a directory of its own before, these people are not in it.
    there = {people[email]: signs for email, signs in row["people"].items() if email in people}
    enrolled = bulk_create_with_history([_enrollment(course, contact) for contact in there], Enrollment)
    CourseAttendance.objects.bulk_create(
        CourseAttendance(meeting=meeting, enrollment=enrollment, attended=MARKS[sign], registered_at=now())
        for enrollment in enrolled
        for meeting, sign in zip(meetings, there[enrollment.contact], strict=True)
        if sign in MARKS
    )


def _enrollment(course: Course, contact: Contact) -> Enrollment:
    values = {"member_id": contact.member_id, "post": contact.post, "is_sample": True}
    return Enrollment(course=course, contact=contact, **values)


def _feed(network: Network, row: Row) -> None:
    found = Indicator.objects.filter(
        activity__eje__version__plan__network=network,
        activity__eje__version__plan__slug=row["plan"],
        activity__code=row["activity"],
        title=row["indicator"],
    )
    lineage = found.order_by("-activity__eje__version__number")[0].lineage
    topic = CourseTopic.objects.get(network=network, name=row["topic"]) if "topic" in row else None
    key = {"network": network, "indicator_lineage": lineage}
    ensure(TrainingFeed, key, {"topic": topic, **take(row, "counting", "sex")})
