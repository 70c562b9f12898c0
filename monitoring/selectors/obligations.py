"""What is owed in a period, how each obligation stands on a day, and what a new version changed of it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from monitoring.periods import closing_instant
from monitoring.selectors.records import EntryRow
from monitoring.selectors.summing import NetworkRollup, Obligation
from monitoring.states import State, days_left, is_late, state_of


@dataclass(frozen=True, slots=True)
class Standing:
    """An obligation as it stands on a day. `due_on` is the period's last day to report; the activity's own
    deadline is `owed.due_on`. `is_late`: sent after that day, or past it and not sent."""

    owed: Obligation
    entry: EntryRow | None
    state: State
    due_on: datetime.date
    days_left: int
    is_late: bool

    @property
    def status(self) -> str | None:
        """The compliance status reported, also in a draft; None is silence."""
        return (self.entry and self.entry.status) or None


def standings(
    rolled: NetworkRollup, today: datetime.date, members: Collection[int | None] | None = None
) -> list[Standing]:
    """In the order of the plan; only of `members` where given (None among them is the network itself).

    `today` is the network's own day: see `local_today`.
    """
    owed = list(_owed(rolled, members))
    who = {one.member_id for one in owed}
    entries = rolled.entries_at({one.activity.lineage for one in owed}, who) if owed else {}
    period = rolled.period
    limit = closing_instant(period.due_on, rolled.network.time_zone)
    left = days_left(period.due_on, today)
    found = []
    for one in owed:
        entry = entries.get(one.at)
        state = state_of(entry and entry.review_state, period.due_on, today, closed=period.is_closed)
        late = is_late(entry and entry.sent_at, limit, state)
        found.append(Standing(one, entry, state, period.due_on, left, late))
    return found


def _owed(rolled: NetworkRollup, members: Collection[int | None] | None) -> Iterator[Obligation]:
    if members is None:
        yield from rolled.obligations
        return
    for plan in rolled.plans:
        for activity in plan.planned.activities:
            for member in rolled.obliged_by[activity.lineage]:
                if member in members:
                    due_on = activity.due_on(member)
                    yield Obligation(plan.version, activity.eje, activity, rolled.members.get(member), due_on)
