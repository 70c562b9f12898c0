"""What the act of closing a period says, and what later periods still owe of it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils import timezone

from monitoring.models import Commitment, ComplianceEntry, EntryStatus, Period, PeriodClosing
from monitoring.periods import closing_instant
from monitoring.selectors.records import COUNTED
from networks.models import Member, Network, User
from networks.permissions import can_close_period


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


def has_ended(period: Period, at: datetime.datetime | None = None) -> bool:
    """Whether the midnight after which it takes no more entries is past, in the network's own time zone."""
    if period.closes_on is None:
        return False
    return (at or timezone.now()) >= closing_instant(period.closes_on, period.network.time_zone)


def periods_to_close(user: User, at: datetime.datetime | None = None) -> list[Period]:
    """The open periods of the networks she may close whose last midnight is past, oldest first."""
    rows = Period.objects.for_user(user).filter(closes_on__isnull=False).with_closed().select_related("network")
    open_ones = (period for period in rows.order_by("closes_on", "pk") if not period.closed)
    return [period for period in open_ones if can_close_period(user, period) and has_ended(period, at)]


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
    rows = Commitment.objects.standing().filter(period__network=network, period__end_on__lt=period.start_on)
    if members is not None:
        rows = rows.filter(_of(members))
    carried: dict[tuple, list[Commitment]] = {}
    order = ("period__end_on", "period__start_on", "pk")
    for row in rows.select_related("period", "member").order_by(*order):
        carried.setdefault((row.activity_lineage, row.member_id), []).append(row)
    settled = _settled(network, period, {row[0] for row in carried}) if carried else {}
    found = []
    for at, left in carried.items():
        last, since, met = left[-1], left[0].period, None
        for code, start_on, end_on in settled.get(at, ()):
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


def _settled(network: Network, period: Period, lineages: set[uuid.UUID]) -> dict[tuple, list[tuple]]:
    """The periods up to this one that report each as met or out of place: (code, start, end), oldest first."""
    rows = (
        ComplianceEntry.objects.agreed()
        .filter(
            period__network=network,
            period__end_on__lte=period.end_on,
            activity_lineage__in=lineages,
            review_state__in=COUNTED,
            status__in=[EntryStatus.DONE, EntryStatus.NOT_APPLICABLE],
        )
        .order_by("period__end_on", "pk")
        .values_list("activity_lineage", "member_id", "period__code", "period__start_on", "period__end_on")
    )
    found: dict[tuple, list[tuple]] = {}
    for lineage, member, *of_period in rows:
        found.setdefault((lineage, member), []).append(tuple(of_period))
    return found


def closing_commitments(closing: PeriodClosing) -> list[Commitment]:
    """What this closing carried over, in the order of the plan; silence first said by `status` empty."""
    return list(closing.commitments.select_related("member").order_by("pk"))
