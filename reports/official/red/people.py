"""The roster and the invitations out of the records."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from networks import rosters
from networks.models import Contact, Invitation, Member, Network, PostLevel
from networks.rosters import Stay
from networks.selectors.courses import sex_words
from networks.selectors.invitations import InvitationState, invitation_counts
from networks.selectors.roster import goal_words, roster, roster_goal
from networks.selectors.units import units_of
from reports.official.form import Scope
from reports.official.red.context import Goal, Invitations, Mark, PeopleRow, Roster

Sums = Counter[rosters.Standing]
NAMES = ("joined_on", "valid_from_on", "valid_to_on", "post_level", "sex")


def goal_of(network: Network) -> Goal:
    goal = roster_goal(network)
    return Goal(
        people=goal.people,
        title=network.roster_goal_title or None,
        whom=goal_words(goal) or None,
        on=goal.on,
    )


def roster_of(scope: Scope, on: datetime.date) -> Roster:
    """In four queries, however many people and units there are."""
    network, goal, start = scope.network, roster_goal(scope.network), scope.period.start_on
    people = _people(scope)
    kinds = roster(network, on, people).order_by()
    rows = list(kinds.values_list("member", "post_level", "sex").annotate(n=Count("pk")))
    said = [(rosters.standing(goal, level, sex), unit, level, sex, n) for unit, level, sex, n in rows]
    total = _summed(said, lambda row: "")[""]
    stays = _stays(people, on)
    asked = goal.people if scope.member is None else None
    return Roster(
        on=on,
        **_counts(total),
        people=total.total(),
        before=rosters.history(stays, goal, [start - datetime.timedelta(days=1)])[0].counted,
        joined=sum(one.people for one in stays if start <= one.start <= on),
        left=sum(one.people for one in stays if one.end and start <= one.end + datetime.timedelta(days=1) <= on),
        percent=rosters.percent(total[rosters.Standing.COUNTS], asked),
        missing=rosters.missing(total[rosters.Standing.COUNTS], asked),
        levels=_levels(_summed(said, lambda row: row[2])),
        sexes=_sexes(_summed(said, lambda row: row[3])),
        **_units(scope, on, _summed(said, lambda row: row[1])),
        history=_history(stays, goal, on),
    )


def _people(scope: Scope):
    rows = Contact.objects.filter(member__network=scope.network)
    return rows.filter(member=scope.member) if scope.member else rows


def _summed(said: Iterable[tuple], key: Callable[[tuple], Hashable]) -> dict[Hashable, Sums]:
    found: dict[Hashable, Sums] = defaultdict(Counter)
    for row in said:
        found[key(row)][row[0]] += row[-1]
    return found


def _counts(sums: Sums) -> dict[str, int]:
    standing = rosters.Standing
    return {
        "counted": sums[standing.COUNTS],
        "unknown": sums[standing.UNKNOWN],
        "outside": sums[standing.OUTSIDE],
    }


def _row(code: str, label: str, sums: Sums, sector: str | None = None) -> PeopleRow:
    return PeopleRow(code=code, label=label, sector=sector, people=sums.total(), **_counts(sums))


def _levels(sums: dict[Hashable, Sums]) -> tuple[PeopleRow, ...]:
    rows = [_row(level.value, str(capfirst(level.label)), sums.get(level.value, Counter())) for level in PostLevel]
    return (*rows, _row("", _("No consta"), sums[""])) if "" in sums else tuple(rows)


def _sexes(sums: dict[Hashable, Sums]) -> tuple[PeopleRow, ...]:
    words = {sex: word for sex, word in sex_words().items() if sex != "other" or sex in sums}
    return tuple(_row(str(sex), str(capfirst(word)), sums[sex]) for sex, word in words.items())


def _units(scope: Scope, on: datetime.date, sums: dict[Hashable, Sums]) -> dict[str, tuple[PeopleRow, ...]]:
    """Those valid that day, and those who are no more and still have people; and the same by sector."""
    members = Member.objects.filter(network=scope.network)
    valid = units_of(scope.network, on, members).values("pk")
    rows = members.filter(Q(pk__in=valid) | Q(pk__in=list(sums))).select_related("organization")
    if scope.member:
        rows = rows.filter(pk=scope.member.pk)
    found = [
        _row(unit.code, unit.name, sums[unit.pk], (unit.organization and unit.organization.sector) or None)
        for unit in rows.order_by("order", "name")
    ]
    sectors: dict[str, Sums] = defaultdict(Counter)
    for row in found:
        standing = rosters.Standing
        own = {standing.COUNTS: row.counted, standing.UNKNOWN: row.unknown, standing.OUTSIDE: row.outside}
        sectors[row.sector or ""].update(own)
    known = [_row(name, name or _("No consta"), of_sector) for name, of_sector in sectors.items()]
    return {
        "units": tuple(sorted(found, key=lambda row: (-row.counted, -row.people))),
        "sectors": tuple(known) if any(sectors) else (),
    }


def _stays(people, on: datetime.date) -> list[Stay]:
    rows = people.filter(joined_on__lte=on).order_by().values_list(*NAMES).annotate(n=Count("pk"))
    return [
        one
        for joined, since, until, level, sex, n in rows
        if (one := rosters.stay(joined, since, until, level=level, sex=sex, people=n))
    ]


def _history(stays: list[Stay], goal: rosters.Goal, on: datetime.date) -> tuple[Mark, ...]:
    """As the network's page draws it, up to that day."""
    days = [day for day in rosters.changes(stays) if day <= on]
    if not days:
        return ()
    marks = rosters.marks_between(*rosters.window(days, on, goal.on))
    return tuple(
        Mark(day=mark.day, counted=mark.counted, unknown=mark.unknown, outside=mark.outside)
        for mark in rosters.history(stays, goal, marks)
    )


# -- invitations ----------------------------------------------------------------------------------------------


def invitations_of(scope: Scope, on: datetime.date, today: datetime.date) -> Invitations:
    """What happened from the period's first day to `on`, and how all of them stand `today`."""
    network = scope.network
    rows = Invitation.objects.filter(network=network)
    if scope.member:
        rows = rows.filter(member=scope.member)
    zone = ZoneInfo(network.time_zone)
    start = datetime.datetime.combine(scope.period.start_on, datetime.time.min, zone)
    end = datetime.datetime.combine(on + datetime.timedelta(days=1), datetime.time.min, zone)
    facts = {"sent": "created_at", "accepted": "accepted_at", "declined": "declined_at", "reminded": "reminded_at"}
    within = {
        name: Count("pk", filter=Q(**{f"{field}__gte": start, f"{field}__lt": end}))
        for name, field in facts.items()
    }
    found = rows.order_by().aggregate(**within, total_reminded=Count("pk", filter=Q(reminders__gt=0)))
    stands = invitation_counts(network, today, rows)
    return Invitations(
        as_of=today,
        **found,
        total=stands.total,
        total_waiting=stands.waiting,
        total_accepted=stands.accepted,
        total_declined=stands.by_state[InvitationState.DECLINED],
        total_expired=stands.by_state[InvitationState.EXPIRED],
        total_revoked=stands.by_state[InvitationState.REVOKED],
    )
