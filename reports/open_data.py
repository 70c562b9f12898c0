"""The tables of the open data, out of the shapes of what is published; it asks nothing of a request or a database.

A publication is a header and some lists: each list is a table, and so is what the headers of a kind say. A row of
a list carries first what its header is known by, so that those of every publication of a kind fit in one table.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Union, get_args, get_origin

from django.utils.translation import gettext_noop as _

from networks.models import DataLicence
from reports.publishing.shapes import SHAPES, Shape, said

BOM = "\ufeff"
SEPARATOR = "; "
# What a spreadsheet would run; behind any apostrophes, so that taking one away always gives the text back.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")
# By the names of the standard of tabular data packages.
TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    Decimal: "number",
    datetime.datetime: "datetime",
    datetime.date: "date",
    str: "string",
}
TYPE_WORDS = {
    "boolean": _("sí o no: true o false"),
    "integer": _("número entero"),
    "number": _("número con decimales, con punto"),
    "datetime": _("fecha y hora, como 2024-10-18T09:30:00-05:00"),
    "date": _("fecha, como 2024-10-18"),
    "string": _("texto"),
    "list": _("varios valores, separados por punto y coma y un espacio"),
}
LICENCE_URLS = {
    DataLicence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    DataLicence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    DataLicence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    DataLicence.ODBL: "https://opendatacommons.org/licenses/odbl/1-0/",
}


class PublicationLine(Shape):
    id: str = said(_("Identificador de la publicación; cambia cada vez que se publica."))
    kind: str = said(_("Qué es: plan, progress, meetings, decisions, report o documents."))
    key: str = said(_("Cuál: un plan, un plan y un periodo, un año o un folio."))
    title: str = said(_("Título de la publicación."))
    published_at: datetime.datetime = said(_("Cuándo se publicó."))
    schema_version: int = said(_("Versión de la forma de su contenido."))
    sha256: str = said(_("Huella SHA-256 de su contenido, tal como se publicó."))


@dataclass(frozen=True)
class Column:
    """`description` is a msgid; `many` says that a cell holds several values of `type`."""

    name: str
    type: str
    description: str
    optional: bool = False
    many: bool = False

    @property
    def type_words(self) -> str:
        """A msgid."""
        return TYPE_WORDS["list" if self.many else self.type]

    @property
    def is_text(self) -> bool:
        return self.many or self.type == "string"


@dataclass(frozen=True)
class Table:
    """`slug` names its files; `kind` is that of the publications it gathers and `field` their list, None for what
    they say themselves. `header` maps columns to what of its publication a row carries. Titles are msgids."""

    slug: str
    title: str
    description: str
    kind: str = ""
    field: str | None = None
    header: tuple[tuple[str, str], ...] = ()

    @cached_property
    def row(self) -> type[Shape]:
        if not self.kind:
            return PublicationLine
        shape = SHAPES[self.kind]
        return shape if self.field is None else listed(shape)[self.field]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """In an order that only grows: the header's, the row's own, what it shares with others."""
        carried = [
            column_of(name, SHAPES[self.kind].model_fields[source]) for name, source in self.header if self.field
        ]
        lists = listed(self.row)
        own = [name for name in self.row.__annotations__ if name not in lists]
        shared = [name for name in self.row.model_fields if name not in lists and name not in own]
        return (*carried, *(column_of(name, self.row.model_fields[name]) for name in [*own, *shared]))

    def rows(self, data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The rows of one publication's content, as plain JSON values; what an older one lacks is None."""
        carried = {name: data.get(source) for name, source in self.header if self.field}
        names = [column.name for column in self.columns]
        for row in [data] if self.field is None else data.get(self.field, ()):
            yield {name: carried[name] if name in carried else row.get(name) for name in names}

    def count(self, data: Mapping[str, Any]) -> int:
        return 1 if self.field is None else len(data.get(self.field, ()))


def listed(shape: type[Shape]) -> dict[str, type[Shape]]:
    """The lists of a shape: field → shape of its rows."""
    found = {}
    for name, field in shape.model_fields.items():
        inner = get_args(field.annotation)
        if get_origin(field.annotation) is tuple and isinstance(inner[0], type) and issubclass(inner[0], Shape):
            found[name] = inner[0]
    return found


def column_of(name: str, field: Any) -> Column:
    annotation, optional, many = field.annotation, False, False
    if get_origin(annotation) in (Union, types.UnionType):
        optional = True
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is tuple:
        many, optional, annotation = True, True, get_args(annotation)[0]
    if annotation is str and not field.is_required():
        optional = True
    return Column(name, TYPES[annotation], field.description or "", optional, many)


PLAN = (("plan", "slug"),)
PERIOD = (("plan", "plan"), ("period", "period"))
YEAR = (("year", "year"),)

TABLES: tuple[Table, ...] = (
    Table("publicaciones", _("Publicaciones"), _("Todo lo publicado y en vigor, con su huella.")),
    Table("planes", _("Planes"), _("Un plan publicado por fila, en la versión que rige."), "plan"),
    Table("ejes", _("Ejes"), _("El primer nivel de cada plan."), "plan", "ejes", PLAN),
    Table("actividades", _("Actividades"), _("Lo que cada plan compromete."), "plan", "activities", PLAN),
    Table("productos", _("Productos"), _("Lo que cada actividad entrega."), "plan", "deliverables", PLAN),
    Table("avance", _("Avance"), _("La cifra de cada plan en cada periodo publicado."), "progress"),
    Table("avance-ejes", _("Avance por eje"), _("La cifra de cada eje."), "progress", "ejes", PERIOD),
    Table(
        "avance-actividades",
        _("Avance por actividad"),
        _("La cifra de cada actividad."),
        "progress",
        "activities",
        PERIOD,
    ),
    Table("indicadores", _("Indicadores"), _("Lo alcanzado y la meta."), "progress", "indicators", PERIOD),
    Table("sesiones-por-anio", _("Sesiones por año"), _("Cuántas se programaron y realizaron."), "meetings"),
    Table("sesiones", _("Sesiones"), _("Una sesión realizada por fila."), "meetings", "meetings", YEAR),
    Table(
        "funciones",
        _("Funciones"),
        _("Lo que manda la norma y las sesiones que lo abordaron."),
        "meetings",
        "functions",
        YEAR,
    ),
    Table("decisiones", _("Decisiones"), _("Lo que decidió cada sesión."), "decisions", "decisions", YEAR),
    Table("seguimiento", _("Seguimiento"), _("En qué va cada decisión."), "decisions", "follow_ups", YEAR),
    Table("informes", _("Informes emitidos"), _("Un informe oficial por fila, con su huella."), "report"),
    Table(
        "documentos",
        _("Documentos"),
        _("La lista de lo que la red debe publicar, y dónde está."),
        "documents",
        "documents",
    ),
)
BY_SLUG = {table.slug: table for table in TABLES}


# -- CSV ----------------------------------------------------------------------------------------------------------


def neutral(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula; numbers stay numbers."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def cell(column: Column, value: Any) -> str:
    """What a cell of a CSV file says: nothing for what is unknown."""
    if value is None:
        return ""
    if column.many:
        return neutral(SEPARATOR.join(str(one) for one in value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutral(str(value)) if column.is_text else str(value)


def csv_lines(columns: Iterable[Column], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180), the first with its byte order mark, by which Excel knows it is UTF-8."""
    columns = list(columns)
    yield BOM + csv_line(column.name for column in columns)
    for row in rows:
        yield csv_line(cell(column, row.get(column.name)) for column in columns)


def csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(list(cells))
    return line.getvalue()
