"""OpenDocument sheets → tables. Their cells keep the words the person sees, besides the value behind them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from plans.importing import limits, packages
from plans.importing.cells import EMPTY, Aside, Cell, Document
from plans.importing.lines import lines_of
from plans.importing.read_sheets import HIDDEN, add_table, say
from plans.importing.safety_ods import OFFICE as OFFICE_NAME
from plans.importing.safety_ods import TABLE as TABLE_NAME
from plans.importing.safety_ods import TEXT as TEXT_NAME

TABLE, OFFICE, TEXT = (f"{{{name}}}" for name in (TABLE_NAME, OFFICE_NAME, TEXT_NAME))
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_ASIDE = (f"{OFFICE}annotation", f"{TEXT}note", f"{TEXT}ruby-text")
_NOTE = f"{OFFICE}annotation"
_BREAKS = {f"{TEXT}tab": " ", f"{TEXT}line-break": "\n"}


def read_ods(path: Path, name: str) -> Document:
    """The file must have passed `safety.check`."""
    document = Document("ods", name)
    with ZipFile(path) as archive, archive.open("content.xml") as source:
        _read(document, source)
    return document


def _read(document: Document, source: Any) -> None:
    hidden: set[str] = set()
    depth = 0
    sheet = _Sheet()
    tags = (f"{TABLE}table", f"{TABLE}table-row", f"{_STYLE}style")
    for event, element in packages.iterparse(source, events=("start", "end"), tag=tags):
        if element.tag == f"{_STYLE}style":
            properties = element.find(f"{_STYLE}table-properties")
            if event == "end" and properties is not None and properties.get(f"{TABLE}display") == "false":
                hidden.add(element.get(f"{_STYLE}name", ""))
        elif element.tag == f"{TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                sheet = _Sheet()
            elif not depth:
                title = element.get(f"{TABLE}name", "")
                document.asides += [replace(aside, sheet=title) for aside in sheet.asides]
                if element.get(f"{TABLE}style-name") in hidden:
                    if sheet.rows:
                        say(document, HIDDEN, title)
                else:
                    add_table(document, title, sheet.rows, sheet.merges)
                element.clear()
        elif depth == 1 and event == "end":
            sheet.take_row(element)
            element.clear()


class _Sheet:
    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.asides: list[Aside] = []
        self.empty = 0  # empty rows not yet known to lie between others

    def take_row(self, element: Any) -> None:
        repeated = _number(element, "number-rows-repeated", limits.ROWS)
        row, empty = [], 0
        merges = []
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            times = _number(cell, "number-columns-repeated", 1 << 20)
            read = EMPTY if cell.tag == _CELLS[1] else _cell(cell)
            if not read:
                empty += times
            else:
                row += [EMPTY] * empty + [read] * times
                empty = 0
            if (note := cell.find(_NOTE)) is not None and (text := _note(note)):
                place = len(self.rows) + self.empty + 1, len(row) + empty - times + 1
                self.asides.append(Aside("comment", text, "", *place))
            merge = _merge(cell, len(row) + empty - times)
            if merge:
                merges.append(merge)
        if not row:
            self.empty += repeated
            return
        self.rows += [[] for _ in range(self.empty)]
        self.empty = 0
        top = len(self.rows)
        self.merges += [(top, left, top + down - 1, left + across - 1) for left, across, down in merges]
        self.rows += [list(row) for _ in range(repeated)]


def _number(element: Any, name: str, most: int) -> int:
    text = element.get(TABLE + name, "1")
    return min(max(int(text[:9]), 1), most) if text.isdecimal() else 1


def _merge(cell: Any, left: int) -> tuple[int, int, int] | None:
    across = _number(cell, "number-columns-spanned", limits.COLUMNS)
    down = _number(cell, "number-rows-spanned", limits.ROWS)
    return (left, across, down) if across * down > 1 else None


def _cell(element: Any) -> Cell:
    text = "\n".join("".join(_words(child)) for child in element if child.tag == f"{TEXT}p")
    lines = lines_of(_value(element, text))
    return Cell(lines) if lines else EMPTY


def _note(element: Any) -> str:
    return " ".join(lines_of("\n".join("".join(_words(child)) for child in element.iter(f"{TEXT}p"))))


def _words(element: Any) -> list[str]:
    words = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            words.append(" ")
        elif child.tag in _BREAKS:
            words.append(_BREAKS[child.tag])
        elif isinstance(child.tag, str) and child.tag not in _ASIDE:
            words += _words(child)
        words.append(child.tail or "")
    return words


def _value(element: Any, shown: str) -> str:
    """What the cell shows, except dates in figures: their order differs by country, so it is set here."""
    kind = element.get(f"{OFFICE}value-type", "string")
    value = element.get(f"{OFFICE}date-value", "")
    if kind == "date" and not re.search("[^\\W\\d_]", shown):
        found = re.match(r"(\d{4})-(\d\d)-(\d\d)", value)
        numbers = len(re.findall(r"\d+", shown)) if shown else 3
        if found:
            year, month, day = found.groups()
            return {1: year, 2: f"{month}/{year}"}.get(numbers, f"{day}/{month}/{year}")
    if kind == "boolean" and element.get(f"{OFFICE}boolean-value"):
        return "Sí" if element.get(f"{OFFICE}boolean-value") == "true" else "No"
    return shown or element.get(f"{OFFICE}value", "") or value
