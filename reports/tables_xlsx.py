"""The tables of a report as a workbook with typed cells, from its frozen JSON: the same data, the same bytes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from networks.workbooks import TITLE, WRAPPED, head_row, legal, saved, sheet_names, text_cell
from reports.context import fingerprint
from reports.official.form import Cell, Column, Table

FORMATS = {"integer": "#,##0", "decimal": "#,##0.00", "percent": "0.00", "date": "dd/mm/yyyy"}
TOP, RIGHT = Alignment(vertical="top"), Alignment(vertical="top", horizontal="right")
MOST_WIDE = 80
# Excel counts a day that never was, 29 February 1900: what is older is written as words.
FIRST_DAY = datetime.date(1900, 3, 1)
LABEL = Font(bold=True)


def tables_xlsx(tables: Iterable[Table], *, data: dict) -> bytes:
    """First what report it is, then a sheet a table. Absent is an empty cell, never a zero."""
    tables = list(tables)
    with translation.override(data["header"].get("language", "es")):
        book = Workbook(write_only=True)
        book.properties.title = legal(data["header"]["form_title"])[:255]
        book.properties.creator = legal(data["header"]["network_name"])[:255]
        names = sheet_names([_("Informe"), *(table.name for table in tables)])
        _cover(book, names, tables, data)
        for name, table in zip(names[1:], tables, strict=True):
            _sheet(book, name, table)
        return saved(book)


def _cover(book: Workbook, names: list[str], tables: list[Table], data: dict) -> None:
    sheet = book.create_sheet(names[0])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 80
    sheet.append([text_cell(sheet, data["header"]["form_title"], TITLE)])
    sheet.append([])
    for label, value in _facts(data):
        sheet.append([text_cell(sheet, label, LABEL), _typed(sheet, Column(title=label), value)])
    sheet.append([])
    sheet.append(head_row(sheet, [_("Hoja"), _("Qué contiene")]))
    for name, table in zip(names[1:], tables, strict=True):
        sheet.append([text_cell(sheet, name), text_cell(sheet, str(table.title))])


def _facts(data: dict) -> Iterable[tuple[str, Cell]]:
    """Who reports, on what and when; only what there is."""
    header = data["header"]
    issued = header.get("issued_on")
    facts = [
        (_("Red"), header["network_name"]),
        (_("Forma"), header["form_title"]),
        (_("Norma"), header.get("norm")),
        (_("Periodo"), header["period_label"]),
        (_("Parte"), header.get("scope_label")),
        (_("Folio"), header.get("folio") or _("sin folio")),
        (_("Emitido el"), datetime.date.fromisoformat(issued) if issued else _("sin emitir")),
        (_("Cifras"), _("provisionales: el periodo sigue abierto") if header.get("provisional") else None),
        (_("Huella (SHA-256) de los datos"), fingerprint(data)),
        (_("Licencia"), header.get("licence")),
    ]
    return [(label, value) for label, value in facts if value not in (None, "")]


def _sheet(book: Workbook, name: str, table: Table) -> None:
    """Heads in the first row, which stays in sight, returns on each page and filters."""
    sheet = book.create_sheet(name)
    last = get_column_letter(max(len(table.columns), 1))
    for number, column in enumerate(table.columns, 1):
        width = min(max(column.width, len(_title(column)) / 2 + 4, 8), MOST_WIDE)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.append(head_row(sheet, map(_title, table.columns)))
    for row in table.rows:
        sheet.append(_row(sheet, table.columns, row))


def _title(column: Column) -> str:
    title = str(column.title)
    return f"{title} (%)" if column.kind == "percent" and "%" not in title else title


def _row(sheet, columns: Sequence[Column], row: Sequence[Cell]) -> list[WriteOnlyCell | None]:
    return [_typed(sheet, column, value) for column, value in zip(columns, row, strict=True)]


def _typed(sheet, column: Column, value: Cell) -> WriteOnlyCell | None:
    """A number is a number and a date a date, whatever the column says; words stay words."""
    if value is None:
        return None
    if isinstance(value, bool):
        value = _("sí") if value else _("no")
    if isinstance(value, datetime.date) and value < FIRST_DAY:
        value = f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        cell = text_cell(sheet, value)
        if cell is not None:
            cell.alignment = WRAPPED
        return cell
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _format(column, value)
    cell.alignment = TOP if isinstance(value, datetime.date) else RIGHT
    return cell


def _format(column: Column, value: int | Decimal | datetime.date) -> str:
    if isinstance(value, datetime.date):
        return FORMATS["date"]
    if column.kind in ("decimal", "percent", "integer"):
        whole = value == int(value)
        return FORMATS[column.kind if column.kind != "integer" or whole else "decimal"]
    return FORMATS["decimal"] if isinstance(value, Decimal) else "0"
