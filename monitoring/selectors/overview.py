"""A network's page: where its current period stands, what is due next, and its last session."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from monitoring.models import Meeting, Period
from monitoring.selectors.periods import current_period
from monitoring.selectors.planned import PlannedActivity
from monitoring.selectors.rollup import NetworkRollup, rollup
from networks.models import Network

NEXT_DEADLINES = 6
SETTLED = frozenset({"cumplido", "no_aplica"})


@dataclass(frozen=True, slots=True)
class DueActivity:
    """An activity with a deadline, and how many of those who owe it in the period have not fulfilled it."""

    activity: PlannedActivity
    due_on: datetime.date
    open: int
    obliged: int


@dataclass(frozen=True)
class Overview:
    """`rolled` is the current period's, None without periods; `next_due` and `overdue` are its activities."""

    period: Period | None
    rolled: NetworkRollup | None
    next_due: tuple[DueActivity, ...]
    overdue: tuple[DueActivity, ...]
    last_meeting: Meeting | None
    next_meeting: Meeting | None


def network_overview(network: Network, today: datetime.date) -> Overview:
    periods = list(Period.objects.filter(network=network).with_closed())
    period = current_period(periods, today)
    rolled = rollup(network, period) if period else None
    due = _due(rolled) if rolled else []
    last_meeting = Meeting.objects.filter(network=network).held().order_by("-held_on", "-pk").first()
    coming = Meeting.objects.filter(network=network, held_on__isnull=True, programmed_on__gte=today)
    return Overview(
        period=period,
        rolled=rolled,
        next_due=tuple(one for one in due if one.due_on >= today)[:NEXT_DEADLINES],
        overdue=tuple(one for one in due if one.due_on < today),
        last_meeting=last_meeting,
        next_meeting=coming.order_by("programmed_on", "pk").first(),
    )


def _due(rolled: NetworkRollup) -> list[DueActivity]:
    """The activities owed in the period that somebody has yet to fulfil, the nearest deadline first."""
    found: dict = {}
    for owed in rolled.obligations:
        if owed.due_on is None:
            continue
        entry = rolled.entries.get(owed.at)
        is_open = not (entry and entry.counts and entry.status in SETTLED)
        known = found.get(owed.activity.lineage)
        found[owed.activity.lineage] = DueActivity(
            activity=owed.activity,
            due_on=min(known.due_on, owed.due_on) if known else owed.due_on,
            open=is_open + (known.open if known else 0),
            obliged=1 + (known.obliged if known else 0),
        )
    return sorted((one for one in found.values() if one.open), key=lambda one: (one.due_on, one.activity.code))
