"""Where groups without names end: at a printed total, or where their weights add to 100."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plans.importing.aligning import HUNDRED
from plans.importing.grid import Grid
from plans.importing.row_kinds import DATA, TITLE, TOTAL
from plans.importing.table_titles import eje_above
from plans.importing.words import number


@dataclass(frozen=True, slots=True)
class Groups:
    """`closes`: a total ends its group; `adds_up`: so do weights that reach 100. `above` is the title of a table
    that is one group, and the row where it stands, if it is one of its own.
    """

    closes: bool = False
    adds_up: bool = False
    above: tuple[str, int | None] | None = None


def find_groups(grid: Grid, rows: list[tuple[int, str]], scale: int) -> Groups:
    """`rows` with their kinds; `scale` is that of the weights. Nothing where a column names the ejes."""
    if grid.exact or grid.has("eje") or grid.has("eje_code"):
        return Groups()
    if any(kind == TITLE for _, kind in rows):
        return Groups(above=_first_title(grid, rows))
    totals = _totals(grid, rows, scale)
    if not totals and _adds_up(grid, scale):
        return Groups(closes=True, adds_up=True)
    above = eje_above(grid)
    goes_on = any(row > totals[0] for row, kind in rows if totals and kind == DATA)
    is_one = above is not None and not (goes_on and _are_whole(grid, totals, scale))
    return Groups(above=above) if is_one else Groups(closes=bool(totals))


def _first_title(grid: Grid, rows: list[tuple[int, str]]) -> tuple[str, int | None] | None:
    """Over the headings stands the title of the rows before the first title between."""
    first = next((kind for _, kind in rows if kind in (DATA, TITLE)), TITLE)
    above = eje_above(grid) if first == DATA else None
    return above if above and above[1] is not None else None


def _totals(grid: Grid, rows: list[tuple[int, str]], scale: int) -> list[int]:
    """The rows where a total is printed, in a row of its own or at the end of a cell."""
    return [row for row, kind in rows if kind == TOTAL or _ends_in_100(grid, row, scale)]


def _ends_in_100(grid: Grid, row: int, scale: int) -> bool:
    lines = grid.lines(row, "weight")
    return len(lines) > 1 and (number(lines[-1]) or 0) * scale == HUNDRED


def _are_whole(grid: Grid, totals: list[int], scale: int) -> bool:
    """Whether every total is of 100; others are subtotals of one group."""
    lines = [grid.lines(row, "weight") for row in totals]
    return all((number(cell[-1]) or 0) * scale == HUNDRED for cell in lines if cell)


def _adds_up(grid: Grid, scale: int) -> bool:
    """Whether the weights, one after the other, reach 100 exactly, several times, and end there."""
    total, groups = Decimal(0), 0
    for row in grid.body:
        for line in grid.lines(row, "weight"):
            total += (number(line) or 0) * scale
            if total == HUNDRED:
                total, groups = Decimal(0), groups + 1
    return groups > 1 and total == 0
