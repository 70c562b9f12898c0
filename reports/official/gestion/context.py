"""Informe de gestión: the form of a city's coordination bodies, cumulative for the year to the period's end.

Instance, regulation and norms; attendance; sessions; publication; functions by session; follow-up of the
action plan; the body's working; decisions; synthesis; signature. In that order, for any network.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from reports.context import Header, ReportWarning, numbered_notes
from reports.formatting import most_places

SLUG = "gestion"
MEETINGS_PER_TABLE = 6


@dataclass(frozen=True, kw_only=True)
class HeldMeeting:
    """A session held in the year up to the period's end: one column of the matrices, oldest first."""

    date: datetime.date
    kind: str
    in_period: bool = True


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A seat and the sessions it attended. `marks` stand in the order of `meetings`; None is unknown.

    `total` counts the sessions attended, not the columns.
    """

    sector: str | None
    entity: str
    post: str | None
    role: str
    sessions: tuple[datetime.date, ...] = ()
    total: int = 0
    marks: tuple[bool | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SessionCount:
    held: int = 0
    programmed: int = 0


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A document of the checklist; `published` None means that nobody recorded it.

    It is kept here as the file `kept`, or stands at `url`. `check` is what its last test found, as a code. What
    was recorded as published and is not there any more has `down_since`, and is not `published`.
    """

    item: str
    published: bool | None = None
    url: str | None = None
    date: datetime.date | None = None
    kept: str | None = None
    sha256: str | None = None
    check: str | None = None
    checked_on: datetime.date | None = None
    down_since: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class FunctionRow:
    """A function of the norm and the sessions that addressed it; `marks` as in `Seat`."""

    number: int
    title: str
    sessions: tuple[datetime.date, ...] = ()
    addressed: bool = False
    marks: tuple[bool | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FollowUpRow:
    """How what came of a decision stands on the day the report is made: `open`, `overdue`, `closed` or `dropped`.

    `deadline` is in the words it was agreed in and `deadline_on` its last day, None where the words say no date;
    `overdue_since` is the day after it. `note` says how it was done, or why it was dropped.
    """

    body: str
    state: str
    responsible: str | None = None
    deadline: str | None = None
    deadline_on: datetime.date | None = None
    overdue_since: datetime.date | None = None
    closed_on: datetime.date | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """`follow_up` says in one text what `follow_ups` say one by one; `plan_version` is the one it agreed."""

    date: datetime.date
    decision: str
    follow_up: str | None = None
    follow_ups: tuple[FollowUpRow, ...] = ()
    plan_version: str | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An indicator's figure to date. A figure that is said in words has no `value` but a `note`."""

    label: str
    value: Decimal | None
    target: Decimal | None = None
    unit: str | None = None
    eje: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class EjeProgress:
    """Progress (0–100) of an eje, or what it earned when the plan has weights; None is silence.

    `ceiling` is what it could still reach.
    """

    code: str
    title: str
    progress: Decimal | None
    ceiling: Decimal | None = None
    weighted: bool = False
    reported: int = 0
    obliged: int = 0


@dataclass(frozen=True, kw_only=True)
class Sections:
    """The narrative parts, paragraphs parted by line breaks."""

    action_plan: str | None = None
    functioning: str | None = None
    synthesis: str | None = None


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who held the technical secretariat; the name is written by hand when it is None."""

    name: str | None = None
    post: str | None = None
    entity: str | None = None


@dataclass(frozen=True, kw_only=True)
class GestionContext:
    """The frozen report. `sessions` has the keys `ordinary` and `extraordinary`."""

    form: str = SLUG
    network: str
    period: str
    header: Header
    meetings: tuple[HeldMeeting, ...] = ()
    seats: tuple[Seat, ...] = ()
    sessions: dict[str, SessionCount] = field(
        default_factory=lambda: {"ordinary": SessionCount(), "extraordinary": SessionCount()}
    )
    publications: tuple[Publication, ...] = ()
    functions: tuple[FunctionRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    figures: tuple[Figure, ...] = ()
    ejes: tuple[EjeProgress, ...] = ()
    sections: Sections = Sections()
    signature: Signature = Signature()
    warnings: tuple[ReportWarning, ...] = ()


def printed(data: dict) -> dict:
    """What the template needs beside the data: matrices cut to the page's width, and numbered notes."""
    parts = _meeting_parts(data["meetings"])
    return {
        "report": data,
        "attendance": [_attendance_part(data["seats"], part) for part in parts],
        "addressed": [_function_part(data["functions"], part) for part in parts],
        "figure_groups": _figure_groups(data["figures"], data["ejes"]),
        "earlier_meetings": any(not meeting["in_period"] for meeting in data["meetings"]),
        "most_values": most_places(figure["value"] for figure in data["figures"]),
        "most_targets": most_places(figure["target"] for figure in data["figures"]),
        # What was frozen before networks had blocks says who held the secretariat.
        "signatures": data["header"].get("signatures") or [data["signature"]],
        "notes": numbered_notes(data["warnings"]),
    }


def _meeting_parts(meetings: list[dict]) -> list[dict]:
    """Column groups of the matrices, at most `MEETINGS_PER_TABLE` wide and as even as can be."""
    count = -(-len(meetings) // MEETINGS_PER_TABLE) or 1
    size = -(-len(meetings) // count)
    return [
        {
            "number": number + 1,
            "of": count,
            "start": number * size,
            "meetings": meetings[number * size : (number + 1) * size],
            "last": number + 1 == count,
            "width": 3 + max(1, len(meetings[number * size : (number + 1) * size])) + (number + 1 == count),
        }
        for number in range(count)
    ]


def _attendance_part(seats: list[dict], part: dict) -> dict:
    """One attendance table: sectors, each with its seats and their marks in this part's meetings."""
    sectors: list[dict] = []
    for seat in seats:
        if not sectors or sectors[-1]["title"] != seat["sector"]:
            sectors.append({"title": seat["sector"], "seats": []})
        sectors[-1]["seats"].append({**seat, "marks": _marks(seat, part)})
    present = [sum(seat["marks"][column] is True for seat in seats) for column in _columns(part)]
    grand_total = sum(seat["total"] for seat in seats)
    return {**part, "sectors": sectors, "present": present, "total": grand_total}


def _function_part(functions: list[dict], part: dict) -> dict:
    return {**part, "rows": [{**row, "marks": _marks(row, part)} for row in functions]}


def _columns(part: dict) -> range:
    return range(part["start"], part["start"] + len(part["meetings"]))


def _marks(row: dict, part: dict) -> list[bool | None]:
    return [row["marks"][column] for column in _columns(part)]


def _figure_groups(figures: list[dict], ejes: list[dict]) -> list[dict]:
    """Figures under the eje they answer to, in the order in which the ejes first appear."""
    titles = {eje["code"]: eje["title"] for eje in ejes}
    groups: dict[str | None, dict] = {}
    for figure in figures:
        code = figure["eje"]
        group = groups.setdefault(code, {"code": code, "title": titles.get(code), "figures": []})
        group["figures"].append(figure)
    return list(groups.values())
