"""SUBDERE form: the yearly report of a programme's territorial management, stage 3 (form in use in 2007).

Objective 1 with activities 1.1 (what was done, weighed) and 1.2 (analysis), objective 2 (information
systems) and objective 3 (dissemination), in the order of the form, for any network and period.
"""

from dataclasses import dataclass
from decimal import Decimal

from reports.context import Header, ReportWarning, numbered_notes

SLUG = "subdere"
ROWS_PER_OBJECTIVE_CELL = 5


@dataclass(frozen=True, kw_only=True)
class SubdereActivity:
    """A leaf activity. `status` None is silence. Without weights, `progress` (0–100) takes their place."""

    code: str
    title: str
    weight: Decimal | None = None
    status: str | None = None
    narrative: str | None = None
    earned: Decimal | None = None
    declared_earned: Decimal | None = None
    parent: str | None = None
    progress: Decimal | None = None
    reported: int = 0
    obliged: int = 0


@dataclass(frozen=True, kw_only=True)
class SubdereObjective:
    """Activities of one specific objective; `title` None gathers those that have none."""

    code: str | None = None
    title: str | None
    activities: tuple[SubdereActivity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SubdereEje:
    """A group whose weights add to 100. `activities` are all its leaves, `objectives` the same, grouped.

    `applicable_weight` is `weight_total` less what does not apply; `ceiling` is what could still be earned.
    """

    code: str
    title: str
    weight_total: Decimal | None
    earned_total: Decimal | None
    declared_total: Decimal | None = None
    objectives: tuple[SubdereObjective, ...] = ()
    activities: tuple[SubdereActivity, ...] = ()
    applicable_weight: Decimal | None = None
    ceiling: Decimal | None = None
    progress: Decimal | None = None
    reported: int = 0
    obliged: int = 0


@dataclass(frozen=True, kw_only=True)
class AnalysisRow:
    """A row of activity 1.2; it belongs to ejes and, when it says so, to objectives of them."""

    ejes: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    changes: str | None = None
    recommendations: str | None = None
    commitments: str | None = None
    responsible: str | None = None


@dataclass(frozen=True, kw_only=True)
class SystemsObjective:
    title: str
    fulfilment: str | None = None


@dataclass(frozen=True, kw_only=True)
class InformationSystems:
    narrative: str | None = None
    objectives: tuple[SystemsObjective, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dissemination:
    clients: tuple[str, ...] = ()
    employees: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanFigure:
    """The plan's own figure; `method` says in words how it was reached (by weights, or plain mean)."""

    value: Decimal | None
    ceiling: Decimal | None = None
    method: str
    reported: int = 0
    obliged: int = 0


@dataclass(frozen=True, kw_only=True)
class SubdereContext:
    """The frozen report. `network` is the slug and `period` the code; their words are in `header`.

    `weighted` False: the network's plan has no weights, so every figure is called *avance*.
    """

    form: str = SLUG
    network: str
    period: str
    region: str
    header: Header
    weighted: bool = True
    plan: PlanFigure | None = None
    ejes: tuple[SubdereEje, ...] = ()
    analysis: tuple[AnalysisRow, ...] = ()
    information_systems: InformationSystems = InformationSystems()
    dissemination: Dissemination = Dissemination()
    warnings: tuple[ReportWarning, ...] = ()


def printed(data: dict) -> dict:
    """What the template needs beside the data: rows cut for the page and the numbers of the notes."""
    notes = numbered_notes(data["warnings"])
    return {
        "report": data,
        "groups": [_printed_group(eje, notes) for eje in data["ejes"]],
        "notes": notes,
    }


def _printed_group(eje: dict, notes: list[dict]) -> dict:
    own = [*eje["objectives"]] or [{"title": None, "activities": eje["activities"]}]
    return {
        "eje": eje,
        "blocks": [block for objective in own for block in _objective_blocks(objective, notes)],
        "differs": _differs(eje["declared_total"], eje["earned_total"]),
        "partial": eje["applicable_weight"] not in (None, eje["weight_total"]),
        "open": eje["ceiling"] not in (None, eje["earned_total"] or eje["progress"]),
        "fulfilled": sum(activity["status"] == "cumplido" for activity in eje["activities"]),
        "notes": [note for note in notes if note["where"] == eje["code"]],
    }


def _objective_blocks(objective: dict, notes: list[dict]) -> list[dict]:
    """An objective's rows, a few at a time: a cell that spans many pages could not be read."""
    rows = [_printed_activity(activity, notes) for activity in objective["activities"]]
    starts = range(0, len(rows), ROWS_PER_OBJECTIVE_CELL)
    return [
        {
            "title": objective["title"],
            "continued": start > 0,
            "first": rows[start],
            "rest": rows[start + 1 : start + ROWS_PER_OBJECTIVE_CELL],
            "span": len(rows[start : start + ROWS_PER_OBJECTIVE_CELL]),
        }
        for start in starts
    ]


def _printed_activity(activity: dict, notes: list[dict]) -> dict:
    return {
        **activity,
        "differs": _differs(activity["declared_earned"], activity["earned"]),
        "notes": [note for note in notes if note["where"] == activity["code"]],
    }


def _differs(declared: str | None, computed: str | None) -> bool:
    return declared is not None and declared != computed
