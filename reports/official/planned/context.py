"""A plan as frozen JSON: versions, ejes, activities, products; and what was reported of them in a period."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Due:
    """A deadline: `text` as it was written, and the dates read from it, both included.

    `unread`: there are words, and no date could be read from them. `by_member`: each member sets her own.
    """

    text: str | None = None
    start_on: datetime.date | None = None
    end_on: datetime.date | None = None
    unread: bool = False
    by_member: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnDue:
    """The deadline that a member set for herself."""

    member: str
    due: Due


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """What an activity and a product may both have of their own. An empty tuple: the plan says nothing."""

    title: str
    due: Due | None = None
    own_dues: tuple[OwnDue, ...] = ()
    proofs: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Product(Hanging):
    """What an activity leaves behind."""


@dataclass(frozen=True, kw_only=True)
class Line(Hanging):
    """An activity. `where` names it among all parts of the report, `parent` is the code of the one it is under.

    `concerns` is `network`, `every` or `some`, and `reporter` the same in words. `months` are «2012-03»;
    `note` is the plan's own.
    """

    code: str
    where: str
    parent: str | None = None
    depth: int = 0
    children: tuple[str, ...] = ()
    objective: str | None = None
    weight: Decimal | None = None
    concerns: str
    reporter: str
    months: tuple[str, ...] = ()
    months_sample: bool = False
    note: str | None = None
    products: tuple[Product, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group:
    """An eje; `functions` are the numbers of those of the norm to which it answers."""

    code: str
    title: str
    where: str
    theme: str | None = None
    goal: str | None = None
    weight: Decimal | None = None
    functions: tuple[int, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """A version of a plan that ruled in the period: `since` … `until`, None while nothing took its place."""

    plan: str
    title: str
    years: str
    first_year: int
    last_year: int
    objective: str | None = None
    number: int
    name: str | None = None
    since: datetime.date
    until: datetime.date | None = None
    agreed_on: datetime.date | None = None
    reason: str | None = None
    is_sample: bool = False
    ejes: tuple[Group, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one member (None: the network itself) reported. `progress` is a percent that she said."""

    member: str | None
    status: str
    progress: Decimal | None = None
    narrative: str | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class ActivityProgress:
    """An activity that was due in the period. `status` is the joint one, None in silence.

    `overdue`: neither done nor moved, and its last day (`due_on`) has passed.
    """

    code: str
    title: str
    eje: str
    due_on: datetime.date | None = None
    status: str | None = None
    overdue: bool = False
    reported: int = 0
    obliged: int = 0
    percent: Decimal | None = None
    told: tuple[Told, ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MemberProgress:
    """`counts` by status, `sin_informar` for silence; `light`: green, amber, red or none."""

    name: str
    obliged: int
    reported: int
    counts: dict[str, int]
    percent: Decimal | None = None
    overdue: int = 0
    light: str = "none"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A plan in the period, looked at on a day: only what was due in it."""

    plan: str
    title: str
    number: int
    on: datetime.date
    obliged: int
    reported: int
    activities: tuple[ActivityProgress, ...] = ()
    members: tuple[MemberProgress, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the network calls things, itself too."""

    network: str
    ejes: str
    objective: str
    activity: str
    activities: str
    member: str
    members: str
