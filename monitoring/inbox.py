"""The inbox: what is owed in some periods as big links, the nearest deadline first."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.board import entry_url
from monitoring.inbox_filter import InboxFilter
from monitoring.labels import period_label, semaforo
from monitoring.models import Period
from monitoring.selectors import EntryRow, NetworkRollup, PlannedEje, local_today
from monitoring.selectors.closing import CarriedCommitment, commitments_into
from monitoring.selectors.obligations import Standing, entries_of, standings
from monitoring.selectors.version_changes import DroppedEntry, VersionChanges, dropped_entries
from monitoring.state_words import StateChip, countdown, state_chip
from monitoring.states import STATES, days_left
from networks.models import Member, Network, User
from networks.permissions import can_write_entry

ITEMS_PER_PAGE = 60
# Of what comes from before, or is no longer asked, so many are listed; the rest is counted.
LISTED = 60
Members = Collection[int | None]


@dataclass(frozen=True, slots=True)
class Item:
    """An obligation as it is shown. `note` is what sets it apart; `own_due_on` the activity's own deadline."""

    code: str
    title: str
    who: str
    url: str
    chip: StateChip
    left: str
    note: str
    own_due_on: datetime.date | None
    status: str


@dataclass(slots=True)
class EjeItems:
    eje: PlannedEje
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry that is not asked for any more: it stays, and says why."""

    dropped: DroppedEntry
    url: str
    who: str
    status: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What an earlier period left unmet. `url` is this period's form of it, empty where nobody may open it."""

    commitment: CarriedCommitment
    url: str
    who: str
    status: str


@dataclass(slots=True)
class PeriodItems:
    """`left` is empty once nothing of it is open; `open` and `total` count what the filter takes of it, `…_more`
    what is not listed."""

    network: Network
    period: Period
    label: str
    left: str
    open: int
    total: int
    ejes: list[EjeItems] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    carried_more: int = 0
    kept: list[Kept] = field(default_factory=list)
    kept_more: int = 0


@dataclass(frozen=True, slots=True)
class StateCount:
    chip: StateChip
    count: int
    is_chosen: bool


@dataclass(slots=True)
class Inbox:
    """`counts` are of all that is hers, by state; `page_obj` pages what the filter takes."""

    periods: list[PeriodItems]
    counts: list[StateCount]
    open: int
    total: int
    page_obj: Page


@dataclass(frozen=True, slots=True)
class _Found:
    rolled: NetworkRollup
    standing: Standing


class InboxBuilder:
    """Puts some periods of some networks into an inbox for one person.

    `members` are, by the network's id, whose obligations are shown; a network that is absent shows everybody's.
    """

    def __init__(self, rolled: Iterable[NetworkRollup], user: User, members: dict[int, Members]) -> None:
        self.rolled = sorted(rolled, key=lambda one: (one.period.due_on, one.network.name))
        self.user, self.members = user, members
        self.today = {one.network.pk: local_today(one.network) for one in self.rolled}
        self.entries = entries_of(self.rolled, members)
        self.changes = VersionChanges(self.rolled)
        self.bases = {one.period.pk: _board_url(one) for one in self.rolled}
        self._writes: dict[tuple[int, int | None], bool] = {}

    def build(self, chosen: InboxFilter, page: str | None = None) -> Inbox:
        found = [_Found(one, standing) for one in self.rolled for standing in self._standings(one)]
        asked = [one for one in found if chosen.takes_words(one.standing.owed)]
        counts = Counter(one.standing.state.key for one in asked)
        taken = sorted(filter(lambda one: chosen.takes_state(one.standing.state), asked), key=self._order)
        page_obj = Paginator(taken, ITEMS_PER_PAGE).get_page(page)
        chips = [StateCount(state_chip(key), counts[key], chosen.state == key) for key in STATES if counts[key]]
        opened = sum(one.standing.state.is_open for one in asked)
        periods = self._periods(page_obj.object_list, taken)
        if not chosen.state and page_obj.number == 1:
            self._add_carried(periods, chosen)
            self._add_kept(periods, chosen)
        return Inbox(periods, chips, opened, len(asked), page_obj)

    def _standings(self, rolled: NetworkRollup) -> list[Standing]:
        pk = rolled.network.pk
        return standings(rolled, self.today[pk], self.members.get(pk), self.entries[rolled.period.pk])

    def _order(self, one: _Found) -> tuple:
        """By period, then by eje as the plan has them; in each what is open first, by its own deadline."""
        rolled, standing = one.rolled, one.standing
        position = self._positions[rolled.period.pk][standing.owed.eje.pk]
        own = standing.owed.due_on or datetime.date.max
        return self._places[rolled.period.pk], position, not standing.state.is_open, own

    @cached_property
    def _places(self) -> dict[int, int]:
        return {one.period.pk: number for number, one in enumerate(self.rolled)}

    @cached_property
    def _positions(self) -> dict[int, dict[int, int]]:
        return {
            one.period.pk: {
                eje.pk: number for number, eje in enumerate(e for plan in one.plans for e in plan.planned.ejes)
            }
            for one in self.rolled
        }

    def _periods(self, shown: Sequence[_Found], taken: Sequence[_Found]) -> list[PeriodItems]:
        totals = Counter(one.rolled.period.pk for one in taken)
        opened = Counter(one.rolled.period.pk for one in taken if one.standing.state.is_open)
        found: dict[int, PeriodItems] = {}
        for one in shown:
            pk = one.rolled.period.pk
            if pk not in found:
                found[pk] = self._period(one.rolled, opened[pk], totals[pk])
            ejes = found[pk].ejes
            if not ejes or ejes[-1].eje.pk != one.standing.owed.eje.pk:
                ejes.append(EjeItems(one.standing.owed.eje))
            ejes[-1].items.append(self._item(one.rolled, one.standing))
        return list(found.values())

    def _period(self, rolled: NetworkRollup, opened: int, total: int) -> PeriodItems:
        period = rolled.period
        left = countdown(days_left(period.due_on, self.today[rolled.network.pk])) if opened else ""
        return PeriodItems(rolled.network, period, period_label(period), left, opened, total)

    def _item(self, rolled: NetworkRollup, standing: Standing) -> Item:
        owed, entry = standing.owed, standing.entry
        new = self.changes.new_in(owed, rolled.period.start_on)
        late = standing.is_late and not standing.state.is_open
        notes = [_("nueva en la versión %(number)s") % {"number": new}] if new else []
        notes += [_("enviado fuera de plazo")] if late else []
        return Item(
            code=owed.activity.code,
            title=owed.activity.title,
            who=self._who(rolled, owed.member),
            url=self._url(rolled, owed.activity.lineage, owed.member, standing.state.is_open, bool(entry)),
            chip=state_chip(standing.state),
            left=countdown(standing.days_left) if standing.state.is_open else "",
            note=" · ".join(notes),
            own_due_on=owed.due_on,
            status=semaforo(entry.status).word if entry and entry.status else "",
        )

    def _who(self, rolled: NetworkRollup, member: Member | None) -> str:
        """Left out where she reports for one only."""
        only = self.members.get(rolled.network.pk)
        if only is not None and len(only) == 1:
            return ""
        return member.name if member else _("La red")

    def _url(self, rolled: NetworkRollup, lineage, member: Member | None, is_open: bool, has_entry: bool) -> str:
        """To the form where she may write, else to what was reported; empty where there is nothing to open."""
        key = (rolled.network.pk, member and member.pk)
        if key not in self._writes:
            self._writes[key] = can_write_entry(self.user, rolled.network, key[1])
        base = self.bases[rolled.period.pk]
        if is_open and self._writes[key] and not rolled.period.is_over:
            return entry_url(base, lineage, member)
        return entry_url(base, lineage, member, "ver/") if has_entry else ""

    def _shown(self, periods: list[PeriodItems], rolled: NetworkRollup) -> PeriodItems:
        """The period's items, added at the end where nothing of it is shown yet."""
        found = next((one for one in periods if one.period.pk == rolled.period.pk), None)
        if found is None:
            found = self._period(rolled, 0, 0)
            periods.append(found)
        return found

    def _add_carried(self, periods: list[PeriodItems], chosen: InboxFilter) -> None:
        """What was met in the period itself is among what was sent."""
        carried = commitments_into([one.period for one in self.rolled], self.members) if self.rolled else {}
        for rolled in self.rolled:
            found = [
                row
                for row in carried[rolled.period.pk]
                if row.settled_in is None and chosen.takes_text(row.code, row.title, _name(row.member))
            ]
            entries = self.entries[rolled.period.pk]
            rows = [
                self._carried(rolled, row, entries.get((row.activity_lineage, row.member and row.member.pk)))
                for row in found[:LISTED]
            ]
            if rows:
                shown = self._shown(periods, rolled)
                shown.carried, shown.carried_more = rows, len(found) - len(rows)

    def _carried(self, rolled: NetworkRollup, row: CarriedCommitment, entry: EntryRow | None) -> Carried:
        lineage, member = row.activity_lineage, row.member
        is_there = lineage in rolled.by_lineage
        url = self._url(rolled, lineage, member, is_there and not (entry and entry.counts), entry is not None)
        return Carried(row, url, self._who(rolled, member), semaforo(row.status or None).word)

    def _add_kept(self, periods: list[PeriodItems], chosen: InboxFilter) -> None:
        dropped = dropped_entries(self.rolled, self.entries)
        for rolled in self.rolled:
            rows = [
                self._kept(rolled, row)
                for row in dropped.get(rolled.period.pk, ())
                if chosen.takes_text(row.code, row.title, _name(row.member))
            ]
            if rows:
                shown = self._shown(periods, rolled)
                shown.kept, shown.kept_more = rows[:LISTED], len(rows[LISTED:])

    def _kept(self, rolled: NetworkRollup, row: DroppedEntry) -> Kept:
        url = entry_url(self.bases[rolled.period.pk], row.entry.activity_lineage, row.member, "ver/")
        return Kept(row, url, self._who(rolled, row.member), semaforo(row.entry.status).word)


def _name(member: Member | None) -> str:
    return member.name if member else ""


def _board_url(rolled: NetworkRollup) -> str:
    where = {"slug": rolled.network.slug, "code": rolled.period.code}
    return reverse("monitoring:period_detail", kwargs=where)
