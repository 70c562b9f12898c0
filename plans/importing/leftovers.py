"""What was not taken into the plan is listed, in the document's own words: nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePath

from networks.sentences import gettext_noop
from plans.importing.cells import Aside, Document, Paragraph, Table
from plans.importing.draft import Discrepancy, Where
from plans.importing.phrases import short
from plans.importing.words import similar, split_code

_WORDS_EACH = 60
_WORDS_AT_MOST = 200
_MOST_TITLE = 120

ONE_PARAGRAPH = gettext_noop("Un párrafo no se leyó como parte del plan.")
PARAGRAPHS = gettext_noop("%(n)s párrafos seguidos no se leyeron como parte del plan.")
UNREAD_TABLE = gettext_noop("La tabla «%(title)s» no se leyó como parte del plan (filas: %(n)s).")
UNREAD_NAMELESS = gettext_noop("La tabla %(number)s no se leyó como parte del plan (filas: %(n)s).")
UNREAD_SHEET = gettext_noop("La hoja «%(title)s» no se leyó como parte del plan (filas: %(n)s).")
NOT_IMPORTED = gettext_noop(
    "No se importa. Si es parte del plan, diga qué es al corregir la lectura del documento."
)

ASIDES = {
    "text_box": gettext_noop("Cuadros de texto que no se leyeron: %(n)s."),
    "footnote": gettext_noop("Notas al pie que no se leyeron: %(n)s."),
    "endnote": gettext_noop("Notas al final que no se leyeron: %(n)s."),
    "header": gettext_noop("Encabezados de página que no se leyeron: %(n)s."),
    "footer": gettext_noop("Pies de página que no se leyeron: %(n)s."),
    "comment": gettext_noop("Comentarios que no se leyeron: %(n)s."),
}
ROWS_ABOVE = gettext_noop("Filas sobre los encabezados que no se leyeron: %(n)s.")
WRITE_IT = gettext_noop("Si dicen algo del plan, escríbalo en su lugar.")


def document_title(document: Document, taken: Collection[int] = ()) -> str:
    """Its first heading that is no line of the plan, else what opens a Word file when it is as short as a title,
    else the file's name without its ending.
    """
    for paragraph in document.paragraphs:
        if paragraph.heading and paragraph.number not in taken:
            return " ".join(paragraph.text.split())
    first = next(iter(document.blocks), None)
    if document.kind == "docx" and isinstance(first, Paragraph) and first.number not in taken:
        words = " ".join(first.text.split())
        if 0 < len(words) <= _MOST_TITLE and words[-1] not in ".:;" and not split_code(words)[0]:
            return words
    return PurePath(document.name).stem


def title_of(table: Table) -> str:
    """The sheet's name, or the words nearest above the table."""
    return table.sheet or table.title.split("\n")[-1]


def unread_paragraphs(
    document: Document,
    taken: Collection[int] = (),
    shown: Iterable[str] = (),
    unnamed: Collection[int] = (),
) -> list[Discrepancy]:
    """One row for each run of paragraphs that no table or line of the plan interrupts.

    `taken` are the numbers of those that became part of the plan, `shown` the words shown as titles of something;
    that of the document always is, and so is the nearest above each table but those of the `unnamed` ones.
    """
    titles = {similar(text) for text in (*shown, document_title(document, taken))}
    runs: list[list[Paragraph]] = [[]]
    for block in document.blocks:
        if isinstance(block, Table):
            if (
                runs[-1]
                and block.number not in unnamed
                and similar(runs[-1][-1].text) == (similar(title_of(block)) or " ")
            ):
                runs[-1].pop()
            runs.append([])
        elif block.number in taken:
            runs.append([])
        elif similar(block.text) not in titles:
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
    values = {"title": short(title_of(table)), "number": str(table.number), "n": str(len(table.rows))}
    words = first_words(" · ".join(cell.text for cell in row if cell) for row in table.rows)
    where = Where(sheet=table.sheet, table=table.number)
    return Discrepancy("not_understood", where, text, values, words, proposal=NOT_IMPORTED)


def rows_above(table: Table, first: int, title: str, taken: Collection[int | None]) -> list[Discrepancy]:
    """The rows over the headings, but for those that say again the document's title or the sheet's name.

    `first` is the place of the headings, `taken` are the numbers of rows that became part of the plan.
    """
    titles = {similar(text) for text in (title, table.sheet)}
    above = {
        place: texts
        for place, row in enumerate(table.rows[: max(first, 0)])
        if table.row_numbers[place] not in taken
        and (texts := [cell.text for cell in row if cell and similar(cell.text) not in titles])
    }
    if not above:
        return []
    where = Where(sheet=table.sheet, table=table.number, row=table.row_numbers[min(above)])
    words = first_words(" · ".join(texts) for texts in above.values())
    return [Discrepancy("not_understood", where, ROWS_ABOVE, {"n": str(len(above))}, words, proposal=WRITE_IT)]


def unread_asides(document: Document) -> list[Discrepancy]:
    """One row for each kind of text that stands beside the paragraphs and the cells, in each sheet."""
    groups: dict[tuple[str, str], list[Aside]] = {}
    for aside in document.asides:
        groups.setdefault((aside.sheet, aside.kind), []).append(aside)
    numbers = {table.sheet: table.number for table in document.tables if table.sheet}
    found = []
    for (sheet, kind), group in groups.items():
        first = group[0]
        where = Where(sheet, numbers.get(sheet), first.row, first.column)
        values = {"n": str(len(group))}
        words = first_words(aside.text for aside in group)
        found.append(Discrepancy("not_understood", where, ASIDES[kind], values, words, proposal=WRITE_IT))
    return found


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
