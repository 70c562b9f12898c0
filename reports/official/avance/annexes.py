"""What stands behind the figures: indicators, what is outside the sum or came late, and commitments."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from monitoring.follow_up_words import CLOSED, DROPPED, OVERDUE, owner_of, standing_of
from monitoring.models import Decision, FollowUp, FollowUpState
from monitoring.selectors import EntryRow, IndicatorValue, NetworkRollup
from plans.models import Activity
from reports.official.avance.context import BreakdownLine, CommitmentLine, EntryLine, IndicatorLine
from reports.official.avance.ejes import who
from reports.official.form import Scope

STATES = {OVERDUE: "overdue", CLOSED: "closed", DROPPED: "dropped"}


def indicator_lines(values: Sequence[IndicatorValue]) -> tuple[IndicatorLine, ...]:
    return tuple(
        IndicatorLine(
            eje=value.eje_code,
            activity=value.activity_code,
            label=value.indicator.title,
            unit=value.indicator.unit or None,
            value=value.value,
            cumulative=value.cumulative,
            target=value.indicator.target,
            percent=value.percent_of_target,
            words=value.text or None,
        )
        for value in values
    )


def breakdown_lines(values: Sequence[IndicatorValue]) -> tuple[BreakdownLine, ...]:
    """Only where something was told apart."""
    return tuple(
        BreakdownLine(
            label=value.indicator.title,
            by=dimension.by,
            part=part,
            value=number,
            told=dimension.told,
            of=dimension.of,
        )
        for value in values
        for dimension in value.cumulative_breakdown
        if dimension.told
        for part, number in dimension.parts
    )


def outside_lines(found: NetworkRollup) -> tuple[EntryLine, ...]:
    gone = {one.entry.activity_lineage for one in found.outside if one.activity is None}
    rows = Activity.objects.filter(lineage__in=gone, eje__version__plan__network=found.network)
    # The last version that had it.
    known = {lineage: (code, title) for lineage, code, title in _named(rows)} if gone else {}
    lines = []
    for one in found.outside:
        activity = one.activity
        code, title = (
            (activity.code, activity.title) if activity else known.get(one.entry.activity_lineage, ("", ""))
        )
        lines.append(
            EntryLine(
                code=code,
                title=title,
                member=who(found, one.entry.member_id),
                status=one.entry.status or None,
                reason=one.reason,
            )
        )
    return tuple(lines)


def _named(rows) -> Iterable[tuple]:
    return rows.order_by("eje__version__number").values_list("lineage", "code", "title")


def late_lines(found: NetworkRollup) -> tuple[EntryLine, ...]:
    """Extemporáneos, in the order of the plan."""
    zone = ZoneInfo(found.network.time_zone)
    order = {lineage: place for place, lineage in enumerate(found.by_lineage)}
    rows = [entry for entry in found.late if entry.activity_lineage in order]
    rows.sort(key=lambda entry: (order[entry.activity_lineage], entry.sent_at))
    return tuple(_late_line(found, entry, zone) for entry in rows)


def _late_line(found: NetworkRollup, entry: EntryRow, zone: ZoneInfo) -> EntryLine:
    activity = found.by_lineage[entry.activity_lineage]
    return EntryLine(
        code=activity.code,
        title=activity.title,
        member=who(found, entry.member_id),
        status=entry.status or None,
        sent_on=timezone.localdate(entry.sent_at, zone),
    )


# -- commitments ----------------------------------------------------------------------------------------------


def commitment_lines(scope: Scope, found: NetworkRollup, today: datetime.date) -> tuple[CommitmentLine, ...]:
    """What was agreed by the period's end and is open today, or was settled since the period began; then the
    period's decisions from which nothing follows. An eje has only what follows from its own entries."""
    rows = [_commitment(row, today) for row in _follow_ups(scope, found)]
    rows.sort(key=lambda line: (line.state != "overdue", line.state != "open", line.held_on or datetime.date.min))
    return (*rows, *_bare_decisions(scope))


def _follow_ups(scope: Scope, found: NetworkRollup) -> Iterable[FollowUp]:
    start, end = scope.period.start_on, scope.period.end_on
    rows = FollowUp.objects.of_network(scope.network).with_source()
    rows = rows.filter(Q(decision__meeting__held_on__lte=end) | Q(entry__period__end_on__lte=end))
    if scope.member:
        rows = rows.filter(member=scope.member)
    if scope.eje:
        rows = rows.filter(entry__activity_lineage__in=list(found.by_lineage))
    return rows.filter(Q(state=FollowUpState.OPEN) | Q(closed_on__gte=start)).by_deadline()


def _commitment(row: FollowUp, today: datetime.date) -> CommitmentLine:
    state = STATES.get(standing_of(row, today).key, "open")
    since = row.deadline_end_on + datetime.timedelta(days=1) if state == "overdue" else None
    return CommitmentLine(
        held_on=row.decision.meeting.held_on if row.decision_id else None,
        decision=row.decision.body if row.decision_id else None,
        body=row.body,
        state=state,
        responsible=owner_of(row),
        deadline=row.deadline_text or None,
        overdue_since=since,
        closed_on=row.closed_on,
    )


def _bare_decisions(scope: Scope) -> Iterable[CommitmentLine]:
    if scope.member or scope.eje:
        return []
    rows = Decision.objects.filter(meeting__network=scope.network, follow_ups__isnull=True)
    rows = rows.filter(meeting__held_on__range=(scope.period.start_on, scope.period.end_on))
    return [
        CommitmentLine(held_on=row.meeting.held_on, decision=row.body)
        for row in rows.select_related("meeting").order_by("meeting__held_on", "order", "pk")
    ]
