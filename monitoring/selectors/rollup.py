"""From records to figures: who owed what in a period, what each reported, and what it adds up to.

Obligations are computed, never stored. `rollups` reads any number of networks and periods in six queries.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q

from monitoring.compliance import by_member, differences, roll_up
from monitoring.figures import Difference, Group, GroupFigure, Leaf, LeafFigure, PlanFigure, Report
from monitoring.models import ComplianceEntry, DeclaredTotal, Period, ReviewState
from monitoring.periods import closing_instant
from monitoring.selectors.planned import PlanBook, PlannedActivity, PlannedEje, PlannedVersion, plan_book
from networks.models import Member, Network, User
from networks.permissions import members_of
from plans.models import Concern, Plan, PlanVersion

COUNTED = frozenset({ReviewState.SUBMITTED, ReviewState.VALIDATED})
EntryAt = tuple[uuid.UUID, int | None]


@dataclass(frozen=True, slots=True)
class Obligation:
    """A member (None: the network itself) owes a report of an activity in the period.

    `due_on` is the last day of the activity's deadline, of a member's own where she set one; None without dates.
    """

    version: PlanVersion
    eje: PlannedEje
    activity: PlannedActivity
    member: Member | None
    due_on: datetime.date | None

    @property
    def plan(self) -> Plan:
        return self.version.plan

    @property
    def member_id(self) -> int | None:
        return self.member and self.member.pk

    @property
    def at(self) -> EntryAt:
        return self.activity.lineage, self.member_id


class EntryRow(NamedTuple):
    """What a figure or a cell needs of an entry. `progress` and `declared_earned` are percents 0–100."""

    pk: int
    period_id: int
    activity_lineage: uuid.UUID
    member_id: int | None
    status: str
    progress: Decimal | None
    declared_earned: Decimal | None
    review_state: str
    submitted_at: datetime.datetime | None
    is_sample: bool

    @property
    def at(self) -> EntryAt:
        return self.activity_lineage, self.member_id

    @property
    def counts(self) -> bool:
        return self.review_state in COUNTED

    @property
    def report(self) -> Report:
        return Report(self.status, self.progress, True, self.declared_earned)


@dataclass(frozen=True, slots=True)
class OutsideEntry:
    """A counted entry outside the sum: its activity is `gone` from the version in force, or was `not_obliged`."""

    entry: EntryRow
    reason: str
    member: Member | None
    activity: PlannedActivity | None


@dataclass
class PlanRollup:
    """A plan in a period. `declared` maps an eje's lineage to the total that was declared for it.

    Leaf keys of the figures are activity lineages, group keys eje lineages, members their ids (None: the network).
    """

    planned: PlannedVersion
    rule: str
    obliged: dict[uuid.UUID, tuple[int | None, ...]]
    reports: dict[EntryAt, Report]
    declared: dict[uuid.UUID, Decimal]

    @property
    def version(self) -> PlanVersion:
        return self.planned.version

    @property
    def plan(self) -> Plan:
        return self.planned.plan

    @cached_property
    def groups(self) -> list[Group]:
        leaves = defaultdict(list)
        for activity in self.planned.activities:
            obliged = self.obliged.get(activity.lineage, ())
            leaves[activity.eje.pk].append(Leaf(activity.lineage, activity.weight, obliged))
        return [Group(eje.lineage, eje.weight, tuple(leaves[eje.pk])) for eje in self.planned.ejes]

    @cached_property
    def figure(self) -> PlanFigure:
        return roll_up(self.groups, self.reports, self.rule)

    @cached_property
    def members(self) -> dict[int | None, PlanFigure]:
        """Each obliged member's own figures."""
        return by_member(self.groups, self.reports, self.rule)

    @cached_property
    def differences(self) -> list[Difference]:
        """Where a declared figure is not the computed one."""
        return differences(self.figure, self.declared)

    @cached_property
    def is_weighted(self) -> bool:
        """Whether any eje has weights; without any, figures are called «avance»."""
        return any(activity.weight is not None for activity in self.planned.activities)

    @cached_property
    def _ejes(self) -> dict[Any, GroupFigure]:
        by_lineage = {group.key: group for group in self.figure.groups}
        return by_lineage | {eje.code: by_lineage[eje.lineage] for eje in self.planned.ejes}

    @cached_property
    def _activities(self) -> dict[uuid.UUID, LeafFigure]:
        return {leaf.key: leaf for group in self.figure.groups for leaf in group.leaves}

    def eje(self, key: uuid.UUID | str) -> GroupFigure | None:
        """By lineage or by code."""
        return self._ejes.get(key)

    def activity(self, lineage: uuid.UUID) -> LeafFigure | None:
        """Where nobody owes it in the period its figures are None; None for what is not a leaf of the version."""
        return self._activities.get(lineage)


@dataclass
class NetworkRollup:
    """All the plans of a network in a period.

    `entries` has the entry of each (activity lineage, member id), drafts too; over several periods the latest that
    counts. `network_entries` are the network's own records of activities that concern members: their figures are
    the network's, their status enters no mean.
    """

    network: Network
    period: Period
    plans: list[PlanRollup]
    obligations: list[Obligation]
    entries: dict[EntryAt, EntryRow]
    members: dict[int, Member]
    outside: list[OutsideEntry] = field(default_factory=list)
    network_entries: list[EntryRow] = field(default_factory=list)

    @cached_property
    def provisional(self) -> bool:
        """While the period is not closed."""
        return not self.period.is_closed

    @cached_property
    def reported(self) -> int:
        return sum(1 for owed in self.obligations if (e := self.entries.get(owed.at)) and e.counts)

    @property
    def obliged(self) -> int:
        return len(self.obligations)

    @cached_property
    def owed(self) -> dict[EntryAt, Obligation]:
        return {obligation.at: obligation for obligation in self.obligations}

    @cached_property
    def by_lineage(self) -> dict[uuid.UUID, PlannedActivity]:
        return {activity.lineage: activity for plan in self.plans for activity in plan.planned.activities}

    @cached_property
    def reporting_members(self) -> list[Member]:
        """Those who owe something in the period, and those who reported all the same, in the network's order."""
        there = {owed.member_id for owed in self.obligations} | {member for _, member in self.entries}
        return [member for pk, member in self.members.items() if pk in there]

    def is_late(self, entry: EntryRow) -> bool:
        """Sent after the network's own midnight at the end of the last day to report."""
        limit = closing_instant(self.period.due_on, self.network.time_zone)
        return entry.submitted_at is not None and entry.submitted_at >= limit

    @property
    def missing(self) -> list[Obligation]:
        """What nobody has reported, or reported and was not sent."""
        return [owed for owed in self.obligations if not ((e := self.entries.get(owed.at)) and e.counts)]

    @property
    def late(self) -> list[EntryRow]:
        return [entry for entry in self.entries.values() if entry.counts and self.is_late(entry)]


# -- obligations ----------------------------------------------------------------------------------------------


def obligations(network: Network, period: Period, *, user: User | None = None) -> list[Obligation]:
    """What is owed in the period, in the order of the plan; with `user`, only for whom she reports as a técnica.

    Due by months, else dates, else the hull of the deliverables' dates; without any, in every period.
    """
    found = _obligations(plan_book([(network.pk, period.end_on)]), network.pk, period)
    if user is None:
        return found
    mine = members_of(user, network)
    return [obligation for obligation in found if obligation.member_id in mine]


def _obligations(book: PlanBook, network_id: int, period: Period) -> list[Obligation]:
    valid = book.members_on(network_id, period.end_on)
    return [
        Obligation(planned.version, activity.eje, activity, member, activity.due_on(member and member.pk))
        for planned in book.in_force(network_id, period.end_on)
        for activity in planned.activities
        for member in _concerned(activity, valid)
        if activity.due_in(period.start_on, period.end_on, member and member.pk)
    ]


def _concerned(activity: PlannedActivity, valid: list[Member]) -> list[Member | None]:
    if activity.concerns == Concern.NETWORK:
        return [None]
    if activity.concerns == Concern.SOME_MEMBERS:
        return [member for member in valid if member.pk in activity.member_ids]
    return [member for member in valid if member.is_reporting]


# -- roll-ups -------------------------------------------------------------------------------------------------


def rollup(network: Network, period: Period) -> NetworkRollup:
    """The figures of a network in a period. A year's period spans its quarters or semesters."""
    return rollups([(network, period)])[0]


def rollups(pairs: Iterable[tuple[Network, Period]]) -> list[NetworkRollup]:
    """The same for several networks and periods, in as many queries as for one."""
    pairs = list(pairs)
    book = plan_book((network.pk, period.end_on) for network, period in pairs)
    entries = _rows_within(pairs, ComplianceEntry.objects.all(), EntryRow._fields)
    totals = _rows_within(pairs, DeclaredTotal.objects.all(), ("eje_lineage", "value"))
    return [
        _network_rollup(network, period, book, [EntryRow(*row) for row in own], dict(declared))
        for (network, period), own, declared in zip(pairs, entries, totals, strict=True)
    ]


def _rows_within(pairs: list[tuple[Network, Period]], queryset, fields: tuple[str, ...]) -> list[list[tuple]]:
    """For each pair the rows of the periods that lie whole inside it; the latest, and the longest, last."""
    wanted = Q(pk__in=[])
    for network, period in pairs:
        within = Q(period__start_on__gte=period.start_on, period__end_on__lte=period.end_on)
        wanted |= within & Q(period__network=network)
    span = ("period__network_id", "period__start_on", "period__end_on")
    rows = list(
        queryset.filter(wanted).order_by("period__end_on", "-period__start_on", "pk").values_list(*span, *fields)
    )
    return [
        [row[3:] for row in rows if row[0] == n.pk and p.start_on <= row[1] and row[2] <= p.end_on]
        for n, p in pairs
    ]


def _network_rollup(
    network: Network,
    period: Period,
    book: PlanBook,
    rows: list[EntryRow],
    declared: dict[uuid.UUID, Decimal],
) -> NetworkRollup:
    owed = _obligations(book, network.pk, period)
    entries = _latest(rows)
    members = {pk: m for pk, m in book.members.items() if m.network_id == network.pk}
    obliged = defaultdict(list)
    for obligation in owed:
        obliged[obligation.activity.lineage].append(obligation.member_id)
    reports = {at: entry.report for at, entry in entries.items() if entry.counts}
    plans = [
        PlanRollup(planned, network.earned_rule, {k: tuple(v) for k, v in obliged.items()}, reports, declared)
        for planned in book.in_force(network.pk, period.end_on)
    ]
    found = NetworkRollup(network, period, plans, owed, entries, members)
    _sort_out(found)
    return found


def _latest(rows: list[EntryRow]) -> dict[EntryAt, EntryRow]:
    """One entry for each activity and member: the latest that counts, else the latest."""
    found: dict[EntryAt, EntryRow] = {}
    for row in rows:
        known = found.get(row.at)
        if known is None or row.counts or not known.counts:
            found[row.at] = row
    return found


def _sort_out(found: NetworkRollup) -> None:
    """Tell apart what is in the sum, the network's own records, and what stays outside."""
    for at, entry in found.entries.items():
        if at in found.owed or not entry.counts:
            continue
        activity = found.by_lineage.get(entry.activity_lineage)
        if activity is not None and entry.member_id is None and not activity.concerns_network:
            found.network_entries.append(entry)
            continue
        reason = "not_obliged" if activity else "gone"
        found.outside.append(OutsideEntry(entry, reason, found.members.get(entry.member_id), activity))


def frozen_totals(found: NetworkRollup) -> dict[str, Any]:
    """The roll-up's totals as JSON data, kept when the period closes; percents are strings with two places."""
    return {
        "reported": found.reported,
        "obliged": found.obliged,
        "plans": [
            {
                "plan": plan.plan.slug,
                "version": plan.version.number,
                **_frozen(plan.figure),
                "weighted_by": plan.figure.weighted_by,
                "ejes": [
                    {
                        "code": eje.code,
                        "title": eje.title,
                        **_frozen(plan.eje(eje.lineage)),
                        "applicable_weight": _text(plan.eje(eje.lineage).applicable_weight),
                        "declared": _text(plan.declared.get(eje.lineage)),
                    }
                    for eje in plan.planned.ejes
                ],
            }
            for plan in found.plans
        ],
    }


def _frozen(figure: PlanFigure | GroupFigure) -> dict[str, Any]:
    return {
        "earned": _text(figure.earned),
        "ceiling": _text(figure.ceiling),
        "reported": figure.reported,
        "obliged": figure.obliged,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"
