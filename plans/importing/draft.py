"""What was understood of a file: versions of a plan as a tree, what was reported beside, and every discrepancy.

The same tree is made from a version in the database (`plans.drafting`), so that a file and a stored plan pass the
same checks (`reconcile`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from plans.deadlines import Deadline, parse

KINDS = (
    "weight_sum",
    "declared_total",
    "earned_above_weight",
    "status_earned",
    "deadline_unread",
    "deadline_outside",
    "missing_verification",
    "missing_responsible",
    "text_differs",
    "numbering_gap",
    "count_mismatch",
    "party_unmatched",
    "not_understood",
)
STATUSES = ("cumplido", "en_avance", "no_cumplido", "pendiente", "reprogramado", "no_aplica")


@dataclass(frozen=True, slots=True)
class Where:
    """A place of the file, counted from 1 as the person sees it; `code` names the line of the plan, if any.

    `table` is `Table.number`, None in running text; `row` one of its `row_numbers` (in a sheet the sheet's own,
    in Word those of the table); `column` counts from the left edge: A is 1 in a sheet, and a merged cell of Word
    takes as many columns as it spans. `paragraph` is `Paragraph.number`, None in tables. `pk` is the row's id when
    the tree comes from the database, and `model` its model: `eje`, `objective`, `activity` or `deliverable`.
    """

    sheet: str = ""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None
    code: str = ""
    model: str = ""
    pk: int | None = None


@dataclass(slots=True)
class Discrepancy:
    """Something that does not add up, or that was not understood.

    `declared` is what the document says and `computed` what Trama makes of it, as words, empty where there is
    nothing to say. `text` says what is wrong, `proposal` what Trama will do unless she changes it: msgids in
    Spanish that name `values`; whoever shows them puts both together.
    """

    kind: str
    where: Where
    text: str
    values: dict[str, Any] = field(default_factory=dict)
    declared: str = ""
    computed: str = ""
    proposal: str = ""


NO_DEADLINE = parse("")


@dataclass(slots=True)
class DraftParty:
    """`kind`: responsible, support, funding. `scope`: member, every, secretariat, organization or words.

    `ref` is the member's code or the organization's name for those two scopes. `words` are the document's.
    """

    kind: str
    words: str
    scope: str = "words"
    ref: str = ""
    where: Where = Where()


@dataclass(slots=True)
class DraftVerification:
    text: str
    where: Where = Where()


@dataclass(slots=True)
class DraftMemberDeadline:
    """The date a member (by its code) set for herself."""

    member: str
    deadline: Deadline


@dataclass(slots=True)
class DraftIndicator:
    """Fields as in `plans.models.Indicator`."""

    title: str
    unit: str = ""
    is_numeric: bool = True
    baseline: Decimal | None = None
    target: Decimal | None = None
    disaggregation: list[Any] = field(default_factory=list)
    over_periods: str = "sum"
    over_members: str = "sum"


@dataclass(slots=True)
class DraftDeliverable:
    title: str
    deadline: Deadline = NO_DEADLINE
    by_member: bool = False
    verifications: list[DraftVerification] = field(default_factory=list)
    parties: list[DraftParty] = field(default_factory=list)
    member_deadlines: list[DraftMemberDeadline] = field(default_factory=list)
    where: Where = Where()
    lineage: Any = None


@dataclass(slots=True)
class Reported:
    """What the document says was done: `status` one of STATUSES or empty, percents as Decimals or None.

    `earned` is the weight earned as printed; `earned_text` the words printed in its place («pendiente»).
    `done_months` are months as «2012-03» in which a cronograma marks it done.
    """

    status: str = ""
    progress: Decimal | None = None
    earned: Decimal | None = None
    earned_text: str = ""
    narrative: str = ""
    obstacles: str = ""
    done_months: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(
            self.status
            or self.progress is not None
            or self.earned is not None
            or self.earned_text
            or self.narrative
            or self.obstacles
            or self.done_months
        )


@dataclass(slots=True)
class DraftActivity:
    """`objective` is the place of its objective in its eje's list, None under none; sub-activities have none.

    `concerns`: network, every or some; `members` are the codes of «some». `places` tells the cell each field came
    from, by role (`weight`, `deadline`, `earned`…); `where` is the one of its title. `themes` are codes.
    """

    code: str
    title: str
    objective: int | None = None
    notes: str = ""
    weight: Decimal | None = None
    deadline: Deadline = NO_DEADLINE
    by_member: bool = False
    concerns: str = "every"
    members: list[str] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    months_are_sample: bool = False
    themes: list[str] = field(default_factory=list)
    deliverables: list[DraftDeliverable] = field(default_factory=list)
    verifications: list[DraftVerification] = field(default_factory=list)
    parties: list[DraftParty] = field(default_factory=list)
    indicators: list[DraftIndicator] = field(default_factory=list)
    member_deadlines: list[DraftMemberDeadline] = field(default_factory=list)
    children: list[DraftActivity] = field(default_factory=list)
    reported: Reported = field(default_factory=Reported)
    where: Where = Where()
    places: dict[str, Where] = field(default_factory=dict)
    lineage: Any = None

    def place(self, role: str) -> Where:
        return self.places.get(role, self.where)

    def walk(self) -> Iterator[DraftActivity]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class DraftObjective:
    code: str
    title: str
    where: Where = Where()
    lineage: Any = None


@dataclass(slots=True)
class DraftEje:
    """`activities` are the top-level ones in reading order. `declared_weight` and `declared_earned` are the totals
    the document prints for the group, None where it prints none; they enter no sum.
    """

    code: str
    title: str
    weight: Decimal | None = None
    goal: str = ""
    theme: str = ""
    functions: list[int] = field(default_factory=list)
    objectives: list[DraftObjective] = field(default_factory=list)
    activities: list[DraftActivity] = field(default_factory=list)
    declared_weight: Decimal | None = None
    declared_earned: Decimal | None = None
    where: Where = Where()
    places: dict[str, Where] = field(default_factory=dict)
    lineage: Any = None

    def place(self, role: str) -> Where:
        return self.places.get(role, self.where)

    def walk(self) -> Iterator[DraftActivity]:
        for activity in self.activities:
            yield from activity.walk()

    @property
    def leaves(self) -> list[DraftActivity]:
        return [activity for activity in self.walk() if not activity.children]


@dataclass(slots=True)
class DraftVersion:
    """`roles` are those the document gives (see `mapping.ROLES`): what has no column is not missing."""

    title: str
    ejes: list[DraftEje] = field(default_factory=list)
    roles: frozenset[str] = frozenset()
    where: Where = Where()

    def walk(self) -> Iterator[DraftActivity]:
        for eje in self.ejes:
            yield from eje.walk()


@dataclass(slots=True)
class Draft:
    title: str
    versions: list[DraftVersion] = field(default_factory=list)
    discrepancies: list[Discrepancy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Options:
    """What the reading needs to know of the plan and its network.

    `earned_rule` is that of `networks.models.EarnedRule`. `choices` are the person's answers about parties: the
    words as written → `member:CODE`, `organization:NAME`, `every`, `secretariat` or `words`.
    """

    first_year: int
    last_year: int
    earned_rule: str = "proportional"
    eje_word: str = "eje"
    objective_word: str = "objetivo"
    activity_word: str = "actividad"
    choices: dict[str, str] = field(default_factory=dict)
