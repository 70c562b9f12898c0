"""The records that the roll-up of `compliance` takes in and gives out. Nothing here counts anything."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plans.weights import quantize

ALL_OR_NOTHING = "all_or_nothing"
PROPORTIONAL = "proportional"
RULES = (ALL_OR_NOTHING, PROPORTIONAL)
STATUSES = ("cumplido", "en_avance", "no_cumplido", "pendiente", "reprogramado", "no_aplica")
SILENT = "silent"  # «sin informar»: no report, which is no status

WHOLE = 10_000  # a full share, in hundredths of a percent
Key = Hashable
Member = Hashable


# -- what goes in ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaf:
    """An activity without sub-activities, and who must report it in the period: (None,) is the network itself."""

    key: Key
    weight: Decimal | None = None
    members: tuple[Member, ...] = (None,)


@dataclass(frozen=True, slots=True)
class Group:
    """An eje with its leaves; its weight is its part of the plan. Leaf keys are unique in the whole plan."""

    key: Key
    weight: Decimal | None = None
    leaves: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What one member reported. `counts`: it is submitted or validated. `declared`: what a document printed."""

    status: str
    progress: Decimal | None = None
    counts: bool = True
    declared: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """A leaf's reports added up, here or by a database.

    `obliged` members, of whom `reported` with a report that counts; to `applicable` of them the activity applies
    (all but the counted «no aplica»), of whom `heard` reported a share; `units` are those, 10,000 each when full.
    `entries` are (member, status or None, units or None, declared): only what shows parts needs them.
    """

    obliged: int
    reported: int
    applicable: int
    heard: int
    units: int
    entries: tuple[tuple[Member, str | None, int | None, Decimal | None], ...] = ()


# -- what comes out -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """One member's part of an activity. `status` and `share` are None while nothing counted was reported; `share`
    (0–1) is None too where it does not apply or nobody said how far it is. `earned` is what it adds to the
    activity's.
    """

    member: Member
    status: str | None
    share: Decimal | None
    earned: Decimal | None
    declared: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LeafFigure:
    """An activity's figure.

    `share` (0–1, four places) is the mean over the members it applies to, silence as 0. `earned` is what it adds
    to its eje's figure: of its weight, or without weights of the eje's 100. Both are None while nobody it applies
    to reported. `ceiling` is None only when the activity is out of the sum.
    """

    key: Key
    weight: Decimal | None
    share: Decimal | None
    earned: Decimal | None
    ceiling: Decimal | None
    reported: int
    obliged: int
    applicable: int
    parts: tuple[Part, ...] = ()
    share_ceiling: Decimal | None = None

    @property
    def not_applicable(self) -> bool:
        """It applies to none of those obliged: it leaves the sum."""
        return self.obliged > 0 and not self.applicable

    @property
    def percent(self) -> Decimal | None:
        """Its own avance, 0–100, whatever its weight."""
        return None if self.share is None else quantize(self.share * 100)

    @property
    def percent_ceiling(self) -> Decimal | None:
        """What its own avance could still come to."""
        return None if self.share_ceiling is None else quantize(self.share_ceiling * 100)


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """An eje's figure: `earned` out of `applicable_weight` (100.00 without weights), which its leaves add to.

    `percent` and `percent_ceiling` are the same out of 100, as they enter the plan; None where `earned` and
    `ceiling` are, or where what applies weighs nothing.
    """

    key: Key
    weight: Decimal | None
    weight_total: Decimal | None
    applicable_weight: Decimal | None
    earned: Decimal | None
    ceiling: Decimal | None
    percent: Decimal | None
    percent_ceiling: Decimal | None
    reported: int
    obliged: int
    leaves: tuple[LeafFigure, ...]
    weighted: bool


@dataclass(frozen=True, slots=True)
class GroupSum:
    """A group's figure beside its exact sums, in percents: what applies, what is earned, what still could be."""

    figure: GroupFigure
    applicable: Fraction
    earned: Fraction
    ceiling: Fraction


@dataclass(frozen=True, slots=True)
class PlanFigure:
    """The plan's figure, 0–100. `weighted_by`: `eje_weights`, or `mean` for the plain mean of the ejes."""

    earned: Decimal | None
    ceiling: Decimal | None
    reported: int
    obliged: int
    weighted_by: str
    groups: tuple[GroupFigure, ...]

    @property
    def percent(self) -> Decimal | None:
        """It is out of 100 already."""
        return self.earned

    @property
    def percent_ceiling(self) -> Decimal | None:
        return self.ceiling


@dataclass(frozen=True, slots=True)
class Difference:
    """A declared figure that is not the computed one. `kind`: `activity` (with its member) or `eje`."""

    kind: str
    key: Key
    member: Member
    declared: Decimal
    computed: Decimal | None
    weight: Decimal | None = None

    @property
    def over_weight(self) -> bool:
        """More was declared than there is to earn."""
        return self.weight is not None and self.declared > self.weight


@dataclass(frozen=True, slots=True)
class Light:
    """A semáforo: `status` is a status or `silent`; `tone` green, yellow, red or grey."""

    status: str
    symbol: str
    tone: str
    overdue: bool
