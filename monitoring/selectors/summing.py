"""From records to figures: who owed what in a period, what each reported, and what it adds up to.

Obligations are computed, never stored. `rollups` reads any number of networks and periods in six queries. A period
in which very many entries are owed is added up by the database: see `is_large`.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q

from monitoring.compliance import by_member, differences, roll_up, roll_up_tallies, tally
from monitoring.figures import Difference, Group, GroupFigure, Leaf, LeafFigure, PlanFigure, Report, Tally
from monitoring.models import ComplianceEntry, Period, ReviewState
from monitoring.periods import closing_instant
from monitoring.selectors.member_sums import is_plain, member_figures
from monitoring.selectors.owed import WHOLE_NETWORK, Obligation, OutsideEntry, Part
from monitoring.selectors.planned import PlanBook, PlannedActivity, PlannedVersion, plan_book
from monitoring.selectors.records import (
    COUNTED,
    NOTHING,
    EntryAt,
    EntryRow,
    Records,
    Sums,
    latest,
    rows_of,
    sums_by_activity,
)
from networks.models import Member, Network, PeriodKind, User
from networks.permissions import members_of
from plans.models import Concern, Plan, PlanVersion

# From so many obligations on, rows are left to the database and read only where each is shown.
LARGE = 4_000


class NetworkRollup:
    """All the plans of a network in a period; what is read of it is computed once, when it is asked for.

    `obliged_by` has the members that owe each activity, by lineage (None: the network itself).
    """

    def __init__(
        self,
        network: Network,
        period: Period,
        book: PlanBook,
        records: Records,
        index: int,
        part: Part = WHOLE_NETWORK,
    ) -> None:
        self.network, self.period, self.part = network, period, part
        self._records, self._index = records, index
        self.members = {pk: m for pk, m in book.members.items() if m.network_id == network.pk}
        self._valid = book.members_on(network.pk, period.end_on)
        planned = self._narrowed(book.in_force(network.pk, period.end_on))
        self.obliged_by = self._obliged(planned)
        self.plans = [PlanRollup(one, self) for one in planned]

    def _narrowed(self, planned: list[PlannedVersion]) -> list[PlannedVersion]:
        plan_id, code, _ = self.part
        found = [one for one in planned if plan_id in (None, one.plan.pk)]
        return found if code is None else [one.only(code) for one in found if one.only(code).ejes]

    def _concerns_part(self, member_id: int | None) -> bool:
        return self.part.member_id in (None, member_id)

    def _obliged(self, planned: list[PlannedVersion]) -> dict[uuid.UUID, tuple[int | None, ...]]:
        start, end = self.period.start_on, self.period.end_on
        every = tuple(m.pk for m in self._valid if m.is_reporting and self._concerns_part(m.pk))
        found = {}
        for activity in (activity for one in planned for activity in one.activities):
            if is_plain(activity):
                found[activity.lineage] = every if activity.due_in(start, end) else ()
                continue
            concerned = filter(self._concerns_part, _concerned(activity, self._valid))
            found[activity.lineage] = tuple(m for m in concerned if activity.due_in(start, end, m))
        return found

    @cached_property
    def provisional(self) -> bool:
        """While the period is not closed."""
        return not self.period.is_closed

    @cached_property
    def by_lineage(self) -> dict[uuid.UUID, PlannedActivity]:
        return {activity.lineage: activity for plan in self.plans for activity in plan.planned.activities}

    def owes(self, lineage: uuid.UUID, member_id: int | None) -> bool:
        return member_id in self.obliged_by.get(lineage, ())

    @cached_property
    def obligations(self) -> list[Obligation]:
        return [
            Obligation(plan.version, activity.eje, activity, self.members.get(member), activity.due_on(member))
            for plan in self.plans
            for activity in plan.planned.activities
            for member in self.obliged_by[activity.lineage]
        ]

    @cached_property
    def obliged(self) -> int:
        return sum(len(members) for members in self.obliged_by.values())

    # -- row by row -------------------------------------------------------------------------------------------

    @cached_property
    def entries(self) -> dict[EntryAt, EntryRow]:
        """By (activity lineage, member id), drafts too; over several periods the latest one that counts."""
        rows = latest(self._records.entries[self._index])
        if self.part == WHOLE_NETWORK:
            return rows
        own = set(self.by_lineage)
        return {at: row for at, row in rows.items() if at[0] in own and self._concerns_part(at[1])}

    @cached_property
    def declared(self) -> dict[uuid.UUID, Decimal]:
        """The totals that were declared, by the eje's lineage; a member has no part in them."""
        return self._records.declared[self._index] if self.part.member_id is None else {}

    @cached_property
    def reports(self) -> dict[EntryAt, Report]:
        return {at: entry.report for at, entry in self.entries.items() if entry.counts}

    @property
    def missing(self) -> list[Obligation]:
        """What nobody has reported, or was not sent."""
        return [owed for owed in self.obligations if owed.at not in self.reports]

    @property
    def late(self) -> list[EntryRow]:
        """Extemporáneos: first sent after the network's own midnight at the end of the last day to report."""
        limit = closing_instant(self.period.due_on, self.network.time_zone)
        return [e for e in self.entries.values() if e.counts and e.sent_at and e.sent_at >= limit]

    # -- added up by the database -----------------------------------------------------------------------------

    @cached_property
    def is_large(self) -> bool:
        """Too many rows to read them all for a sum. A year that spans other periods is always read row by row."""
        if self.obliged < LARGE or self.period.pk is None or self.part != WHOLE_NETWORK:
            return False
        if self.period.kind == PeriodKind.QUARTER:
            return True
        rows = Period.objects.filter(network=self.network).within(self.period.start_on, self.period.end_on)
        return rows.count() == 1

    @cached_property
    def sums(self) -> dict[uuid.UUID, Sums]:
        return sums_by_activity(self.period, self._strays)

    @cached_property
    def _strays(self) -> set[int]:
        """Members who owe nothing that every member owes."""
        return set(self.members) - {member.pk for member in self._valid if member.is_reporting}

    @cached_property
    def exceptions(self) -> list[EntryRow]:
        """Counted entries that no sum of every member's can hold: the network's own, of activities of some members
        or with dates of their own, of who owes nothing, and of what is not due or gone."""
        plain = {lineage for lineage, activity in self.by_lineage.items() if is_plain(activity)}
        special = [lineage for lineage in self.sums if lineage not in plain or not self.obliged_by[lineage]]
        wanted = Q(member__isnull=True) | Q(member__in=self._strays) | Q(activity_lineage__in=special)
        return rows_of(self.period, wanted & Q(review_state__in=COUNTED))

    @cached_property
    def tallies(self) -> dict[uuid.UUID, Tally]:
        rule = self.network.earned_rule
        reports = {row.at: row.report for row in self.exceptions}
        found = {}
        for lineage, activity in self.by_lineage.items():
            members = self.obliged_by[lineage]
            if is_plain(activity) and members:
                found[lineage] = self.sums.get(lineage, NOTHING).tally(len(members), rule)
            else:
                found[lineage] = tally(Leaf(lineage, activity.weight, members), reports, rule)
        return found

    # -- either way -------------------------------------------------------------------------------------------

    @cached_property
    def reported(self) -> int:
        if self.is_large:
            return sum(one.reported for one in self.tallies.values())
        return sum(1 for lineage, member in self.reports if self.owes(lineage, member))

    @property
    def missing_count(self) -> int:
        return self.obliged - self.reported

    @cached_property
    def to_review(self) -> int:
        """How many entries wait for review."""
        if self.is_large:
            return ComplianceEntry.objects.filter(period=self.period).agreed().to_review().count()
        return sum(1 for entry in self.entries.values() if entry.review_state == ReviewState.SUBMITTED)

    def unsettled(self, lineage: uuid.UUID) -> int:
        """Of those who owe an activity, how many have neither fulfilled it nor said that it does not apply."""
        members = self.obliged_by[lineage]
        if members and self.is_large and is_plain(self.by_lineage[lineage]):
            sums = self.sums.get(lineage, NOTHING)
            return len(members) - sums.done - sums.out
        reports = {row.at: row.report for row in self.exceptions} if self.is_large else self.reports
        found = (reports.get((lineage, member)) for member in members)
        return sum(1 for report in found if report is None or report.status not in ("cumplido", "no_aplica"))

    def entries_at(self, lineages: Iterable[uuid.UUID], members: Iterable[int | None]) -> dict[EntryAt, EntryRow]:
        """The entries of some cells; drafts too."""
        if not self.is_large:
            return self.entries
        members = list(members)
        who = Q(member__in=[pk for pk in members if pk is not None])
        who |= Q(member__isnull=True) if None in members else Q()
        return {row.at: row for row in rows_of(self.period, Q(activity_lineage__in=list(lineages)) & who)}

    @cached_property
    def _unowed(self) -> list[EntryRow]:
        rows = self.exceptions if self.is_large else [e for e in self.entries.values() if e.counts]
        return [entry for entry in rows if not self.owes(*entry.at)]

    def _is_networks_own(self, entry: EntryRow) -> bool:
        activity = self.by_lineage.get(entry.activity_lineage)
        return activity is not None and entry.member_id is None and not activity.concerns_network

    @cached_property
    def network_entries(self) -> list[EntryRow]:
        """The network's own records of activities that concern members: their figures are the network's, their
        status enters no mean."""
        return [entry for entry in self._unowed if self._is_networks_own(entry)]

    @cached_property
    def outside(self) -> list[OutsideEntry]:
        """What was reported and stays outside the sum."""
        found = []
        for entry in self._unowed:
            if not self._is_networks_own(entry):
                activity = self.by_lineage.get(entry.activity_lineage)
                reason = "not_obliged" if activity else "gone"
                found.append(OutsideEntry(entry, reason, self.members.get(entry.member_id), activity))
        return found

    @cached_property
    def reporting_members(self) -> list[Member]:
        """Those who owe something in the period, and those who reported all the same, in the network's order."""
        there = {member for members in self.obliged_by.values() for member in members}
        there |= {row.member_id for row in (self.exceptions if self.is_large else self.entries.values())}
        return [member for pk, member in self.members.items() if pk in there]


class PlanRollup:
    """A plan in a period.

    Leaf keys of its figures are activity lineages, group keys eje lineages, members their ids (None: the network).
    """

    def __init__(self, planned: PlannedVersion, whole: NetworkRollup) -> None:
        self.planned, self.whole = planned, whole
        self.rule = whole.network.earned_rule

    @property
    def version(self) -> PlanVersion:
        return self.planned.version

    @property
    def plan(self) -> Plan:
        return self.planned.plan

    @property
    def declared(self) -> dict[uuid.UUID, Decimal]:
        """By the eje's lineage."""
        return self.whole.declared

    @cached_property
    def groups(self) -> list[Group]:
        leaves = defaultdict(list)
        for activity in self.planned.activities:
            members = self.whole.obliged_by[activity.lineage]
            leaves[activity.eje.pk].append(Leaf(activity.lineage, activity.weight, members))
        return [Group(eje.lineage, eje.weight, tuple(leaves[eje.pk])) for eje in self.planned.ejes]

    @cached_property
    def figure(self) -> PlanFigure:
        """The plan's figures; without the members' parts where the period is large."""
        if self.whole.is_large:
            return roll_up_tallies(self.groups, self.whole.tallies)
        return self.detailed

    @cached_property
    def detailed(self) -> PlanFigure:
        """The same figures, always with the members' parts."""
        return roll_up(self.groups, self.whole.reports, self.rule)

    @cached_property
    def members(self) -> dict[int | None, PlanFigure]:
        """Each obliged member's own figures; without the activities' where the period is large."""
        if self.whole.is_large:
            return member_figures(self.groups, self.whole)
        return by_member(self.groups, self.whole.reports, self.rule)

    @cached_property
    def differences(self) -> list[Difference]:
        """Where a declared figure is not the computed one."""
        return differences(self.detailed, self.declared)

    @cached_property
    def is_weighted(self) -> bool:
        """Whether any eje has weights; without any, figures are called «avance»."""
        return any(activity.weight is not None for activity in self.planned.activities)

    @cached_property
    def _ejes(self) -> dict[Any, GroupFigure]:
        by_lineage = {group.key: group for group in self.figure.groups}
        return by_lineage | {eje.code: by_lineage[eje.lineage] for eje in self.planned.ejes}

    def eje(self, key: uuid.UUID | str) -> GroupFigure | None:
        """By lineage or by code."""
        return self._ejes.get(key)

    @cached_property
    def leaves(self) -> dict[uuid.UUID, LeafFigure]:
        """The activities' figures by lineage, as in `figure`."""
        return {leaf.key: leaf for group in self.figure.groups for leaf in group.leaves}

    @cached_property
    def _activities(self) -> dict[uuid.UUID, LeafFigure]:
        return {leaf.key: leaf for group in self.detailed.groups for leaf in group.leaves}

    def activity(self, lineage: uuid.UUID) -> LeafFigure | None:
        """With its parts; figures are None where nobody owes it. None for what is no leaf of the version."""
        return self._activities.get(lineage)


def _concerned(activity: PlannedActivity, valid: list[Member]) -> list[int | None]:
    if activity.concerns == Concern.NETWORK:
        return [None]
    if activity.concerns == Concern.SOME_MEMBERS:
        return [member.pk for member in valid if member.pk in activity.member_ids]
    return [member.pk for member in valid if member.is_reporting]


# -- what pages and reports ask -------------------------------------------------------------------------------


def obligations(network: Network, period: Period, *, user: User | None = None) -> list[Obligation]:
    """What is owed in the period, in the order of the plan; with `user`, only for whom she reports as a técnica.

    Due by months, else dates, else the hull of the deliverables' dates; without any, in every period.
    """
    found = rollup(network, period).obligations
    if user is None:
        return found
    mine = members_of(user, network)
    return [obligation for obligation in found if obligation.member_id in mine]


def rollup(
    network: Network,
    period: Period,
    *,
    plan: Plan | None = None,
    eje: str | None = None,
    member: Member | None = None,
) -> NetworkRollup:
    """The figures of a network in a period. A year's period spans its quarters or semesters.

    With `plan`, an eje's code or `member`, those of this part alone: what others owe and report is not in it.
    """
    book = plan_book([(network.pk, period.end_on)])
    part = Part(plan.pk if plan else None, eje, member.pk if member else None)
    return NetworkRollup(network, period, book, Records([(network, period)]), 0, part)


def rollups(pairs: Iterable[tuple[Network, Period]]) -> list[NetworkRollup]:
    """The same for several networks and periods, in as many queries as for one."""
    pairs = list(pairs)
    book = plan_book((network.pk, period.end_on) for network, period in pairs)
    records = Records(pairs)
    return [NetworkRollup(network, period, book, records, n) for n, (network, period) in enumerate(pairs)]
