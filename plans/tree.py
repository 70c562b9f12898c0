"""A version's whole tree as plain objects, so that a page or a sum walks it without asking the database again.

Shapes: `TreeVersion` → `TreeEje` → `TreeObjective` → `TreeActivity` → its sub-activities. Weights are Decimal
percents or None. `deadline_*` mean what they mean in `plans.models.Deadline`.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from plans.models import Concern, PartyKind, PlanVersion
from plans.weights import WeightCheck, check_weights


@dataclass(slots=True)
class Dated:
    deadline_text: str
    deadline_start_on: datetime.date | None
    deadline_end_on: datetime.date | None
    deadline_precision: str
    deadline_by_member: bool

    @property
    def deadline_is_unread(self) -> bool:
        """Words without dates: kept, and flagged."""
        return bool(self.deadline_text) and self.deadline_end_on is None


@dataclass(slots=True)
class TreeFunction:
    """A function the norm gives the body, to which an eje answers."""

    pk: int
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class TreeTheme:
    pk: int
    code: str
    title: str


@dataclass(slots=True)
class TreeVerification:
    pk: int
    deliverable_id: int | None
    lineage: uuid.UUID
    text: str


@dataclass(slots=True)
class TreeParty:
    """`name` is what the plan says: its own words, else the member's, the organization's or the scope's."""

    pk: int
    deliverable_id: int | None
    kind: str
    scope: str
    member_id: int | None
    organization_id: int | None
    words: str
    name: str


@dataclass(slots=True)
class TreeIndicator:
    pk: int
    lineage: uuid.UUID
    title: str
    unit: str
    is_numeric: bool
    baseline: Decimal | None
    target: Decimal | None
    disaggregation: list
    over_periods: str
    over_members: str


@dataclass(slots=True)
class TreeMemberDeadline(Dated):
    """The date one member set for herself."""

    pk: int
    deliverable_id: int | None
    member_id: int
    member_name: str


class WithParties:
    """What the parties of an activity, or of one of its deliverables, are to it."""

    __slots__ = ()

    def _of_kind(self, kind: PartyKind) -> list[TreeParty]:
        return [party for party in self.parties if party.kind == kind]

    @property
    def responsible(self) -> list[TreeParty]:
        return self._of_kind(PartyKind.RESPONSIBLE)

    @property
    def support(self) -> list[TreeParty]:
        return self._of_kind(PartyKind.SUPPORT)

    @property
    def funding(self) -> list[TreeParty]:
        return self._of_kind(PartyKind.FUNDING)


@dataclass(slots=True)
class TreeDeliverable(Dated, WithParties):
    pk: int
    lineage: uuid.UUID
    title: str
    verifications: list[TreeVerification] = field(default_factory=list)
    parties: list[TreeParty] = field(default_factory=list)
    member_deadlines: list[TreeMemberDeadline] = field(default_factory=list)


@dataclass(slots=True)
class TreeActivity(Dated, WithParties):
    """`verifications`, `parties` and `member_deadlines` are the activity's own; a deliverable holds its own.

    `member_ids` are those of «algunas integrantes», in their order, with their names beside.
    """

    pk: int
    eje_id: int
    objective_id: int | None
    parent_id: int | None
    lineage: uuid.UUID
    code: str
    title: str
    notes: str
    weight: Decimal | None
    concerns: str
    schedule_months: list[str]
    schedule_is_sample: bool
    revision: int
    children: list[TreeActivity] = field(default_factory=list)
    deliverables: list[TreeDeliverable] = field(default_factory=list)
    verifications: list[TreeVerification] = field(default_factory=list)
    parties: list[TreeParty] = field(default_factory=list)
    indicators: list[TreeIndicator] = field(default_factory=list)
    member_deadlines: list[TreeMemberDeadline] = field(default_factory=list)
    member_ids: list[int] = field(default_factory=list)
    member_names: list[str] = field(default_factory=list)
    themes: list[TreeTheme] = field(default_factory=list)
    shown: bool = True

    @property
    def is_leaf(self) -> bool:
        """Carries weight and is reported."""
        return not self.children

    @property
    def has_detail(self) -> bool:
        """Whether there is more to read of it than its title, its deadline and whom it concerns."""
        hanging = (self.deliverables, self.parties, self.verifications, self.indicators, self.member_deadlines)
        return any(hanging) or bool(self.schedule_months or self.notes or self.themes)

    @property
    def concerns_network(self) -> bool:
        return self.concerns == Concern.NETWORK

    def walk(self) -> Iterator[TreeActivity]:
        """Itself, then what is under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class TreeObjective:
    pk: int
    eje_id: int
    lineage: uuid.UUID
    code: str
    title: str
    revision: int
    activities: list[TreeActivity] = field(default_factory=list)

    @property
    def shown(self) -> bool:
        """Whether any of its activities is, when there are any."""
        return not self.activities or any(activity.shown for activity in self.activities)


@dataclass(slots=True)
class TreeEje:
    """`objectives` with their activities, then `loose`: the top-level activities under no objective."""

    pk: int
    lineage: uuid.UUID
    code: str
    title: str
    weight: Decimal | None
    goal: str
    theme: str
    revision: int
    functions: list[TreeFunction] = field(default_factory=list)
    objectives: list[TreeObjective] = field(default_factory=list)
    loose: list[TreeActivity] = field(default_factory=list)
    shown: bool = True
    is_filtered: bool = False

    @property
    def activities(self) -> list[TreeActivity]:
        """The top-level ones in the order they are read."""
        return [a for objective in self.objectives for a in objective.activities] + self.loose

    def walk(self) -> Iterator[TreeActivity]:
        for activity in self.activities:
            yield from activity.walk()

    @property
    def leaves(self) -> list[TreeActivity]:
        return [activity for activity in self.walk() if activity.is_leaf]

    @property
    def check(self) -> WeightCheck:
        """What the weights of its leaves come to."""
        return check_weights([leaf.weight for leaf in self.leaves])


@dataclass(slots=True)
class TreeVersion:
    version: PlanVersion
    ejes: list[TreeEje]

    def walk(self) -> Iterator[TreeActivity]:
        for eje in self.ejes:
            yield from eje.walk()

    @property
    def leaves(self) -> list[TreeActivity]:
        return [activity for activity in self.walk() if activity.is_leaf]

    @property
    def check(self) -> WeightCheck:
        """What the weights of the ejes themselves come to."""
        return check_weights([eje.weight for eje in self.ejes])

    @property
    def is_weighted(self) -> bool:
        return any(leaf.weight is not None for leaf in self.leaves)

    @property
    def has_eje_weights(self) -> bool:
        return any(eje.weight is not None for eje in self.ejes)


def show_only(tree: TreeVersion, matching: set[int]) -> int:
    """Mark as shown the activities whose ids match, with what is under and above them; returns how many match.

    Nothing is taken out of the tree, so sums stay those of the whole plan.
    """
    found = 0
    for eje in tree.ejes:
        for activity in eje.activities:
            found += _show(activity, matching, inherited=False)
        eje.shown = any(activity.shown for activity in eje.activities)
        eje.is_filtered = True
    return found


def _show(activity: TreeActivity, matching: set[int], *, inherited: bool) -> int:
    matches = activity.pk in matching
    found = int(matches)
    for child in activity.children:
        found += _show(child, matching, inherited=inherited or matches)
    activity.shown = inherited or matches or any(child.shown for child in activity.children)
    return found


def leaves(tree: TreeVersion | TreeEje) -> list[TreeActivity]:
    """What carries weight and is reported, in the order it is read."""
    return tree.leaves
