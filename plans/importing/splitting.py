"""Several tables on one sheet, one beneath the other, become tables of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plans.importing.cells import Document, Table
from plans.importing.header_rows import Header, find_header, header_at
from plans.importing.table_levels import outline_columns

_TITLES = 4
_SAYS_ENOUGH = 3
_LOOKED_AT = 60


def split_sheets(document: Document) -> None:
    """Cuts each sheet where, after an empty row, other headings stand. The same ones again are a page's."""
    blocks = []
    number = 0
    for block in document.blocks:
        for part in _parts(block) if isinstance(block, Table) else [block]:
            if isinstance(part, Table):
                number += 1
                part.number = number
            blocks.append(part)
    document.blocks = blocks


def _parts(table: Table) -> Iterator[Table]:
    cuts = [0]
    row, looked = 1, 0
    while row < len(table.rows) and looked < _LOOKED_AT:
        found = _next_header(table, row)
        looked += found is not None
        if found and _is_another(replace(table, rows=table.rows[cuts[-1] : row]), found):
            cuts.append(row)
        row = found.last + 1 if found else row + 1
    for first, last in zip(cuts, [*cuts[1:], len(table.rows)], strict=True):
        rows = table.rows[first:last]
        end = max(place for place, cells in enumerate(rows, start=1) if any(cells))
        yield replace(table, rows=rows[:end], row_numbers=table.row_numbers[first : first + end])


def _is_another(above: Table, header: Header) -> bool:
    """Whether what stands above these headings is a table with others, or a list without any, and no title."""
    before = find_header(above, {})
    if before.first >= 0:
        return before.roles != header.roles
    return outline_columns(above, 0, range(above.width)) is not None


def _next_header(table: Table, row: int) -> Header | None:
    """Headings that begin at a row after an empty one, or under a few rows of titles that do."""
    if any(table.rows[row - 1]) or not any(table.rows[row]):
        return None
    for first in range(row, min(row + _TITLES, len(table.rows))):
        filled = sum(bool(cell) for cell in table.rows[first])
        if filled > 1:
            header = header_at(table, first, {})
            return header if header.score >= _SAYS_ENOUGH and first + 1 < len(table.rows) else None
        if not filled:
            return None
    return None
