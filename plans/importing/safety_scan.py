"""Parts of a file read as a stream of elements, keeping none: how far its cells reach and how long they are."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from plans.importing import limits
from plans.importing.cells import RefusedFileError
from plans.importing.packages import WORD
from plans.importing.read_sheets import Forms
from plans.importing.safety_zip import chunks, parser_of

_LETTERS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class Budget:
    """What a file has used up of each limit, over all its parts."""

    elements: int = 0
    cells: int = 0
    area: int = 0
    merged: int = 0
    text: int = 0


class Actions(dict[str, Any]):
    """What to do at an element by its name as expat gives it: namespace, space, name. None where there is nothing.

    Without `space` names count whatever their namespace is. What a name means is worked out once.
    """

    _MOST = 1_000  # names kept: a hostile part may have a million

    def __init__(self, actions: dict[str, Any], space: str = "") -> None:
        super().__init__()
        self.actions = actions
        self.space = space

    def __missing__(self, name: str) -> Any:
        space, _blank, local = name.rpartition(" ")
        action = self.actions.get(local) if self.space in ("", space) else None
        if len(self) < self._MOST:
            self[name] = action
        return action


class Scan:
    """`starts` and `ends` are what to do where an element of a name begins and ends."""

    def __init__(self, part: str, budget: Budget) -> None:
        self.part = part
        self.budget = budget
        self.depth = 0
        self.mark = 0  # the count of elements when the last row or paragraph began
        self.count = 0
        self.root = ""
        self.starts = self.ends = Actions({})

    def read(self, archive: ZipFile) -> None:
        parser = parser_of(self.part, self._start)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        try:
            for chunk in chunks(archive, self.part):
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            if not self.part.endswith(".vml"):  # old drawings are seldom well formed, and nobody reads them
                raise RefusedFileError(limits.BROKEN, part=self.part) from error
        self.finish()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        self.depth += 1
        if self.depth > limits.DEPTH or self.count - self.mark > limits.ELEMENTS_AT_ONCE:
            raise RefusedFileError(limits.TOO_MUCH, where=self.part)
        if self.depth == 1:
            self.root = name
        action = self.starts[name]
        if action is not None:
            action(attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        action = self.ends[name]
        if action is not None:
            action()

    def text(self, text: str) -> None:
        pass

    def step(self) -> None:
        """A row or a paragraph begins."""
        self.mark = self.count
        if self.budget.elements + self.count > limits.ELEMENTS:
            raise RefusedFileError(limits.TOO_MUCH, where=self.part)

    def finish(self) -> None:
        self.budget.elements += self.count


class WordScan(Scan):
    """Tables, rows, columns and text of a part of Word."""

    def __init__(self, part: str, budget: Budget) -> None:
        super().__init__(part, budget)
        self.tables = self.paragraphs = 0
        self.open: list[list[int]] = []  # for each open table: row, columns of the row, characters of the cell
        self.length = 0  # of the paragraph outside tables
        self.reading = False
        space = WORD[1:-1]
        starts = {
            "tbl": self._table, "tr": self._row, "tc": self._cell, "gridSpan": self._span, "gridBefore": self._gap,
            "gridAfter": self._gap, "p": self._paragraph, "t": self._text_begins,
        }  # fmt: skip
        self.starts = Actions(starts, space)
        self.ends = Actions({"tbl": self._table_ends, "t": self._text_ends}, space)

    def _table(self, _attributes: dict[str, str]) -> None:
        self.tables += not self.open
        self.open.append([0, 0, 0])

    def _table_ends(self) -> None:
        self.open.pop()

    def _row(self, _attributes: dict[str, str]) -> None:
        if self.open:
            self.open[-1][0] += 1
            self.open[-1][1] = 0
            self._check_reach()
            if len(self.open) == 1:
                self.step()

    def _cell(self, _attributes: dict[str, str]) -> None:
        if self.open:
            self.open[-1][1] += 1
            self.open[-1][2] = 0
            self.budget.cells += 1
            self._check_reach()

    def _span(self, attributes: dict[str, str]) -> None:
        self._widen(attributes, 1)

    def _gap(self, attributes: dict[str, str]) -> None:
        self._widen(attributes, 0)

    def _widen(self, attributes: dict[str, str], own: int) -> None:
        value = attributes.get(f"{WORD[1:-1]} val", "")
        number = int(value[:7]) if value.isdecimal() else 0
        if self.open:
            self.open[-1][1] += max(number - own, 0)
            self._check_reach()

    def _check_reach(self) -> None:
        row, columns, _length = self.open[-1]
        if row > limits.ROWS or columns > limits.COLUMNS:
            raise RefusedFileError(limits.TOO_FAR_WORD, table=str(self.tables), row=str(self.open[0][0]))
        if self.budget.cells > limits.CELLS:
            raise RefusedFileError(limits.TOO_MUCH, where=self.part)

    def _paragraph(self, _attributes: dict[str, str]) -> None:
        if not self.open:
            self.paragraphs += 1
            self.length = 0
            self.step()
            if self.paragraphs > limits.PARAGRAPHS:
                raise RefusedFileError(limits.TOO_MUCH, where=self.part)

    def _text_begins(self, _attributes: dict[str, str]) -> None:
        self.reading = True

    def _text_ends(self) -> None:
        self.reading = False

    def text(self, text: str) -> None:
        if not self.reading:
            return
        if not self.open:
            self.length += len(text)
            if self.length > limits.PARAGRAPH_LENGTH:
                raise RefusedFileError(limits.TOO_LONG_PARAGRAPH, paragraph=str(self.paragraphs))
            return
        for table in self.open:
            table[2] += len(text)
        if self.open[0][2] > limits.CELL_LENGTH:
            raise RefusedFileError(limits.TOO_LONG_WORD, table=str(self.tables), row=str(self.open[0][0]))


class SheetScan(Scan):
    """Cells of a sheet of Excel, or the strings its cells share. `lengths` are those of the shared strings.

    Names count without their namespace: so reads the library that comes after.
    """

    def __init__(self, part: str, budget: Budget, sheet: str, lengths: array[int], styles: dict[str, str]) -> None:
        super().__init__(part, budget)
        self.sheet = sheet or part
        self.lengths = lengths
        self.styles = styles
        self.forms = Forms()
        self.rows = self.row = self.column = 0
        self.last_row = self.last_column = 0
        self.cell = ("", "")  # type and style of the cell being read, its place in row and column
        self.inside = ""  # «c» or «si», what the text belongs to
        self.reading = ""
        self.words: list[str] = []
        self.length = 0
        self.formula: str | None = None
        self.starts = Actions({
            "row": self._row, "c": self._cell, "v": self._text_begins, "t": self._text_begins, "is": self._filled,
            "f": self._formula_begins, "si": self._string, "rPh": self._phonetic, "mergeCell": self._area,
            "hyperlink": self._area,
        })  # fmt: skip
        self.ends = Actions({
            "c": self._cell_ends, "v": self._text_ends, "t": self._text_ends, "f": self._formula_ends,
            "si": self._string_ends, "rPh": self._phonetic_ends,
        })  # fmt: skip

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number[:9]) if number.isdecimal() else self.row + 1
        self.column = 0
        self.step()
        self.rows += 1
        if self.rows > limits.EMPTY_ROWS:
            raise RefusedFileError(limits.TOO_MUCH, where=self.sheet)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.budget.cells += 1
        if self.budget.cells > limits.CELLS:
            raise RefusedFileError(limits.TOO_MUCH, where=self.sheet)
        name = attributes.get("r")
        found = _LETTERS.fullmatch(name) if name else None
        if found:
            self.row, self.column = int(found[2]), column_number(found[1])
        else:
            self.column += 1
        self.cell = (attributes.get("t", ""), attributes.get("s", ""))
        self.inside = "c"
        self.length = 0
        self.formula = None

    def _filled(self, _attributes: dict[str, str] | None = None) -> None:
        """The cell holds something: it counts."""
        if self.inside != "c":
            return
        if self.row > limits.ROWS or self.column > limits.COLUMNS:
            name = limits.cell_name(self.row, self.column)
            raise RefusedFileError(limits.TOO_FAR, cell=name, sheet=self.sheet)
        if self.row > self.last_row:
            self.last_row = self.row
        if self.column > self.last_column:
            self.last_column = self.column

    def _text_begins(self, _attributes: dict[str, str]) -> None:
        if self.inside in ("c", "si"):
            self._filled()
            self.reading = "text"
            self.words = []

    def text(self, text: str) -> None:
        if self.reading == "text":
            self.length += len(text)
            if self.length <= limits.CELL_LENGTH:
                self.words.append(text)
            elif self.inside == "c":
                self._too_long()
        elif self.reading == "formula" and self.formula is not None and len(self.formula) < 100:
            self.formula += text

    def _too_long(self) -> None:
        raise RefusedFileError(limits.TOO_LONG, cell=limits.cell_name(self.row, self.column), sheet=self.sheet)

    def _text_ends(self) -> None:
        self.reading = ""
        if self.inside != "c":
            return
        kind, style = self.cell
        text = "".join(self.words)
        if text or kind == "str":
            self.formula = None  # it was computed
        place = (self.row - 1, self.column - 1)
        if kind == "s":
            number = int(text[:9]) if text.strip().isdecimal() else -1
            length = self.lengths[number] if 0 <= number < len(self.lengths) else 0
            if length > limits.CELL_LENGTH:
                self._too_long()
            self.budget.text += length
            if self.budget.text > limits.UNPACKED:
                raise RefusedFileError(limits.TOO_BIG)
        elif kind == "e":
            self.forms.texts[place] = text
        elif style in self.styles:
            self.forms.kinds[place] = self.styles[style]

    def _formula_begins(self, _attributes: dict[str, str]) -> None:
        if self.inside == "c":
            self._filled()
            self.reading, self.formula = "formula", ""

    def _formula_ends(self) -> None:
        self.reading = ""

    def _cell_ends(self) -> None:
        if self.formula is not None:
            self.forms.texts[(self.row - 1, self.column - 1)] = f"={self.formula}"
        self.inside, self.formula = "", None

    def _string(self, _attributes: dict[str, str]) -> None:
        self.inside, self.length = "si", 0
        self.step()

    def _string_ends(self) -> None:
        self.inside = ""
        self.lengths.append(min(self.length, limits.CELL_LENGTH + 1))

    def _phonetic(self, _attributes: dict[str, str]) -> None:
        self.inside = self.inside and f"phonetic {self.inside}"

    def _phonetic_ends(self) -> None:
        self.inside = self.inside.removeprefix("phonetic ")

    def _area(self, attributes: dict[str, str]) -> None:
        """Merged cells and links over ranges: what marks the file later touches each of their cells."""
        corners = _LETTERS.findall(attributes.get("ref", ""))
        if len(corners) == 2:
            (left, right), (top, bottom) = (column_number(x) for x, _y in corners), (int(y) for _x, y in corners)
            self.budget.merged += (abs(bottom - top) + 1) * (abs(right - left) + 1)
        if self.budget.merged > limits.MERGED:
            raise RefusedFileError(limits.TOO_MUCH, where=f"{self.sheet}: {attributes.get('ref', '')[:40]}")

    def finish(self) -> None:
        super().finish()
        self.budget.area += self.last_row * self.last_column
        if self.budget.area > limits.AREA:
            raise RefusedFileError(limits.TOO_MUCH, where=self.sheet)


def column_number(letters: str) -> int:
    """A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
