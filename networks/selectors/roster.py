"""The network's roster: who is in it, who counts for its goal, and how it grew."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from networks import rosters
from networks.models import Contact, Member, Network, PostLevel, Sex
from networks.models.people import ContactQuerySet
from networks.rosters import Goal, Mark, Standing


@dataclass(frozen=True, slots=True)
class Share:
    """The people of one unit or one level; `code` is the unit's or the level's, empty for a level not known."""

    code: str
    label: str
    counted: int = 0
    unknown: int = 0
    outside: int = 0

    @property
    def people(self) -> int:
        return self.counted + self.unknown + self.outside


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """The roster on one day. `percent` and `missing` are None where the network set no goal.

    `by_unit` has every unit valid that day or with people, those with more first; `by_level` every level.
    """

    on: datetime.date
    goal: Goal
    counted: int
    unknown: int
    outside: int
    by_unit: tuple[Share, ...]
    by_level: tuple[Share, ...]

    @property
    def people(self) -> int:
        return self.counted + self.unknown + self.outside

    @property
    def percent(self) -> Decimal | None:
        return rosters.percent(self.counted, self.goal.people)

    @property
    def missing(self) -> int | None:
        return rosters.missing(self.counted, self.goal.people)

    @property
    def reached(self) -> bool:
        return bool(self.goal.people) and self.counted >= self.goal.people


def roster_goal(network: Network) -> Goal:
    """Values that are no level of ours are left out: the field is a list somebody wrote."""
    written = network.roster_goal_levels if isinstance(network.roster_goal_levels, list) else []
    levels = frozenset(str(level) for level in written if level in PostLevel.values)
    return Goal(network.roster_goal, levels, network.roster_goal_sex, network.roster_goal_on)


def goal_words(goal: Goal) -> str:
    """Whom it counts, as «mujer · mando superior, mando medio»; empty where it counts everybody."""
    parts = [str(Sex(goal.sex).label)] if goal.sex in Sex.values else []
    if goal.levels:
        parts.append(", ".join(str(level.label) for level in PostLevel if level in goal.levels))
    return " · ".join(parts)


def roster(network: Network, on: datetime.date, people: ContactQuerySet | None = None) -> ContactQuerySet:
    """Who had joined by that day and was still in office, out of `people` (all there are)."""
    people = Contact.objects.all() if people is None else people
    return people.filter(member__network=network).joined_by(on)


def standing_filter(goal: Goal, wanted: Standing) -> Q:
    """`rosters.standing` for the database."""
    outside, unknown = Q(pk__in=[]), Q(pk__in=[])
    if goal.levels:
        outside |= ~Q(post_level__in=["", *goal.levels])
        unknown |= Q(post_level="")
    if goal.sex:
        outside |= ~Q(sex__in=["", goal.sex])
        unknown |= Q(sex="")
    if wanted == Standing.OUTSIDE:
        return outside
    return ~outside & (unknown if wanted == Standing.UNKNOWN else ~unknown)


def roster_counts(network: Network, on: datetime.date) -> RosterCounts:
    """The figures of the roster on that day, in two queries."""
    goal = roster_goal(network)
    kinds = roster(network, on).order_by().values_list("member", "post_level", "sex").annotate(n=Count("pk"))
    of_unit: dict[int, Counter[Standing]] = {}
    of_level: dict[str, Counter[Standing]] = {level: Counter() for level in (*PostLevel.values, "")}
    for member, level, sex, number in kinds:
        what = rosters.standing(goal, level, sex)
        of_unit.setdefault(member, Counter())[what] += number
        of_level[level][what] += number
    sums = sum(of_level.values(), Counter())
    shares = [_share(row.code, row.name, of_unit.get(row.pk, Counter())) for row in _units(network, on, of_unit)]
    levels = [
        _share(level, capfirst(PostLevel(level).label) if level else _("No consta"), found)
        for level, found in of_level.items()
        if level or found
    ]
    return RosterCounts(
        on,
        goal,
        *(sums[what] for what in (Standing.COUNTS, Standing.UNKNOWN, Standing.OUTSIDE)),
        by_unit=tuple(sorted(shares, key=lambda share: (-share.counted, -share.people))),
        by_level=tuple(levels),
    )


def _units(network: Network, on: datetime.date, with_people: dict[int, Counter[Standing]]) -> list[Member]:
    """Those valid that day, and those who are no more and still have people; seats alone gather nobody."""
    rows = Member.objects.filter(network=network)
    reporting = rows.reporting().valid_on(on)
    return list(
        rows.filter(Q(pk__in=reporting.values("pk")) | Q(pk__in=list(with_people))).order_by("order", "name")
    )


def _share(code: str, label: str, found: Counter[Standing]) -> Share:
    return Share(code, label, found[Standing.COUNTS], found[Standing.UNKNOWN], found[Standing.OUTSIDE])


@dataclass(frozen=True, slots=True)
class RosterHistory:
    """`marks` are the ends of months, quarters or years; `still_since` is the last change where the marks end
    long before today."""

    goal: Goal
    marks: tuple[Mark, ...]
    still_since: datetime.date | None

    @property
    def has_unknown(self) -> bool:
        return any(mark.unknown for mark in self.marks)


def roster_history(network: Network, today: datetime.date) -> RosterHistory:
    """How the roster grew, in one query; without marks where nobody has joined by today."""
    goal = roster_goal(network)
    names = ("joined_on", "valid_from_on", "valid_to_on", "post_level", "sex")
    rows = Contact.objects.filter(member__network=network, joined_on__lte=today).order_by()
    found = rows.values_list(*names).annotate(people=Count("pk"))
    stays = [
        one
        for joined, since, until, level, sex, people in found
        if (one := rosters.stay(joined, since, until, level=level, sex=sex, people=people))
    ]
    days = [day for day in rosters.changes(stays) if day <= today]
    if not days:
        return RosterHistory(goal, (), None)
    first, last = rosters.window(days, today, goal.on)
    marks = rosters.history(stays, goal, rosters.marks_between(first, last))
    return RosterHistory(goal, tuple(marks), days[-1] if last < today else None)


def joinable(network: Network, today: datetime.date, people: ContactQuerySet) -> ContactQuerySet:
    """The directory's people in office who are not in the network yet, out of `people`."""
    rows = people.filter(member__network=network, joined_on__isnull=True).valid_on(today)
    return rows.select_related("member").order_by("member__order", "member__name", "name", "pk")
