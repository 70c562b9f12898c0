"""The informe de gestión out of the records: cumulative for the year, up to the period's end."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.labels import period_label
from monitoring.models import (
    Attendance,
    Meeting,
    MeetingKind,
    Period,
)
from monitoring.selectors import IndicatorValue, PlanRollup
from monitoring.selectors.meetings import function_matrix
from networks.models import Member, Network
from reports.context import ReportWarning
from reports.formatting import date_es
from reports.official.common import body_of, header, scoped_indicators, scoped_rollup, sections_of, year_start
from reports.official.form import Scope
from reports.official.gestion.context import (
    SLUG,
    EjeProgress,
    Figure,
    FunctionRow,
    GestionContext,
    HeldMeeting,
    Seat,
    Sections,
    SessionCount,
    Signature,
)
from reports.official.gestion.records import decision_rows, publication_rows

TITLE = gettext_lazy("Informe de gestión")


def build_gestion(scope: Scope) -> GestionContext:
    """The form's parts in their order; what has no records stays empty."""
    network, period = scope.network, scope.period
    found = scoped_rollup(scope)
    meetings = list(Meeting.objects.filter(network=network).held_between(year_start(period), period.end_on))
    sections = sections_of(network, period, SLUG)
    return GestionContext(
        network=network.slug,
        period=period.code,
        header=header(scope, found, title=str(TITLE)),
        meetings=tuple(
            HeldMeeting(
                date=meeting.held_on,
                kind=meeting.get_kind_display(),
                in_period=period.start_on <= meeting.held_on,
            )
            for meeting in meetings
        ),
        seats=_seats(network, period, meetings),
        sessions=_session_counts(network, period, meetings),
        publications=publication_rows(network),
        functions=_functions(network, meetings),
        decisions=decision_rows(network, meetings),
        figures=tuple(_figure(value) for value in scoped_indicators(scope)),
        ejes=tuple(_eje(plan, eje) for plan in found.plans for eje in plan.planned.ejes),
        sections=Sections(
            action_plan=body_of(sections, "action_plan"),
            functioning=body_of(sections, "functioning"),
            synthesis=body_of(sections, "synthesis"),
        ),
        signature=Signature(post=network.secretariat_post or None, entity=network.secretariat or None),
        warnings=tuple(_warnings(network, period, meetings)),
    )


def _seats(network: Network, period: Period, meetings: list[Meeting]) -> tuple[Seat, ...]:
    """The seats valid at the period's end, and those of before with attendance in the year; sector by sector."""
    marks: dict[int, dict[int, bool]] = defaultdict(dict)
    for row in Attendance.objects.filter(meeting__in=meetings):
        marks[row.member_id][row.meeting_id] = row.attended
    valid = Member.objects.seated().valid_on(period.end_on)
    seats = Member.objects.filter(network=network).filter(Q(pk__in=valid) | Q(pk__in=list(marks))).for_list()
    rows = [_seat(seat, marks[seat.pk], meetings) for seat in seats.order_by("order", "name")]
    first = {row.sector: place for place, row in reversed(list(enumerate(rows)))}
    return tuple(sorted(rows, key=lambda row: first[row.sector]))


def _seat(seat: Member, marks: dict[int, bool], meetings: list[Meeting]) -> Seat:
    attended = [meeting for meeting in meetings if marks.get(meeting.pk)]
    return Seat(
        sector=(seat.organization and seat.organization.sector) or None,
        entity=seat.organization.name if seat.organization else seat.name,
        post=seat.post or None,
        role=seat.seat_role,
        sessions=tuple(meeting.held_on for meeting in attended),
        total=len(attended),
        marks=tuple(marks.get(meeting.pk) for meeting in meetings),
    )


def _session_counts(network: Network, period: Period, meetings: list[Meeting]) -> dict[str, SessionCount]:
    planned = Meeting.objects.filter(network=network).programmed_between(year_start(period), period.end_on)
    kinds = list(planned.values_list("kind", flat=True))
    return {
        kind.value: SessionCount(
            held=sum(meeting.kind == kind for meeting in meetings), programmed=kinds.count(kind.value)
        )
        for kind in MeetingKind
    }


def _functions(network: Network, meetings: list[Meeting]) -> tuple[FunctionRow, ...]:
    return tuple(
        FunctionRow(
            number=row.function.number,
            title=row.function.title,
            sessions=tuple(
                meeting.held_on for meeting, mark in zip(meetings, row.marks, strict=True) if mark is True
            ),
            addressed=row.total > 0,
            marks=tuple(row.marks),
        )
        for row in function_matrix(network, meetings)
    )


def _figure(value: IndicatorValue) -> Figure:
    return Figure(
        label=value.indicator.title,
        value=value.cumulative,
        target=value.indicator.target,
        unit=value.indicator.unit or None,
        eje=value.eje_code,
        note=value.text or None,
    )


def _eje(plan: PlanRollup, eje) -> EjeProgress:
    figure = plan.eje(eje.lineage)
    return EjeProgress(
        code=eje.code,
        title=eje.title,
        progress=figure.earned if figure.weighted else figure.percent,
        ceiling=figure.ceiling if figure.weighted else figure.percent_ceiling,
        weighted=figure.weighted,
        reported=figure.reported,
        obliged=figure.obliged,
    )


def _warnings(network: Network, period: Period, meetings: list[Meeting]) -> Iterator[ReportWarning]:
    close = _day(period.end_on)
    if network.regulation_on and network.regulation_on > period.end_on:
        yield ReportWarning(
            kind="regulation_after_close",
            where=_("Reglamento interno"),
            declared=network.regulation_on,
            computed=period.end_on,
            message=_(
                "El reglamento interno lleva fecha del %(day)s, posterior al cierre del periodo (%(close)s)."
            )
            % {"day": _day(network.regulation_on), "close": close},
        )
    for meeting in meetings:
        if meeting.held_on < period.start_on:
            said = {"day": _day(meeting.held_on), "period": period_label(period).lower()}
            yield ReportWarning(
                kind="meeting_before_period",
                where=_("Sesión del %(day)s") % said,
                declared=meeting.held_on,
                computed=period.start_on,
                message=_(
                    "La sesión del %(day)s es anterior al periodo (%(period)s): los cuadros acumulan el año "
                    "hasta su cierre."
                )
                % said,
            )


def _day(day: datetime.date) -> str:
    return date_es(day.isoformat())
