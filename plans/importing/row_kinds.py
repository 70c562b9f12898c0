"""What each row of a plan's table is: data, a total, a title between, its headings again, or nothing."""

from __future__ import annotations

import re
from itertools import pairwise

from plans.importing.grid import Grid
from plans.importing.headings import normalised
from plans.importing.items import is_label
from plans.importing.table_levels import read_levels
from plans.importing.words import number, parent_codes, split_code, split_weight

BLANK, HEADER, TOTAL, TITLE, DATA = "blank", "header", "total", "title", "data"
_TOTAL = re.compile(r"^(?:sub ?|gran )?(?:total(?:es)?|suma|sumatoria|soma)\b")
_TOTAL_WORDS = 6
_LABELLED = (
    None,
    "eje_code",
    "eje",
    "objective_code",
    "objective",
    "code",
    "activity",
    "sub_activity",
    "deliverable",
)
_TITLE_LENGTH = 150
_WORD = re.compile(r"[^\W\d_]{3}")
_FIGURES = frozenset(("weight", "earned", "progress", "eje_weight"))
_LEVEL = re.compile(
    r"^(?:eje|objetivo|linea|area|componente|funcion|grupo|dimension|ambito|pilar|programa|eixo|linha|funcao)\b"
    r".*?\b(?:\d|[ivx]+\b|[a-z]\b)"
)


class RowKinds:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.levels = read_levels(grid)
        self.groups = self._group_codes() if not grid.exact and not grid.has("eje") else frozenset()
        named_elsewhere = grid.exact or bool(self.levels) or grid.has("eje") or grid.has("objective")
        self.lone = frozenset() if named_elsewhere else self._lone_titles()

    def _lone_titles(self) -> frozenset[int]:
        """Rows that say one thing over rows that say more: in the column of codes they name a group; in that of
        activities only where the table begins with one, and every other row has more than its words."""
        rows = [row for row in self.grid.body if self.grid.cells(row) and not self.grid.repeats_header(row)]
        lone = {row: role for row in rows if (role := self._lone_role(row)) is not None}
        over = {row for row, below in pairwise(rows) if row in lone and below not in lone}
        found = {row for row in over if lone[row] != "activity"}
        others = [row for row in rows if row not in lone and self.grid.lines(row, "activity")]
        begins = bool(rows) and rows[0] in over and len(lone) > 1 and set(lone) == over
        if begins and all(len(self.grid.cells(row)) > 2 for row in others):
            found |= over
        return frozenset(found)

    def _lone_role(self, row: int) -> str | None:
        """The role of the only cell of a row, where it may be a title."""
        cells = self.grid.cells(row)
        if len(cells) != 1 or self._is_total(cells):
            return None
        ((column, lines),) = cells.items()
        role = self.grid.roles.get(column, "")
        text = " ".join(lines)
        activities = self.grid.columns.get("activity", [0])
        is_left = role == "code" or (not role and column < activities[0])
        may_be = len(text) <= _TITLE_LENGTH and bool(_WORD.search(text))
        return role if may_be and (role == "activity" or is_left) else None

    def _group_codes(self) -> frozenset[str]:
        """The codes under which others of the column of activities stand: «A» over «a.1», «2» over «2.1»."""
        codes = {self._code(row).casefold() for row in self.grid.body}
        return frozenset(parents[-1] for code in codes if (parents := parent_codes(code)))

    def _code(self, row: int) -> str:
        written = self.grid.text(row, "code")
        if written:
            return written.strip(" .)")
        lines = self.grid.lines(row, "activity")
        return split_code(lines[0])[0] if lines else ""

    def kind(self, row: int) -> str:
        cells = self.grid.cells(row)
        if not cells:
            return BLANK
        if self.grid.exact:
            return HEADER if self.grid.repeats_header(row) else DATA
        if self.grid.repeats_header(row) or self._only_names(cells):
            return HEADER
        if row in self.lone:
            return TITLE
        if row in self.levels:
            return TITLE if self.levels[row][0] in ("eje", "objective") else DATA
        if self._is_total(cells):
            return TOTAL
        return TITLE if self._is_title(row, cells) else DATA

    def depth(self, row: int) -> int:
        """How deep under an activity the row of an outline hangs."""
        return self.levels.get(row, ("", 0))[1]

    def _only_names(self, cells: dict[int, tuple[str, ...]]) -> bool:
        """«Actividades:» between the lines of an outline."""
        return bool(self.levels) and len(cells) == 1 and all(is_label(" ".join(lines)) for lines in cells.values())

    def labels(self, row: int) -> list[str]:
        """What the row of a title or of a total says besides its figures; a line of an outline, only its words."""
        said = []
        for column, lines in self.grid.cells(row).items():
            role = self.grid.roles.get(column)
            if self.is_figures(column, lines) or (row in self.levels and role not in ("code", "activity")):
                continue
            self.grid.use_cell(row, column)
            said += lines
        return said

    def _is_total(self, cells: dict[int, tuple[str, ...]]) -> bool:
        labels = {column: lines for column, lines in cells.items() if not self.is_figures(column, lines)}
        if len(labels) == len(cells):
            return False
        return not labels or (len(labels) == 1 and self._names_total(*labels.popitem()))

    def _names_total(self, column: int, lines: tuple[str, ...]) -> bool:
        words = " ".join(lines)
        is_label = self.grid.roles.get(column) in _LABELLED and len(lines) == 1
        return is_label and len(words.split()) <= _TOTAL_WORDS and bool(_TOTAL.match(normalised(words)))

    def is_figures(self, column: int, lines: tuple[str, ...]) -> bool:
        return self.grid.roles.get(column) in _FIGURES and all(number(line) is not None for line in lines)

    def _is_title(self, row: int, cells: dict[int, tuple[str, ...]]) -> bool:
        """A row with one cell drawn over the others; or, where no column gives the eje, one that names a group."""
        words = {column: lines for column, lines in cells.items() if not self.is_figures(column, lines)}
        first = min(words, default=None)
        if first is None or set(words) - {first} - set(self.grid.columns.get("activity", ())):
            return False
        if len(cells) == 1 and self._width(row, first) * 2 > self.grid.table.width > 1:
            return True
        roles = {self.grid.roles.get(column, "") for column in words}
        if self.grid.has("eje") or not roles <= {"activity", "code", ""}:
            return False
        title = " ".join(words[first])
        is_named = bool(_LEVEL.match(normalised(title))) and (
            len(cells) == 1 or split_weight(title)[1] is not None
        )
        return self._code(row).casefold() in self.groups or is_named

    def _width(self, row: int, column: int) -> int:
        cells = self.grid.table.rows[row]
        width = 1
        while column + width < len(cells) and cells[column + width].covered == "left":
            width += 1
        return width
