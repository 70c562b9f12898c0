"""What is read of follow-ups: of a network, of one person, and the steps of one of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from monitoring.follow_up_words import CLOSED, DROPPED, OPEN, OVERDUE, UNREAD, standing_of
from monitoring.models import FollowUp, FollowUpState
from monitoring.selectors.periods import local_today
from networks.models import User
from networks.permissions import can_manage_meeting, members_of


def in_state(rows: QuerySet[FollowUp], key: str, today: datetime.date) -> QuerySet[FollowUp]:
    """Those that stand so; «abiertos» are all that are not closed, overdue ones too."""
    narrowed = {
        OPEN: rows.open(),
        OVERDUE: rows.overdue_on(today),
        UNREAD: rows.unread(),
        CLOSED: rows.filter(state=FollowUpState.CLOSED),
        DROPPED: rows.filter(state=FollowUpState.DROPPED),
    }
    return narrowed.get(key, rows)


@dataclass(frozen=True, slots=True)
class StateCounts:
    """How many stand how. `open` are those in time or without a date; the four add to `total`."""

    open: int
    overdue: int
    closed: int
    dropped: int
    unread: int

    @property
    def total(self) -> int:
        return self.open + self.overdue + self.closed + self.dropped

    @property
    def pending(self) -> int:
        return self.open + self.overdue


def state_counts(rows: QuerySet[FollowUp], today: datetime.date) -> StateCounts:
    """In one query."""
    is_open = Q(state=FollowUpState.OPEN)
    is_overdue = is_open & Q(deadline_end_on__lt=today)
    found = rows.order_by().aggregate(
        overdue=Count("pk", filter=is_overdue),
        every_open=Count("pk", filter=is_open),
        closed=Count("pk", filter=Q(state=FollowUpState.CLOSED)),
        dropped=Count("pk", filter=Q(state=FollowUpState.DROPPED)),
        unread=Count("pk", filter=is_open & Q(deadline_end_on__isnull=True) & ~Q(deadline_text="")),
    )
    return StateCounts(open=found.pop("every_open") - found["overdue"], **found)


def stood(rows: Iterable[FollowUp], today: datetime.date) -> list[FollowUp]:
    """The rows with how each stands, as `standing`."""
    found = list(rows)
    for row in found:
        row.standing = standing_of(row, today)
    return found


def owed_by(user: User) -> QuerySet[FollowUp]:
    """Open ones that fall to her: of her members, and of the networks whose secretariat she is."""
    members, networks = set(), set()
    for network in user.networks:
        members |= members_of(user, network) - {None}
        if can_manage_meeting(user, network):
            networks.add(network.pk)
    of_network = Q(decision__meeting__network__in=networks) | Q(entry__period__network__in=networks)
    mine = Q(member__in=members) | (Q(member__isnull=True) & of_network)
    return FollowUp.objects.open().filter(mine).with_source().by_deadline()


def follow_ups_owed(user: User, most: int) -> tuple[list[FollowUp], int]:
    """At most so many of hers with how each stands, the nearest deadline first; and how many more there are."""
    rows = list(owed_by(user)[: most + 1])
    total = len(rows) if len(rows) <= most else owed_by(user).count()
    today = {network.pk: local_today(network) for network in user.networks}
    shown = rows[:most]
    for row in shown:
        row.standing = standing_of(row, today[row.network_id])
    return shown, total - len(shown)


@dataclass(frozen=True, slots=True)
class Step:
    """A change of how a follow-up stands; `note` is how it was done, or why it was dropped or reopened."""

    at: datetime.datetime
    who: User | None
    state: str
    closed_on: datetime.date | None
    note: str
    is_first: bool


def steps_of(follow_up: FollowUp) -> list[Step]:
    """From the first on, out of the history; what changed only its words is left out."""
    rows = follow_up.history.select_related("history_user").order_by("history_date", "history_id")
    steps: list[Step] = []
    for row in rows:
        if not steps or steps[-1].state != row.state:
            note = row.closing_note if steps else ""
            steps.append(Step(row.history_date, row.history_user, row.state, row.closed_on, note, not steps))
    return steps
