"""Who is in a course, until when, and to which sessions she came."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.utils import bulk_create_with_history

from networks.days import local_today
from networks.models import Contact, Course, CourseAttendance, CourseMeeting, Enrollment, User


@transaction.atomic
def enrollments_add(*, course: Course, contacts: Sequence[Contact], by: User | None = None) -> int:
    """Enroll them, with the unit and the post each has today; who had withdrawn is in again. Returns how many.

    Raises ValidationError, and enrolls nobody, where a person is of another network or the seats do not suffice.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if any(contact.member.network_id != course.network_id for contact in contacts):
        raise ValidationError(_("Alguna persona no es de esta red: vuelva a cargar la lista y elija de nuevo."))
    known = {row.contact_id: row for row in Enrollment.objects.filter(course=course)}
    chosen = {contact.pk: contact for contact in contacts}
    back = [known[pk] for pk in chosen if pk in known and known[pk].withdrawn_on is not None]
    new = [_enrollment(course, contact) for pk, contact in chosen.items() if pk not in known]
    taken = sum(row.withdrawn_on is None for row in known.values())
    _check_seats(course, taken, len(new) + len(back))
    for row in back:
        row.withdrawn_on = None
        row.save(update_fields=["withdrawn_on"])
    bulk_create_with_history(new, Enrollment, default_user=by)
    return len(new) + len(back)


def _enrollment(course: Course, contact: Contact) -> Enrollment:
    return Enrollment(
        course=course,
        contact=contact,
        member_id=contact.member_id,
        post=contact.post,
        is_sample=course.is_sample or contact.is_sample,
    )


def _check_seats(course: Course, taken: int, asked: int) -> None:
    """The waiting sentence: how many fit, and how many would wait."""
    if course.seats is None or taken + asked <= course.seats:
        return
    free = max(course.seats - taken, 0)
    values = {"free": free, "seats": course.seats, "asked": asked, "waiting": asked - free}
    if not free:
        words = _("El cupo de %(seats)s está completo: hay que esperar a que alguien se retire, o ampliarlo.")
        raise ValidationError(words % values)
    words = ngettext(
        "Queda %(free)s lugar de %(seats)s y eligió a %(asked)s: en espera quedarían %(waiting)s. "
        "Elija a quien cabe, amplíe el cupo o espere a que alguien se retire.",
        "Quedan %(free)s lugares de %(seats)s y eligió a %(asked)s: en espera quedarían %(waiting)s. "
        "Elija a quienes caben, amplíe el cupo o espere a que alguien se retire.",
        free,
    )
    raise ValidationError(words % values)


@transaction.atomic
def enrollment_withdraw(*, enrollment: Enrollment, on: datetime.date | None) -> Enrollment:
    """She left the course on that day; None: she is in it after all. Raises ValidationError."""
    course = Course.objects.select_for_update().get(pk=enrollment.course_id)
    if on is not None and on > local_today(course.network):
        raise ValidationError({"withdrawn_on": _("Ese día no ha llegado: ponga el día en que se retiró.")})
    row = Enrollment.objects.select_related("contact").get(pk=enrollment.pk)
    if on is None and row.withdrawn_on is not None:
        _check_seats(course, Enrollment.objects.filter(course=course, withdrawn_on=None).count(), 1)
    row.withdrawn_on = on
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def enrollment_delete(*, enrollment: Enrollment) -> None:
    """Of who was enrolled by mistake. Raises ValidationError once something is recorded of her."""
    Course.objects.select_for_update().get(pk=enrollment.course_id)
    if enrollment.attendance.exists() or enrollment.certificates.exists():
        raise ValidationError(
            _("De %(person)s ya consta asistencia o una constancia: no se quita, pero puede anotar que se retiró.")
            % {"person": enrollment.contact}
        )
    enrollment.delete()


@transaction.atomic
def course_attendance_save(*, meeting: CourseMeeting, marks: Mapping[int, bool | None]) -> int:
    """Write who came to a session, by enrollment; None takes a mark away. Returns how many changed.

    Those not named stay as they are. Raises ValidationError for a session still to come.
    """
    CourseMeeting.objects.select_for_update().get(pk=meeting.pk)
    _check_held(meeting)
    own = set(Enrollment.objects.filter(course=meeting.course_id, pk__in=marks).values_list("pk", flat=True))
    if own != set(marks):
        raise ValidationError(_("Alguna persona ya no está en el curso: vuelva a cargar la página."))
    rows = {row.enrollment_id: row for row in CourseAttendance.objects.filter(meeting=meeting, enrollment__in=own)}
    gone = [rows[pk].pk for pk, mark in marks.items() if mark is None and pk in rows]
    new = [
        CourseAttendance(meeting=meeting, enrollment_id=pk, attended=mark)
        for pk, mark in marks.items()
        if mark is not None and pk not in rows
    ]
    changed = [row for pk, row in rows.items() if marks[pk] is not None and row.attended != marks[pk]]
    for row in changed:
        row.attended, row.registered_at = marks[row.enrollment_id], timezone.now()
    CourseAttendance.objects.filter(pk__in=gone).delete()
    CourseAttendance.objects.bulk_create(new)
    CourseAttendance.objects.bulk_update(changed, ["attended", "registered_at"])
    return len(gone) + len(new) + len(changed)


def _check_held(meeting: CourseMeeting) -> None:
    if meeting.held_on > local_today(meeting.course.network):
        raise ValidationError(
            _("La sesión es del %(day)s y todavía no llega: la asistencia se toma ese día o después.")
            % {"day": date_format(meeting.held_on, "d/m/Y")}
        )
