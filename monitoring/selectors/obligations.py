"""What is owed in a period, how each obligation stands on a day, and what a new version changed of it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from monitoring.models import ComplianceEntry
from monitoring.periods import closing_instant
from monitoring.selectors.records import EntryAt, EntryRow
from monitoring.selectors.summing import NetworkRollup, Obligation
from monitoring.states import State, days_left, is_late, state_of

Cells = dict[EntryAt, EntryRow]


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
    rolled: NetworkRollup,
    today: datetime.date,
    members: Collection[int | None] | None = None,
    entries: Cells | None = None,
) -> list[Standing]:
    """In the order of the plan; only of `members` where given (None among them is the network itself).

    `today` is the network's own day: see `local_today`. `entries` are those of these members in the period, where
    they were read already.
    """
    owed = list(_owed(rolled, members))
    if entries is None:
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


def entries_of(rolled: Iterable[NetworkRollup], members: Mapping[int, Collection[int | None]]) -> dict[int, Cells]:
    """The entries of some members, drafts too, by the period's id: all large periods in one query. `members` by
    the network's id, everybody's where it is absent; of a large period, some must be named."""
    found: dict[int, Cells] = {}
    wanted = Q(pk__in=[])
    for one in rolled:
        who = members.get(one.network.pk)
        if not one.is_large:
            found[one.period.pk] = {at: row for at, row in one.entries.items() if who is None or at[1] in who}
            continue
        found[one.period.pk] = {}
        own = Q(member__in=[pk for pk in who or () if pk is not None])
        own |= Q(member__isnull=True) if None in (who or ()) else Q()
        wanted |= Q(period=one.period) & own
    if wanted != Q(pk__in=[]):
        rows = ComplianceEntry.objects.agreed().filter(wanted).order_by("pk")
        for row in rows.values_list(*EntryRow._fields):
            entry = EntryRow(*row)
            found[entry.period_id][entry.at] = entry
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
