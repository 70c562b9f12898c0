"""The person's own file back, with the cells and paragraphs that something was found in coloured and commented."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill

from networks.sentences import gettext_noop as _
from plans.importing import limits
from plans.importing.cells import Document, RefusedFileError, Table
from plans.importing.draft import Where
from plans.importing.marking_word import marked_word
from plans.importing.reading import read_document
from plans.importing.safety import check

UNMARKED = _(
    "No se pudieron poner las marcas en el archivo. Ábralo, guárdelo de nuevo y súbalo otra vez; mientras "
    "tanto, la lista de lo encontrado está en pantalla."
)
AUTHOR = "Trama"
COLOUR = "FFE699"
Notes = list[tuple[Where, str]]
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def marked_copy(path: Path, kind: str, notes: Notes) -> bytes:
    """The file with every note as a comment where it belongs: .docx for `docx`, .xlsx for all others.

    A note without a cell goes to the first cell of its row, table or sheet, one without any of them to the first
    cell or paragraph of the file. The text of an .ods or .csv is copied to a workbook, as is that of a workbook
    which only a forgiving program opens. Raises RefusedFileError.
    """
    notes = [(where, _CONTROLS.sub(" ", text)) for where, text in notes]
    if kind == "docx":
        check(path, f"plan.{kind}")
        try:
            return marked_word(path, notes)
        except Exception as error:  # whatever its library stumbles on
            raise RefusedFileError(UNMARKED) from error
    document = read_document(path, f"plan.{kind}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not know and leaves out
        try:
            return _marked(_opened(path, document) if kind == "xlsx" else _copied(document), document, notes)
        except Exception as error:
            if kind != "xlsx":
                raise RefusedFileError(UNMARKED) from error
        return _marked(_copied(document), document, notes)


@dataclass(slots=True)
class _Book:
    """A workbook and the sheet of each table, by its number."""

    book: Any
    sheets: dict[int, Any]


def _opened(path: Path, document: Document) -> _Book:
    book = openpyxl.load_workbook(path, rich_text=True)
    return _Book(book, {table.number: book[table.sheet] for table in document.tables})


def _copied(document: Document) -> _Book:
    sheets = {}
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in document.tables:
        sheet = sheets[table.number] = book.create_sheet(_NO_SHEET_NAME.sub(" ", table.sheet)[:31] or "Hoja 1")
        for number, row in zip(table.row_numbers, table.rows, strict=True):
            for column, cell in enumerate(row, start=1):
                if cell:
                    copy = sheet.cell(number, column, cell.text)
                    copy.data_type = "s"  # also where the text begins with «=»
                    copy.alignment = Alignment(wrap_text=True, vertical="top")
    if not book.worksheets:
        book.create_sheet("Hoja 1")
    return _Book(book, sheets)


def _marked(copy: _Book, document: Document, notes: Notes) -> bytes:
    book = copy.book
    tables = {table.number: table for table in document.tables}
    texts: dict[tuple[str, int, int], list[str]] = {}
    for where, text in notes:
        table = table_of(where, document.tables, tables)
        sheet = copy.sheets[table.number] if table else book.worksheets[0]
        row, column = place_in(where, table)
        cell = _visible(sheet, row, column)
        texts.setdefault((sheet.title, cell.row, cell.column), []).append(text)
    for (title, row, column), sentences in texts.items():
        _comment(book[title].cell(row, column), sentences)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def table_of(where: Where, tables: list[Table], numbered: dict[int, Table]) -> Table | None:
    """The table the note is about, or the first one of its sheet, or of the file."""
    if where.table in numbered:
        return numbered[where.table]
    named = [table for table in tables if where.sheet and table.sheet == where.sheet]
    return next(iter([*named, *tables]), None)


def place_in(where: Where, table: Table | None) -> tuple[int, int]:
    """Row and column from 1: those of the note, or the first filled cell of its row, or of the table."""
    if table is None:
        return 1, 1
    row = where.row if where.row in table.row_numbers else table.row_numbers[0]
    if where.column and 1 <= where.column <= limits.COLUMNS and row == where.row:
        return row, where.column
    cells = table.rows[table.row_numbers.index(row)]
    return row, next((column for column, cell in enumerate(cells, start=1) if cell), 1)


def _visible(sheet: Any, row: int, column: int) -> Any:
    """The cell itself, or the one that covers it."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        area = next((area for area in sheet.merged_cells.ranges if cell.coordinate in area), None)
        if area is not None:
            return sheet.cell(area.min_row, area.min_col)
    return cell


def _comment(cell: Any, sentences: Iterable[str]) -> None:
    text = "\n".join(dict.fromkeys([*([cell.comment.text] if cell.comment else []), *sentences]))
    cell.fill = PatternFill("solid", fgColor=COLOUR)
    cell.comment = Comment(
        text, AUTHOR, width=320, height=min(60 + 18 * (len(text) // 42 + text.count("\n")), 500)
    )
