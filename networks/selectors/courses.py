"""Courses with their sessions, what each enrolled person attended, and what it all adds up to."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.completion import CENT, NOTHING, Hours, Standing, Taking, Tally, standing, tally
from networks.models import Course, CourseTopic, Enrollment, Member, Network, Sex

STANDING_WORDS = {
    Standing.COMPLETED: gettext_lazy("concluyó"),
    Standing.NOT_COMPLETED: gettext_lazy("no concluyó"),
    Standing.ONGOING: gettext_lazy("en curso"),
    Standing.UNRECORDED: gettext_lazy("falta registrar"),
    Standing.WITHDRAWN: gettext_lazy("se retiró"),
}
# Each with its sign and colour, which are those of a state of compliance.
STANDING_SIGNS = {
    Standing.COMPLETED: "cumplido",
    Standing.NOT_COMPLETED: "no_cumplido",
    Standing.ONGOING: "en_avance",
    Standing.UNRECORDED: "sin_informar",
    Standing.WITHDRAWN: "no_aplica",
}


def with_sessions(courses: QuerySet[Course], today: datetime.date) -> QuerySet[Course]:
    """Each with `total_hours`, `held_hours`, `sessions`, `sessions_held`, `begun_on` (its first session, else the
    day it is announced for) and `last_on` (its last session)."""
    held = Q(meetings__held_on__lte=today)
    return courses.annotate(
        total_hours=Sum("meetings__hours"),
        held_hours=Sum("meetings__hours", filter=held),
        sessions=Count("meetings"),
        sessions_held=Count("meetings", filter=held),
        begun_on=Coalesce(Min("meetings__held_on"), F("starts_on")),
        last_on=Max("meetings__held_on"),
    )


def with_hours(enrollments: QuerySet[Enrollment], today: datetime.date) -> QuerySet[Enrollment]:
    """Each with the hours she came to, missed, and of which something is recorded; and the day she first came."""
    hours, held_on = "attendance__meeting__hours", "attendance__meeting__held_on"
    came = Q(attendance__attended=True)
    return enrollments.annotate(
        attended_hours=Sum(hours, filter=came),
        missed_hours=Sum(hours, filter=Q(attendance__attended=False)),
        recorded_hours=Sum(hours, filter=Q(**{f"{held_on}__lte": today})),
        first_attended_on=Min(held_on, filter=came),
    )


def _exact(hours: Decimal | None) -> Decimal:
    """SQLite adds decimals as floats."""
    return (hours or NOTHING).quantize(CENT)


def hours_of(course: Course, attended: Decimal, missed: Decimal, recorded: Decimal) -> Hours:
    """`course` comes `with_sessions`."""
    return Hours(
        total=_exact(course.total_hours),
        attended=_exact(attended),
        missed=_exact(missed),
        unrecorded=max(_exact(course.held_hours) - _exact(recorded), NOTHING),
    )


def takings(courses: Iterable[Course], today: datetime.date) -> list[Taking]:
    """Everybody's part in those courses, which come `with_sessions`; one query."""
    by_id = {course.pk: course for course in courses}
    rows = with_hours(Enrollment.objects.filter(course__in=list(by_id)), today).order_by()
    names = ("course_id", "contact_id", "member_id", "contact__sex", "withdrawn_on")
    figures = ("attended_hours", "missed_hours", "recorded_hours", "first_attended_on")
    found = rows.values_list(*names, *figures).iterator(chunk_size=2000)
    return [_taking(by_id[row[0]], row[1:], today) for row in found]


def _taking(course: Course, row: Sequence, today: datetime.date) -> Taking:
    person, unit, sex, withdrawn_on, attended, missed, recorded, first_on = row
    hours = hours_of(course, attended, missed, recorded)
    has_ended = course.last_on is not None and course.last_on <= today
    return Taking(
        course=course.pk,
        topic=course.topic_id,
        person=person,
        unit=unit,
        sex=sex,
        standing=standing(hours, course.minimum_attendance, withdrawn_on is not None),
        started_on=course.begun_on,
        first_attended_on=first_on,
        ended_on=course.last_on if has_ended else None,
    )


def grouped(rows: Iterable[Taking], key: Callable[[Taking], Hashable]) -> dict[Hashable, Tally]:
    found: dict[Hashable, list[Taking]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {value: tally(of_value) for value, of_value in found.items()}


# -- the list of courses --------------------------------------------------------------------------------------


def courses_of(network: Network, today: datetime.date) -> QuerySet[Course]:
    courses = Course.objects.filter(network=network).select_related("topic", "network")
    order = ("topic__order", "topic__name", "begun_on", "title", "pk")
    return with_sessions(courses, today).order_by(*order)


def years_of(network: Network) -> list[int]:
    """In which a course began, newest first."""
    begun = Course.objects.filter(network=network).annotate(
        begun_on=Coalesce(Min("meetings__held_on"), F("starts_on"))
    )
    return sorted({day.year for day in begun.order_by().values_list("begun_on", flat=True) if day}, reverse=True)


def in_year(courses: QuerySet[Course], year: int | None) -> QuerySet[Course]:
    """Those that began in it; a course without any day is in every year."""
    if year is None:
        return courses
    span = (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    return courses.filter(Q(begun_on__range=span) | Q(begun_on__isnull=True))


@dataclass(frozen=True, slots=True)
class TopicRow:
    """`courses` and their `hours` held; `tally` counts a person once in the topic."""

    topic: CourseTopic
    courses: int
    hours: Decimal
    tally: Tally


# -- totals ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the totals: `key` is the unit's id, or the sex; `label` what it is called."""

    key: Hashable
    label: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Totals:
    courses: int
    hours: Decimal
    tally: Tally
    topics: list[TopicRow]
    sexes: list[Line]
    units: list[Line]


def totals_of(network: Network, courses: Sequence[Course], today: datetime.date) -> Totals:
    """Of courses that come `with_sessions`; three queries. Topics and units without any are told too."""
    rows = takings(courses, today)
    topics = list(CourseTopic.objects.filter(network=network).order_by("order", "name"))
    members = list(Member.objects.filter(network=network).order_by("order", "name"))
    return Totals(
        courses=len(courses),
        hours=sum((_exact(course.held_hours) for course in courses), NOTHING),
        tally=tally(rows),
        topics=topic_rows(topics, courses, rows),
        sexes=_sexes(grouped(rows, lambda row: row.sex)),
        units=_units(members, grouped(rows, lambda row: row.unit)),
    )


def topic_rows(topics: Iterable[CourseTopic], courses: Sequence[Course], rows: list[Taking]) -> list[TopicRow]:
    tallies = grouped(rows, lambda row: row.topic)
    found = []
    for topic in topics:
        own = [course for course in courses if course.topic_id == topic.pk]
        hours = sum((_exact(course.held_hours) for course in own), NOTHING)
        found.append(TopicRow(topic, len(own), hours, tallies.get(topic.pk, Tally())))
    return found


def sex_words() -> dict[str, str]:
    return {Sex.FEMALE: _("mujeres"), Sex.MALE: _("hombres"), Sex.OTHER: _("otro"), "": _("no consta")}


def course_lines(network: Network, rows: list[Taking]) -> list[Line]:
    """One course by unit: those with somebody in it, in the network's order."""
    tallies = grouped(rows, lambda row: row.unit)
    members = Member.objects.filter(network=network, pk__in=tallies).order_by("order", "name")
    return [Line(member.pk, member.name, tallies[member.pk]) for member in members]


def _sexes(tallies: Mapping[Hashable, Tally]) -> list[Line]:
    """Women, men and «no consta» always: that nobody is unknown says something too."""
    words = sex_words()
    always = (Sex.FEMALE, Sex.MALE, "")
    return [Line(sex, words[sex], tallies.get(sex, Tally())) for sex in words if sex in always or sex in tallies]


def _units(members: Iterable[Member], tallies: Mapping[Hashable, Tally]) -> list[Line]:
    """Those that still take part, and those gone that had somebody in a course."""
    return [
        Line(member.pk, member.name, tallies.get(member.pk, Tally()))
        for member in members
        if member.pk in tallies or member.valid_to_on is None
    ]
