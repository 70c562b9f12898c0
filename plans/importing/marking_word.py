"""Comments and colours in a Word document, at the tables and paragraphs that `read_docx` counted."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.comments import Comment
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from plans.importing.draft import Where
from plans.importing.lines import lines_of
from plans.importing.packages import WORD
from plans.importing.read_docx import cells_of, goes_on, rows_of
from plans.importing.word_lists import attribute, whole
from plans.importing.word_text import Styles, text_of

AUTHOR, INITIALS = "Trama", "T"
COLOUR = "FFE699"
# What Word wants to come after the shading of a cell, and after the highlight of a run.
_AFTER_SHADING = ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")
_AFTER_HIGHLIGHT = (
    *(
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
        "eastAsianLayout",
        "specVanish",
    ),
    "oMath",
)


def marked_word(path: Path, notes: list[tuple[Where, str]]) -> bytes:
    """The file must have passed `safety.check`."""
    file = docx.Document(str(path))
    tables = {number: rows_of(table) for number, table in enumerate(_outer(file.element.body, "tbl"), start=1)}
    paragraphs = dict(enumerate(_paragraphs(file), start=1))
    texts: dict[Any, list[str]] = {}
    for where, text in notes:
        element = _element(where, tables, paragraphs)
        if element is not None:
            texts.setdefault(element, []).append(text)
    comments = _Comments(file)
    for element, sentences in texts.items():
        text = "\n".join(dict.fromkeys(sentences))
        if element.tag == f"{WORD}tc":
            _shade(element)
            comments.add(_first_paragraph(element), text)
        else:
            for run in comments.add(element, text):
                _highlight(run._r.get_or_add_rPr())
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _outer(body: Any, name: str) -> Iterator[Any]:
    """The tables or paragraphs of the running text: not those inside tables or text boxes."""
    for element in body.iter(WORD + name):
        if not any(above.tag in (f"{WORD}tbl", f"{WORD}p") for above in element.iterancestors()):
            yield element


def _paragraphs(file: Any) -> Iterator[Any]:
    styles = Styles.read(file.styles.element)
    for element in _outer(file.element.body, "p"):
        style = attribute(element.find(f"{WORD}pPr"), "pStyle") or styles.default
        if not styles.is_contents(style) and lines_of(text_of(element)):
            yield element


def _element(where: Where, tables: dict[int, list[Any]], paragraphs: dict[int, Any]) -> Any:
    """The cell or paragraph of a note."""
    if where.table in tables:
        return _cell(tables[where.table], where.row or 1, where.column)
    if where.paragraph in paragraphs:
        return paragraphs[where.paragraph]
    first = next(iter(paragraphs.values()), None)
    return first if first is not None else _cell(next(iter(tables.values()), []), 1, None)


def _cell(rows: list[Any], row: int, column: int | None) -> Any:
    """The cell at a place of the grid; where a merge covers it, the one that is seen there."""
    for place in range(min(row, len(rows)) - 1, -1, -1):
        cells = list(_placed(rows[place]))
        if not cells:
            continue
        found = next((cell for first, last, cell in cells if column and first <= column <= last), None)
        if found is None:
            column, _last, found = next((each for each in cells if _text(each[2])), cells[0])
        if place == 0 or not goes_on(found.find(f"{WORD}tcPr"), "vMerge"):
            return found
    return None


def _placed(row: Any) -> Iterator[tuple[int, int, Any]]:
    """The cells of a row with their first and last column, from 1."""
    column = 1 + whole(attribute(row, "trPr/gridBefore"), 0)
    for cell in cells_of(row):
        span = max(whole(attribute(cell.find(f"{WORD}tcPr"), "gridSpan"), 1), 1)
        yield column, column + span - 1, cell
        column += span


def _text(cell: Any) -> str:
    return "".join(text_of(paragraph) for paragraph in cell.iter(f"{WORD}p"))


def _first_paragraph(cell: Any) -> Any:
    """The first one with text, or the first."""
    paragraphs = list(cell.iter(f"{WORD}p"))
    return next((paragraph for paragraph in paragraphs if text_of(paragraph).strip()), paragraphs[0])


class _Comments:
    """Adds comments by copying the first: the library would look through all of them for each new number."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.model: Any = None
        self.all: Any = None
        self.number = -1

    def add(self, element: Any, text: str) -> list[Run]:
        """Comments a whole paragraph; the runs that were commented."""
        paragraph = WordParagraph(element, self.file)
        own = [run for run in element.iter(f"{WORD}r") if _nearest(run) is element]
        runs = [Run(run, paragraph) for run in own] or [paragraph.add_run("")]
        comment = self._new()
        first, *others = text.split("\n")
        comment.paragraphs[0].add_run(first)
        for line in others:
            comment.add_paragraph(line)
        runs[0].mark_comment_range(runs[-1], self.number)
        return runs

    def _new(self) -> Comment:
        if self.model is None:
            comment = self.file.comments.add_comment(author=AUTHOR, initials=INITIALS)
            self.number, self.all = comment.comment_id, comment._element.getparent()
            self.model = copy.deepcopy(comment._element)
            return comment
        self.number += 1
        element = copy.deepcopy(self.model)
        element.set(f"{WORD}id", str(self.number))
        self.all.append(element)
        return Comment(element, self.file.comments._comments_part)


def _nearest(run: Any) -> Any:
    return next(run.iterancestors(f"{WORD}p"))


def _shade(cell: Any) -> None:
    properties = cell.get_or_add_tcPr()
    for old in properties.findall(f"{WORD}shd"):
        properties.remove(old)
    shading = OxmlElement("w:shd", {f"{WORD}val": "clear", f"{WORD}color": "auto", f"{WORD}fill": COLOUR})
    properties.insert_element_before(shading, *(f"w:{name}" for name in _AFTER_SHADING))


def _highlight(properties: Any) -> None:
    for old in properties.findall(f"{WORD}highlight"):
        properties.remove(old)
    highlight = OxmlElement("w:highlight", {f"{WORD}val": "yellow"})
    properties.insert_element_before(highlight, *(f"w:{name}" for name in _AFTER_HIGHLIGHT))
