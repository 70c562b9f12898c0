"""The tables of the report of how a network is built, with typed cells."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reports.official.form import Cell, Column, Table
from reports.official.typed import day, figure

Data = dict[str, Any]


def tables(data: Data) -> list[Table]:
    return [_goal(data), _people(data), _history(data), _invitations(data), _training(data), _units(data)]


def _goal(data: Data) -> Table:
    goal, roster = data["goal"], data["roster"]
    return Table(
        name=_("Meta"),
        title=_("Meta de personas y cuántas cuentan"),
        columns=(
            Column(title=_("Al"), kind="date", width=12),
            Column(title=_("Meta"), kind="integer", width=10),
            Column(title=_("Fecha de la meta"), kind="date", width=16),
            Column(title=_("A quiénes cuenta la meta"), width=50),
            Column(title=_("Cuentan"), kind="integer", width=10),
            Column(title=_("Avance hacia la meta"), kind="percent", width=20),
            Column(title=_("Faltan"), kind="integer", width=10),
            Column(title=_("Por confirmar"), kind="integer", width=14),
            Column(title=_("No cuentan"), kind="integer", width=12),
            Column(title=_("Antes del periodo"), kind="integer", width=16),
            Column(title=_("Se sumaron"), kind="integer", width=12),
            Column(title=_("Salieron"), kind="integer", width=12),
        ),
        rows=[
            [
                day(roster["on"]),
                goal["people"],
                day(goal["on"]),
                " · ".join(filter(None, (goal["title"], goal["whom"]))) or None,
                roster["counted"],
                figure(roster["percent"]),
                *(roster[name] for name in ("missing", "unknown", "outside", "before", "joined", "left")),
            ]
        ],
    )


def _people(data: Data) -> Table:
    roster = data["roster"]
    kinds = {
        "levels": _("Nivel del cargo"),
        "sexes": _("Sexo"),
        "sectors": _("Sector"),
        "units": data["member_word"].capitalize(),
    }
    return Table(
        name=_("Personas"),
        title=_("Personas de la red por nivel, sexo, sector y área"),
        columns=(
            Column(title=_("Por"), width=18),
            Column(title=_("Cuál"), width=50),
            Column(title=_("Cuentan"), kind="integer", width=10),
            Column(title=_("Por confirmar"), kind="integer", width=14),
            Column(title=_("No cuentan"), kind="integer", width=12),
            Column(title=_("Personas"), kind="integer", width=10),
        ),
        rows=[
            [kind, row["label"], row["counted"], row["unknown"], row["outside"], row["people"]]
            for name, kind in kinds.items()
            for row in roster[name]
        ],
    )


def _history(data: Data) -> Table:
    return Table(
        name=_("Crecimiento"),
        title=_("Personas en la red al cierre de cada mes"),
        columns=(
            Column(title=_("Al"), kind="date", width=12),
            Column(title=_("Cuentan"), kind="integer", width=10),
            Column(title=_("Por confirmar"), kind="integer", width=14),
            Column(title=_("No cuentan"), kind="integer", width=12),
        ),
        rows=[
            [day(row["day"]), row["counted"], row["unknown"], row["outside"]] for row in data["roster"]["history"]
        ],
    )


def _invitations(data: Data) -> Table:
    found = data["invitations"]
    rows: list[list[Cell]] = [
        [_("Enviadas"), found["sent"], found["total"]],
        [_("Aceptadas"), found["accepted"], found["total_accepted"]],
        [_("Rechazadas"), found["declined"], found["total_declined"]],
        [_("Con recordatorio"), found["reminded"], found["total_reminded"]],
        [_("Sin contestar"), None, found["total_waiting"]],
        [_("Vencidas"), None, found["total_expired"]],
        [_("Retiradas"), None, found["total_revoked"]],
    ]
    return Table(
        name=_("Invitaciones"),
        title=_("Invitaciones del periodo y cómo están todas"),
        columns=(
            Column(title=_("Invitaciones"), width=24),
            Column(title=_("En el periodo"), kind="integer", width=14),
            Column(title=_("Todas, al día del informe"), kind="integer", width=24),
        ),
        rows=rows,
    )


def _training(data: Data) -> Table:
    training = data["training"]
    groups = (
        (_("Total"), [training["total"], training["period"]]),
        (_("Tema"), training["topics"]),
        (_("Sexo"), training["sexes"]),
        (data["member_word"].capitalize(), training["units"]),
    )
    return Table(
        name=_("Formación"),
        title=_("Formación por tema, sexo y área"),
        columns=(
            Column(title=_("Por"), width=18),
            Column(title=_("Cuál"), width=50),
            Column(title=_("Cursos"), kind="integer", width=10),
            Column(title=_("Sesiones"), kind="integer", width=10),
            Column(title=_("Horas"), kind="decimal", width=10),
            Column(title=_("Inscritas"), kind="integer", width=10),
            Column(title=_("Asistieron"), kind="integer", width=10),
            Column(title=_("Concluyeron"), kind="integer", width=12),
            Column(title=_("Falta registrar"), kind="integer", width=14),
            Column(title=_("Constancias"), kind="integer", width=12),
            Column(title=_("Concluyeron, % de inscritas"), kind="percent", width=24),
        ),
        rows=[[kind, *_training_cells(row)] for kind, rows in groups for row in rows],
    )


def _training_cells(row: Data) -> list[Cell]:
    return [
        *(row[name] for name in ("label", "courses", "sessions")),
        figure(row["hours"]),
        *(row[name] for name in ("enrolled", "attended", "completed", "unrecorded", "certificates")),
        figure(row["share"]),
    ]


def _units(data: Data) -> Table:
    return Table(
        name=_("Enlaces y unidades"),
        title=_("Desde cuándo cada área tiene enlace o unidad de género"),
        columns=(
            Column(title=_("Código"), width=16),
            Column(title=data["member_word"].capitalize(), width=50),
            Column(title=_("Sector"), width=24),
            Column(title=_("Enlace desde"), kind="date", width=14),
            Column(title=_("Unidad de género desde"), kind="date", width=22),
            Column(title=_("Personas en la red"), kind="integer", width=18),
        ),
        rows=[
            [
                row["code"],
                row["name"],
                row["sector"],
                day(row["liaison_on"]),
                day(row["gender_unit_on"]),
                row["people"],
            ]
            for row in data["units"]["rows"]
        ],
    )
