"""Excel and CSV → one table for each sheet that holds something, its cells as the person sees them.

Rows and columns hidden by a filter are read like the rest. A hidden sheet is not, nor one that is only a chart: a
paragraph in its place says so.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from networks.sentences import gettext_noop as _
from plans.importing import asides
from plans.importing.cells import EMPTY, Cell, Document, Paragraph, Table
from plans.importing.lines import lines_of

HIDDEN = _(
    "La hoja «%(sheet)s» está oculta y no se leyó: si tiene parte del plan, muéstrela y suba el archivo otra vez."
)
CHART = _("La hoja «%(sheet)s» no tiene celdas y no se leyó.")
# A number of a cell is a float: beyond these figures it only tells how computers round.
_FIGURES = Decimal("1E-10")
_PERCENT = Decimal("0.01")
_LEFT, _ABOVE = Cell(covered="left"), Cell(covered="above")


@dataclass(slots=True)
class Forms:
    """What a sheet says of its cells beside their values, by place from 0: (row, column).

    `kinds`: `percent`, `month` (a date shown as month and year), `year` (a date shown as a year). `texts`: what
    stands in place of a value: an error, or a formula that was never computed.
    """

    kinds: dict[tuple[int, int], str] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)


def read_xlsx(path: Path, name: str, forms: dict[str, Forms]) -> Document:
    """`forms` by sheet's name. The file must have passed `safety.check`."""
    document = Document("xlsx", name)
    with CalamineWorkbook.from_path(path) as book:
        for place, about in enumerate(book.sheets_metadata):
            if about.visible != SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet:
                if book.get_sheet_by_index(place).height:
                    say(document, HIDDEN, about.name)
            elif about.typ != SheetTypeEnum.WorkSheet:
                say(document, CHART, about.name)
            else:
                _take_sheet(document, book.get_sheet_by_index(place), forms.get(about.name, Forms()))
    with ZipFile(path) as archive:
        document.asides += asides.of_workbook(archive)
    return document


def say(document: Document, text: str, sheet: str) -> None:
    """A remark about the file, in place of what was not read."""
    document.blocks.append(Paragraph(len(document.paragraphs) + 1, text % {"sheet": sheet}))


def _take_sheet(document: Document, sheet: CalamineSheet, forms: Forms) -> None:
    values = sheet.to_python(skip_empty_area=False)
    for (row, column), text in forms.texts.items():
        values.extend([] for _ in range(row + 1 - len(values)))
        values[row].extend("" for _ in range(column + 1 - len(values[row])))
        values[row][column] = text
    kinds = forms.kinds
    rows = [
        [_cell(value, kinds.get((row, column), "")) for column, value in enumerate(cells)]
        if cells.count("") < len(cells)
        else []
        for row, cells in enumerate(values)
    ]
    merges = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
    add_table(document, sheet.name, rows, merges)


def add_table(
    document: Document, sheet: str, rows: list[list[Cell]], merges: Sequence[tuple[int, int, int, int]] = ()
) -> None:
    """Adds the rows of a sheet, the first of them row 1, without the empty ones around them.

    `merges` are first row, first column, last row and last column, from 0. Columns count from the sheet's first.
    """
    height = max((place for place, row in enumerate(rows, start=1) if any(row)), default=0)
    width = max((place for row in rows for place, cell in enumerate(row, start=1) if cell), default=0)
    if not height:
        return
    rows = [row[:width] + [EMPTY] * (width - len(row)) for row in rows[:height]]
    for merge in merges:
        _cover(rows, *merge)
    first = next(place for place, row in enumerate(rows) if any(row))
    table = Table(
        number=len(document.tables) + 1,
        rows=rows[first:],
        row_numbers=list(range(first + 1, height + 1)),
        sheet=sheet,
        title=sheet,
    )
    document.blocks.append(table)


def _cover(rows: list[list[Cell]], top: int, left: int, bottom: int, right: int) -> None:
    for row in range(top, min(bottom + 1, len(rows))):
        for column in range(left, min(right + 1, len(rows[row]))):
            if (row, column) != (top, left):
                rows[row][column] = _ABOVE if row > top else _LEFT


def _cell(value: Any, kind: str) -> Cell:
    if value == "" and isinstance(value, str):
        return EMPTY
    lines = lines_of(value if isinstance(value, str) else shown(value, kind))
    return Cell(lines) if lines else EMPTY


def shown(value: Any, kind: str = "") -> str:
    """A value as words: 14.0 → «14», 0.3333 as a percent → «33,33 %», a date → «15/03/2012», True → «Sí»."""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, (int, float)):
        return _number(Decimal(str(value)), kind)
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, datetime.date):
        form = {"month": "%m/%Y", "year": "%Y"}.get(kind, "%d/%m/%Y")
        return value.strftime(form)
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return str(value)


def _number(value: Decimal, kind: str) -> str:
    """Decimals with a point, as in codes (1.1), except three of them: «12.345» would be read as thousands."""
    if not value.is_finite() or abs(value) >= Decimal("1E15"):
        return str(value)
    if kind == "percent":
        return f"{_plain((value * 100).quantize(_PERCENT, ROUND_HALF_UP)).replace('.', ',')} %"
    text = _plain(value.quantize(_FIGURES, ROUND_HALF_UP))
    whole, _point, decimals = text.partition(".")
    return f"{whole},{decimals}" if len(decimals) == 3 else text


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_csv(path: Path, name: str, encoding: str, delimiter: str) -> Document:
    document = Document("csv", name)
    with path.open(encoding=encoding, newline="") as source:
        rows = [[_cell(text, "") for text in row] for row in csv.reader(source, delimiter=delimiter)]
    if rows and rows[0] and rows[0][0].text == "sep=":
        rows[0] = []
    add_table(document, "", rows)
    return document
