"""What each table and each of its columns means: proposed by `columns`, corrected by her, kept by network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from plans.importing.draft import STATUSES

# A column's role. More families: `month:N` (N from 1 to 12), a column of a cronograma; `months:A-B`, one that
# spans the months from A to B; `done:N` and `done:A-B`, of the months done; `TICKED`, whose marks are a status.
PLAN_ROLES = (
    "eje_code",
    "eje",
    "eje_weight",
    "eje_goal",
    "eje_theme",
    "eje_functions",
    "objective_code",
    "objective",
    "code",
    "activity",
    "sub_activity",
    "weight",
    "deliverable",
    "deadline",
    "deadline_start",
    "deadline_end",
    "deadline_precision",
    "deadline_by_member",
    "member_deadlines",
    "verification",
    "responsible",
    "support",
    "funding",
    "concerns",
    "months",
    "months_sample",
    "indicator",
    "themes",
    "notes",
)
# What a document reports of it, and what is left out.
ROLES = (*PLAN_ROLES, "status", "progress", "earned", "narrative", "obstacles", "ignore")
TICKED = tuple(f"status_{status}" for status in STATUSES)
PLAN, SCHEDULE, IGNORED = "plan", "schedule", "ignored"


@dataclass(slots=True)
class TableMapping:
    """`number` is the table's in the file. `kind`: `plan`, `schedule` (a cronograma of a plan given elsewhere) or
    `ignored`. `header` are the places (from 0) of the first and last header row in `Table.rows`, (-1, -1) without.
    `roles` are by column, from 0; a column without one is `ignore`. `version` counts versions from 1.

    `headings` are the document's own words for each column, for the person to see beside.
    """

    number: int
    kind: str = PLAN
    header: tuple[int, int] = (-1, -1)
    roles: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    version: int = 1

    def column(self, role: str) -> int | None:
        """The first column with that role."""
        return next((index for index, found in sorted(self.roles.items()) if found == role), None)


@dataclass(slots=True)
class Mapping:
    """`outline` says whether the running text is read as an outline, and `levels` what its levels are, the outer
    first: roles among `eje`, `objective`, `activity`, `sub_activity`.
    """

    tables: list[TableMapping] = field(default_factory=list)
    outline: bool = False
    levels: list[str] = field(default_factory=lambda: ["eje", "activity", "sub_activity"])

    def table(self, number: int) -> TableMapping | None:
        return next((table for table in self.tables if table.number == number), None)

    def to_json(self) -> dict[str, Any]:
        tables = [
            {
                "number": table.number,
                "kind": table.kind,
                "header": list(table.header),
                "roles": {str(column): role for column, role in table.roles.items()},
                "headings": {str(column): words for column, words in table.headings.items()},
                "version": table.version,
            }
            for table in self.tables
        ]
        return {"tables": tables, "outline": self.outline, "levels": self.levels}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Mapping:
        tables = [
            TableMapping(
                number=row["number"],
                kind=row["kind"],
                header=(row["header"][0], row["header"][1]),
                roles={int(column): role for column, role in row["roles"].items()},
                headings={int(column): words for column, words in row["headings"].items()},
                version=row["version"],
            )
            for row in data["tables"]
        ]
        return cls(tables=tables, outline=data["outline"], levels=list(data["levels"]))
