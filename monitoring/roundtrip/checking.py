"""What a form that came back would change, what it would write over, and what in it is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from monitoring.breakdowns import refusal
from monitoring.figures_sums import mismatches, read_parts
from monitoring.labels import REVIEW_WORDS
from monitoring.roundtrip.conflicts import Outcome, outcome
from monitoring.roundtrip.drafting import draft_of
from monitoring.roundtrip.layout import Form, Line, Report
from monitoring.roundtrip.reading import EMPTY, Cell, Exported, Filled, Page, Row
from monitoring.roundtrip.sheets import FIGURES, HEADINGS, ID, SHEETS
from monitoring.roundtrip.values import CellError, Kind, check_signs, fingerprint, read, shown

FILE, NOW = "file", "now"


@dataclass(frozen=True, slots=True)
class Place:
    """As the person sees it: the sheet's name, the row from 1 and the column's letter."""

    sheet: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.sheet} {self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Problem:
    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A value that the file changed. Texts are as `values` writes them; `exported` is None where it is not known.

    In a conflict, what is `now` was changed too since the file left.
    """

    line: Line
    column: str
    place: Place
    exported: str | None
    file: str
    now: str

    @property
    def label(self) -> str:
        return self.line.label(self.column)

    @property
    def kind(self) -> Kind:
        return self.line.fields[self.column].kind

    @property
    def before(self) -> str:
        return shown(self.kind, self.now)

    @property
    def after(self) -> str:
        return shown(self.kind, self.file)

    @property
    def left_as(self) -> str:
        return shown(self.kind, self.exported or "")

    @property
    def clears(self) -> bool:
        return not self.file

    @property
    def key(self) -> str:
        """The conflict in a form of the page, by its place and not by its words."""
        return f"c-{fingerprint(self.line.id, self.column, '')}"

    @property
    def token(self) -> str:
        """What there is now, so that an answer about something else is none."""
        return fingerprint(self.line.id, self.column, self.now)


@dataclass(slots=True)
class Entry:
    """The entry of a row, and what the file does with it. `place` is its row in «Avances», where it has one."""

    report: Report
    place: Place | None = None
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)

    def values(self, choices: Mapping[str, str]) -> dict[tuple[str, str], str]:
        """What is to be written, by (row id, column); `choices` by the key of a conflict."""
        chosen = [one for one in self.conflicts if choices.get(one.key) == FILE]
        return {(one.line.id, one.column): one.file for one in [*self.changes, *chosen]}


@dataclass(slots=True)
class Checked:
    """`places` are those of each value in the file, by (row id, column); `notices` forbid nothing."""

    form: Form
    filled: Filled
    entries: dict[object, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    @property
    def conflicts(self) -> list[Change]:
        return [one for entry in self.entries.values() for one in entry.conflicts]

    @property
    def touched(self) -> list[Entry]:
        return [entry for entry in self.entries.values() if entry.changes or entry.conflicts]

    def changed(self, choices: Mapping[str, str] | None = None) -> list[Entry]:
        """The entries that would be written."""
        return [entry for entry in self.entries.values() if entry.values(choices or {})]


def check_form(form: Form, filled: Filled) -> Checked:
    """`form` is the member's as it is now: the file's own network, period and member."""
    return _Checking(form, filled).run()


class _Checking:
    def __init__(self, form: Form, filled: Filled) -> None:
        self.form, self.filled = form, filled
        self.lines = {line.id: line for line in form.lines()}
        self.left: dict[str, dict[str, Exported]] = defaultdict(dict)
        for (line, column), exported in filled.exported.items():
            self.left[line][column] = exported
        self.seen: dict[str, Place] = {}
        self.checked = Checked(form, filled)
        # In the order of the plan, whatever the order of the rows.
        self.checked.entries = {report.lineage: Entry(report) for report in form.reports}

    def run(self) -> Checked:
        for page in self.filled.pages:
            self._columns(page)
            for row in page.rows:
                self._row(page, row)
        for entry in self.checked.entries.values():
            self._measured(entry)
            self._added_up(entry)
        self.checked.problems.sort(key=lambda one: (one.place.sheet, one.place.row, len(one.place.column)))
        if self.filled.version != self.form.versions:
            words = _("El plan cambió desde que se descargó el formulario: se lee por lo que rige ahora.")
            self.checked.notices.append(words)
        return self.checked

    def _problem(self, page: Page, row: int, column: str, message: str) -> None:
        self.checked.problems.append(Problem(Place(page.title, row, page.letter(column)), message))

    def _columns(self, page: Page) -> None:
        """A column that was taken away is told once; nothing in it counts as emptied."""
        kinds = {line.sheet for row in page.rows if (line := self.lines.get(row.id))}
        for sheet in kinds:
            for column in SHEETS[sheet].filled:
                if column.key not in page.columns:
                    words = _("Falta la columna «%(name)s»: descargue el formulario otra vez.")
                    self._problem(page, 1, ID, words % {"name": HEADINGS[sheet, column.key]})

    def _row(self, page: Page, row: Row) -> None:
        line = self.lines.get(row.id)
        place = Place(page.title, row.number, page.letter("code"))
        if row.id in self.seen:
            words = _("Hay dos filas para «%(title)s» (la otra, en %(place)s): deje una sola.")
            said = {"title": line.title if line else self._code(row.id), "place": self.seen[row.id]}
            self._problem(page, row.number, "code", words % said)
        elif line is None or row.id not in self.left:
            self._stray(page, row)
        else:
            entry = self.checked.entries[line.report.lineage]
            if line.about is None:
                entry.place = place
            self._line(page, row, line, entry)
        self.seen.setdefault(row.id, place)

    def _code(self, line: str) -> str:
        return next((one.code for one in self.left.get(line, {}).values()), "")

    def _stray(self, page: Page, row: Row) -> None:
        """A row of no known line, or of one that the plan has no more."""
        if row.id in self.left:
            for column, exported in self.left[row.id].items():
                if column in row.cells and self._value(row.cells[column], exported, row.id, column) is None:
                    words = _(
                        "«%(code)s» ya no está en lo que rige en el periodo: lo escrito aquí no se puede guardar. "
                        "Borre la fila."
                    )
                    self._problem(page, row.number, column, words % {"code": exported.code})
                    return
            return
        filled = [key for key, cell in row.cells.items() if not cell.is_empty and self._fills(key)]
        if filled:
            words = _("Esta fila no es del formulario: escriba en las que traía, o borre esta.")
            self._problem(page, row.number, filled[0], words)

    def _fills(self, key: str) -> bool:
        return any(column.key == key for sheet in SHEETS.values() for column in sheet.filled)

    def _value(self, cell: Cell, exported: Exported, line: str, column: str) -> str | None:
        """The text of a cell that was not changed, None of one that was."""
        try:
            value = read(exported.kind, cell.value, cell.form, (exported.text,))
        except CellError:
            return None
        return value if fingerprint(line, column, value) == exported.fingerprint and not cell.broken else None

    def _line(self, page: Page, row: Row, line: Line, entry: Entry) -> None:
        for column, asked in line.fields.items():
            exported = self.left[line.id].get(column)
            if column not in page.columns or exported is None:
                continue
            cell = row.cells.get(column, EMPTY)
            place = self.checked.places[line.id, column] = Place(page.title, row.number, page.letter(column))
            if self._value(cell, exported, line.id, column) is not None:
                continue
            try:
                if cell.broken:
                    words = _("La celda tiene una fórmula sin resultado («%(text)s»): escriba el valor.")
                    raise CellError(words % {"text": cell.broken[:60]})
                value = read(asked.kind, cell.value, cell.form, asked.choices, asked.limit)
                check_signs(value)
            except CellError as error:
                self._problem(page, row.number, column, str(error))
                continue
            self._compare(
                Change(line, column, place, self._said(line, column, exported), value, asked.now), exported, entry
            )

    def _said(self, line: Line, column: str, exported: Exported) -> str | None:
        """As it left; None where the hidden sheet was altered, by a replacement all over the workbook."""
        return exported.text if fingerprint(line.id, column, exported.text) == exported.fingerprint else None

    def _compare(self, change: Change, exported: Exported, entry: Entry) -> None:
        def print_of(value: str) -> str:
            return fingerprint(change.line.id, change.column, value)

        found = outcome(exported.fingerprint, print_of(change.file), print_of(change.now))
        if found == Outcome.SAME:
            return
        if not entry.report.may_fill:
            self.checked.problems.append(Problem(change.place, _locked(entry.report)))
        else:
            (entry.changes if found == Outcome.CHANGED else entry.conflicts).append(change)

    def _measured(self, entry: Entry) -> None:
        """What a figure spans says nothing without the figure."""
        given = entry.values({})
        for change in list(entry.changes):
            if change.kind != Kind.BASIS:
                continue
            own = [line for line in entry.report.lines if line.about == change.line.about]
            values = [given.get((line.id, "value"), line.fields["value"].now) for line in own]
            if not any(values):
                entry.changes.remove(change)
                words = _("Escriba la cifra, o deje «qué abarca» como estaba.")
                self.checked.problems.append(Problem(change.place, words))

    def _added_up(self, entry: Entry) -> None:
        """Parts that do not add are no error in a draft, but they are told."""
        given = entry.values({})
        touched = {line for line, _column in given}
        drafts = draft_of(entry.report, given, "").measurements if touched else {}
        for line in entry.report.lines:
            if line.sheet == FIGURES.key and line.part is None and line.about.lineage in drafts:
                draft = drafts[line.about.lineage]
                for one in mismatches(draft.value, read_parts(draft.breakdown)):
                    said = {"code": entry.report.code, "title": line.title, "why": refusal(one)}
                    self.checked.notices.append(_("%(code)s · %(title)s: %(why)s") % said)


def _locked(report: Report) -> str:
    if not report.is_open:
        return _("El periodo ya no recibe avances: este cambio no se puede guardar.")
    words = _("El avance de «%(code)s» ya está %(state)s: para corregirlo, pida que se lo devuelvan.")
    return words % {"code": report.code, "state": REVIEW_WORDS[report.entry.review_state]}
