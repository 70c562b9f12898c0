"""What a cronograma needs of some plans: activities and deliverables with their deadlines, as plain objects.

`schedules` reads any number of versions in five queries, `standing` what was reported of them in two.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from monitoring.figures import SILENT
from monitoring.models import ComplianceEntry, DeliverableProgress
from networks.models import Member, Network
from plans.deadlines import Deadline
from plans.models import Activity, Concern, Deliverable, Eje, MemberDeadline, Plan, PlanVersion

DEADLINE = ("deadline_text", "deadline_start_on", "deadline_end_on", "deadline_precision")


@dataclass(frozen=True, slots=True)
class ScheduledDeliverable:
    pk: int
    lineage: uuid.UUID
    title: str
    deadline: Deadline


@dataclass(slots=True)
class ScheduledActivity:
    """`own` are the deadlines that members set for themselves: by member, and deliverable or None."""

    pk: int
    lineage: uuid.UUID
    code: str
    title: str
    parent_id: int | None
    concerns: str
    months: list[str]
    deadline: Deadline
    children: list[ScheduledActivity] = field(default_factory=list)
    deliverables: list[ScheduledDeliverable] = field(default_factory=list)
    member_ids: set[int] = field(default_factory=set)
    own: dict[tuple[int, int | None], Deadline] = field(default_factory=dict)

    def walk(self) -> Iterator[ScheduledActivity]:
        yield self
        for child in self.children:
            yield from child.walk()

    def concerned(self, members: Iterable[Member]) -> list[int | None]:
        """Who reports it, of these members; the network itself is None."""
        if self.concerns == Concern.NETWORK:
            return [None]
        if self.concerns == Concern.SOME_MEMBERS:
            return [member.pk for member in members if member.pk in self.member_ids]
        return [member.pk for member in members if member.is_reporting]


@dataclass(slots=True)
class ScheduledEje:
    pk: int
    lineage: uuid.UUID
    code: str
    title: str
    activities: list[ScheduledActivity] = field(default_factory=list)

    def walk(self) -> Iterator[ScheduledActivity]:
        for activity in self.activities:
            yield from activity.walk()


@dataclass(slots=True)
class Schedule:
    """A version's deadlines; its plan and network are read with it."""

    version: PlanVersion
    ejes: list[ScheduledEje]

    @property
    def plan(self) -> Plan:
        return self.version.plan

    @property
    def network(self) -> Network:
        return self.version.plan.network

    def walk(self) -> Iterator[ScheduledActivity]:
        for eje in self.ejes:
            yield from eje.walk()


def ruling_versions(networks: Collection[Network], day: datetime.date) -> list[PlanVersion]:
    """The version of each plan that rules on the day, whatever the plan's years; newest plans first."""
    found: dict[int, PlanVersion] = {}
    by_pk = {network.pk: network for network in networks}
    rows = PlanVersion.objects.filter(plan__network__in=by_pk).in_force_on(day).select_related("plan")
    for version in rows:
        version.plan.network = by_pk[version.plan.network_id]
        found.setdefault(version.plan_id, version)
    return sorted(found.values(), key=lambda one: (one.plan.network.name, -one.plan.first_year, one.plan.slug))


def schedules(versions: Iterable[PlanVersion]) -> list[Schedule]:
    """One for each version, in the same order."""
    trees = {version.pk: Schedule(version, []) for version in versions}
    ejes: dict[int, ScheduledEje] = {}
    rows = Eje.objects.filter(version__in=trees).order_by("order", "pk")
    for version, *of_eje in rows.values_list("version_id", "pk", "lineage", "code", "title"):
        ejes[of_eje[0]] = eje = ScheduledEje(*of_eje)
        trees[version].ejes.append(eje)
    activities = _read_activities(trees, ejes)
    _read_hanging(trees, activities)
    return list(trees.values())


def _deadline(row: dict[str, Any]) -> Deadline:
    """One date alone stands for both."""
    text, start, end, precision = (row[name] for name in DEADLINE)
    return Deadline(text, start or end, end or start, precision)


def _read_activities(trees: Collection[int], ejes: dict[int, ScheduledEje]) -> dict[int, ScheduledActivity]:
    """In the order the plan is read, each under its parent or its eje."""
    rows = Activity.objects.filter(eje__version__in=list(trees)).order_by(
        F("objective__order").asc(nulls_last=True), F("objective__pk").asc(nulls_last=True), "order", "pk"
    )
    fields = ("pk", "lineage", "code", "title", "parent_id", "concerns")
    found, owners = {}, {}
    for row in rows.values(*fields, "schedule_months", "eje_id", *DEADLINE):
        own = {name: row[name] for name in fields}
        found[row["pk"]] = ScheduledActivity(**own, months=row["schedule_months"], deadline=_deadline(row))
        owners[row["pk"]] = row["eje_id"]
    for pk, activity in found.items():
        parent = found.get(activity.parent_id)
        (parent.children if parent else ejes[owners[pk]].activities).append(activity)
    return found


def _read_hanging(trees: Collection[int], activities: dict[int, ScheduledActivity]) -> None:
    of_version = {"activity__eje__version__in": list(trees)}
    for activity, member in Activity.members.through.objects.filter(**of_version).values_list(
        "activity_id", "member_id"
    ):
        activities[activity].member_ids.add(member)
    deliverables = Deliverable.objects.filter(**of_version).order_by("order", "pk")
    for row in deliverables.values("activity_id", "pk", "lineage", "title", *DEADLINE):
        made = ScheduledDeliverable(row["pk"], row["lineage"], row["title"], _deadline(row))
        activities[row["activity_id"]].deliverables.append(made)
    for row in MemberDeadline.objects.filter(**of_version).values(
        "activity_id", "member_id", "deliverable_id", *DEADLINE
    ):
        activities[row["activity_id"]].own[row["member_id"], row["deliverable_id"]] = _deadline(row)


# -- what was reported ----------------------------------------------------------------------------------------

Standing = dict[tuple[int, uuid.UUID], dict[int | None, str]]


def standing(
    plans: Iterable[Plan], lineages: Collection[uuid.UUID], until: datetime.date | None = None
) -> Standing:
    """The last status that each member sent of each activity and deliverable, by plan and lineage.

    Only what counts (sent or validated), of periods that end by `until`, if it is given.
    """
    counted = ComplianceEntry.objects.counted().filter(version__plan__in=plans, activity_lineage__in=lineages)
    if until is not None:
        counted = counted.filter(period__end_on__lte=until)
    latest_last = ("period__end_on", "-period__start_on", "pk")
    found: Standing = defaultdict(dict)
    rows = counted.order_by(*latest_last)
    for plan, lineage, member, status in rows.values_list(
        "version__plan_id", "activity_lineage", "member_id", "status"
    ):
        found[plan, lineage][member] = status
    products = DeliverableProgress.objects.filter(entry__in=counted.order_by()).exclude(status="")
    for plan, lineage, member, status in products.order_by(*map(_of_entry, latest_last)).values_list(
        "entry__version__plan_id", "deliverable_lineage", "entry__member_id", "status"
    ):
        found[plan, lineage][member] = status
    return found


def _of_entry(name: str) -> str:
    return f"-entry__{name[1:]}" if name.startswith("-") else f"entry__{name}"


def joint_status(statuses: Iterable[str | None]) -> str:
    """One status for what several members report: theirs when all say the same, silence while nobody says.

    Where they differ or some have yet to say, it is «en avance» once any advanced, else «pendiente».
    """
    statuses = list(statuses)
    told = {status for status in statuses if status}
    told = told - {"no_aplica"} or told
    if not told:
        return SILENT
    if len(told) == 1 and None not in statuses:
        return told.pop()
    return "en_avance" if told & {"cumplido", "en_avance"} else "pendiente"
