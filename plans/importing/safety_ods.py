"""How far the cells of an OpenDocument sheet reach: there, one cell or row may stand for a million."""

from __future__ import annotations

from typing import Any
from zipfile import ZipFile

from plans.importing import limits
from plans.importing.cells import RefusedFileError
from plans.importing.safety_scan import Actions, Budget, Scan

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


class _FullNames(Actions):
    def __missing__(self, name: str) -> Any:
        return self.actions.get(name)


class OdsScan(Scan):
    """Repeated rows and columns count where they hold something; empty ones go on to the edge of every sheet."""

    def __init__(self, part: str, budget: Budget) -> None:
        super().__init__(part, budget)
        self.sheet = ""
        self.row = self.column = 0
        self.last_column = self.widest = 0
        self.last_row = 0
        self.repeated_row = self.repeated = 1
        self.paragraphs = 0
        self.apart = 0  # inside comments and shapes
        self.length = 0
        self.starts = _FullNames(
            {
                f"{TABLE} table": self._table,
                f"{TABLE} table-row": self._row,
                f"{TABLE} table-cell": self._cell,
                f"{TABLE} covered-table-cell": self._cell,
                f"{TEXT} p": self._paragraph,
                f"{OFFICE} annotation": self._apart,
                f"{TABLE} shapes": self._apart,
            }
        )
        self.ends = _FullNames(
            {
                f"{TABLE} table": self._table_ends,
                f"{TABLE} table-row": self._row_ends,
                f"{TABLE} table-cell": self._cell_ends,
                f"{TABLE} covered-table-cell": self._cell_ends,
                f"{TEXT} p": self._paragraph_ends,
                f"{OFFICE} annotation": self._together,
                f"{TABLE} shapes": self._together,
            }
        )

    def _table(self, attributes: dict[str, str]) -> None:
        self.sheet = attributes.get(f"{TABLE} name", "")[:80]
        self.row = self.last_row = self.widest = 0

    def _row(self, attributes: dict[str, str]) -> None:
        self.repeated_row = _number(attributes.get(f"{TABLE} number-rows-repeated"))
        self.column = self.last_column = 0
        self.step()

    def _cell(self, attributes: dict[str, str]) -> None:
        self.budget.cells += 1
        if self.budget.cells > limits.CELLS:
            raise RefusedFileError(limits.TOO_MUCH, where=self.sheet)
        self.repeated = _number(attributes.get(f"{TABLE} number-columns-repeated"))
        across = min(_number(attributes.get(f"{TABLE} number-columns-spanned")), limits.COLUMNS)
        down = min(_number(attributes.get(f"{TABLE} number-rows-spanned")), limits.ROWS)
        if across * down > 1:
            self.budget.merged += across * down * min(self.repeated, limits.COLUMNS)
        if self.budget.merged > limits.MERGED:
            raise RefusedFileError(limits.TOO_MUCH, where=self.sheet)
        self.length = 0
        if attributes.get(f"{OFFICE} value-type", "string") != "string":
            self._filled()

    def _filled(self) -> None:
        self.last_column = self.column + self.repeated
        last_row = self.row + self.repeated_row
        if self.last_column > limits.COLUMNS or last_row > limits.ROWS:
            name = limits.cell_name(min(last_row, 1 << 20), min(self.last_column, 1 << 14))
            raise RefusedFileError(limits.TOO_FAR, cell=name, sheet=self.sheet)

    def _cell_ends(self) -> None:
        self.column += self.repeated

    def _row_ends(self) -> None:
        self.row += self.repeated_row
        if self.last_column:
            self.last_row = self.row
            self.widest = max(self.widest, self.last_column)

    def _table_ends(self) -> None:
        self.budget.area += self.last_row * self.widest
        if self.budget.area > limits.AREA:
            raise RefusedFileError(limits.TOO_MUCH, where=self.sheet)

    def _apart(self, _attributes: dict[str, str]) -> None:
        self.apart += 1

    def _together(self) -> None:
        self.apart -= 1

    def _paragraph(self, _attributes: dict[str, str]) -> None:
        self.paragraphs += 1

    def _paragraph_ends(self) -> None:
        self.paragraphs -= 1

    def text(self, text: str) -> None:
        if not self.paragraphs or self.apart:
            return
        if not self.length:
            self._filled()
        self.length += len(text)
        if self.length > limits.CELL_LENGTH:
            name = limits.cell_name(self.row + 1, self.column + 1)
            raise RefusedFileError(limits.TOO_LONG, cell=name, sheet=self.sheet)


def scan_ods(archive: ZipFile) -> None:
    OdsScan("content.xml", Budget()).read(archive)


def _number(text: str | None) -> int:
    return max(int(text[:9]), 1) if text and text.isdecimal() else 1
