"""A file as blocks of text: what Word, Excel, OpenDocument and CSV have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table's grid. `lines` are its paragraphs, stripped, without the empty ones.

    A merged cell keeps its text in its first place; the other places it covers are `covered`: by `"above"` (a
    vertical merge that goes on) or by `"left"`.
    """

    lines: tuple[str, ...] = ()
    covered: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def __bool__(self) -> bool:
        return bool(self.lines)


EMPTY = Cell()


@dataclass(slots=True)
class Table:
    """A table or a sheet: `rows` is rectangular. `row_numbers` are those of the file, from 1, one for each row.

    `number` counts the tables of the file from 1. `sheet` is the sheet's name (empty in Word); `title` the words
    standing right above it (Word) or the sheet's name.
    """

    number: int
    rows: list[list[Cell]]
    row_numbers: list[int]
    sheet: str = ""
    title: str = ""

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def column(self, index: int) -> Iterator[Cell]:
        return (row[index] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside tables. `heading` is its level from 1, 0 for plain text.

    `marker` is the number or letter that Word itself draws before it («1.», «b)»), empty when there is none, and
    `level` how deep its list is, from 1; 0 outside lists.
    """

    number: int
    text: str
    heading: int = 0
    marker: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that is neither in a paragraph nor in a cell. `kind`: text_box, footnote, endnote, header, footer,
    comment. `row` and `column` count from 1 in the sheet, None where it has no place there.
    """

    kind: str
    text: str
    sheet: str = ""
    row: int | None = None
    column: int | None = None


@dataclass(slots=True)
class Document:
    """`kind` is `docx`, `xlsx`, `ods` or `csv`; `blocks` stand in reading order, `asides` beside them."""

    kind: str
    name: str
    blocks: list[Paragraph | Table] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]


class RefusedFileError(Exception):
    """A file that is not read. `text` is the sentence (a msgid in Spanish), `values` what it names."""

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text % values if values else text)
        self.text = text
        self.values = values
