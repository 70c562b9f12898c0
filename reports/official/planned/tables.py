"""Tables that the forms of a plan share, with typed cells."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reports.formatting import STATUSES, status_word, value_es
from reports.official.form import Cell, Column, Table
from reports.official.planned.printing import UNTOLD, light_word
from reports.official.typed import day, figure

Data = dict[str, Any]


def activity_word(data: Data) -> str:
    return data["words"]["activity"].capitalize()


def progress_tables(data: Data) -> list[Table]:
    """What was reported of each activity by each member, and the sums of each member; none without a period."""
    return [_told(data), _members(data)] if data["progress"] else []


def _told(data: Data) -> Table:
    """A row each report, and one each silence."""
    return Table(
        name=_("Cumplimiento"),
        title=_("Cumplimiento en el periodo"),
        columns=(
            Column(title=data["header"]["eje_word"].capitalize(), width=10),
            Column(title=_("Código"), width=10),
            Column(title=activity_word(data), width=50),
            Column(title=_("Vence"), kind="date", width=12),
            Column(title=data["words"]["member"].capitalize(), width=30),
            Column(title=_("Estado"), width=16),
            Column(title=_("Avance declarado"), kind="percent", width=14),
            Column(title=_("Lo informado"), width=70),
            Column(title=_("Fuera de plazo"), kind="boolean", width=14),
        ),
        rows=[row for plan in data["progress"] for one in plan["activities"] for row in _reports(data, one)],
    )


def _reports(data: Data, one: Data) -> list[list[Cell]]:
    head = [one["eje"], one["code"], one["title"], day(one["due_on"])]
    told = [
        [
            *head,
            row["member"] or data["words"]["network"],
            status_word(row["status"]),
            figure(row["progress"]),
            row["narrative"],
            row["late"],
        ]
        for row in one["told"]
    ]
    return told + [[*head, name, status_word(None), None, None, None] for name in one["silent"]]


def _members(data: Data) -> Table:
    return Table(
        name=_("Por integrante"),
        title=_("Cumplimiento por %(member)s") % {"member": data["words"]["member"]},
        columns=(
            Column(title=data["words"]["member"].capitalize(), width=40),
            Column(title=_("Le tocaba informar"), kind="integer", width=12),
            Column(title=_("Informó"), kind="integer", width=12),
            *(Column(title=str(word), kind="integer", width=12) for _sign, word in STATUSES.values()),
            Column(title=status_word(None), kind="integer", width=12),
            Column(title=_("Con el plazo vencido"), kind="integer", width=12),
            Column(title=_("Avance"), kind="percent", width=12),
            Column(title=_("Semáforo"), width=14),
        ),
        rows=[_member(one) for plan in data["progress"] for one in plan["members"]],
    )


def _member(one: Data) -> list[Cell]:
    return [
        one["name"],
        one["obliged"],
        one["reported"],
        *(one["counts"].get(code, 0) for code in (*STATUSES, UNTOLD)),
        one["overdue"],
        figure(one["percent"]),
        light_word(one["light"]),
    ]


def notes_table(data: Data, notes: list[Data]) -> Table:
    return Table(
        name=_("Notas"),
        title=_("Notas"),
        columns=(
            Column(title=_("N.º"), kind="integer", width=6),
            Column(title=_("Dónde"), width=20),
            Column(title=_("Dice el plan"), width=24),
            Column(title=_("Se leyó"), width=24),
            Column(title=_("Nota"), width=90),
        ),
        rows=[
            [
                note["number"],
                note["where"],
                note["declared"] and value_es(note["declared"]),
                note["computed"] and value_es(note["computed"]),
                note["message"],
            ]
            for note in notes
        ],
    )
