"""What a period asks of the plans: leaves, weights, dates and whom they concern, without the rest of the tree.

`plan_book` reads it for any number of networks in four queries, whatever their size.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from monitoring.periods import is_due
from networks.models import Member
from plans.models import Activity, Concern, Deliverable, Eje, MemberDeadline, PlanVersion

Dates = tuple[datetime.date | None, datetime.date | None]


@dataclass(frozen=True, slots=True)
class PlannedEje:
    pk: int
    lineage: uuid.UUID
    code: str
    title: str
    weight: Decimal | None


@dataclass(slots=True)
class PlannedActivity:
    """A leaf of the plan. `parent_titles` are those it is under, outermost first."""

    pk: int
    lineage: uuid.UUID
    code: str
    title: str
    weight: Decimal | None
    concerns: str
    schedule_months: list[str]
    deadline_text: str
    deadline_start_on: datetime.date | None
    deadline_end_on: datetime.date | None
    eje: PlannedEje
    objective_lineage: uuid.UUID | None
    objective_title: str
    parent_titles: tuple[str, ...] = ()
    member_ids: set[int] = field(default_factory=set)
    deliverable_dates: dict[int, Dates] = field(default_factory=dict)
    own_dates: dict[tuple[int, int | None], Dates] = field(default_factory=dict)

    @property
    def concerns_network(self) -> bool:
        return self.concerns == Concern.NETWORK

    def deliverable_spans(self, member_id: int | None = None) -> list[Dates]:
        """The dates of its deliverables, for a member her own where she set them."""
        return [self.own_dates.get((member_id, pk), dates) for pk, dates in self.deliverable_dates.items()]

    def due_in(self, start: datetime.date, end: datetime.date, member_id: int | None = None) -> bool:
        """Whether it is due between two days. Where the plan lets each member set her date, hers decides."""
        own = self.own_dates.get((member_id, None))
        if own:
            return is_due(start, end, start=own[0], end=own[1])
        return is_due(
            start,
            end,
            months=self.schedule_months,
            start=self.deadline_start_on,
            end=self.deadline_end_on,
            deliverable_spans=self.deliverable_spans(member_id),
        )

    def due_on(self, member_id: int | None = None) -> datetime.date | None:
        """The last day of its deadline; None where no date is known."""
        own = self.own_dates.get((member_id, None))
        if own:
            return own[1] or own[0]
        if self.deadline_end_on or self.deadline_start_on:
            return self.deadline_end_on or self.deadline_start_on
        known = [day for span in self.deliverable_spans(member_id) for day in span if day]
        return max(known, default=None)


@dataclass(slots=True)
class PlannedVersion:
    """A version in force with its ejes, also those without activities, and its leaves in the plan's order."""

    version: PlanVersion
    ejes: list[PlannedEje]
    activities: list[PlannedActivity]

    @property
    def plan(self):
        return self.version.plan

    def only(self, code: str) -> PlannedVersion:
        """The same with one eje alone; empty where it has none of that code."""
        ejes = [eje for eje in self.ejes if eje.code == code]
        return PlannedVersion(self.version, ejes, [one for one in self.activities if one.eje.code == code])

    def of_eje(self, eje: PlannedEje) -> list[PlannedActivity]:
        return [activity for activity in self.activities if activity.eje.pk == eje.pk]


class PlanBook:
    """The versions that rule in some networks on some days, and the networks' members."""

    def __init__(self, versions: list[PlanVersion], trees: dict[int, PlannedVersion], members: list[Member]):
        self._versions = versions
        self._trees = trees
        self._members = members

    def in_force(self, network_id: int, day: datetime.date) -> list[PlannedVersion]:
        """One for each plan whose years cover the day, as it was in force then."""
        return [self._trees[version.pk] for version in _ruling(self._versions, network_id, day)]

    @cached_property
    def members(self) -> dict[int, Member]:
        return {member.pk: member for member in self._members}

    def members_on(self, network_id: int, day: datetime.date) -> list[Member]:
        """The network's members valid on the day, in their order."""
        return [m for m in self._members if m.network_id == network_id and _valid(m, day)]


def plan_book(asked: Iterable[tuple[int, datetime.date]]) -> PlanBook:
    """Read what (network id, day) pairs need: versions, their leaves, their dates, and members."""
    asked = list(asked)
    networks = {network for network, _ in asked}
    versions = list(
        PlanVersion.objects.agreed()
        .filter(plan__network__in=networks, in_force_from_on__isnull=False)
        .select_related("plan")
        .order_by("-plan__first_year", "plan__slug", "-in_force_from_on", "-number")
    )
    needed = {version.pk: version for pair in asked for version in _ruling(versions, *pair)}
    trees = _read_trees(needed)
    members = list(Member.objects.filter(network__in=networks).order_by("order", "name", "pk"))
    return PlanBook(versions, trees, members)


def planned_version(version: PlanVersion) -> PlannedVersion:
    """One version, whatever its state, in two queries."""
    return _read_trees({version.pk: version})[version.pk]


def _valid(member: Member, day: datetime.date) -> bool:
    since, until = member.valid_from_on, member.valid_to_on
    return (since is None or since <= day) and (until is None or day <= until)


def _ruling(versions: list[PlanVersion], network_id: int, day: datetime.date) -> Iterator[PlanVersion]:
    seen = set()
    for version in versions:
        plan = version.plan
        covers = plan.network_id == network_id and plan.first_year <= day.year <= plan.last_year
        if covers and version.in_force_from_on <= day and plan.pk not in seen:
            seen.add(plan.pk)
            yield version


# -- reading --------------------------------------------------------------------------------------------------

EJE_FIELDS = ("version_id", "pk", "lineage", "code", "title", "weight")
ACTIVITY_FIELDS = (
    *("pk", "lineage", "code", "title", "weight", "concerns", "schedule_months"),
    *("deadline_text", "deadline_start_on", "deadline_end_on"),
    *("parent_id", "objective__lineage", "objective__title"),
)


def _read_trees(versions: dict[int, PlanVersion]) -> dict[int, PlannedVersion]:
    trees = {pk: PlannedVersion(version, [], []) for pk, version in versions.items()}
    if not trees:
        return trees
    rows = (
        Eje.objects.filter(version__in=versions)
        .order_by(
            "version_id",
            "order",
            "pk",
            F("activities__objective__order").asc(nulls_last=True),
            F("activities__objective__pk").asc(nulls_last=True),
            "activities__order",
            "activities__pk",
        )
        .values_list(*EJE_FIELDS, *(f"activities__{name}" for name in ACTIVITY_FIELDS))
    )
    branches: dict[int, list[tuple]] = defaultdict(list)
    for row in rows:
        version, *of_eje = row[: len(EJE_FIELDS)]
        ejes = trees[version].ejes
        if not ejes or ejes[-1].pk != of_eje[0]:
            ejes.append(PlannedEje(*of_eje))
        if row[len(EJE_FIELDS)] is not None:
            branches[of_eje[0]].append(row[len(EJE_FIELDS) :])
    for tree in trees.values():
        for eje in tree.ejes:
            tree.activities.extend(_leaves(eje, branches[eje.pk]))
    _read_dates(versions, {a.pk: a for tree in trees.values() for a in tree.activities})
    return trees


def _leaves(eje: PlannedEje, rows: list[tuple]) -> Iterator[PlannedActivity]:
    """The activities without sub-activities, depth first, as the plan is read."""
    children: dict[int | None, list[tuple]] = defaultdict(list)
    for row in rows:
        children[row[-3]].append(row)

    def walk(parent: int | None, titles: tuple[str, ...]) -> Iterator[PlannedActivity]:
        for row in children[parent]:
            *own, _parent, objective, objective_title = row
            if row[0] in children:
                yield from walk(row[0], (*titles, f"{row[2]} {row[3]}"))
            else:
                yield PlannedActivity(*own, eje, objective, objective_title or "", titles)

    return walk(None, ())


def _dates(queryset, kind: str, **columns) -> QuerySet:
    """Rows of one shape out of any table that hangs on activities, so that several can be read at once."""
    shape = {
        "part": Cast(Value(None), IntegerField()),
        "who": Cast(Value(None), IntegerField()),
        "first_on": Cast(Value(None), DateField()),
        "last_on": Cast(Value(None), DateField()),
        **columns,
    }
    kind_column = Value(kind, output_field=CharField())
    return (
        queryset.order_by()
        .annotate(kind=kind_column, owner=F("activity_id"), **shape)
        .values_list("kind", "owner", *shape)
    )


def _read_dates(versions: Iterable[int], activities: dict[int, PlannedActivity]) -> None:
    """Dates of deliverables, members' own dates and chosen members: three tables in one question."""
    of_version = {"activity__eje__version__in": versions}
    dated = Q(deadline_start_on__isnull=False) | Q(deadline_end_on__isnull=False)
    span = {"first_on": F("deadline_start_on"), "last_on": F("deadline_end_on")}
    own = MemberDeadline.objects.filter(dated, **of_version)
    found = _dates(Deliverable.objects.filter(**of_version), "deliverable", part=F("pk"), **span).union(
        _dates(own, "own", part=F("deliverable_id"), who=F("member_id"), **span),
        _dates(Activity.members.through.objects.filter(**of_version), "member", who=F("member_id")),
        all=True,
    )
    for kind, owner, part, who, first_on, last_on in found:
        activity = activities.get(owner)
        if activity is None:
            continue
        if kind == "deliverable":
            activity.deliverable_dates[part] = (first_on, last_on)
        elif kind == "own":
            activity.own_dates[who, part] = (first_on, last_on)
        else:
            activity.member_ids.add(who)
