"""A network's page: where its current period stands, what is due next, and its last session."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from monitoring.models import Meeting, Period
from monitoring.selectors.meeting_calendar import sessions_coming
from monitoring.selectors.meeting_warnings import SessionWarnings, session_warnings
from monitoring.selectors.periods import current_period
from monitoring.selectors.planned import PlannedActivity
from monitoring.selectors.records import COUNTED
from monitoring.selectors.summing import NetworkRollup, rollups
from networks.models import Network

NEXT_DEADLINES = 6


@dataclass(frozen=True, slots=True)
class DueActivity:
    """An activity with a deadline, and how many of those who owe it in the period have not fulfilled it."""

    activity: PlannedActivity
    due_on: datetime.date
    open: int
    obliged: int


@dataclass(frozen=True)
class Overview:
    """`current` is the current period's; `rolled` the one to show: the same, or while nobody has reported in it,
    the last in which somebody did. Both are None without periods. `next_due` and `overdue` are of `current`.
    """

    current: NetworkRollup | None
    rolled: NetworkRollup | None
    next_due: tuple[DueActivity, ...]
    overdue: tuple[DueActivity, ...]
    last_meeting: Meeting | None
    next_meeting: Meeting | None
    sessions: SessionWarnings

    @property
    def shows_earlier(self) -> bool:
        return self.rolled is not self.current


def network_overview(network: Network, today: datetime.date) -> Overview:
    periods = list(Period.objects.filter(network=network).with_closed())
    period = current_period(periods, today)
    found = rollups([(network, one) for one in (period, _last_reported(network, period)) if one])
    current = found[0] if found else None
    due = _due(current) if current else []
    last_meeting = Meeting.objects.filter(network=network).held().order_by("-held_on", "-pk").first()
    return Overview(
        current=current,
        rolled=current if current is None or current.reported else found[-1],
        next_due=tuple(one for one in due if one.due_on >= today)[:NEXT_DEADLINES],
        overdue=tuple(one for one in due if one.due_on < today),
        last_meeting=last_meeting,
        next_meeting=sessions_coming(network, today).first(),
        sessions=session_warnings(network, period, today),
    )


def _last_reported(network: Network, current: Period | None) -> Period | None:
    """The last period before the current one in which something was reported."""
    if current is None:
        return None
    rows = Period.objects.filter(
        network=network, end_on__lt=current.start_on, entries__review_state__in=COUNTED
    ).with_closed()
    return rows.order_by("-end_on", "pk").first()


def _due(rolled: NetworkRollup) -> list[DueActivity]:
    """The activities owed in the period that somebody has yet to fulfil, the nearest deadline first."""
    found = []
    for lineage, members in rolled.obliged_by.items():
        activity = rolled.by_lineage[lineage]
        days = {activity.due_on()} if not activity.own_dates else {activity.due_on(member) for member in members}
        known = [day for day in days if day is not None]
        unsettled = rolled.unsettled(lineage) if members and known else 0
        if unsettled:
            found.append(DueActivity(activity, min(known), unsettled, len(members)))
    return sorted(found, key=lambda one: (one.due_on, one.activity.code))
