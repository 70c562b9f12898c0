"""Who is to be reminded of what, from obligations, entries and conversations, in a fixed number of queries."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max

from monitoring.models import (
    ComplianceEntry,
    EntryMessage,
    ItemKind,
    MailKind,
    MailState,
    OutboxMessage,
    Period,
    ReminderOptOut,
    ReminderRule,
    ReviewState,
)
from monitoring.periods import closing_instant
from monitoring.reminders import COORDINATION, Falls, Rule, falls_of, is_open, kinds_on
from monitoring.selectors.periods import local_today
from monitoring.selectors.summing import rollups
from networks.models import Assignment, Member, Network, User
from networks.permissions import can_manage_network, is_coordinator, members_of

INACTIVE, NO_EMAIL, DEMO, OPTED_OUT = "inactive", "no_email", "demo", "opted_out"


@dataclass(frozen=True, slots=True)
class Due:
    """A period that takes entries on `day`, the network's own, and the kinds of reminder that fall on it."""

    network: Network
    period: Period
    day: datetime.date
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """How many entries of a member (None: the network itself) a notice is about."""

    member: Member | None
    count: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person is told of a period, for one reason; `kind` is one of ItemKind."""

    due: Due
    kind: str
    lines: tuple[Line, ...]

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)


@dataclass(frozen=True, slots=True)
class Digest:
    """All that one person is told on a day, by network and period."""

    user: User
    notices: tuple[Notice, ...]

    @property
    def networks(self) -> list[Network]:
        return list(dict.fromkeys(notice.due.network for notice in self.notices))


@dataclass(frozen=True)
class Reminders:
    """`unreached`: who would be told, and why she is not (network: None where it is the whole account)."""

    digests: list[Digest]
    unreached: list[tuple[User, str, Network | None]] = field(default_factory=list)


def rule_of(row: ReminderRule | None) -> Rule:
    if row is None:
        return Rule()
    return Rule(row.is_on, tuple(row.days_before), row.on_the_day, tuple(row.days_after), row.coordination_after)


def due_periods(
    *, on: datetime.date | None, at: datetime.datetime, networks: Iterable[Network] | None = None
) -> list[Due]:
    """The open periods of the networks that remind, on the day `on`, else on each network's own at `at`."""
    wanted = Network.objects.all() if networks is None else networks
    rules = {row.network_id: rule_of(row) for row in ReminderRule.objects.filter(network__in=wanted)}
    periods = Period.objects.filter(network__in=wanted).with_closed().select_related("network")
    found = []
    for period in periods.order_by("network__name", "due_on", "pk"):
        network, rule = period.network, rules.get(period.network_id, Rule())
        day = on or local_today(network, at)
        if rule.is_on and not period.closed and is_open(period.opens_on, period.closes_on, day):
            found.append(Due(network, period, day, kinds_on(rule, period.due_on, day)))
    return found


def reminders(
    dues: list[Due],
    *,
    users: Iterable[int] | None = None,
    until: Mapping[int, datetime.datetime] | None = None,
    at: datetime.datetime,
) -> Reminders:
    """What each person is told of these periods.

    Of what was returned and written on entries, what came after her last digest was sent, up to the end of the
    day; `until` gives an earlier instant by user.
    """
    people = people_of({due.network.pk for due in dues})
    asked = {user.pk for there in people.values() for user in there}
    asked = asked if users is None else asked & set(users)
    told = _told(asked)
    owed, news = _owed([due for due in dues if due.kinds]), _news(dues)
    opted_out = set(
        ReminderOptOut.objects.filter(network__in={due.network.pk for due in dues}).values_list("user", "network")
    )
    found: dict[User, list[Notice]] = defaultdict(list)
    unreached: dict[tuple[User, str, Network | None], None] = {}
    for due in dues:
        there = people[due.network.pk]
        for user, mine in _charges(there, due.network).items():
            if user.pk not in asked:
                continue
            window = (told.get(user.pk), (until or {}).get(user.pk) or _end_of(due, at))
            notices = [*_of_owed(due, user, mine, owed, there), *news.of(due, user, mine, window)]
            if not notices:
                continue
            reason = why_not_told(user) or (OPTED_OUT if (user.pk, due.network.pk) in opted_out else "")
            if reason:
                unreached[user, reason, due.network if reason == OPTED_OUT else None] = None
            else:
                found[user].extend(notices)
    digests = [Digest(user, tuple(notices)) for user, notices in found.items()]
    return Reminders(sorted(digests, key=lambda digest: digest.user.email), list(unreached))


# -- who ------------------------------------------------------------------------------------------------------


def people_of(networks: set[int]) -> dict[int, list[User]]:
    """By network, whoever has a role in it, with her roles there read."""
    rows = Assignment.objects.filter(network__in=networks).select_related("user").order_by("user__username", "pk")
    people: dict[int, User] = {}
    roles: dict[int, dict[int, dict[str, set[int | None]]]] = defaultdict(lambda: defaultdict(dict))
    found: dict[int, dict[int, User]] = {network: {} for network in networks}
    for row in rows:
        user = people.setdefault(row.user_id, row.user)
        roles[user.pk][row.network_id].setdefault(row.role, set()).add(row.member_id)
        found[row.network_id][user.pk] = user
    for pk, user in people.items():
        user.roles = roles[pk]
    return {network: list(there.values()) for network, there in found.items()}


def _charges(people: list[User], network: Network) -> dict[User, frozenset[int | None]]:
    """For whom each reports; what the network itself owes falls to the secretariat where no técnica has it."""
    mine = {user: frozenset(members_of(user, network)) for user in people}
    if not any(None in members for members in mine.values()):
        mine |= {user: mine[user] | {None} for user in people if can_manage_network(user, network)}
    return mine


def _is_told_of_late(user: User, network: Network, people: list[User]) -> bool:
    """The coordination; the secretariat where there is none."""
    if any(is_coordinator(one, network) for one in people):
        return is_coordinator(user, network)
    return can_manage_network(user, network)


def why_not_told(user: User) -> str:
    """Why nothing is written to her; empty where it may be."""
    if not user.is_active:
        return INACTIVE
    try:
        # One address that nobody can write to must not keep the others' mail from being written.
        validate_email(user.email)
    except ValidationError:
        return NO_EMAIL
    return DEMO if user.is_demo and not settings.DEBUG else ""


def _told(users: set[int]) -> dict[int, datetime.datetime]:
    """When the last digest that reached each was written."""
    sent = OutboxMessage.objects.filter(kind=MailKind.DIGEST, state=MailState.SENT, user__in=users)
    return dict(sent.order_by().values_list("user").annotate(Max("created_at")))


# -- what -----------------------------------------------------------------------------------------------------

Owed = dict[int, list[Line]]


def _owed(dues: list[Due]) -> Owed:
    """By period, what each member has not sent: silence, drafts and what was returned."""
    if not dues:
        return {}
    sent = set(
        ComplianceEntry.objects.agreed()
        .counted()
        .filter(period__in=[due.period for due in dues])
        .values_list("period_id", "activity_lineage", "member_id")
    )
    found = {}
    for rolled in rollups((due.network, due.period) for due in dues):
        period = rolled.period.pk
        missing = Counter(
            member
            for lineage, members in rolled.obliged_by.items()
            for member in members
            if (period, lineage, member) not in sent
        )
        names: dict[int | None, Member | None] = {None: None, **rolled.members}
        found[period] = [Line(member, missing[pk]) for pk, member in names.items() if missing[pk]]
    return found


def _of_owed(
    due: Due, user: User, mine: frozenset[int | None], owed: Owed, people: list[User]
) -> Iterable[Notice]:
    for kind in due.kinds:
        lines = owed[due.period.pk]
        if kind == COORDINATION:
            lines = lines if _is_told_of_late(user, due.network, people) else []
        else:
            lines = [line for line in lines if (line.member and line.member.pk) in mine]
        if lines:
            yield Notice(due, kind, tuple(lines))


def _end_of(due: Due, at: datetime.datetime) -> datetime.datetime:
    """What came later than the day asked about is not told, nor what is yet to come."""
    return min(at, closing_instant(due.day, due.network.time_zone))


@dataclass(frozen=True)
class News:
    """By period, entries given back (member, when) and messages (member, when, author, who had spoken before)."""

    returned: dict[int, list[tuple[int | None, datetime.datetime]]]
    messages: dict[int, list[tuple[int | None, datetime.datetime, int, frozenset[int]]]]
    names: dict[int, Member]

    def of(
        self,
        due: Due,
        user: User,
        mine: frozenset[int | None],
        window: tuple[datetime.datetime | None, datetime.datetime],
    ) -> Iterable[Notice]:
        since, until = window

        def is_new(when: datetime.datetime) -> bool:
            return when <= until and (since is None or since < when)

        returned = [m for m, when in self.returned.get(due.period.pk, ()) if m in mine and is_new(when)]
        messages = [
            m
            for m, when, author, others in self.messages.get(due.period.pk, ())
            if author != user.pk and (m in mine or user.pk in others) and is_new(when)
        ]
        for kind, members in ((ItemKind.RETURNED, returned), (ItemKind.MESSAGE, messages)):
            if members:
                lines = [Line(self.names.get(m), n) for m, n in Counter(members).items()]
                yield Notice(due, str(kind), tuple(lines))


def _news(dues: list[Due]) -> News:
    periods = [due.period for due in dues]
    rows = ComplianceEntry.objects.agreed().filter(period__in=periods, review_state=ReviewState.RETURNED)
    returned, messages, members = defaultdict(list), defaultdict(list), set()
    for period, member, when in rows.values_list("period_id", "member_id", "reviewed_at").order_by("pk"):
        if when is not None:
            returned[period].append((member, when))
            members.add(member)
    spoken: dict[int, set[int]] = defaultdict(set)
    rows = EntryMessage.objects.filter(entry__period__in=periods).order_by("created_at", "pk")
    fields = ("entry_id", "author_id", "created_at", "entry__period_id", "entry__member_id")
    for entry, author, when, period, member in rows.values_list(*fields):
        messages[period].append((member, when, author, frozenset(spoken[entry])))
        spoken[entry].add(author)
        members.add(member)
    return News(returned, messages, Member.objects.in_bulk([pk for pk in members if pk is not None]))


# -- what a rule means ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """The days on which a period's reminders fall."""

    period: Period
    falls: list[Falls]


def reminder_preview(network: Network, row: ReminderRule) -> Preview | None:
    """Of the network's open period whose deadline is next, else the latest; None where every one is closed."""
    today = local_today(network)
    periods = [p for p in Period.objects.filter(network=network).with_closed() if not p.closed]
    if not periods:
        return None
    coming = [period for period in periods if period.due_on >= today]
    period = min(coming, key=lambda p: p.due_on) if coming else max(periods, key=lambda p: p.due_on)
    return Preview(period, falls_of(rule_of(row), period.opens_on, period.due_on, period.closes_on))
