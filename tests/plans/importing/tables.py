"""Tables built by hand: `^` is a place that a merged cell covers from above, `<` one it covers from the left."""

from __future__ import annotations

from plans.importing.cells import EMPTY, Cell, Document, Paragraph, Table
from plans.importing.columns import recognise
from plans.importing.draft import DraftActivity, Options
from plans.importing.mapping import Mapping
from plans.importing.matrix import TableReading, read_table

COVERED = {"": EMPTY, "^": Cell(covered="above"), "<": Cell(covered="left")}


def table(*rows: list[str], number: int = 1, sheet: str = "", title: str = "") -> Table:
    width = max(len(row) for row in rows)
    cells = [[_cell(text) for text in [*row, *[""] * (width - len(row))]] for row in rows]
    return Table(number, cells, list(range(1, len(rows) + 1)), sheet=sheet, title=title or sheet)


def _cell(text: str) -> Cell:
    if text in COVERED:
        return COVERED[text]
    return Cell(tuple(line.strip() for line in text.split("\n") if line.strip()))


def document(*blocks: Table | str, kind: str = "docx") -> Document:
    return Document(
        kind,
        f"plan.{kind}",
        [Paragraph(n, block) if isinstance(block, str) else block for n, block in enumerate(blocks, start=1)],
    )


def recognised(*blocks: Table | str, remembered: dict[str, str] | None = None) -> Mapping:
    return recognise(document(*blocks), remembered)


def roles(*rows: list[str], remembered: dict[str, str] | None = None) -> list[str]:
    """The roles of the columns, in their order; "" for an ignored one."""
    found = recognised(table(*rows), remembered=remembered).tables[0]
    return [found.roles.get(column, "") for column in range(max(len(row) for row in rows))]


def read(*rows: list[str], sheet: str = "", title: str = "", **options: object) -> TableReading:
    """The table recognised and read; the year is 2012 unless told."""
    made = table(*rows, sheet=sheet, title=title)
    given = {"first_year": 2012, "last_year": 2012} | options
    return read_table(made, recognised(made).tables[0], Options(**given))


def activities(reading: TableReading) -> list[DraftActivity]:
    return [activity for eje in reading.ejes for activity in eje.walk()]


def kinds(reading: TableReading) -> list[str]:
    return [discrepancy.kind for discrepancy in reading.discrepancies]


def said(reading: TableReading, kind: str) -> list[str]:
    """The sentences of one kind, filled in."""
    return [found.text % found.values for found in reading.discrepancies if found.kind == kind]
