"""Months marked in the columns of a cronograma: programmed and done, in one row or in two."""

from __future__ import annotations

import re

from networks.sentences import gettext_noop
from plans.importing.draft import Discrepancy, DraftActivity, Options
from plans.importing.grid import Grid
from plans.importing.headings import normalised
from plans.importing.phrases import short
from plans.importing.spans import months_of, span
from plans.importing.words import is_mark, is_nothing, month, number

_PLANNED = frozenset(("p", "prog", "programado", "programada", "planificado", "planificada", "previsto"))
_EXECUTED = frozenset(("e", "r", "ejec", "ejecutado", "ejecutada", "realizado", "realizada", "executado"))
_MOST_WORDS = 20
MARKS = gettext_noop("En los meses hay cifras o palabras además de marcas: se leen como marcas.")


class Marks:
    """`column` says, in each row, whether it is what was programmed or what was done; None without one."""

    def __init__(self, grid: Grid, options: Options) -> None:
        self.grid = grid
        self.months: dict[int, tuple[str, list[str]]] = {
            column: (role.partition(":")[0], dated)
            for role, columns in grid.columns.items()
            if ":" in role
            for column, dated in self._dated(role, columns, options.first_year)
        }
        self.column = self._row_tags() if self.months else None
        self.words: dict[str, tuple[int, int]] = {}

    def _dated(self, role: str, columns: list[int], first_year: int) -> list[tuple[int, list[str]]]:
        """A second column of the same months is that of the next year, unless its heading says which."""
        dated = []
        for turn, column in enumerate(columns):
            heading = self.grid.mapping.headings.get(column, "")
            words = heading.rpartition(" / ")[2]
            year = found[1] if (found := month(words)) else spanned.year if (spanned := span(words)) else None
            if year is None and (written := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", heading)):
                year = int(written[0])
            dated.append((column, [f"{year or first_year + turn}-{one:02d}" for one in months_of(role)]))
        return dated

    def _row_tags(self) -> int | None:
        free = [column for column in range(self.grid.table.width) if column not in self.grid.roles]
        for column in free:
            tags = {
                normalised(" ".join(cells[column]))
                for row in self.grid.body
                if column in (cells := self._cells(row))
            }
            if tags and tags <= _PLANNED | _EXECUTED and tags & _EXECUTED:
                return column
        return None

    def _cells(self, row: int) -> dict[int, tuple[str, ...]]:
        return self.grid.cells(row)

    def read(self, rows: list[int], activity: DraftActivity) -> None:
        planned, done = set(activity.months), set(activity.reported.done_months)
        for row in rows:
            cells = self._cells(row)
            tag = normalised(" ".join(cells.get(self.column, ()))) if self.column is not None else ""
            for column, (family, dated) in self.months.items():
                if column not in cells:
                    continue
                self.grid.use_cell(row, column)
                if self._is_marked(row, column):
                    (done if family == "done" or tag in _EXECUTED else planned).update(dated)
        activity.months, activity.reported.done_months = sorted(planned), sorted(done)

    def _is_marked(self, row: int, column: int) -> bool:
        text = " ".join(self._cells(row)[column])
        if is_nothing(text) or number(text) == 0 or normalised(text) in ("no", "nao", "n a"):
            return False
        if not is_mark(text):
            self.words.setdefault(text, (row, column))
        return True

    def unread(self) -> list[Discrepancy]:
        if not self.words:
            return []
        row, column = next(iter(self.words.values()))
        words = "; ".join(short(word, 200) for word in list(self.words)[:_MOST_WORDS])
        return [Discrepancy("not_understood", self.grid.place(row, column), MARKS, declared=words)]
