"""The rows and columns of an exported plan: what `plans.importing.headings` says an exported table is.

Cells are written by `plans.importing.fields`, whose other half reads them back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from plans.importing import fields
from plans.importing.draft import DraftActivity, DraftDeliverable, DraftEje, DraftObjective, DraftVersion
from plans.importing.headings import CANONICAL, EXPORTED, NONE
from plans.importing.lines import lines_of
from plans.importing.mapping import PLAN_ROLES

EJE, OBJECTIVE, ACTIVITY, SUB_ACTIVITY, DELIVERABLE = "eje", "objective", "activity", "sub_activity", "deliverable"
# Percents are numbers where the file knows numbers.
PERCENTS = frozenset({"eje_weight", "weight"})
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
_ALWAYS = EXPORTED | {"eje"}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the matrix, in words: the plan's title, and a line with network, years and version.

    The line has 200 signs at most, and the version's own name comes right under it. `first_year` is the plan's:
    deadlines whose words say no year are read with it.
    """

    title: str
    subtitle: str
    first_year: int


@dataclass(slots=True)
class Line:
    """One row: what it is, whether its eje begins with it, and its cells by role; lines of a cell are lines."""

    kind: str
    begins: bool
    cells: dict[str, str]

    def percent(self, role: str) -> Decimal | None:
        """The figure of a cell of weights."""
        text = self.cells.get(role, "")
        return Decimal(text) if role in PERCENTS and text else None


@dataclass(slots=True)
class Matrix:
    """`columns` are the roles that some row has, in the order they are written."""

    columns: list[str]
    lines: list[Line]

    @property
    def headings(self) -> list[str]:
        return [CANONICAL[role] for role in self.columns]


def matrix_of(version: DraftVersion, first_year: int) -> Matrix:
    builder = _Builder(first_year, any(eje.objectives for eje in version.ejes))
    lines = [line for eje in version.ejes for line in builder.of_eje(eje)]
    used = {role for line in lines for role, value in line.cells.items() if value} | _ALWAYS
    return Matrix([role for role in PLAN_ROLES if role in used], lines)


def legal(text: str) -> str:
    """Without the signs that neither Word nor Excel can hold."""
    return "\n".join(lines_of(_ILLEGAL.sub("", text)))


def legal_line(text: str) -> str:
    return " ".join(legal(text).split("\n"))


class _Builder:
    def __init__(self, first_year: int, has_objectives: bool) -> None:
        self.first_year, self.has_objectives = first_year, has_objectives

    def of_eje(self, eje: DraftEje) -> Iterator[Line]:
        lines = [*self._branches(eje)] or [_line(EJE, self._eje(eje))]
        lines[0].begins = True
        yield from lines

    def _branches(self, eje: DraftEje) -> Iterator[Line]:
        """The activities in their order, and each objective without any before those of the next."""
        own = self._eje(eje)
        waiting = list(range(len(eje.objectives)))
        used = {activity.objective for activity in eje.activities}
        for activity in eje.activities:
            while waiting and activity.objective is not None and waiting[0] < activity.objective:
                yield from self._lone(eje.objectives, waiting.pop(0), used, own)
            yield from self._activity(activity, own, self._objective(eje.objectives, activity.objective))
        for place in waiting:
            yield from self._lone(eje.objectives, place, used, own)

    def _lone(
        self, objectives: list[DraftObjective], place: int, used: set[int | None], own: dict[str, str]
    ) -> Iterator[Line]:
        if place not in used:
            yield _line(OBJECTIVE, {**own, **self._objective(objectives, place)})

    def _eje(self, eje: DraftEje) -> dict[str, str]:
        return {
            "eje_code": eje.code,
            "eje": fields.format_line(eje.title),
            "eje_weight": fields.format_percent(eje.weight),
            "eje_goal": fields.format_text(eje.goal),
            "eje_theme": fields.format_line(eje.theme),
            "eje_functions": fields.format_list(eje.functions),
        }

    def _objective(self, objectives: list[DraftObjective], place: int | None) -> dict[str, str]:
        if place is None:
            return {"objective": NONE} if self.has_objectives else {}
        objective = objectives[place]
        return {"objective_code": objective.code, "objective": fields.format_objective(objective.title)}

    def _activity(
        self, activity: DraftActivity, eje: dict[str, str], objective: dict[str, str], depth: int = 0
    ) -> Iterator[Line]:
        """Sub-activities are under the objective of their activity: only its row says it."""
        title = fields.format_line(activity.title)
        named = {"sub_activity": fields.format_sub_title(title, depth)} if depth else {"activity": title}
        cells = {
            **eje,
            **objective,
            "code": activity.code,
            **named,
            "weight": fields.format_percent(activity.weight),
            "concerns": fields.format_concerns(activity.concerns, activity.members),
            "months": fields.format_months(activity.months),
            "months_sample": fields.format_yes(activity.months_are_sample),
            "indicator": "\n".join(fields.format_indicator(row) for row in activity.indicators),
            "themes": fields.format_list(activity.themes),
            "notes": fields.format_text(activity.notes),
            **self._own(activity),
        }
        yield _line(SUB_ACTIVITY if depth else ACTIVITY, cells)
        for deliverable in activity.deliverables:
            title = fields.format_line(deliverable.title)
            yield _line(DELIVERABLE, {"deliverable": title, **self._own(deliverable)})
        for child in activity.children:
            yield from self._activity(child, eje, {}, depth + 1)

    def _own(self, row: DraftActivity | DraftDeliverable) -> dict[str, str]:
        """What an activity and a deliverable may both have."""
        text, start, end, precision = fields.format_deadline(row.deadline, self.first_year)
        parties = {
            kind: fields.format_parties(party for party in row.parties if party.kind == kind)
            for kind in ("responsible", "support", "funding")
        }
        return {
            "deadline": text,
            "deadline_start": start,
            "deadline_end": end,
            "deadline_precision": precision,
            "deadline_by_member": fields.format_yes(row.by_member),
            "member_deadlines": fields.format_member_deadlines(row.member_deadlines, self.first_year),
            "verification": "\n".join(fields.format_line(proof.text) for proof in row.verifications),
            **parties,
        }


def _line(kind: str, cells: dict[str, str]) -> Line:
    return Line(kind, False, {role: legal(value) for role, value in cells.items() if value})
