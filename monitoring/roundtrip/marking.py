"""The person's own form back, with what has to be mended in red and told beside, and a list of it all in front."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from monitoring.importing.files import refusal
from monitoring.roundtrip.checking import Change, Checked, Place
from monitoring.roundtrip.sheets import SUMMARY
from monitoring.roundtrip.styles import GREY, WHITE
from monitoring.roundtrip.values import every_language
from plans.exporting.styling import HEAD
from plans.importing.cells import RefusedFileError
from plans.importing.safety import check

AUTHOR = "Trama"
WRONG, CONTESTED = "F8B4B4", "FFE699"
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LONGEST = 2000


def marked_form(path: Path, checked: Checked) -> bytes:
    """Errors in red, conflicts in yellow. Marks of an earlier round are taken away. Raises ValidationError."""
    try:
        check(path, "form.xlsx")
    except RefusedFileError as error:
        raise ValidationError(refusal(error)) from None
    notes = [(problem.place, _plain(problem.message), WRONG) for problem in checked.problems]
    notes += [(one.place, _told(one), CONTESTED) for one in checked.conflicts]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not know and leaves out
        try:
            return _marked(path, notes)
        except Exception as error:  # whatever its library stumbles on
            words = _("No se pudieron poner las marcas en el archivo: lo que hay que corregir está en pantalla.")
            raise ValidationError(words) from error


def _told(change: Change) -> str:
    words = _("Se cambió en Trama mientras tanto. Ahora dice: «%(now)s».")
    return _plain(words % {"now": change.before})


def _plain(text: str) -> str:
    return _CONTROLS.sub(" ", text)[:_LONGEST]


def _marked(path: Path, notes: list[tuple[Place, str, str]]) -> bytes:
    book = openpyxl.load_workbook(path)
    _unmark(book)
    by_cell: dict[tuple[str, str, int], list[tuple[str, str]]] = defaultdict(list)
    for place, words, colour in notes:
        by_cell[place.sheet, place.column, place.row].append((words, colour))
    for (title, column, row), told in by_cell.items():
        _mark(book[title], f"{column}{row}", told)
    _summary(book, notes)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _unmark(book: Any) -> None:
    """So that what was mended since is no longer red."""
    for words in every_language(lambda: {"title": str(SUMMARY)}):
        if words["title"] in book.sheetnames:
            del book[words["title"]]
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == AUTHOR:
                    cell.comment = None
                    cell.fill = PatternFill("solid", fgColor=GREY if cell.protection.locked else WHITE)


def _mark(page: Any, name: str, told: list[tuple[str, str]]) -> None:
    cell = page[name]
    if isinstance(cell, MergedCell):
        area = next(area for area in page.merged_cells.ranges if name in area)
        cell = page.cell(area.min_row, area.min_col)
    text = "\n".join(dict.fromkeys(words for words, _colour in told))
    colours = {colour for _words, colour in told}
    cell.fill = PatternFill("solid", fgColor=WRONG if WRONG in colours else CONTESTED)
    height = min(60 + 18 * (len(text) // 42 + text.count("\n")), 500)
    cell.comment = Comment(text, AUTHOR, width=320, height=height)


def _summary(book: Any, notes: list[tuple[Place, str, str]]) -> None:
    page = book.create_sheet(str(SUMMARY), 0)
    page.append([_("Qué hay que corregir")])
    page.append([_("En rojo, lo que no se puede guardar; en amarillo, lo que se cambió en Trama mientras tanto.")])
    page.append([])
    page.append([_("Hoja"), _("Celda"), _("Qué pasa y qué hacer")])
    page["A1"].font = Font(size=14, bold=True, color=HEAD)
    for cell in page[4]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=HEAD)
    for place, words, colour in notes:
        _line(page, place, words, colour)
    for column, width in zip("ABC", (18, 10, 110), strict=True):
        page.column_dimensions[column].width = width
    page.freeze_panes = "A5"
    for one in book.worksheets:
        one.sheet_view.tabSelected = one is page
    book.active = 0


def _line(page: Any, place: Place, words: str, colour: str) -> None:
    row = page.max_row + 1
    for column, value in enumerate((place.sheet, f"{place.column}{place.row}", words), start=1):
        cell = page.cell(row, column, value)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    name = place.sheet.replace("'", "''")
    link = page.cell(row, 2)
    link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!{place.column}{place.row}")
    link.font = Font(underline="single", color="0B6B68")
    page.cell(row, 1).fill = PatternFill("solid", fgColor=colour)
