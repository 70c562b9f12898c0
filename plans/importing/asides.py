"""What a file says beside its paragraphs and cells: boxes, notes, page headers, comments. It is told, not read.

A table of contents is passed over in silence: its lines only repeat the headings, which are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from plans.importing import packages
from plans.importing.cells import Aside
from plans.importing.lines import lines_of
from plans.importing.packages import SHEET, WORD
from plans.importing.word_text import text_of

OWN_AUTHOR = "Trama"
UNOPENED = "…"
_LARGEST = 3 << 20
_BOX = f"{WORD}txbxContent"
_PARAGRAPH = f"{WORD}p"
_DRAWN_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_SPREADSHEET_SHAPE = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}sp"
_WORD_PARTS = {
    "footnotes": ("footnote", f"{WORD}footnote"),
    "endnotes": ("endnote", f"{WORD}endnote"),
    "comments": ("comment", f"{WORD}comment"),
    "header": ("header", f"{WORD}hdr"),
    "footer": ("footer", f"{WORD}ftr"),
}
_PAGE = re.compile(r"(?:p[aá]g(?:ina|\.)?|page|p\.)?[\s\d/|\-–—]*(?:de|of)?[\s\d/|\-–—]*", re.I)
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def boxes_in(element: Any) -> Iterator[str]:
    """The text boxes drawn in a paragraph or in a row; what Word keeps twice, for old programs, comes once."""
    seen = set()
    for box in element.iter(_BOX):
        text = _text(box)
        if text and text not in seen:
            seen.add(text)
            yield text


def _text(element: Any) -> str:
    return " ".join(line for paragraph in element.iter(_PARAGRAPH) for line in lines_of(text_of(paragraph)))


def of_word(archive: ZipFile, main: str) -> list[Aside]:
    """Footnotes, endnotes, comments, headers and footers, but for numbers of pages and Trama's own comments."""
    found: list[Aside] = []
    for relation in packages.relations(archive, main):
        kind, tag = _WORD_PARTS.get(relation.kind, ("", ""))
        if kind and _is_large(archive, relation.target):
            found.append(Aside(kind, UNOPENED))
            continue
        root = packages.parse(archive, relation.target) if kind else None
        for element in () if root is None else root.iter(tag):
            text = _text(element)
            aside = Aside(kind, text)
            if text and element.get(f"{WORD}author") != OWN_AUTHOR and not _PAGE.fullmatch(text):
                found += [] if kind in ("header", "footer") and aside in found else [aside]
    return found


def of_workbook(archive: ZipFile) -> list[Aside]:
    """The comments of the cells, and the text boxes, of each sheet."""
    main = packages.main_part(archive)
    names = {
        element.get(f"{packages.RELATIONS}id"): element.get("name", "")
        for element in packages.parse(archive, main).iter(f"{SHEET}sheet")
    }
    found: list[Aside] = []
    for sheet in packages.relations(archive, main):
        if sheet.kind != "worksheet" or sheet.id not in names:
            continue
        for part in packages.relations(archive, sheet.target):
            if part.kind not in _SHEET_PARTS:
                continue
            kind, read = _SHEET_PARTS[part.kind]
            if _is_large(archive, part.target):
                found.append(Aside(kind, UNOPENED, names[sheet.id]))
            elif (root := packages.parse(archive, part.target)) is not None:
                found += read(root, names[sheet.id])
    return found


def _is_large(archive: ZipFile, part: str) -> bool:
    """More than anyone writes: it is not built in memory only to be told."""
    return part in archive.NameToInfo and archive.NameToInfo[part].file_size > _LARGEST


def _comments(root: Any, sheet: str) -> Iterator[Aside]:
    authors = [author.text for author in root.iter(f"{SHEET}author")]
    for comment in root.iter(f"{SHEET}comment"):
        author = comment.get("authorId", "")
        own = author.isdecimal() and int(author) < len(authors) and authors[int(author)] == OWN_AUTHOR
        text = " ".join(lines_of("".join(run.text or "" for run in comment.iter(f"{SHEET}t"))))
        place = _CELL.fullmatch(comment.get("ref", ""))
        if text and not own:
            yield Aside("comment", text, sheet, *((int(place[2]), _column(place[1])) if place else (None, None)))


def _shapes(root: Any, sheet: str) -> Iterator[Aside]:
    for shape in root.iter(_SPREADSHEET_SHAPE):
        text = " ".join(lines_of(" ".join(run.text or "" for run in shape.iter(_DRAWN_TEXT))))
        if text:
            yield Aside("text_box", text, sheet)


_SHEET_PARTS = {"comments": ("comment", _comments), "drawing": ("text_box", _shapes)}


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
