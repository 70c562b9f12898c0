"""Who is to be told of follow-ups whose deadline has just passed, in a fixed number of queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from monitoring.models import FollowUp, ReminderOptOut, ReminderRule
from monitoring.selectors.periods import local_today
from monitoring.selectors.reminders import OPTED_OUT, people_of, why_not_told
from networks.models import Network, User
from networks.permissions import can_manage_meeting, members_of

# A cron that stood still this long loses no mail; what was overdue before anybody was reminded is not dug out.
DAYS = 7


@dataclass(frozen=True)
class OverdueMail:
    """What one person is told at once: hers whose deadline ended on the same day, by network."""

    user: User
    ended_on: datetime.date
    rows: tuple[FollowUp, ...]

    @property
    def key(self) -> str:
        return f"follow-up:{self.user.pk}:{self.ended_on.isoformat()}"


@dataclass(frozen=True)
class OverdueMails:
    """`unreached`: who would be told, why she is not, and of which network (None: it is the whole account)."""

    mails: list[OverdueMail]
    unreached: list[tuple[User, str, Network | None]]


def overdue_mails(
    *, on: datetime.date | None, at: datetime.datetime | None = None, networks: Iterable[Network] | None = None
) -> OverdueMails:
    """Of the networks that remind: what became overdue in the last days before `on`, or each network's today."""
    at = at or timezone.now()
    rows = _lately_overdue(on, at, networks)
    people = people_of({row.network_id for row in rows})
    out = set(ReminderOptOut.objects.filter(network__in=people).values_list("user", "network"))
    found: dict[tuple[User, datetime.date], list[FollowUp]] = defaultdict(list)
    unreached: dict[tuple[User, str, Network | None], None] = {}
    for row in rows:
        for user in _owners(row, people[row.network_id]):
            reason = why_not_told(user) or (OPTED_OUT if (user.pk, row.network_id) in out else "")
            if reason:
                unreached[user, reason, row.network if reason == OPTED_OUT else None] = None
            else:
                found[user, row.deadline_end_on].append(row)
    mails = [OverdueMail(user, day, tuple(own)) for (user, day), own in found.items()]
    return OverdueMails(sorted(mails, key=lambda mail: (mail.user.email, mail.ended_on)), list(unreached))


def _lately_overdue(
    on: datetime.date | None, at: datetime.datetime, networks: Iterable[Network] | None
) -> list[FollowUp]:
    asked = Network.objects.exclude(pk__in=ReminderRule.objects.filter(is_on=False).values("network"))
    if networks is not None:
        asked = asked.filter(pk__in=[network.pk for network in networks])
    today = {network.pk: on or local_today(network, at) for network in asked}
    if not today:
        return []
    own = Q(decision__meeting__network__in=today) | Q(entry__period__network__in=today)
    first = min(today.values()) - datetime.timedelta(days=DAYS)
    rows = FollowUp.objects.open().filter(own, deadline_end_on__gte=first, deadline_end_on__lt=max(today.values()))
    in_order = sorted(rows.with_source(), key=lambda row: (row.network.name, row.deadline_end_on, row.pk))
    return [row for row in in_order if 0 < (today[row.network_id] - row.deadline_end_on).days <= DAYS]


def _owners(row: FollowUp, people: list[User]) -> list[User]:
    """Whoever reports for the member; the secretariat for the network's own, and where a member has nobody."""
    own = [u for u in people if row.member_id is not None and row.member_id in members_of(u, row)]
    return own or [user for user in people if can_manage_meeting(user, row)]
