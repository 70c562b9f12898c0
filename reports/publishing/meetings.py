"""The sessions held in a year and what they decided, as they are published: seats are counted, nobody is named."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from monitoring.models import (
    Acta,
    ActaState,
    AgendaItem,
    Attendance,
    Decision,
    FollowUpState,
    Meeting,
    MeetingKind,
)
from monitoring.selectors.attendance import AttendanceTable, SeatRow, quorum_needed
from monitoring.selectors.meetings import function_matrix
from networks.models import Member, Network
from reports.publishing.shapes import (
    DecisionLine,
    DecisionsData,
    FollowUpLine,
    FunctionLine,
    MeetingLine,
    MeetingsData,
)
from reports.publishing.words import fixed

Marks = dict[int, dict[int, bool]]


def _year(network: Network, key: str) -> tuple[int, list[Meeting]]:
    """The year and the sessions held in it. Raises ValidationError for none."""
    year = int(key) if key.isascii() and key.isdigit() and 1900 <= int(key[:5]) <= 2200 else 0
    rows = Meeting.objects.filter(network=network)
    span = datetime.date(year or 1900, 1, 1), datetime.date(year or 1900, 12, 31)
    held = list(rows.held_between(*span)) if year else []
    if not held:
        raise ValidationError(
            _("La red no realizó sesiones en «%(year)s»: anote antes la fecha en que se realizaron.")
            % {"year": key}
        )
    return year, held


def build_meetings(network: Network, key: str) -> MeetingsData:
    """`key` is the year. Seven queries for any number of sessions."""
    year, held = _year(network, key)
    planned = Meeting.objects.filter(network=network, cancelled_on__isnull=True).programmed_between(
        datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    )
    matrix = function_matrix(network, held)
    return MeetingsData(
        year=year,
        ordinary_programmed=planned.filter(kind=MeetingKind.ORDINARY).count(),
        ordinary_held=sum(one.kind == MeetingKind.ORDINARY for one in held),
        extraordinary_held=sum(one.kind == MeetingKind.EXTRAORDINARY for one in held),
        meetings=tuple(_lines(network, held, matrix)),
        functions=tuple(
            FunctionLine(
                number=row.function.number,
                title=row.function.title,
                norm=row.function.norm or None,
                sessions=tuple(one.held_on for one, mark in zip(held, row.marks, strict=True) if mark),
            )
            for row in matrix
        ),
    )


def _lines(network: Network, held: list[Meeting], matrix: list) -> Iterable[MeetingLine]:
    marks: Marks = defaultdict(dict)
    for meeting, member, attended in Attendance.objects.filter(meeting__in=held).values_list(
        "meeting_id", "member_id", "attended"
    ):
        marks[meeting][member] = attended
    seats = list(Member.objects.filter(network=network).seated())
    agenda = defaultdict(list)
    points = AgendaItem.objects.filter(meeting__in=held).order_by("order", "pk")
    for meeting, title in points.values_list("meeting_id", "title"):
        agenda[meeting].append(title)
    actas = Acta.objects.filter(meeting__in=held, state=ActaState.APPROVED).exclude(pdf_sha256="")
    prints = dict(actas.values_list("meeting_id", "pdf_sha256"))
    for place, meeting in enumerate(held):
        yield MeetingLine(
            date=meeting.held_on,
            kind=fixed(MeetingKind(meeting.kind).label),
            title=meeting.title or None,
            functions=tuple(row.function.number for row in matrix if row.marks[place]),
            agenda=tuple(agenda[meeting.pk]),
            acta_sha256=prints.get(meeting.pk),
            **_attendance(network, meeting, seats, marks[meeting.pk]),
        )


def _attendance(network: Network, meeting: Meeting, seats: list[Member], marks: dict[int, bool]) -> dict:
    """Counts of the seats valid that day, and whether those whose role counts made a quorum."""
    rows = [
        SeatRow(seat, marks.get(seat.pk), "", is_valid=True, counts=seat.seat_role in network.quorum_roles)
        for seat in seats
        if seat.is_valid_on(meeting.held_on)
    ]
    table = AttendanceTable(rows, quorum_needed(network, sum(row.counts for row in rows)))
    return {"seats": len(rows), "attended": table.present, "unknown": table.unknown, "quorum": table.reached}


# -- decisions ------------------------------------------------------------------------------------------------


def build_decisions(network: Network, key: str) -> DecisionsData:
    """`key` is the year. Who answers is a member, or the network's secretariat; its own words are left out."""
    year, held = _year(network, key)
    rows = (
        Decision.objects.filter(meeting__in=held)
        .select_related("meeting", "plan_version__plan")
        .prefetch_related("follow_ups__member")
        .order_by("meeting__held_on", "meeting", "order", "pk")
    )
    numbered, orders = [], defaultdict(int)
    for row in rows:
        orders[row.meeting.held_on] += 1
        numbered.append((f"{row.meeting.held_on.isoformat()}-{orders[row.meeting.held_on]}", row))
    if not numbered:
        raise ValidationError(
            _("Las sesiones de %(year)s no tienen decisiones anotadas: anótelas antes.") % {"year": year}
        )
    return DecisionsData(
        year=year,
        decisions=tuple(_decision(number, row) for number, row in numbered),
        follow_ups=tuple(
            _follow_up(number, one)
            for number, row in numbered
            for one in sorted(row.follow_ups.all(), key=lambda each: each.pk)
        ),
    )


def _decision(number: str, row: Decision) -> DecisionLine:
    version = row.plan_version
    return DecisionLine(
        number=number,
        date=row.meeting.held_on,
        decision=row.body,
        plan_version=f"{version.plan.slug}/{version.number}" if version else None,
    )


def _follow_up(number: str, row) -> FollowUpLine:
    start, end = row.deadline_start_on, row.deadline_end_on
    return FollowUpLine(
        decision=number,
        follow_up=row.body,
        responsible=row.member.name if row.member else None,
        state=fixed(FollowUpState(row.state).label),
        closed_on=row.closed_on,
        deadline=row.deadline_text or None,
        deadline_start=start or end,
        deadline_end=end or start,
    )
