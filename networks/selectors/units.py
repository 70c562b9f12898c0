"""Since when each unit has an enlace and a unidad de género, and how many did over time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from networks import rosters
from networks.models import Member, Network
from networks.models.directory import MemberQuerySet

WITH_LIAISON, WITH_UNIT, WITHOUT = "enlace", "unidad", "ninguno"


@dataclass(frozen=True, slots=True)
class UnitMark:
    """How many units there were at the end of a day, with an enlace, and with a unidad."""

    day: datetime.date
    units: int
    liaisons: int
    gender_units: int


def units_of(network: Network, on: datetime.date, members: MemberQuerySet) -> MemberQuerySet:
    """Those that report and are valid that day: what merely holds a seat has no enlace of its own."""
    return members.filter(network=network).reporting().valid_on(on).order_by("order", "name")


def units_with(rows: QuerySet[Member], wanted: str, on: datetime.date) -> QuerySet[Member]:
    has = {WITH_LIAISON: Q(liaison_since_on__lte=on), WITH_UNIT: Q(gender_unit_since_on__lte=on)}
    if wanted == WITHOUT:
        return rows.exclude(has[WITH_LIAISON]).exclude(has[WITH_UNIT])
    return rows.filter(has[wanted]) if wanted in has else rows


def with_people(rows: QuerySet[Member], on: datetime.date) -> QuerySet[Member]:
    """`people`: how many of hers are in the network that day."""
    contacts = Q(contacts__joined_on__lte=on)
    contacts &= Q(contacts__valid_from_on__isnull=True) | Q(contacts__valid_from_on__lte=on)
    contacts &= Q(contacts__valid_to_on__isnull=True) | Q(contacts__valid_to_on__gte=on)
    return rows.annotate(people=Count("contacts", filter=contacts))


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """`still_since` is the last change, where the marks end long before today."""

    marks: tuple[UnitMark, ...] = ()
    still_since: datetime.date | None = None

    @property
    def span(self) -> tuple[datetime.date, datetime.date] | None:
        """What a picture may be drawn along."""
        return (self.marks[0].day, self.marks[-1].day) if len(self.marks) > 1 else None


def unit_history(network: Network, today: datetime.date) -> UnitHistory:
    """How the units grew, in one query; without marks where none has a day yet."""
    names = ("valid_from_on", "valid_to_on", "liaison_since_on", "gender_unit_since_on")
    rows = list(Member.objects.filter(network=network).reporting().values_list(*names))
    days = sorted({day for row in rows for day in row[2:] if day and day <= today})
    if not days:
        return UnitHistory()
    first, last = rosters.window(days, today)
    marks = tuple(_mark(rows, day) for day in rosters.marks_between(first, last))
    return UnitHistory(marks, days[-1] if last < today else None)


def _mark(rows: Iterable[tuple[datetime.date | None, ...]], day: datetime.date) -> UnitMark:
    there = [row for row in rows if (row[0] or day) <= day <= (row[1] or day)]
    liaisons = sum(1 for row in there if row[2] and row[2] <= day)
    gender_units = sum(1 for row in there if row[3] and row[3] <= day)
    return UnitMark(day, len(there), liaisons, gender_units)
