"""The tables of the report of progress, with typed cells."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reports.formatting import follow_up_word, status_word
from reports.official.form import Cell, Column, Table
from reports.official.typed import day, figure

Data = dict[str, Any]


def tables(data: Data) -> list[Table]:
    return [
        _plans(data),
        _history(data),
        _ejes(data),
        _activities(data),
        _members(data),
        _indicators(data),
        _breakdowns(data),
        _entries(data),
        _commitments(data),
    ]


def _figure_word(data: Data) -> str:
    weighted = any(plan["weighted"] for plan in data["plans"])
    return _("Ponderación ganada") if weighted else _("Avance")


def _shares(data: Data) -> tuple[Column, ...]:
    return (
        Column(title=_figure_word(data), kind="percent", width=18),
        Column(title=_("Puede llegar a"), kind="percent", width=16),
        Column(title=_("Informaron"), kind="integer", width=12),
        Column(title=_("De"), kind="integer", width=8),
    )


def _share_cells(row: Data) -> list[Cell]:
    return [figure(row["value"]), figure(row["ceiling"]), row["reported"], row["obliged"]]


def _plans(data: Data) -> Table:
    return Table(
        name=_("Plan"),
        title=_("La cifra de cada plan"),
        columns=(
            Column(title=_("Plan"), width=50),
            Column(title=_("Versión"), kind="integer", width=10),
            *_shares(data),
            Column(title=_("Cómo se combinan"), width=34),
            Column(title=_("Periodo anterior"), width=28),
            Column(title=_("Cifra anterior"), kind="percent", width=16),
        ),
        rows=[
            [
                plan["title"],
                plan["version"],
                *_share_cells(plan),
                plan["method"],
                plan["before_label"],
                figure(plan["before"]),
            ]
            for plan in data["plans"]
        ],
    )


def _history(data: Data) -> Table:
    return Table(
        name=_("Periodos"),
        title=_("La cifra de cada plan, periodo por periodo"),
        columns=(
            Column(title=_("Plan"), width=50),
            Column(title=_("Periodo"), width=28),
            *_shares(data),
            Column(title=_("Provisional"), kind="boolean", width=12),
        ),
        rows=[
            [plan["title"], row["label"], *_share_cells(row), row["provisional"]]
            for plan in data["plans"]
            for row in plan["history"]
        ],
    )


def _ejes(data: Data) -> Table:
    return Table(
        name=_("Por nivel"),
        title=_("Cifras por %(word)s") % {"word": data["header"]["eje_word"]},
        columns=(
            Column(title=_("Código"), width=10),
            Column(title=data["header"]["eje_word"].capitalize(), width=60),
            Column(title=_("Sobre"), kind="percent", width=12),
            *_shares(data),
            Column(title=_("Sobre 100"), kind="percent", width=12),
            Column(title=_("Total declarado"), kind="percent", width=16),
        ),
        rows=[
            [
                eje["code"],
                eje["title"],
                figure(eje["total"]),
                *_share_cells(eje),
                figure(eje["percent"]),
                figure(eje["declared"]),
            ]
            for plan in data["plans"]
            for eje in plan["ejes"]
        ],
    )


def _activities(data: Data) -> Table:
    return Table(
        name=_("Actividades"),
        title=_("Cifras por %(word)s") % {"word": data["activity_word"]},
        columns=(
            Column(title=data["header"]["eje_word"].capitalize(), width=10),
            Column(title=_("Código"), width=10),
            Column(title=data["activity_word"].capitalize(), width=60),
            Column(title=_("Ponderación"), kind="percent", width=14),
            Column(title=_("Estado"), width=16),
            *_shares(data),
            Column(title=_("Plazo"), width=28),
            Column(title=_("Venció el"), kind="date", width=12),
            Column(title=_("Declarado"), kind="percent", width=14),
            Column(title=_("Qué se hizo"), width=60),
        ),
        rows=[
            [
                eje["code"],
                line["code"],
                line["title"],
                figure(line["weight"]),
                status_word(line["status"]) if line["obliged"] else None,
                *_share_cells(line),
                line["deadline"],
                day(line["late_on"]),
                figure(line["declared"]),
                line["narrative"],
            ]
            for plan in data["plans"]
            for eje in plan["ejes"]
            for line in eje["activities"]
        ],
    )


def _members(data: Data) -> Table:
    return Table(
        name=_("Integrantes"),
        title=_("Por %(word)s") % {"word": data["member_word"]},
        columns=(
            Column(title=_("Código"), width=16),
            Column(title=data["member_word"].capitalize(), width=50),
            *_shares(data),
            Column(title=_("Con igual cifra o más"), kind="integer", width=20),
            Column(title=_("De las demás"), kind="integer", width=14),
            Column(title=_("Mediana"), kind="percent", width=12),
            Column(title=_("Falta"), width=50),
        ),
        rows=[
            [
                line["code"],
                line["name"],
                *_share_cells(line),
                line["same_or_more"],
                line["others"],
                figure(plan["comparison"]["median"]),
                ", ".join(line["missing"]) or None,
            ]
            for plan in data["plans"]
            for line in plan["members"]
        ],
    )


def _indicators(data: Data) -> Table:
    return Table(
        name=_("Indicadores"),
        title=_("Indicadores frente a su meta"),
        columns=(
            Column(title=data["header"]["eje_word"].capitalize(), width=10),
            Column(title=data["activity_word"].capitalize(), width=12),
            Column(title=_("Indicador"), width=60),
            Column(title=_("Unidad"), width=20),
            Column(title=_("Del periodo"), kind="decimal", width=14),
            Column(title=_("Acumulado del año"), kind="decimal", width=18),
            Column(title=_("Meta"), kind="decimal", width=12),
            Column(title=_("% de la meta"), kind="percent", width=14),
            Column(title=_("En palabras"), width=40),
        ),
        rows=[
            [
                *(row[name] for name in ("eje", "activity", "label", "unit")),
                *(figure(row[name]) for name in ("value", "cumulative", "target", "percent")),
                row["words"],
            ]
            for row in data["indicators"]
        ],
    )


def _breakdowns(data: Data) -> Table:
    return Table(
        name=_("Desagregación"),
        title=_("Cifras desagregadas, acumuladas del año"),
        columns=(
            Column(title=_("Indicador"), width=60),
            Column(title=_("Por"), width=20),
            Column(title=_("Cuál"), width=30),
            Column(title=_("Cifra"), kind="decimal", width=12),
            Column(title=_("La desagregaron"), kind="integer", width=16),
            Column(title=_("De"), kind="integer", width=8),
        ),
        rows=[
            [row["label"], row["by"], row["part"], figure(row["value"]), row["told"], row["of"]]
            for row in data["breakdowns"]
        ],
    )


def _entries(data: Data) -> Table:
    """What stays outside the sum, what came late, and what stood in the way."""
    kinds = (
        (_("Fuera de la suma"), data["outside"]),
        (_("Fuera de plazo"), data["late"]),
    )
    rows: list[list[Cell]] = [
        [kind, row["code"], row["title"], row["member"], status_word(row["status"]), day(row["sent_on"]), None]
        for kind, found in kinds
        for row in found
    ]
    rows += [
        [_("Dificultad informada"), row["code"], row["title"], row["member"], None, None, row["text"]]
        for row in data["obstacles"]
    ]
    return Table(
        name=_("Avances aparte"),
        title=_("Fuera de la suma, fuera de plazo y dificultades informadas"),
        columns=(
            Column(title=_("Por qué se lista"), width=22),
            Column(title=_("Código"), width=10),
            Column(title=data["activity_word"].capitalize(), width=50),
            Column(title=_("Quién informó"), width=40),
            Column(title=_("Estado"), width=16),
            Column(title=_("Enviado el"), kind="date", width=12),
            Column(title=_("Texto"), width=60),
        ),
        rows=rows,
    )


def _commitments(data: Data) -> Table:
    return Table(
        name=_("Compromisos"),
        title=_("Decisiones y compromisos"),
        columns=(
            Column(title=_("Sesión"), kind="date", width=12),
            Column(title=_("Decisión"), width=50),
            Column(title=_("Compromiso"), width=50),
            Column(title=_("Estado"), width=14),
            Column(title=_("Responsable"), width=40),
            Column(title=_("Plazo"), width=24),
            Column(title=_("Vencido desde"), kind="date", width=14),
            Column(title=_("Cerrado el"), kind="date", width=12),
        ),
        rows=[
            [
                day(row["held_on"]),
                row["decision"],
                row["body"],
                follow_up_word(row["state"]) if row["state"] else None,
                row["responsible"],
                row["deadline"],
                day(row["overdue_since"]),
                day(row["closed_on"]),
            ]
            for row in data["commitments"]
        ],
    )
