"""From a document and what each part of it means to the draft of a plan, with everything that does not add up."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from networks.sentences import gettext_noop
from plans.importing import parties, schedule
from plans.importing.cells import Document, Paragraph, Table
from plans.importing.draft import (
    Discrepancy,
    Draft,
    DraftActivity,
    DraftEje,
    DraftVersion,
    Options,
    Where,
)
from plans.importing.headings import EXPORTED, normalised
from plans.importing.leftovers import (
    NOT_IMPORTED,
    document_title,
    first_words,
    rows_above,
    title_of,
    unread_asides,
    unread_paragraphs,
    unread_table,
)
from plans.importing.mapping import PLAN, SCHEDULE, Mapping, TableMapping
from plans.importing.matrix import read_table
from plans.importing.merging import merge, number_again, settle_codes
from plans.importing.outline import outline_roles, read_outline
from plans.importing.parties import Directory
from plans.importing.phrases import short
from plans.importing.reconcile import check
from plans.importing.unprintable import printable_document
from plans.importing.words import similar

Progress = Callable[[int, int], None]
_TITLE_LENGTH = 200
_GENERIC = re.compile(r"(?:hoja|sheet|planilha|folha|tabla|plan|plano|matriz|libro)\s*\d*")
_BETWEEN_LINES = " · "
_OWN_SCHEDULE = gettext_noop("El cronograma «%(title)s» no comparte ninguna línea con el plan.")
_NO_PLAN = gettext_noop("No se reconoció un plan en «%(title)s».")
_NO_PLAN_PROPOSAL = gettext_noop("Diga qué es cada columna al corregir la lectura del documento.")


def read_plan(
    document: Document,
    mapping: Mapping,
    options: Options,
    directory: Directory,
    progress: Progress | None = None,
) -> Draft:
    """Everything the document says of the plan, by version, and every discrepancy in reading order.

    `progress` is told, now and then, how much is done and of how much. Parties are matched to `directory`; what
    nobody in it is called stays as words. Lines get no lineage here: whoever writes them knows what came before.
    """
    document, unprintable = printable_document(document)
    builder = _Builder(document, mapping, options, progress or (lambda done, total: None))
    builder.found += unprintable
    builder.read()
    for version in builder.versions:
        builder.found += check(version, options)
        builder.step(sum(1 for _ in version.walk()))
    builder.found += parties.apply(builder.versions, directory, options)
    builder.finish()
    return Draft(builder.title, builder.versions, _in_order(document, builder.found))


@dataclass(slots=True)
class _Part:
    """A version being read: its tables, in order. `loose`: it has lines whose codes no table settled.

    `last` is the activity at the foot of the last table, where it is known.
    """

    number: int
    tables: list[Table] = field(default_factory=list)
    ejes: list[DraftEje] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    from_outline: bool = False
    loose: bool = False
    last: DraftActivity | None = None


class _Builder:
    def __init__(self, document: Document, mapping: Mapping, options: Options, progress: Progress) -> None:
        self.document, self.mapping, self.options, self.progress = document, mapping, options, progress
        self.found: list[Discrepancy] = []
        self.parts: dict[int, _Part] = {}
        self.versions: list[DraftVersion] = []
        self.title = ""
        self.done = 0
        self.total = 3 * sum(len(table.rows) for table in document.tables) + len(document.paragraphs) + 1
        self.taken: set[int] = set()

    def step(self, count: int) -> None:
        self.done = min(self.done + count, self.total - 1)
        self.progress(self.done, self.total)

    def finish(self) -> None:
        self.progress(self.total, self.total)

    # -- reading ------------------------------------------------------------------------------------------

    def read(self) -> None:
        schedules = []
        self.found += unread_asides(self.document)
        for table in self.document.tables:
            found = self.mapping.table(table.number)
            if found is None or found.kind not in (PLAN, SCHEDULE):
                self.found += [unread_table(table)] if _has_text(table) else []
            elif found.kind == SCHEDULE:
                schedules.append((table, found))
            else:
                self._read_table(table, found)
        self._read_text()
        if not any(part.ejes for part in self.parts.values()) and schedules:
            self._read_alone(*schedules.pop(0))
        for part in self.parts.values():
            if len(part.tables) > 1:
                self.found += number_again(part.ejes, self.options)
            elif part.loose:
                self.found += settle_codes(part.ejes, self.options)
        for table, found in schedules:
            self._read_schedule(table, found)
        self.title = short(document_title(self.document, self.taken), 300)
        self.versions = [self._version(part) for _, part in sorted(self.parts.items()) if part.ejes]
        if not self.mapping.outline:
            joined = [part.tables for part in self.parts.values() if len(part.tables) > 1]
            unnamed = {table.number for tables in joined for table in tables}
            self.found += unread_paragraphs(self.document, shown=self._shown(), unnamed=unnamed)

    def _shown(self) -> list[str]:
        """Words of the document that stand as the title of a version or of an eje, or that an export repeats."""
        shown = [line for version in self.versions for line in version.title.split(_BETWEEN_LINES)]
        for part in self.parts.values():
            above = [line for table in part.tables for line in table.title.split("\n")]
            ejes = [similar(eje.title) for eje in part.ejes]
            exported = part.roles >= EXPORTED
            shown += [line for line in above if exported or any(eje and eje in similar(line) for eje in ejes)]
        return shown

    def _part(self, number: int) -> _Part:
        return self.parts.setdefault(number, _Part(number))

    def _read_table(self, table: Table, mapping: TableMapping) -> None:
        part = self._part(mapping.version)
        already = self.done
        above = part.last if self._follows(part, table, mapping) else None
        products = len(above.deliverables) if above else 0
        reading = read_table(table, mapping, self.options, lambda rows: self.step(2 * rows), above)
        self.found += reading.discrepancies
        part.last = reading.last
        if not reading.ejes and not (above and len(above.deliverables) > products):
            self.found += [_no_plan(table)] if _has_text(table) else []
            return
        part.roles |= reading.roles
        goes_on = bool(part.tables) and (mapping.header == (-1, -1) or "eje" in reading.roles)
        merge(part.ejes, reading.ejes, self.options, goes_on=goes_on)
        part.tables.append(table)
        if not reading.roles >= EXPORTED:
            taken = {eje.where.row for eje in reading.ejes}
            self.found += rows_above(table, mapping.header[0], document_title(self.document), taken)
        self.step(2 * len(table.rows) - (self.done - already))

    def _follows(self, part: _Part, table: Table, mapping: TableMapping) -> bool:
        """Whether it is the next page of the table before."""
        if not part.tables or mapping.header != (-1, -1) or part.tables[-1].number != table.number - 1:
            return False
        before = self.mapping.table(table.number - 1)
        return before is not None and before.roles == mapping.roles

    def _read_text(self) -> None:
        if not self.mapping.outline:
            return
        ejes, found = read_outline(self.document, self.mapping, self.options)
        self.found += found
        self.step(len(self.document.paragraphs))
        if ejes:
            part = self._part(1)
            part.from_outline, part.loose = not part.tables, True
            part.roles |= outline_roles(ejes)
            merge(part.ejes, ejes, self.options)
            self.taken = {eje.where.paragraph for eje in ejes if eje.where.paragraph}

    # -- schedules ----------------------------------------------------------------------------------------

    def _read_alone(self, table: Table, mapping: TableMapping) -> None:
        """The only plan there is stands in a cronograma."""
        outline = schedule.plan(table, mapping, self.mapping.levels, self.options)
        self.found += outline.discrepancies
        if not outline.ejes:
            self.found.append(_no_plan(table))
            return
        part = self._part(mapping.version)
        part.tables.append(table)
        part.ejes, part.loose = outline.ejes, True
        part.roles |= outline_roles(outline.ejes) | {"months"}

    def _read_schedule(self, table: Table, mapping: TableMapping) -> None:
        """Each cronograma belongs to the version whose lines it shares."""
        shared = {
            number: schedule.shares(table, mapping, part.ejes, self.options)
            for number, part in self.parts.items()
            if part.ejes
        }
        best = max(shared, key=lambda number: (shared[number], number == mapping.version), default=None)
        if best is None or not shared[best]:
            self.found.append(_unread_schedule(table))
            return
        part = self.parts[best]
        self.found += schedule.apply(table, mapping, part.ejes, self.options)
        self.found += rows_above(table, mapping.header[0], document_title(self.document), ())
        part.roles.add("months")
        self.step(len(table.rows))

    # -- versions -----------------------------------------------------------------------------------------

    def _version(self, part: _Part) -> DraftVersion:
        title = self.title
        if len(part.tables) == 1 and not part.from_outline:
            table = part.tables[0]
            if part.roles >= EXPORTED:
                return DraftVersion(self._exported_name(table), part.ejes, frozenset(part.roles), _top(table))
            lines = [line for line in table.title.split("\n") if line and line != self.title]
            if table.sheet:
                lines = [] if _GENERIC.fullmatch(normalised(table.sheet)) else [table.sheet]
            title = _BETWEEN_LINES.join(lines) or title
        where = _top(part.tables[0]) if part.tables else Where()
        return DraftVersion(short(title, _TITLE_LENGTH), part.ejes, frozenset(part.roles), where)

    def _exported_name(self, table: Table) -> str:
        """Over an exported matrix stand the plan's title, a line about the version, and its name if it has one."""
        if not table.sheet:
            lines = table.title.split("\n")
            return "".join(lines[2:] if lines[0] == self.title else lines[1:])
        mapping = self.mapping.table(table.number)
        above = table.rows[: max(mapping.header[0], 0)] if mapping else []
        return above[2][0].text if len(above) > 2 else ""


def _top(table: Table) -> Where:
    return Where(sheet=table.sheet, table=table.number)


def _has_text(table: Table) -> bool:
    return any(cell for row in table.rows for cell in row)


def _no_plan(table: Table) -> Discrepancy:
    return _about(table, _NO_PLAN, _NO_PLAN_PROPOSAL)


def _unread_schedule(table: Table) -> Discrepancy:
    return _about(table, _OWN_SCHEDULE, NOT_IMPORTED)


def _about(table: Table, text: str, proposal: str) -> Discrepancy:
    title = short(title_of(table) or str(table.number))
    words = first_words(" · ".join(cell.text for cell in row if cell) for row in table.rows)
    where = Where(sheet=table.sheet, table=table.number)
    return Discrepancy("not_understood", where, text, {"title": title}, words, proposal=proposal)


def _in_order(document: Document, found: Sequence[Discrepancy]) -> list[Discrepancy]:
    """As they are met when reading: by block, then by row; in one row, as they were found."""
    tables: dict[int, int] = {}
    paragraphs: dict[int, int] = {}
    for place, block in enumerate(document.blocks):
        (paragraphs if isinstance(block, Paragraph) else tables)[block.number] = place

    def place(row: Discrepancy) -> tuple[int, int]:
        where = row.where
        if where.table is not None:
            return tables.get(where.table, -1), where.row or 0
        return paragraphs.get(where.paragraph or 0, -1), 0

    return sorted(found, key=place)
