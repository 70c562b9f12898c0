"""The months in which activities run, and what was reported in the periods they fell in."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator

from monitoring.figures import SILENT
from monitoring.models import Period
from monitoring.selectors import NetworkRollup, rollup
from monitoring.selectors.scheduled import joint_status
from plans.tree import Dated, TreeActivity
from reports.official.form import Scope
from reports.official.plan_trabajo.context import Calendar, CalendarRow
from reports.official.planned.progress import UNTOLD
from reports.official.planned.reading import Ruled

PLAN, SAMPLE, DUE = "plan", "sample", "due"
States = dict[uuid.UUID, dict[str, str]]


def months_between(start: datetime.date, end: datetime.date) -> Iterator[str]:
    """«2012-11», «2012-12», «2013-01»."""
    for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield f"{number // 12}-{number % 12 + 1:02d}"


def marks_of(row: TreeActivity, first_year: int, last_year: int) -> dict[str, str]:
    """Its own months; without any those of its deadline, else of its products', at most a year beyond the plan."""
    if row.schedule_months:
        return dict.fromkeys(sorted(row.schedule_months), SAMPLE if row.schedule_is_sample else PLAN)
    spans = [span for span in [_span(row)] if span] or [span for span in map(_span, row.deliverables) if span]
    found = {month for span in spans for month in months_between(*span)}
    kept = range(first_year - 1, last_year + 2)
    return dict.fromkeys(sorted(month for month in found if int(month[:4]) in kept), DUE)


def _span(row: Dated) -> tuple[datetime.date, datetime.date] | None:
    start, end = row.deadline_start_on or row.deadline_end_on, row.deadline_end_on or row.deadline_start_on
    return (start, end) if start and end else None


def calendars_of(ruled: Iterable[Ruled], states: States) -> Iterator[Calendar]:
    for one in ruled:
        plan = one.version.plan
        rows = tuple(_row(row, one, states.get(row.lineage, {})) for row in one.tree.walk() if row.pk in one.shown)
        years = {int(month[:4]) for row in rows for month in row.marks} | {plan.first_year, plan.last_year}
        yield Calendar(plan=plan.slug, first_year=min(years), last_year=max(years), rows=rows)


def _row(row: TreeActivity, one: Ruled, states: dict[str, str]) -> CalendarRow:
    marks = marks_of(row, one.version.plan.first_year, one.version.plan.last_year)
    own = {month: states[month] for month in marks if month in states}
    return CalendarRow(where=one.where(row.code), marks=marks, states=own)


def states_of(scope: Scope, found: NetworkRollup) -> States:
    """By activity and month: what was told in the stored period of that month, within the report's own."""
    states: States = {}
    rows = Period.objects.filter(network=scope.network).within(scope.period.start_on, scope.period.end_on)
    # The shortest have the last word on their months.
    for period in sorted(rows, key=lambda row: row.start_on - row.end_on):
        whole = period.pk == scope.period.pk
        told = (
            found if whole else rollup(scope.network, period, plan=scope.plan, eje=scope.eje, member=scope.member)
        )
        months = list(months_between(period.start_on, period.end_on))
        for lineage, members in told.obliged_by.items():
            if members:
                status = joint_status(_status(told, lineage, member) for member in members)
                said = UNTOLD if status == SILENT else status
                states.setdefault(lineage, {}).update(dict.fromkeys(months, said))
    return states


def _status(told: NetworkRollup, lineage: uuid.UUID, member: int | None) -> str | None:
    report = told.reports.get((lineage, member))
    return report.status if report else None
