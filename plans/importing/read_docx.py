"""Word → paragraphs and tables, read as a stream: a table of 10,000 rows is never whole in memory as XML."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

from plans.importing import asides, packages
from plans.importing.cells import EMPTY, Aside, Cell, Document, Paragraph, Table
from plans.importing.lines import lines_of
from plans.importing.packages import WORD
from plans.importing.word_lists import Lists, attribute, whole
from plans.importing.word_text import Styles, is_placeholder, outline_level, text_of

_PARAGRAPH, _TABLE, _ROW, _CELL = (WORD + name for name in ("p", "tbl", "tr", "tc"))
_PARAGRAPH_PROPERTIES = f"{WORD}pPr"
# A title stands in a few short lines above its table; longer text is no title.
_TITLE_LINES, _TITLE_LENGTH = 3, 200


def read_docx(path: Path, name: str) -> Document:
    """The file must have passed `safety.check`. Raises what the parsers raise where it is broken."""
    with ZipFile(path) as archive:
        main = packages.main_part(archive)
        styles = Styles.read(packages.parse(archive, packages.related(archive, main, "styles")))
        lists = Lists(packages.parse(archive, packages.related(archive, main, "numbering")))
        reader = _Reader(Document("docx", name), styles, lists)
        with archive.open(main) as source:
            reader.read(source)
        reader.document.asides += asides.of_word(archive, main)
    return reader.document


class _Reader:
    """Takes each paragraph and each table row as it ends, and lets go of it."""

    def __init__(self, document: Document, styles: Styles, lists: Lists) -> None:
        self.document = document
        self.styles = styles
        self.lists = lists
        self.above: list[tuple[str, int]] = []  # text and heading level of the paragraphs since the last table
        self.tables = 0
        self.paragraphs = 0
        self.table: Table | None = None
        self.rows_seen = 0

    def read(self, source: Any) -> None:
        tables = paragraphs = 0
        for event, element in packages.iterparse(source, events=("start", "end"), tag=(_PARAGRAPH, _TABLE, _ROW)):
            tag, step = element.tag, 1 if event == "start" else -1
            if tag == _PARAGRAPH:
                paragraphs += step
                outside = not tables and not paragraphs and event == "end"
                if outside:
                    self._take_paragraph(element)
                    _let_go(element)
            elif paragraphs:
                continue  # a table inside a text box
            elif tag == _TABLE:
                tables += step
                if tables == 1 and event == "start":
                    self._open_table()
                elif not tables:
                    self._close_table()
                    _let_go(element)
            elif tables == 1 and event == "end":
                self._take_row(element)
                _let_go(element)

    def _take_boxes(self, element: Any) -> None:
        self.document.asides += [Aside("text_box", text) for text in asides.boxes_in(element)]

    def _take_paragraph(self, element: Any) -> None:
        self._take_boxes(element)
        lines = lines_of(text_of(element))
        marker, level = self._marker(element)
        properties = element.find(_PARAGRAPH_PROPERTIES)
        style = attribute(properties, "pStyle") or self.styles.default
        if self.styles.is_contents(style):
            return
        heading = outline_level(properties, self.styles.heading(style)) or 0
        if level and not heading:
            self.above = []  # a list above a table is no title of it
        else:
            self.above.append((" ".join(lines), heading))
        if not lines:
            return
        self.paragraphs += 1
        self.document.blocks.append(
            Paragraph(
                number=self.paragraphs,
                text="\n".join(lines),
                heading=heading,
                marker=marker,
                level=level,
            )
        )

    def _marker(self, element: Any) -> tuple[str, int]:
        if not self.lists.schemes:
            return "", 0
        properties = element.find(_PARAGRAPH_PROPERTIES)
        style = attribute(properties, "pStyle") or self.styles.default
        number, place = self.styles.numbering(style)
        own = attribute(properties, "numPr/numId")
        if own is not None:
            number, place = own, None
        own_place = attribute(properties, "numPr/ilvl")
        if not number or number == "0":
            return "", 0
        if own_place is not None:
            place = whole(own_place, 0)
        return self.lists.marker(number, self.lists.place_of(number, style) if place is None else place)

    def _open_table(self) -> None:
        self.tables += 1
        self.rows_seen = 0
        self.table = Table(self.tables, [], [], title=_title(self.above))

    def _close_table(self) -> None:
        table = self.table
        if table and any(any(row) for row in table.rows):
            width = max(len(row) for row in table.rows)
            for row in table.rows:
                row.extend([EMPTY] * (width - len(row)))
            self.document.blocks.append(table)
        self.above = []

    def _take_row(self, element: Any) -> None:
        assert self.table is not None
        self.rows_seen += 1
        self._take_boxes(element)
        if element.find(f"{WORD}trPr/{WORD}del") is not None:
            return
        self.table.rows.append(self._row(element))
        self.table.row_numbers.append(self.rows_seen)

    def _row(self, element: Any) -> list[Cell]:
        row = [EMPTY] * whole(attribute(element, "trPr/gridBefore"), 0)
        for cell in cells_of(element):
            properties = cell.find(f"{WORD}tcPr")
            span = max(whole(attribute(properties, "gridSpan"), 1), 1)
            if goes_on(properties, "vMerge") and self.table and self.table.rows:
                row += [Cell(covered="above")] * span
            elif goes_on(properties, "hMerge") and row:
                row += [Cell(covered="left")] * span
            else:
                lines = tuple(self._lines(cell))
                row.append(Cell(lines) if lines else EMPTY)
                row += [Cell(covered="left")] * (span - 1)
        return row

    def _lines(self, element: Any) -> list[str]:
        """The lines of a cell, with the numbers that Word draws; those of tables inside it come in their place."""
        lines: list[str] = []
        for child in element:
            if child.tag == _PARAGRAPH:
                own = list(lines_of(text_of(child)))
                marker, _ = self._marker(child)
                if marker:
                    own[:1] = [f"{marker} {own[0]}" if own else marker]
                lines += own
            elif isinstance(child.tag, str) and child.tag not in _PROPERTIES and not is_placeholder(child):
                lines += self._lines(child)
        return lines


_PROPERTIES = frozenset(WORD + name for name in ("tcPr", "trPr", "tblPr", "sdtPr", "tblGrid"))
_WRAPPERS = frozenset(WORD + name for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"))


def cells_of(row: Any) -> list[Any]:
    """The cells of a row, also those inside content controls."""
    return _inside(row, _CELL)


def rows_of(table: Any) -> list[Any]:
    """The rows of a table, also those inside content controls, without those of tables inside it."""
    return _inside(table, _ROW)


def _inside(element: Any, tag: str) -> list[Any]:
    found = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag in _WRAPPERS:
            found += _inside(child, tag)
    return found


def goes_on(properties: Any, name: str) -> bool:
    merge = None if properties is None else properties.find(WORD + name)
    return merge is not None and merge.get(f"{WORD}val", "continue") == "continue"


def _title(above: list[tuple[str, int]]) -> str:
    """The nearest lines above a table, up to a heading, an empty line or a long one."""
    lines: list[str] = []
    for text, heading in reversed(above):
        if len(text) > _TITLE_LENGTH or len(lines) == _TITLE_LINES or (lines and not text):
            break
        if text:
            lines.insert(0, text)
        if heading:
            break
    return "\n".join(lines)


def _let_go(element: Any) -> None:
    """Frees what was read: the element and everything before it on its level."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
