"""The tables of the work plan, with typed cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from reports.official.form import Cell, Column, Table
from reports.official.plan_trabajo.printing import month_heads, when_words
from reports.official.planned.printing import all_notes
from reports.official.planned.tables import activity_word, notes_table, progress_tables
from reports.official.typed import day, figure

Data = dict[str, Any]


def tables(data: Data) -> list[Table]:
    calendars = [table for calendar in data["calendars"] for table in _calendars(data, calendar)]
    return [_activities(data), *calendars, *progress_tables(data), notes_table(data, all_notes(data))]


def _activities(data: Data) -> Table:
    return Table(
        name=_("Actividades"),
        title=data["header"]["form_title"],
        columns=(
            Column(title=_("Código de %(eje)s") % {"eje": data["header"]["eje_word"]}, width=8),
            Column(title=data["header"]["eje_word"].capitalize(), width=36),
            Column(title=_("Tema"), width=30),
            Column(title=_("Código"), width=8),
            Column(title=activity_word(data), width=50),
            Column(title=_("Parte de"), width=8),
            Column(title=_("Ponderación"), kind="percent", width=12),
            Column(title=_("Responsables"), width=30),
            Column(title=_("Informa"), width=24),
            Column(title=_("Medios de verificación"), width=36),
            Column(title=_("Plazo"), width=30),
            Column(title=_("Desde"), kind="date", width=12),
            Column(title=_("Hasta"), kind="date", width=12),
            Column(title=_("Nota del plan"), width=40),
        ),
        rows=[row for part in data["parts"] for eje in part["ejes"] for row in _eje(data, eje)],
    )


def _eje(data: Data, eje: Data) -> Iterator[list[Cell]]:
    head = [eje["code"], eje["title"], eje["theme"]]
    if not eje["lines"]:
        yield [*head, *[None] * 11]
    for line in eje["lines"]:
        rows = [line, *line["products"]]
        dues = [row["due"] for row in rows if row["due"]]
        starts = [due["start_on"] for due in dues if due["start_on"]]
        ends = [due["end_on"] for due in dues if due["end_on"]]
        yield [
            *head,
            *(line["code"], line["title"], line["parent"], figure(line["weight"])),
            _all(rows, "responsible"),
            line["reporter"] or None,
            _all(rows, "proofs"),
            when_words(line, data) or None,
            day(min(starts, default=None)),
            day(max(ends, default=None)),
            line["note"],
        ]


def _all(rows: list[Data], name: str) -> str | None:
    return "\n".join(dict.fromkeys(word for row in rows for word in row[name])) or None


def _calendars(data: Data, calendar: Data) -> Iterator[Table]:
    """A table each two years: whether an activity runs in a month."""
    lines = {line["where"]: line for part in data["parts"] for eje in part["ejes"] for line in eje["lines"]}
    several = len(data["calendars"]) > 1
    for heads in month_heads(calendar):
        years = " ".join(dict.fromkeys(head["code"][:4] for head in heads))
        name = _("Cronograma %(years)s") % {"years": years}
        yield Table(
            name=(f"{name} {calendar['plan']}" if several else name)[:31],
            title=name,
            columns=(
                Column(title=_("Código"), width=8),
                Column(title=activity_word(data), width=50),
                *(Column(title=f"{head['name']} {head['code'][:4]}", kind="boolean", width=9) for head in heads),
            ),
            rows=[
                [
                    lines[row["where"]]["code"],
                    lines[row["where"]]["title"],
                    *(head["code"] in row["marks"] for head in heads),
                ]
                for row in calendar["rows"]
            ],
        )
