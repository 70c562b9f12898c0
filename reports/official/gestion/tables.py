"""The tables of the informe de gestión, with typed cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from reports.formatting import PUBLISHED_WORDS, date_es, follow_up_word
from reports.official.form import Column, Table
from reports.official.typed import day, figure

Data = dict[str, Any]


def tables(data: Data) -> list[Table]:
    parts: tuple[Callable[[Data], Table], ...] = (
        _attendance,
        _functions,
        _publications,
        _figures,
        _progress,
        _decisions,
    )
    return [part(data) for part in parts]


def _days(data: Data) -> list[Column]:
    """A column each session."""
    return [Column(title=date_es(meeting["date"]), kind="boolean") for meeting in data["meetings"]]


def _attendance(data: Data) -> Table:
    days = _days(data)
    return Table(
        name=_("Asistencia"),
        title=_("Asistencia a las sesiones"),
        columns=(
            Column(title=_("Sector"), width=24),
            Column(title=_("Entidad"), width=40),
            Column(title=_("Cargo"), width=30),
            Column(title=_("Rol"), width=6),
            *days,
            Column(title=_("Total"), kind="integer", width=8),
        ),
        rows=[
            [seat["sector"], seat["entity"], seat["post"], seat["role"], *seat["marks"], seat["total"]]
            for seat in data["seats"]
        ],
    )


def _functions(data: Data) -> Table:
    days = _days(data)
    return Table(
        name=_("Funciones"),
        title=_("Funciones generales y sesiones en que se abordaron"),
        columns=(
            Column(title=_("N.º"), kind="integer", width=6),
            Column(title=_("Función"), width=70),
            *days,
            Column(title=_("Se abordó"), kind="boolean", width=10),
        ),
        rows=[[row["number"], row["title"], *row["marks"], row["addressed"]] for row in data["functions"]],
    )


def _publications(data: Data) -> Table:
    return Table(
        name=_("Publicación"),
        title=_("Lista de publicación"),
        columns=(
            Column(title=_("Documento"), width=40),
            Column(title=_("Publicado"), width=14),
            Column(title=_("Fecha"), kind="date", width=12),
            Column(title=_("Dirección"), width=50),
            Column(title="SHA-256", width=66),
        ),
        rows=[
            [
                row["item"],
                str(PUBLISHED_WORDS[row["published"]]),
                day(row["date"]),
                row["url"] or row["kept"],
                row["sha256"],
            ]
            for row in data["publications"]
        ],
    )


def _figures(data: Data) -> Table:
    return Table(
        name=_("Cifras"),
        title=_("Cifras del plan de acción, acumuladas del año"),
        columns=(
            Column(title=data["header"]["eje_word"].capitalize(), width=10),
            Column(title=_("Indicador"), width=60),
            Column(title=_("Unidad"), width=20),
            Column(title=_("Valor"), kind="decimal", width=12),
            Column(title=_("Meta"), kind="decimal", width=12),
            Column(title=_("Nota"), width=40),
        ),
        rows=[
            [row["eje"], row["label"], row["unit"], figure(row["value"]), figure(row["target"]), row["note"]]
            for row in data["figures"]
        ],
    )


def _progress(data: Data) -> Table:
    return Table(
        name=_("Avance"),
        title=_("Avance por %(word)s") % {"word": data["header"]["eje_word"]},
        columns=(
            Column(title=_("Código"), width=10),
            Column(title=data["header"]["eje_word"].capitalize(), width=60),
            Column(title=_("Informaron"), kind="integer", width=12),
            Column(title=_("De"), kind="integer", width=8),
            Column(title=_("Avance sobre 100"), kind="percent", width=16),
            Column(title=_("Puede llegar a"), kind="percent", width=16),
        ),
        rows=[
            [
                row["code"],
                row["title"],
                row["reported"],
                row["obliged"],
                figure(row["progress"]),
                figure(row["ceiling"]),
            ]
            for row in data["ejes"]
        ],
    )


def _decisions(data: Data) -> Table:
    """A row each follow-up; a decision without any has one of its own."""
    rows = []
    for decision in data["decisions"]:
        for each in decision["follow_ups"] or [None]:
            told = [None] * 5
            if each:
                told = [
                    each["body"],
                    follow_up_word(each["state"]),
                    each["responsible"],
                    each["deadline"],
                    day(each["closed_on"]),
                ]
            rows.append([day(decision["date"]), decision["decision"], *told])
    return Table(
        name=_("Decisiones"),
        title=_("Decisiones y su seguimiento"),
        columns=(
            Column(title=_("Sesión"), kind="date", width=12),
            Column(title=_("Decisión"), width=50),
            Column(title=_("Seguimiento"), width=50),
            Column(title=_("Estado"), width=14),
            Column(title=_("Responsable"), width=30),
            Column(title=_("Plazo"), width=24),
            Column(title=_("Cumplido el"), kind="date", width=14),
        ),
        rows=rows,
    )
