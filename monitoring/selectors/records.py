"""The entries of some periods: row by row, or where they are very many added up by the database."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from monitoring.figures import PROPORTIONAL, WHOLE, Report, Tally
from monitoring.models import ComplianceEntry, DeclaredTotal, EntryStatus, Period, ReviewState
from networks.models import Network

COUNTED = frozenset({ReviewState.SUBMITTED, ReviewState.VALIDATED})
EntryAt = tuple[uuid.UUID, int | None]
Pairs = list[tuple[Network, Period]]


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
    first_submitted_at: datetime.datetime | None
    is_sample: bool

    @property
    def at(self) -> EntryAt:
        return self.activity_lineage, self.member_id

    @property
    def counts(self) -> bool:
        return self.review_state in COUNTED

    @property
    def sent_at(self) -> datetime.datetime | None:
        """When it was first sent: what is sent again after an observation was in time if it was so the first."""
        return self.first_submitted_at or self.submitted_at

    @property
    def report(self) -> Report:
        return Report(self.status, self.progress, True, self.declared_earned)


class Records:
    """Entries and declared totals of several (network, period) pairs, each table read once for all of them."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs

    @cached_property
    def entries(self) -> list[list[EntryRow]]:
        rows = self._within(ComplianceEntry.objects.agreed(), EntryRow._fields)
        return [[EntryRow(*row) for row in own] for own in rows]

    @cached_property
    def declared(self) -> list[dict[uuid.UUID, Decimal]]:
        """By the eje's lineage."""
        return [dict(own) for own in self._within(DeclaredTotal.objects.all(), ("eje_lineage", "value"))]

    def _within(self, queryset, fields: tuple[str, ...]) -> list[list[tuple]]:
        """For each pair the rows of the periods that lie whole inside it; the latest, and the longest, last."""
        wanted = Q(pk__in=[])
        for network, period in self.pairs:
            within = Q(period__start_on__gte=period.start_on, period__end_on__lte=period.end_on)
            wanted |= within & Q(period__network=network)
        ordered = queryset.filter(wanted).order_by("period__end_on", "-period__start_on", "pk")
        span = ("period__network_id", "period__start_on", "period__end_on")
        found = defaultdict(list)
        for row in ordered.values_list(*span, *fields):
            found[row[:3]].append(row[3:])
        return [
            [
                row
                for (owner, start, end), rows in found.items()
                if owner == network.pk and period.start_on <= start and end <= period.end_on
                for row in rows
            ]
            for network, period in self.pairs
        ]


def latest(rows: list[EntryRow]) -> dict[EntryAt, EntryRow]:
    """One entry for each activity and member: the latest that counts, else the latest."""
    found: dict[EntryAt, EntryRow] = {}
    for row in rows:
        known = found.get(row.at)
        if known is None or row.counts or not known.counts:
            found[row.at] = row
    return found


# -- added up by the database ---------------------------------------------------------------------------------


class Sums(NamedTuple):
    """The counted entries of an activity's members: how many, of them not applicable, done, and in progress
    without saying how far; `advance` is the sum of the percents of those in progress."""

    reported: int
    out: int
    done: int
    unsaid: int
    advance: Decimal | None

    def tally(self, obliged: int, rule: str) -> Tally:
        proportional = rule == PROPORTIONAL
        heard = self.reported - self.out - (self.unsaid if proportional else 0)
        advance = round((self.advance or 0) * 100) if proportional else 0
        return Tally(obliged, self.reported, obliged - self.out, heard, self.done * WHOLE + advance)


NOTHING = Sums(0, 0, 0, 0, None)


ONGOING = Q(status=EntryStatus.ONGOING)
AGGREGATES = {
    "reported": Count("pk"),
    "out": Count("pk", filter=Q(status=EntryStatus.NOT_APPLICABLE)),
    "done": Count("pk", filter=Q(status=EntryStatus.DONE)),
    "unsaid": Count("pk", filter=ONGOING & Q(progress__isnull=True)),
    "advance": Sum("progress", filter=ONGOING),
}


def sums_by_activity(period: Period, strays: set[int]) -> dict[uuid.UUID, Sums]:
    """Of the members' counted entries, but for those of `strays`; one query over the period's index."""
    rows = ComplianceEntry.objects.agreed().filter(period=period, member__isnull=False, review_state__in=COUNTED)
    if strays:
        rows = rows.exclude(member__in=strays)
    rows = rows.order_by().values_list("activity_lineage").annotate(**AGGREGATES)
    return {row[0]: Sums(*row[1:]) for row in rows}


def rows_of(period: Period, wanted: Q) -> list[EntryRow]:
    rows = ComplianceEntry.objects.agreed().filter(wanted, period=period).order_by("pk")
    return [EntryRow(*row) for row in rows.values_list(*EntryRow._fields)]
