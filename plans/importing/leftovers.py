"""What was not taken into the plan is listed, in the document's own words: nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePath

from plans.importing.cells import Document, Paragraph, Table
from plans.importing.draft import Discrepancy, Where, gettext_noop
from plans.importing.phrases import short

_WORDS_EACH = 60
_WORDS_AT_MOST = 200

ONE_PARAGRAPH = gettext_noop("Un párrafo no se leyó como parte del plan.")
PARAGRAPHS = gettext_noop("%(n)s párrafos seguidos no se leyeron como parte del plan.")
UNREAD_TABLE = gettext_noop("La tabla «%(title)s» no se leyó como parte del plan: %(n)s filas.")
UNREAD_NAMELESS = gettext_noop("La tabla %(number)s no se leyó como parte del plan: %(n)s filas.")
UNREAD_SHEET = gettext_noop("La hoja «%(title)s» no se leyó como parte del plan: %(n)s filas.")
NOT_IMPORTED = gettext_noop(
    "No se importa. Si es parte del plan, diga qué es al corregir la lectura del documento."
)


def document_title(document: Document, taken: Collection[int] = ()) -> str:
    """Its first heading that is no line of the plan, else the file's name without its ending."""
    for paragraph in document.paragraphs:
        if paragraph.heading and paragraph.number not in taken:
            return " ".join(paragraph.text.split())
    return PurePath(document.name).stem


def titles(document: Document, taken: Collection[int] = ()) -> set[int]:
    """The numbers of the paragraphs already shown as a title: the document's, and the lines above each table."""
    heading = next((p for p in document.paragraphs if p.heading and p.number not in taken), None)
    found = {heading.number} if heading else set()
    above: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            above.append(block)
            continue
        lines = set(block.title.split("\n"))
        for paragraph in reversed(above):
            if not set(paragraph.text.split("\n")) <= lines and " ".join(paragraph.text.split()) not in lines:
                break
            found.add(paragraph.number)
        above = []
    return found


def unread_paragraphs(document: Document, taken: Collection[int] = ()) -> list[Discrepancy]:
    """One row for each run of paragraphs that no table or line of the plan interrupts."""
    known = {*taken, *titles(document, taken)}
    runs: list[list[Paragraph]] = [[]]
    for block in document.blocks:
        if isinstance(block, Table) or block.number in known:
            runs.append([])
        else:
            runs[-1].append(block)
    return [_unread(run) for run in runs if run]


def _unread(run: Sequence[Paragraph]) -> Discrepancy:
    return Discrepancy(
        "not_understood",
        Where(paragraph=run[0].number),
        ONE_PARAGRAPH if len(run) == 1 else PARAGRAPHS,
        {"n": str(len(run))},
        declared=first_words(paragraph.text for paragraph in run),
        proposal=NOT_IMPORTED,
    )


def unread_table(table: Table) -> Discrepancy:
    text = UNREAD_SHEET if table.sheet else UNREAD_TABLE if table.title else UNREAD_NAMELESS
    values = {"title": short(table.sheet or table.title), "number": str(table.number), "n": str(len(table.rows))}
    words = first_words(" · ".join(cell.text for cell in row if cell) for row in table.rows)
    where = Where(sheet=table.sheet, table=table.number)
    return Discrepancy("not_understood", where, text, values, words, proposal=NOT_IMPORTED)


def first_words(texts: Iterable[str]) -> str:
    """The first words of each text, until there are enough to know what they are."""
    words: list[str] = []
    left = _WORDS_AT_MOST
    for text in texts:
        if not text.strip():
            continue
        if left < _WORDS_EACH // 2:
            words.append("…")
            break
        words.append(short(text, min(_WORDS_EACH, left)))
        left -= len(words[-1])
    return " / ".join(words)
