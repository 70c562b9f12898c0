"""Writes to topics, courses and their sessions."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.days import local_today
from networks.models import Course, CourseAttendance, CourseMeeting, Enrollment
from networks.services.records import record_delete

MOST_SESSIONS = 200


@transaction.atomic
def course_save(*, course: Course) -> Course:
    """Raises ValidationError where its topic is another network's, or the seats do not hold who is in it."""
    course.full_clean()
    if course.topic.network_id != course.network_id:
        raise ValidationError({"topic": _("El tema es de otra red: elija uno de esta.")})
    if course.pk:
        # Whoever is being enrolled at this moment counts.
        Course.objects.select_for_update().get(pk=course.pk)
        taken = Enrollment.objects.filter(course=course, withdrawn_on=None).count()
        if course.seats is not None and taken > course.seats:
            raise ValidationError(
                {
                    "seats": _(
                        "Ya hay %(taken)s personas inscritas: dé un cupo que las contenga o retire a alguna."
                    )
                    % {"taken": taken}
                }
            )
    course.save()
    return course


@transaction.atomic
def course_delete(*, course: Course) -> None:
    """Only one nobody enrolled in. Raises ValidationError."""
    Course.objects.select_for_update().filter(pk=course.pk).first()
    enrolled = Enrollment.objects.filter(course=course).count()
    if enrolled:
        words = ngettext(
            "«%(course)s» tiene %(n)s persona inscrita: quite antes su inscripción.",
            "«%(course)s» tiene %(n)s personas inscritas: quite antes sus inscripciones.",
            enrolled,
        )
        raise ValidationError(words % {"course": course, "n": enrolled})
    record_delete(record=course)


@transaction.atomic
def course_meeting_save(*, meeting: CourseMeeting) -> CourseMeeting:
    """Raises ValidationError, also for a session with attendance moved to a day to come."""
    Course.objects.select_for_update().get(pk=meeting.course_id)
    meeting.full_clean()
    if meeting.pk is not None and meeting.held_on > local_today(meeting.course.network):
        _check_nobody_came(meeting)
    if meeting.pk is None and meeting.course.meetings.count() >= MOST_SESSIONS:
        raise ValidationError(
            _("Un curso tiene a lo más %(most)s sesiones: registre las demás en otro curso.")
            % {"most": MOST_SESSIONS}
        )
    meeting.save()
    return meeting


def _check_nobody_came(meeting: CourseMeeting) -> None:
    """Nobody has come to a session that is still to be held."""
    if CourseAttendance.objects.filter(meeting=meeting).exists():
        words = _("Ya consta quién asistió, y ese día todavía no llega: dé el día en que fue.")
        raise ValidationError({"held_on": words})


@transaction.atomic
def course_meeting_delete(*, meeting: CourseMeeting) -> None:
    """Only one of which no attendance is recorded. Raises ValidationError."""
    Course.objects.select_for_update().get(pk=meeting.course_id)
    recorded = CourseAttendance.objects.filter(meeting=meeting).count()
    if recorded:
        words = ngettext(
            "La sesión tiene registrada la asistencia de %(n)s persona: déjela antes en «no consta».",
            "La sesión tiene registrada la asistencia de %(n)s personas: déjelas antes en «no consta».",
            recorded,
        )
        raise ValidationError(words % {"n": recorded})
    meeting.delete()
