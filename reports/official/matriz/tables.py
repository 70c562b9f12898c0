"""The tables of the matrix, with typed cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from reports.official.form import Cell, Column, Table
from reports.official.planned.printing import all_notes
from reports.official.planned.tables import activity_word, notes_table, progress_tables
from reports.official.typed import day, figure

Data = dict[str, Any]


def tables(data: Data) -> list[Table]:
    changes = [_changes(data)] if data["comparisons"] else []
    return [_matrix(data), *progress_tables(data), *changes, notes_table(data, all_notes(data))]


def _matrix(data: Data) -> Table:
    """A row each product; an activity without any has one of its own."""
    return Table(
        name=_("Matriz"),
        title=data["header"]["form_title"],
        columns=(
            Column(title=_("Versión"), kind="integer", width=8),
            Column(title=_("Código de %(eje)s") % {"eje": data["header"]["eje_word"]}, width=8),
            Column(title=data["header"]["eje_word"].capitalize(), width=36),
            Column(title=_("Código"), width=8),
            Column(title=activity_word(data), width=44),
            Column(title=_("Ponderación"), kind="percent", width=12),
            Column(title=_("Producto"), width=40),
            Column(title=_("Meta, como está escrita"), width=28),
            Column(title=_("Desde"), kind="date", width=12),
            Column(title=_("Hasta"), kind="date", width=12),
            Column(title=_("Medios de verificación"), width=36),
            Column(title=_("Fuentes de financiamiento"), width=30),
            Column(title=_("Apoyo"), width=30),
            Column(title=_("Responsables"), width=30),
            Column(title=_("Nota del plan"), width=40),
        ),
        rows=[row for part in data["parts"] for eje in part["ejes"] for row in _eje(part, eje)],
    )


def _eje(part: Data, eje: Data) -> Iterator[list[Cell]]:
    head = [part["number"], eje["code"], eje["title"]]
    if not eje["lines"]:
        yield [*head, *[None] * 12]
    for line in eje["lines"]:
        for product in line["products"] or [None]:
            own = [line["code"], line["title"], figure(line["weight"]), product and product["title"]]
            yield [*head, *own, *_due(line, product), *_words(line, product), line["note"]]


def _due(line: Data, product: Data | None) -> list[Cell]:
    due = (product and product["due"]) or line["due"]
    return [due["text"], day(due["start_on"]), day(due["end_on"])] if due else [None, None, None]


def _words(line: Data, product: Data | None) -> list[Cell]:
    """The activity's own are those of each of its products."""
    names = ("proofs", "funding", "support", "responsible")
    return ["\n".join([*line[name], *(product[name] if product else ())]) or None for name in names]


def _changes(data: Data) -> Table:
    return Table(
        name=_("Cambios"),
        title=_("Qué cambió de una versión a la siguiente"),
        columns=(
            Column(title=_("Versión anterior"), kind="integer", width=10),
            Column(title=_("Versión siguiente"), kind="integer", width=10),
            Column(title=_("Código"), width=8),
            Column(title=_("Línea"), width=44),
            Column(title=_("Qué es"), width=20),
            Column(title=_("Qué le pasó"), width=18),
            Column(title=_("Campo"), width=20),
            Column(title=_("Antes"), width=44),
            Column(title=_("Después"), width=44),
        ),
        rows=[row for pair in data["comparisons"] for row in _changed(pair)],
    )


def _changed(pair: Data) -> Iterator[list[Cell]]:
    for group in pair["groups"]:
        for line in group["rows"]:
            head = [
                pair["older"],
                pair["newer"],
                line["code"],
                line["title"],
                line["level"],
                ", ".join(line["kinds"]),
            ]
            for change in line["changes"] or [{"label": None, "before": None, "after": None}]:
                yield [*head, change["label"], change["before"], change["after"]]
