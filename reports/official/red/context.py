"""Informe de la conformación de una red: who is in it against its goal, training by topic, and the units.

Counts are of people and never say who they are: posts, sexes and units only.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from reports import charts
from reports.charts import Count
from reports.context import Header, ReportWarning, numbered_notes
from reports.formatting import date_es, decimal_es

SLUG = "red"
# Columns under a picture: as many as can be read side by side.
MOST_COLUMNS = 13


@dataclass(frozen=True, kw_only=True)
class Goal:
    """`people` None: the network set none. `whom` says in words whom it counts."""

    people: int | None = None
    title: str | None = None
    whom: str | None = None
    on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class PeopleRow:
    """The people of one level, sex, sector or unit: who counts for the goal, who is yet to be confirmed, who does
    not count."""

    code: str
    label: str
    counted: int = 0
    unknown: int = 0
    outside: int = 0
    people: int = 0
    sector: str | None = None


@dataclass(frozen=True, kw_only=True)
class Mark:
    day: datetime.date
    counted: int
    unknown: int
    outside: int


@dataclass(frozen=True, kw_only=True)
class Roster:
    """On the day `on`. `before` is how many counted on the day before the period began; `joined` and `left` are
    people of the period. `percent` and `missing` are None without a goal, and for one member's part."""

    on: datetime.date
    counted: int = 0
    unknown: int = 0
    outside: int = 0
    people: int = 0
    before: int = 0
    joined: int = 0
    left: int = 0
    percent: Decimal | None = None
    missing: int | None = None
    levels: tuple[PeopleRow, ...] = ()
    sexes: tuple[PeopleRow, ...] = ()
    sectors: tuple[PeopleRow, ...] = ()
    units: tuple[PeopleRow, ...] = ()
    history: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Invitations:
    """What happened in the period, each on its own day, beside how all of them stand on the day of the report.

    `reminded` are invitations whose last reminder falls in the period: only the last one's day is kept.
    """

    as_of: datetime.date
    sent: int = 0
    accepted: int = 0
    declined: int = 0
    reminded: int = 0
    total: int = 0
    total_waiting: int = 0
    total_accepted: int = 0
    total_declined: int = 0
    total_expired: int = 0
    total_revoked: int = 0
    total_reminded: int = 0


@dataclass(frozen=True, kw_only=True)
class TrainingRow:
    """`courses`, `sessions` and `hours` are None where they are not a part of what the row tells."""

    label: str
    enrolled: int = 0
    attended: int = 0
    completed: int = 0
    unrecorded: int = 0
    certificates: int = 0
    share: Decimal | None = None
    courses: int | None = None
    sessions: int | None = None
    hours: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Training:
    """To the day of the roster. `period` has the facts of the period alone, each on its own day."""

    total: TrainingRow
    period: TrainingRow
    topics: tuple[TrainingRow, ...] = ()
    sexes: tuple[TrainingRow, ...] = ()
    units: tuple[TrainingRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """Days only where they are past on the day of the roster."""

    code: str
    name: str
    sector: str | None = None
    liaison_on: datetime.date | None = None
    gender_unit_on: datetime.date | None = None
    people: int = 0


@dataclass(frozen=True, kw_only=True)
class UnitMark:
    day: datetime.date
    units: int
    liaisons: int
    gender_units: int


@dataclass(frozen=True, kw_only=True)
class Units:
    total: int = 0
    liaisons: int = 0
    gender_units: int = 0
    neither: int = 0
    rows: tuple[UnitRow, ...] = ()
    history: tuple[UnitMark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sections:
    presentacion: str | None = None
    sintesis: str | None = None


@dataclass(frozen=True, kw_only=True)
class RedContext:
    """The frozen report. `norms` are the network's own, one a line."""

    form: str = SLUG
    network: str
    period: str
    header: Header
    member: str | None = None
    member_word: str = "integrante"
    member_words: str = "integrantes"
    goal: Goal = Goal()
    roster: Roster
    invitations: Invitations
    training: Training
    units: Units = Units()
    norms: tuple[str, ...] = ()
    sections: Sections = Sections()
    warnings: tuple[ReportWarning, ...] = ()


# -- what is printed --------------------------------------------------------------------------------------------


def printed(data: dict) -> dict:
    return {
        "report": data,
        "notes": numbered_notes(data["warnings"]),
        "roster_chart": roster_chart(data["roster"]["history"], data["goal"]["people"]),
        "unit_chart": unit_chart(data["units"]["history"], data["member_words"]),
        "states": _states(data["units"]),
    }


def thinned(rows: list[dict], most: int = MOST_COLUMNS) -> list[dict]:
    """At most so many, the last one among them, evenly apart."""
    step = -(-len(rows) // most) or 1
    return rows[::-1][::step][::-1]


def _month(row: dict) -> str:
    return date_es(row["day"])[3:]


def roster_chart(history: list[dict], goal: int | None) -> dict | None:
    """The picture, what it says, and its axis: one column a mark. None with fewer than two marks."""
    marks = thinned(history)
    if len(marks) < 2:
        return None
    said = "; ".join(_("%(day)s: %(n)s") % {"day": date_es(row["day"]), "n": row["counted"]} for row in marks)
    alt = _("Personas que cuentan para la meta al cierre de cada mes. %(figures)s.") % {"figures": said}
    if goal:
        alt += " " + _("La meta es %(goal)s.") % {"goal": goal}
    return {
        "src": charts.goal_columns([Count(row["counted"], row["unknown"]) for row in marks], goal),
        "alt": alt,
        "columns": [{**row, "month": _month(row)} for row in marks],
        "has_unknown": any(row["unknown"] for row in marks),
    }


def unit_chart(history: list[dict], units: str) -> dict | None:
    marks = thinned(history)
    if len(marks) < 2:
        return None
    said = "; ".join(
        _("%(day)s: %(liaisons)s con enlace y %(units)s con unidad de género, de %(all)s")
        % {
            "day": date_es(row["day"]),
            "liaisons": row["liaisons"],
            "units": row["gender_units"],
            "all": row["units"],
        }
        for row in marks
    )
    return {
        "src": charts.paired_columns(
            [Count(row["liaisons"], whole=row["units"]) for row in marks],
            [Count(row["gender_units"]) for row in marks],
        ),
        "alt": _("%(members)s con enlace y con unidad de género. %(figures)s.")
        % {"members": units[:1].upper() + units[1:], "figures": said},
        "columns": [{**row, "month": _month(row)} for row in marks],
    }


def _states(units: dict) -> dict:
    return {
        "liaison": charts.state_swatch("en_avance"),
        "unit": charts.state_swatch("cumplido"),
        "unknown": charts.state_swatch("pendiente"),
        "share": decimal_es(_share(units["liaisons"], units["total"])),
    }


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) * 100 / whole if whole else None
