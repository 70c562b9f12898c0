"""What the act of closing a period says, and what later periods still owe of it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils import timezone

from monitoring.models import Commitment, ComplianceEntry, EntryStatus, Period, PeriodClosing
from monitoring.selectors.records import COUNTED
from networks.models import Member, Network, User
from networks.permissions import can_close_period

# By (network's id, lineage, member's id).
Settled = dict[tuple, list[tuple]]


@dataclass(frozen=True)
class ClosingMark:
    """How the entries that count stood when somebody looked: two marks differ when any came, went or changed."""

    counted: int
    revisions: int

    def __str__(self) -> str:
        return f"{self.counted}-{self.revisions}"

    @classmethod
    def parse(cls, text: str) -> ClosingMark | None:
        counted, _, revisions = text.partition("-")
        return cls(int(counted), int(revisions)) if counted.isdecimal() and revisions.isdecimal() else None


def closing_mark(period: Period) -> ClosingMark:
    rows = ComplianceEntry.objects.agreed().counted().filter(period=period)
    found = rows.order_by().aggregate(n=Count("pk"), revisions=Sum("revision"))
    return ClosingMark(found["n"], found["revisions"] or 0)


def periods_to_close(user: User, at: datetime.datetime | None = None) -> list[Period]:
    """The open periods of the networks she may close whose last midnight is past, oldest first."""
    at = at or timezone.now()
    rows = Period.objects.for_user(user).filter(closes_on__isnull=False).with_closed().select_related("network")
    open_ones = (period for period in rows.order_by("closes_on", "pk") if not period.closed)
    return [period for period in open_ones if can_close_period(user, period) and period.has_ended(at)]


# -- commitments ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CarriedCommitment:
    """What an earlier period left unmet: `since` is the first of those that did, `period` the last.

    `status` is what was reported then, empty for silence. `settled_in` is the code of the period asked about where
    it was reported there as met or as out of place, else None.
    """

    activity_lineage: uuid.UUID
    code: str
    title: str
    member: Member | None
    since: Period
    period: Period
    status: str
    settled_in: str | None


def open_commitments(
    network: Network, period: Period, members: Iterable[int | None] | None = None
) -> list[CarriedCommitment]:
    """What comes into the period from closings of earlier ones and was not met before it; two queries.

    One of a kind: an activity a member left unmet in several periods stands once. With `members` (None is the
    network itself), only theirs. Those met in the period itself are there, and say so.
    """
    return commitments_into([period], {} if members is None else {network.pk: members})[period.pk]


def commitments_into(
    periods: Iterable[Period], members: Mapping[int, Iterable[int | None]]
) -> dict[int, list[CarriedCommitment]]:
    """The same for several periods, also of several networks, by the period's id; `members` by the network's id,
    everybody's where it is absent."""
    periods = list(periods)
    wanted = Q(pk__in=[])
    for period in periods:
        own = _of(members[period.network_id]) if period.network_id in members else Q()
        wanted |= Q(period__network=period.network_id, period__end_on__lt=period.start_on) & own
    order = ("period__end_on", "period__start_on", "pk")
    rows = list(Commitment.objects.standing().filter(wanted).select_related("period", "member").order_by(*order))
    settled = _settled(periods, {row.activity_lineage for row in rows}) if rows else {}
    return {period.pk: _carried_into(period, rows, settled) for period in periods}


def _carried_into(period: Period, rows: list[Commitment], settled: Settled) -> list[CarriedCommitment]:
    carried: dict[tuple, list[Commitment]] = {}
    for row in rows:
        if row.period.network_id == period.network_id and row.period.end_on < period.start_on:
            carried.setdefault((row.activity_lineage, row.member_id), []).append(row)
    found = []
    for at, left in carried.items():
        last, since, met = left[-1], left[0].period, None
        for code, start_on, end_on in settled.get((period.network_id, *at), ()):
            if end_on > period.end_on:
                continue
            if end_on > last.period.end_on:
                met = met or code
            else:
                # Met between two periods that left it unmet: it is owed since the one after.
                since = next(row.period for row in left if row.period.end_on >= start_on)
        if met is None or met == period.code:
            found.append(_carried(last, since, met))
    return found


def _carried(last: Commitment, since: Period, settled_in: str | None) -> CarriedCommitment:
    return CarriedCommitment(
        activity_lineage=last.activity_lineage,
        code=last.activity_code,
        title=last.activity_title,
        member=last.member,
        since=since,
        period=last.period,
        status=last.status,
        settled_in=settled_in,
    )


def _of(members: Iterable[int | None]) -> Q:
    members = list(members)
    who = Q(member__in=[pk for pk in members if pk is not None])
    return who | Q(member__isnull=True) if None in members else who


def _settled(periods: list[Period], lineages: set[uuid.UUID]) -> Settled:
    """The periods up to the last of these that report each as met or out of place: (code, start, end), oldest
    first."""
    rows = (
        ComplianceEntry.objects.agreed()
        .filter(
            period__network__in={period.network_id for period in periods},
            period__end_on__lte=max(period.end_on for period in periods),
            activity_lineage__in=lineages,
            review_state__in=COUNTED,
            status__in=[EntryStatus.DONE, EntryStatus.NOT_APPLICABLE],
        )
        .order_by("period__end_on", "pk")
        .values_list(
            *("period__network_id", "activity_lineage", "member_id"),
            *("period__code", "period__start_on", "period__end_on"),
        )
    )
    found: Settled = {}
    for network, lineage, member, *of_period in rows:
        found.setdefault((network, lineage, member), []).append(tuple(of_period))
    return found


def closing_commitments(closing: PeriodClosing) -> list[Commitment]:
    """What this closing carried over, in the order of the plan; silence first said by `status` empty."""
    return list(closing.commitments.select_related("member").order_by("pk"))
