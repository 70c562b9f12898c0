"""Training and units out of the records, as they were on a day."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from networks.completion import NOTHING, Standing, Taking, Tally, tally, tally_between
from networks.models import Certificate, Course, CourseMeeting, CourseTopic, Member
from networks.selectors.courses import courses_of, grouped, sex_words, takings
from networks.selectors.units import unit_history, units_of, with_people
from reports.official.form import Scope
from reports.official.red.context import Training, TrainingRow, UnitMark, UnitRow, Units

Key = Callable[[Taking], Hashable]


@dataclass(frozen=True)
class _Facts:
    """The courses begun by a day, everybody's part in them by that day, the sessions held, and the certificates in
    force (course, topic, unit, sex)."""

    courses: Sequence[Course]
    rows: Sequence[Taking]
    sessions: Sequence[tuple[int, datetime.date, Decimal]]
    certificates: Sequence[tuple[int, int, int, str]]


def training_of(scope: Scope, on: datetime.date, today: datetime.date) -> Training:
    """In six queries."""
    facts = _facts(scope, on, today)
    topics = CourseTopic.objects.filter(network=scope.network).order_by("order", "name")
    return Training(
        total=_row(_("Total"), tally(facts.rows), len(facts.certificates), *_given(facts, facts.courses)),
        period=_period(scope, facts, on),
        topics=tuple(_topic(topic, facts) for topic in topics),
        sexes=tuple(_sexes(facts)),
        units=tuple(_units(scope, facts)),
    )


def _facts(scope: Scope, on: datetime.date, today: datetime.date) -> _Facts:
    begun = [course for course in courses_of(scope.network, on) if not course.begun_on or course.begun_on <= on]
    rows = [_as_of(row, on) for row in takings(begun, on)] if on < today else takings(begun, on)
    if scope.member:
        rows = [row for row in rows if row.unit == scope.member.pk]
    held = CourseMeeting.objects.filter(course__in=[course.pk for course in begun], held_on__lte=on)
    names = ("enrollment__course", "enrollment__course__topic", "enrollment__member", "enrollment__contact__sex")
    valid = _certificates(scope, on).values_list(*names)
    return _Facts(begun, rows, list(held.values_list("course", "held_on", "hours")), list(valid))


def _certificates(scope: Scope, on: datetime.date):
    """Issued by that day and in force."""
    end = datetime.datetime.combine(
        on + datetime.timedelta(days=1), datetime.time.min, ZoneInfo(scope.network.time_zone)
    )
    rows = Certificate.objects.filter(enrollment__course__network=scope.network, issued_at__lt=end)
    rows = rows.filter(replaced_by__isnull=True, revoked_at__isnull=True).order_by()
    return rows.filter(enrollment__member=scope.member) if scope.member else rows


def _as_of(row: Taking, on: datetime.date) -> Taking:
    """What came after that day is not yet known: who attended later had not come, and of a course still going
    nobody has completed."""
    came = row.first_attended_on if row.first_attended_on and row.first_attended_on <= on else None
    stands = row.standing if row.ended_on or row.standing is Standing.WITHDRAWN else Standing.ONGOING
    return replace(row, first_attended_on=came, standing=stands)


def _row(label: str, found: Tally, certificates: int, *given) -> TrainingRow:
    courses, sessions, hours = given or (None, None, None)
    return TrainingRow(
        label=label,
        enrolled=found.enrolled,
        attended=found.attended,
        completed=found.completed,
        unrecorded=found.unrecorded,
        certificates=certificates,
        share=found.share,
        courses=courses,
        sessions=sessions,
        hours=hours,
    )


def _given(facts: _Facts, courses: Iterable[Course]) -> tuple[int, int, Decimal]:
    own = {course.pk for course in courses}
    held = [hours for course, _day, hours in facts.sessions if course in own]
    return len(own), len(held), sum(held, NOTHING)


def _topic(topic: CourseTopic, facts: _Facts) -> TrainingRow:
    own = [course for course in facts.courses if course.topic_id == topic.pk]
    rows = [row for row in facts.rows if row.topic == topic.pk]
    given = sum(1 for _course, of_topic, *_rest in facts.certificates if of_topic == topic.pk)
    return _row(topic.name, tally(rows), given, *_given(facts, own))


def _period(scope: Scope, facts: _Facts, on: datetime.date) -> TrainingRow:
    """The facts of the period alone, each on its own day, so that periods add."""
    start = scope.period.start_on
    held = [(course, hours) for course, day, hours in facts.sessions if start <= day]
    before = _certificates(scope, start - datetime.timedelta(days=1)).count()
    begun = sum(1 for course in facts.courses if course.begun_on and start <= course.begun_on)
    return _row(
        _("En el periodo"),
        tally_between(facts.rows, start, on),
        len(facts.certificates) - before,
        begun,
        len(held),
        sum((hours for _course, hours in held), NOTHING),
    )


def _sexes(facts: _Facts) -> Iterable[TrainingRow]:
    """Women, men and «no consta» always."""
    tallies = grouped(facts.rows, lambda row: row.sex)
    given = Counter(sex for *_rest, sex in facts.certificates)
    for sex, word in sex_words().items():
        if sex != "other" or sex in tallies:
            yield _row(str(capfirst(word)), tallies.get(sex, Tally()), given[sex])


def _units(scope: Scope, facts: _Facts) -> Iterable[TrainingRow]:
    """Those with somebody in a course, in the network's order."""
    tallies = grouped(facts.rows, lambda row: row.unit)
    given = Counter(unit for _course, _topic, unit, _sex in facts.certificates)
    rows = Member.objects.filter(network=scope.network, pk__in=list(tallies)).order_by("order", "name")
    for unit in rows:
        yield _row(unit.name, tallies[unit.pk], given[unit.pk])


# -- units ----------------------------------------------------------------------------------------------------


def units_built(scope: Scope, on: datetime.date) -> Units:
    members = Member.objects.filter(pk=scope.member.pk) if scope.member else Member.objects.all()
    rows = with_people(units_of(scope.network, on, members), on).select_related("organization")
    found = tuple(_unit(row, on) for row in rows)
    marks = unit_history(scope.network, on).marks if scope.member is None else ()
    return Units(
        total=len(found),
        liaisons=sum(1 for row in found if row.liaison_on),
        gender_units=sum(1 for row in found if row.gender_unit_on),
        neither=sum(1 for row in found if not row.liaison_on and not row.gender_unit_on),
        rows=found,
        history=tuple(
            UnitMark(day=one.day, units=one.units, liaisons=one.liaisons, gender_units=one.gender_units)
            for one in marks
        ),
    )


def _unit(member: Member, on: datetime.date) -> UnitRow:
    return UnitRow(
        code=member.code,
        name=member.name,
        sector=(member.organization and member.organization.sector) or None,
        liaison_on=_by(member.liaison_since_on, on),
        gender_unit_on=_by(member.gender_unit_since_on, on),
        people=member.people,
    )


def _by(day: datetime.date | None, on: datetime.date) -> datetime.date | None:
    return day if day and day <= on else None
