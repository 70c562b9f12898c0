"""The open data of one network as files: its tables, their dictionary, and a zip with all of it."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from networks.models import DataLicence, Network
from reports.models import PublishedSnapshot
from reports.open_data import LICENCE_URLS, TABLES, Column, PublicationLine, Table, csv_lines
from reports.publishing.reading import contents

IN_MEMORY = 1_000_000
# The same content is the same zip whenever it is asked for: no file in it has a moment of its own.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)
DICTIONARY_COLUMNS = (
    Column("table", "string", _("Tabla: el nombre de su archivo.")),
    Column("table_title", "string", _("Título de la tabla.")),
    Column("table_description", "string", _("Qué es cada fila de la tabla.")),
    Column("column", "string", _("Columna.")),
    Column("type", "string", _("Tipo del dato.")),
    Column("format", "string", _("Cómo se escribe.")),
    Column("optional", "boolean", _("Si puede ir vacía: vacía es que no se sabe o no hay, nunca cero.")),
    Column("description", "string", _("Qué dice.")),
)


@dataclass(frozen=True)
class Licence:
    code: str
    name: str
    url: str


def licence_of(network: Network) -> Licence:
    code = DataLicence(network.data_licence)
    return Licence(code.value, str(code.label), LICENCE_URLS[code])


def published_line(name: PublishedSnapshot) -> PublicationLine:
    fields = {field: getattr(name, field) for field in PublicationLine.model_fields}
    return PublicationLine(**{**fields, "id": str(name.pk)})


@dataclass(frozen=True)
class ToldColumn:
    name: str
    type: str
    optional: bool
    description: str


@dataclass(frozen=True)
class CountedTable:
    """A table in the reader's words, with how many rows it has."""

    slug: str
    title: str
    description: str
    rows: int
    columns: list[ToldColumn]


@dataclass
class OpenData:
    """What a network has in force. `url` is the absolute address of its page of data."""

    network: Network
    names: list[PublishedSnapshot]
    url: str

    @property
    def package_url(self) -> str:
        return f"{self.url}datapackage.json"

    @cached_property
    def kinds(self) -> set[str]:
        return {name.kind for name in self.names}

    def tables(self) -> list[Table]:
        """Those of which something is published; what is published is always one."""
        return [table for table in TABLES if not table.kind or table.kind in self.kinds]

    def of(self, table: Table) -> list[PublishedSnapshot]:
        return [name for name in self.names if table.kind in ("", name.kind)]

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        if not table.kind:
            yield from (published_line(name).model_dump(mode="json") for name in self.names)
            return
        for _name, data in contents(self.of(table)):
            yield from table.rows(data)

    def counted(self) -> Iterator[CountedTable]:
        """With how many rows each has: every publication is read once."""
        counts = {table.slug: 0 for table in self.tables()}
        counts[TABLES[0].slug] = len(self.names)
        for kind in self.kinds:
            for _name, data in contents([name for name in self.names if name.kind == kind]):
                for table in TABLES:
                    if table.kind == kind:
                        counts[table.slug] += table.count(data)
        for table in self.tables():
            columns = [
                ToldColumn(column.name, gettext(column.type_words), column.optional, gettext(column.description))
                for column in table.columns
            ]
            words = gettext(table.title), gettext(table.description)
            yield CountedTable(table.slug, *words, counts[table.slug], columns)


# -- JSON ---------------------------------------------------------------------------------------------------------


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def json_parts(data: OpenData, table: Table) -> Iterator[str]:
    """One JSON object: whose table it is, its licence, the publications it gathers, and its rows."""
    head = {
        "table": table.slug,
        "network": {"slug": data.network.slug, "name": data.network.name},
        "licence": vars(licence_of(data.network)),
        "dictionary": data.package_url,
        "publications": [published_line(name).model_dump(mode="json") for name in data.of(table)],
    }
    # The head at once, in the language of who asks; the rows while they are sent, and they have no language.
    return chain([compact(head)[:-1] + ',"rows":['], _json_rows(data, table), ["\n]}\n"])


def _json_rows(data: OpenData, table: Table) -> Iterator[str]:
    for place, row in enumerate(data.rows(table)):
        yield f"{',' if place else ''}\n{compact(row)}"


# -- what they mean -----------------------------------------------------------------------------------------------


def dictionary_rows() -> Iterator[dict[str, Any]]:
    for table in TABLES:
        for column in table.columns:
            yield {
                "table": table.slug,
                "table_title": gettext(table.title),
                "table_description": gettext(table.description),
                "column": column.name,
                "type": column.type,
                "format": gettext(column.type_words),
                "optional": column.optional,
                "description": gettext(column.description),
            }


def package_json(data: OpenData) -> str:
    """The dictionary for programs, as a Frictionless «Data Package» tells it: files, columns, types, licence."""
    licence = licence_of(data.network)
    package = {
        "profile": "tabular-data-package",
        "name": f"{data.network.slug}-datos",
        "title": gettext("Datos abiertos: %(network)s") % {"network": data.network.name},
        "homepage": data.url,
        "licenses": [{"name": licence.code, "path": licence.url, "title": licence.name}],
        "resources": [_resource(table) for table in data.tables()],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table) -> dict[str, Any]:
    fields = [
        {
            "name": column.name,
            # Several values in a cell are a text to who reads the file.
            "type": "string" if column.many else column.type,
            "description": _described(column),
            "constraints": {"required": not column.optional},
        }
        for column in table.columns
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.slug,
        "path": f"{table.slug}.csv",
        "title": gettext(table.title),
        "description": gettext(table.description),
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _described(column: Column) -> str:
    said = gettext(column.description)
    return f"{said} ({gettext(column.type_words)})" if column.many else said


# -- all in one ---------------------------------------------------------------------------------------------------


def zip_file(data: OpenData) -> IO[bytes]:
    """Every table as CSV and JSON, dictionary, licence and what to read first; the same bytes each time."""
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (who sends it closes it)
    with zipfile.ZipFile(made, "w") as archive:
        _write(archive, gettext("LEAME.txt"), [readme(data)])
        _write(archive, gettext("LICENCIA.txt"), [render_to_string("reports/open_data_licence.txt", _said(data))])
        _write(archive, "datapackage.json", [package_json(data)])
        _write(archive, "diccionario.csv", csv_lines(DICTIONARY_COLUMNS, dictionary_rows()))
        for table in data.tables():
            _write(archive, f"{table.slug}.csv", csv_lines(table.columns, data.rows(table)))
            _write(archive, f"{table.slug}.json", json_parts(data, table))
    made.seek(0)
    return made


def _write(archive: zipfile.ZipFile, name: str, parts: Iterable[str]) -> None:
    entry = zipfile.ZipInfo(name, NO_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with archive.open(entry, "w", force_zip64=True) as file:
        for part in parts:
            file.write(part.encode())


def readme(data: OpenData) -> str:
    return render_to_string("reports/open_data_readme.txt", _said(data))


def _said(data: OpenData) -> dict[str, Any]:
    published = localtime(max(name.published_at for name in data.names), ZoneInfo(data.network.time_zone))
    return {
        "network": data.network,
        "licence": licence_of(data.network),
        "url": data.url,
        "tables": [(table, gettext(table.title), gettext(table.description)) for table in data.tables()],
        "published": date_format(published, "DATE_FORMAT"),
        "language": get_language(),
    }
