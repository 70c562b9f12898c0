"""An uploaded .xlsx or .csv into a table under our own column names, within limits that keep a page quick."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from tablib import Dataset

from networks.exchange.columns import Column, headings
from networks.folding import fold
from networks.tables import FORMULA

ACCEPT = ".xlsx,.csv"
MAX_BYTES = 5 * 1024 * 1024
# What a file of five megabytes may unpack to before it is refused.
MAX_UNPACKED = 120 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 60
MAX_CELL = 10_000
LINE = "line"


def read_table(path: Path, name: str, columns: Sequence[Column]) -> Dataset:
    """The rows under the columns' own names, with `line`, their number in the file. Raises ValidationError.

    The first row that holds every key column is the head; empty rows are left out.
    """
    rows = _csv_rows(path, name) if PurePath(name).suffix.lower() == ".csv" else _xlsx_rows(path, name)
    numbered = enumerate(rows, 1)
    names = _heads(islice(numbered, 20), columns, name)
    table = Dataset(headers=[LINE, *[found for found in names if found]])
    for number, row in numbered:
        cells = [_cell(value) for value, found in zip(row, names, strict=False) if found]
        cells += [None] * (sum(map(bool, names)) - len(cells))
        if all(value in (None, "") for value in cells):
            continue
        if len(table) == MAX_ROWS:
            raise _too_many(name)
        table.append([number, *cells])
    if not len(table):
        words = _("«%(name)s» no tiene filas bajo su encabezado: revise que sea el archivo que quería.")
        raise ValidationError(words % {"name": name})
    return table


def _too_many(name: str) -> ValidationError:
    words = _("«%(name)s» tiene más de %(most)s filas: divídalo en varios archivos.")
    return ValidationError(words % {"name": name, "most": MAX_ROWS})


def _first(rows: Iterable[Sequence[Any]], name: str) -> list[Sequence[Any]]:
    """As many as are read. Raises ValidationError where something stands after them."""
    rest = iter(rows)
    found = list(islice(rest, MAX_ROWS + 200))
    if any(value not in (None, "") for row in rest for value in row):
        raise _too_many(name)
    return found


def _heads(rows: Iterable[tuple[int, Sequence[Any]]], columns: Sequence[Column], name: str) -> list[str]:
    """The name of each column of the sheet, empty where it is none of ours."""
    meanings = headings(columns)
    needed = [column for column in columns if column.is_key]
    for _number, row in rows:
        found = [meanings.get(fold(str(value or ""))) for value in row[:MAX_COLUMNS]]
        if all(column in found for column in needed):
            return _once([column.name if column and column.is_read else "" for column in found], columns)
    words = _("«%(name)s» no tiene las columnas que hacen falta: %(needed)s. Use los encabezados de la plantilla.")
    heads = ", ".join(f"«{column.head}»" for column in needed)
    raise ValidationError(words % {"name": name, "needed": heads})


def _once(names: list[str], columns: Sequence[Column]) -> list[str]:
    twice = next((each for each in names if each and names.count(each) > 1), None)
    if twice:
        head = next(column.head for column in columns if column.name == twice)
        raise ValidationError(_("Hay dos columnas «%(head)s»: deje una.") % {"head": head})
    return names


def _cell(value: Any) -> Any:
    """Text without the apostrophe that kept it from being run; whole numbers without their «.0»; days as days."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        text = value.strip().replace("\r\n", "\n")
        if text[:1] == "'" and text[1:].startswith(FORMULA):
            text = text[1:]
        return text[: MAX_CELL + 1]
    return value


def _xlsx_rows(path: Path, name: str) -> Iterable[Sequence[Any]]:
    """Row by row, keeping no more than the limits, however far a cell claims to stand."""
    broken = ValidationError(
        _("«%(name)s» no se puede leer: ábralo en su programa, guárdelo como .xlsx o .csv y súbalo otra vez.")
        % {"name": name}
    )
    try:
        _check_package(path, name)
        # As a file: by its path it would have to be called .xlsx.
        with path.open("rb") as content, closing(load_workbook(content, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            return _first(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), name)
    except ValidationError:
        raise
    except Exception as error:
        # A hostile or broken package fails in any way its parsers know.
        raise broken from error


def _check_package(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > 500:
            words = _("«%(name)s» es demasiado grande por dentro: deje en él solo la tabla.")
            raise ValidationError(words % {"name": name})
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with package.open(part) as source:
                    if b"<!DOCTYPE" in source.read(4096):
                        raise ValueError("a part declares entities")


def _csv_rows(path: Path, name: str) -> Iterable[Sequence[Any]]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValidationError(_("El texto del archivo no se puede leer: guárdelo como CSV en UTF-8."))
    if "\0" in text:
        raise ValidationError(_("El archivo no es un CSV: guárdelo como .xlsx o como CSV en UTF-8."))
    first = text.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    try:
        return _first(csv.reader(io.StringIO(text), delimiter=mark), name)
    except csv.Error as error:
        raise ValidationError(_("El CSV no se puede leer: revise sus comillas.")) from error
