"""The tables of the report to SUBDERE, with typed cells."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reports.formatting import status_word
from reports.official.form import Column, Table
from reports.official.typed import figure

Data = dict[str, Any]


def tables(data: Data) -> list[Table]:
    return [_totals(data), _activities(data), _analysis(data), _systems(data), _dissemination(data)]


def _totals(data: Data) -> Table:
    return Table(
        name=_("Totales"),
        title=_("Totales por %(word)s") % {"word": data["header"]["eje_word"]},
        columns=(
            Column(title=_("Código"), width=10),
            Column(title=data["header"]["eje_word"].capitalize(), width=60),
            Column(title=_("Ponderación"), kind="percent", width=14),
            Column(title=_("Ponderación que aplica"), kind="percent", width=14),
            Column(title=_("Ganado"), kind="percent", width=14),
            Column(title=_("Total declarado"), kind="percent", width=14),
            Column(title=_("Avance"), kind="percent", width=14),
            Column(title=_("Puede llegar a"), kind="percent", width=14),
            Column(title=_("Informaron"), kind="integer", width=12),
            Column(title=_("De"), kind="integer", width=8),
        ),
        rows=[
            [
                eje["code"],
                eje["title"],
                *(
                    figure(eje[name])
                    for name in (
                        *("weight_total", "applicable_weight", "earned_total", "declared_total"),
                        *("progress", "ceiling"),
                    )
                ),
                eje["reported"],
                eje["obliged"],
            ]
            for eje in data["ejes"]
        ],
    )


def _activities(data: Data) -> Table:
    rows = []
    for eje in data["ejes"]:
        for objective in eje["objectives"] or [{"title": None, "activities": eje["activities"]}]:
            rows += [_activity(eje, objective, row) for row in objective["activities"]]
    return Table(
        name=_("Actividades"),
        title=_("Lo hecho, con su ponderación"),
        columns=(
            Column(title=data["header"]["eje_word"].capitalize(), width=10),
            Column(title=_("Objetivo"), width=40),
            Column(title=_("Código"), width=10),
            Column(title=_("Actividad"), width=50),
            Column(title=_("Ponderación"), kind="percent", width=14),
            Column(title=_("Estado"), width=14),
            Column(title=_("Qué se hizo"), width=60),
            Column(title=_("Ganado"), kind="percent", width=14),
            Column(title=_("Declarado"), kind="percent", width=14),
            Column(title=_("Avance"), kind="percent", width=14),
            Column(title=_("Informaron"), kind="integer", width=12),
            Column(title=_("De"), kind="integer", width=8),
        ),
        rows=rows,
    )


def _activity(eje: Data, objective: Data, row: Data) -> list[Any]:
    return [
        eje["code"],
        objective["title"],
        row["code"],
        row["title"],
        figure(row["weight"]),
        status_word(row["status"]),
        row["narrative"],
        figure(row["earned"]),
        figure(row["declared_earned"]),
        figure(row["progress"]),
        row["reported"],
        row["obliged"],
    ]


def _analysis(data: Data) -> Table:
    return Table(
        name=_("Análisis"),
        title=_("Análisis de lo hecho"),
        columns=(
            Column(title=data["header"]["eje_word"].capitalize(), width=10),
            Column(title=_("Objetivos"), width=40),
            Column(title=_("Cambios logrados"), width=50),
            Column(title=_("Recomendaciones"), width=50),
            Column(title=_("Compromisos"), width=50),
            Column(title=_("Responsable"), width=30),
        ),
        rows=[
            [
                ", ".join(row["ejes"]) or None,
                "; ".join(row["objectives"]) or None,
                *(row[name] for name in ("changes", "recommendations", "commitments", "responsible")),
            ]
            for row in data["analysis"]
        ],
    )


def _systems(data: Data) -> Table:
    return Table(
        name=_("Sistemas de información"),
        title=_("Sistemas de información"),
        columns=(Column(title=_("Objetivo"), width=60), Column(title=_("Cumplimiento"), width=60)),
        rows=[[row["title"], row["fulfilment"]] for row in data["information_systems"]["objectives"]],
    )


def _dissemination(data: Data) -> Table:
    who = (("clients", _("Clientes y usuarios")), ("employees", _("Personal")))
    return Table(
        name=_("Difusión"),
        title=_("Medios de difusión"),
        columns=(Column(title=_("Para quién"), width=30), Column(title=_("Medio"), width=50)),
        rows=[[words, medium] for key, words in who for medium in data["dissemination"][key]],
    )
