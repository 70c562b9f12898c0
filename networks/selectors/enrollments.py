"""The people of one course: what each attended, session by session, and who could still be enrolled."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from networks.completion import Hours, Standing, standing
from networks.folding import fold
from networks.models import Contact, Course, CourseAttendance, CourseMeeting, Enrollment, Network
from networks.selectors.courses import STANDING_SIGNS, STANDING_WORDS, hours_of, with_hours

PASTED_LINES = 500


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`marks` are her attendance at each session, in their order: True, False, or None where nothing is recorded;
    `certificate` is set by whoever issues them."""

    enrollment: Enrollment
    hours: Hours
    standing: Standing
    marks: tuple[tuple[CourseMeeting, bool | None], ...] = ()

    @property
    def word(self) -> str:
        return str(STANDING_WORDS[self.standing])

    @property
    def sign(self) -> str:
        return STANDING_SIGNS[self.standing]

    @property
    def has_marks(self) -> bool:
        return any(mark is not None for _meeting, mark in self.marks)

    @property
    def has_completed(self) -> bool:
        return self.standing is Standing.COMPLETED


def people_of(course: Course) -> QuerySet[Enrollment]:
    """In the order of their units and names."""
    rows = Enrollment.objects.filter(course=course).select_related("contact", "member")
    return rows.order_by("member__order", "member__name", "contact__name", "pk")


def person_rows(
    course: Course,
    enrollments: QuerySet[Enrollment] | Sequence[Enrollment],
    meetings: Sequence[CourseMeeting],
) -> list[PersonRow]:
    """Of a page of enrollments (`with_hours`) of a course (`with_sessions`); one query more, for the marks."""
    rows = list(enrollments)
    known = {
        (enrollment, meeting): attended
        for enrollment, meeting, attended in CourseAttendance.objects.filter(
            enrollment__in=[row.pk for row in rows]
        ).values_list("enrollment_id", "meeting_id", "attended")
    }
    return [
        PersonRow(row, *_reached(course, row), tuple((each, known.get((row.pk, each.pk))) for each in meetings))
        for row in rows
    ]


def _reached(course: Course, row: Enrollment) -> tuple[Hours, Standing]:
    hours = hours_of(course, row.attended_hours, row.missed_hours, row.recorded_hours)
    return hours, standing(hours, course.minimum_attendance, row.withdrawn_on is not None)


def reached_by(enrollment: Enrollment, course: Course, today: datetime.date) -> tuple[Hours, Standing]:
    """One person's hours and where she stands; `course` comes `with_sessions`. One query."""
    return _reached(course, with_hours(Enrollment.objects.filter(pk=enrollment.pk), today).get())


# -- who may be enrolled --------------------------------------------------------------------------------------


def candidates_of(course: Course, network: Network) -> QuerySet[Contact]:
    """The network's contacts who are not in the course now, and were still in office when it began."""
    begun = course.begun_on
    rows = Contact.objects.filter(member__network=network).select_related("member")
    rows = rows.exclude(enrollments__in=Enrollment.objects.filter(course=course, withdrawn_on=None))
    if begun is not None:
        rows = rows.filter(Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=begun))
    return rows.order_by("member__order", "member__name", "name", "pk")


def matching(contacts: QuerySet[Contact], text: str) -> QuerySet[Contact]:
    """Those in whose name, post or e-mail every word of `text` stands."""
    for word in text.replace("\x00", " ").split():
        in_words = Q(name__icontains=word) | Q(post__icontains=word) | Q(email__icontains=word)
        contacts = contacts.filter(in_words | Q(folded__contains=fold(word)))
    return contacts


@dataclass(frozen=True, slots=True)
class Pasted:
    """What pasted lines name: contacts, and the lines that name nobody (`unknown`) or several people; `left` are
    those too many to be read at once."""

    found: tuple[Contact, ...]
    unknown: tuple[str, ...]
    several: tuple[str, ...]
    left: tuple[str, ...] = ()


def read_pasted(text: str, contacts: Iterable[Contact]) -> Pasted:
    """A person a line, by her e-mail or her full name; what else the line holds, after a tab, «;» or «,», is not
    needed. Reads at most `PASTED_LINES`; what comes after is `left`."""
    by_name: dict[str, list[Contact]] = {}
    by_email: dict[str, list[Contact]] = {}
    for contact in contacts:
        by_name.setdefault(fold(contact.name), []).append(contact)
        if contact.email:
            by_email.setdefault(contact.email.casefold(), []).append(contact)
    found: dict[int, Contact] = {}
    unknown, several = [], []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines[:PASTED_LINES]:
        named = _named(line, by_name, by_email)
        if len(named) == 1:
            found[named[0].pk] = named[0]
        else:
            (several if named else unknown).append(line[:200])
    left = tuple(line[:200] for line in lines[PASTED_LINES:])
    return Pasted(tuple(found.values()), tuple(unknown), tuple(several), left)


def _named(line: str, by_name: dict[str, list[Contact]], by_email: dict[str, list[Contact]]) -> list[Contact]:
    cells = [cell.strip(" <>\"'") for cell in re.split(r"[;,\t<]", line)]
    for cell in cells:
        if cell.casefold() in by_email:
            return by_email[cell.casefold()]
    for cell in [line, *cells]:
        if fold(cell) in by_name:
            return by_name[fold(cell)]
    return []
