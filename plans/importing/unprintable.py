"""Signs of a document that no report can print: each place is told, and «□» stands in their stead."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from networks.sentences import gettext_noop
from networks.signs import places, unprintable_signs
from plans.importing.cells import Cell, Document, Paragraph, Table
from plans.importing.draft import Discrepancy, Where
from plans.importing.phrases import listed

SIGNS = gettext_noop("Hay signos que no se pueden imprimir en los informes: %(signs)s.")
REPLACED = gettext_noop("En su lugar queda «□»: escríbalos de otro modo.")
STAND_IN = "□"
MOST = 5


def printable_document(document: Document) -> tuple[Document, list[Discrepancy]]:
    """The same document, and a copy only where it has such signs, with what is to be told of it."""
    found: list[Discrepancy] = []
    blocks = [
        _table(block, found) if isinstance(block, Table) else _paragraph(block, found) for block in document.blocks
    ]
    asides = [
        replace(one, text=_replaced(one.text)) if unprintable_signs(one.text) else one for one in document.asides
    ]
    return replace(document, blocks=blocks, asides=asides), found


def _table(table: Table, found: list[Discrepancy]) -> Table:
    changed: dict[tuple[int, int], Cell] = {}
    for at, row in enumerate(table.rows):
        for place, cell in enumerate(row):
            if cell and unprintable_signs(cell.text):
                where = Where(sheet=table.sheet, table=table.number, row=table.row_numbers[at], column=place + 1)
                found.append(_told(where, cell.text))
                changed[at, place] = replace(cell, lines=tuple(map(_replaced, cell.lines)))
    title = _replaced(table.title)
    if not changed:
        return table if title == table.title else replace(table, title=title)
    rows = [
        [changed.get((at, place), cell) for place, cell in enumerate(row)] for at, row in enumerate(table.rows)
    ]
    return replace(table, rows=rows, title=title)


def _paragraph(paragraph: Paragraph, found: list[Discrepancy]) -> Paragraph:
    if not unprintable_signs(paragraph.text):
        return paragraph
    found.append(_told(Where(paragraph=paragraph.number), paragraph.text))
    return replace(paragraph, text=_replaced(paragraph.text))


def _told(where: Where, text: str) -> Discrepancy:
    signs = [f"«{one.sign}» ({one.code})" if one.is_visible else one.code for one in places(text)]
    values = {"signs": listed(signs, MOST)}
    return Discrepancy("not_understood", where, SIGNS, values, declared=_replaced(text), proposal=REPLACED)


def _replaced(text: str) -> str:
    signs = unprintable_signs(text)
    if not signs:
        return text
    return re.sub("[" + "".join(map(re.escape, signs)) + "]", STAND_IN, unicodedata.normalize("NFC", text))
