"""A plan's table by roles: the lines of its cells without bullets, what merged ones cover, where it all stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from networks.sentences import gettext_noop
from plans.importing.cells import Table
from plans.importing.column_roles import MAX_HEADING
from plans.importing.draft import Discrepancy, Where
from plans.importing.headings import EXPORTED, normalised
from plans.importing.mapping import TableMapping
from plans.importing.phrases import short
from plans.importing.words import PLACE, clean, is_absent, is_nothing

_MOST_WORDS, _LONGEST = 20, 200
# A merged cell of these says the same of every row it covers; of the others, only of its first.
_SHARED_ROLES = "deadline verification responsible support funding deadline_by_member concerns themes"
SHARED = frozenset(_SHARED_ROLES.split())
# «N/A» in these is an empty cell; in a status it says something.
_LACKING_ROLES = """
weight eje_weight code sub_activity objective deliverable deadline deadline_start deadline_end verification
responsible support funding indicator
"""
# A lone sign between the lines of these keeps a place, so that the others stay beside what they are of.
_ALIGNED = frozenset(("weight", "earned", "progress", "status", "verification", "deadline"))
_MAY_LACK = frozenset(_LACKING_ROLES.split())
IGNORED_COLUMN = gettext_noop("La columna «%(heading)s» no se importa; celdas con texto: %(count)s.")
UNPLACED = gettext_noop("En la columna «%(heading)s» hay celdas que no se pudieron colocar: %(count)s.")
KEPT_OUT = gettext_noop("No se importa: escríbalo donde corresponda.")
NOTHING = gettext_noop("«%(words)s» solo, sin más, no dice nada; celdas así en «%(heading)s»: %(count)s.")
ASK_COLUMN = gettext_noop("Si es parte del plan, diga qué es al corregir las columnas.")
AS_EMPTY = gettext_noop("Se lee como una celda vacía.")


@dataclass(slots=True)
class _Loose:
    """A kind of cells told once: the first of them, and how many there are."""

    row: int
    column: int
    count: int = 0
    words: list[str] = field(default_factory=list)


class Grid:
    """Rows are places in `Table.rows`; `exact` tells an exported plan, in which nothing is cleaned or guessed."""

    def __init__(self, table: Table, mapping: TableMapping) -> None:
        self.table, self.mapping = table, mapping
        roles = {
            column: role for column, role in mapping.roles.items() if role != "ignore" and column < table.width
        }
        self.roles = roles
        self.columns: dict[str, list[int]] = {}
        for column, role in sorted(roles.items()):
            self.columns.setdefault(role, []).append(column)
        self.exact = set(EXPORTED) <= set(self.columns)
        self.body = range(mapping.header[1] + 1, len(table.rows))
        self._headings = {column: normalised(words) for column, words in mapping.headings.items()}
        self._loose: dict[tuple[int, str], _Loose] = {}
        self._origins: dict[int, list[int]] = {}
        self._used: set[tuple[int, int]] = set()
        self._lines = [self._clean_row(row) for row in range(len(table.rows))]

    def _clean_row(self, row: int) -> dict[int, tuple[str, ...]]:
        """The cells of a row that say something, by column."""
        cells = self.table.rows[row]
        if self.exact or row not in self.body:
            return {column: cells[column].lines for column in range(len(cells)) if cells[column].lines}
        cleaned = {}
        for column, cell in enumerate(cells):
            if cell.lines and (lines := self._clean(cell.lines, row, column)):
                cleaned[column] = lines
        return cleaned

    def _clean(self, lines: tuple[str, ...], row: int, column: int) -> tuple[str, ...]:
        kept = []
        absent = len(lines) == 1 and self.roles.get(column) in _MAY_LACK and is_absent(lines[0])
        aligned = len(lines) > 1 and self.roles.get(column) in _ALIGNED and not all(map(is_nothing, lines))
        for line in lines:
            if not absent and not is_nothing(line):
                kept.append(clean(line))
                continue
            if aligned:
                kept.append(PLACE)
            if column in self.roles and ":" not in self.roles[column]:
                self._loose.setdefault((column, line), _Loose(row, column)).count += 1
        return tuple(kept)

    # -- reading ------------------------------------------------------------------------------------------

    def has(self, role: str) -> bool:
        return role in self.columns

    def lines(self, row: int, role: str) -> tuple[str, ...]:
        """What the columns of a role say in a row; a merged cell that reaches it counts for `SHARED` roles."""
        columns = self.columns.get(role, ())
        if len(columns) == 1:
            return self._at(row, columns[0], role)
        return tuple(line for column in columns for line in self._at(row, column, role))

    def use(self, row: int, role: str) -> tuple[str, ...]:
        """The lines of a cell that now has its place in the plan; what is never used is told by `unread`."""
        lines = self.lines(row, role)
        if lines:
            for column in self.columns[role]:
                self._used.add((self._origin(column)[row] if role in SHARED else row, column))
        return lines

    def use_text(self, row: int, role: str) -> str:
        return " ".join(self.use(row, role))

    def use_cell(self, row: int, column: int) -> None:
        self._used.add((row, column))

    def _at(self, row: int, column: int, role: str) -> tuple[str, ...]:
        if role in SHARED:
            row = self._origin(column)[row]
        return self._lines[row].get(column, ())

    def _origin(self, column: int) -> list[int]:
        """The row in which the cell that reaches each row begins."""
        if column not in self._origins:
            origins: list[int] = []
            for row, cells in enumerate(self.table.rows):
                goes_on = cells[column].covered == "above" and row > self.body.start
                origins.append(origins[-1] if goes_on else row)
            self._origins[column] = origins
        return self._origins[column]

    def text(self, row: int, role: str) -> str:
        return " ".join(self.lines(row, role))

    def cells(self, row: int) -> dict[int, tuple[str, ...]]:
        return self._lines[row]

    def says(self, row: int, role: str) -> bool:
        """Whether the row itself says something, not only a merged cell that reaches it."""
        return any(column in self._lines[row] for column in self.columns.get(role, ()))

    def repeats_header(self, row: int) -> bool:
        """A row that says its own headings again, as after a page break."""
        cells = self._lines[row]
        if len(cells) < 2 or not any(self._is_heading(column, cells[column]) for column in list(cells)[:2]):
            return False
        return 2 * sum(self._is_heading(column, lines) for column, lines in cells.items()) > len(cells)

    def _is_heading(self, column: int, lines: tuple[str, ...]) -> bool:
        text = " ".join(lines)
        return len(text) <= MAX_HEADING and normalised(text) in (self._headings.get(column), self._tail(column))

    def _tail(self, column: int) -> str:
        return normalised(self.mapping.headings.get(column, "").rpartition(" / ")[2])

    # -- places -------------------------------------------------------------------------------------------

    def where(self, row: int, role: str = "") -> Where:
        columns = self.columns.get(role, ())
        column = next(
            (column for column in columns if column in self._lines[row]), columns[0] if columns else None
        )
        return self.place(row, column)

    def place(self, row: int, column: int | None) -> Where:
        table = self.table
        return Where(
            sheet=table.sheet,
            table=table.number,
            row=table.row_numbers[row],
            column=None if column is None else column + 1,
        )

    # -- what is not read ---------------------------------------------------------------------------------

    def unread(self, rows: Iterable[int], skipped: frozenset[int] = frozenset()) -> list[Discrepancy]:
        """Of these rows: the columns that no role reads, the cells without a place, the lone signs."""
        ignored: dict[int, _Loose] = {}
        unplaced: dict[int, _Loose] = {}
        for row in rows:
            for column, lines in self._lines[row].items():
                if (row, column) in self._used:
                    continue
                if column not in self.roles and column not in skipped:
                    self._add(ignored, row, column, short(" ".join(lines), _LONGEST))
                elif column in self.roles:
                    self._add(unplaced, row, column, " ".join(lines))
        return [
            *(self._told(loose, IGNORED_COLUMN, "; ".join(loose.words), ASK_COLUMN) for loose in ignored.values()),
            *(self._told(loose, UNPLACED, " · ".join(loose.words), KEPT_OUT) for loose in unplaced.values()),
            *(self._told(loose, NOTHING, words, AS_EMPTY) for (_, words), loose in self._loose.items()),
        ]

    def _add(self, found: dict[int, _Loose], row: int, column: int, words: str) -> None:
        loose = found.setdefault(column, _Loose(row, column))
        loose.count += 1
        if len(loose.words) < _MOST_WORDS:
            loose.words.append(words)

    def _told(self, loose: _Loose, text: str, words: str, proposal: str) -> Discrepancy:
        heading = self.mapping.headings.get(loose.column) or str(loose.column + 1)
        values = {"heading": heading, "count": str(loose.count), "words": words}
        where = self.place(loose.row, loose.column)
        return Discrepancy("not_understood", where, text, values, declared=words, proposal=proposal)
