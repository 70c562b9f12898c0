"""The workbook that came back: whose it is, what it said when it left, and what its cells say now."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook, SheetTypeEnum

from monitoring.importing.files import refusal
from monitoring.roundtrip.export import FORMAT
from monitoring.roundtrip.sheets import HEADINGS, ID, IDENTITY
from monitoring.roundtrip.values import Kind, clean
from plans.importing import limits
from plans.importing.cells import RefusedFileError
from plans.importing.read_sheets import Forms
from plans.importing.safety import check

logger = logging.getLogger("trama.imports")
_KEYS = frozenset(column for _sheet, column in HEADINGS)
_KINDS = frozenset(kind.value for kind in Kind)
_LOOKED_AT = 40
# Far more than any member is asked.
MOST_ROWS, MOST_VALUES = 5_000, 20_000
_FACTS = ("trama", "network", "period", "member", "version")


@dataclass(frozen=True, slots=True)
class Exported:
    """A value as it left."""

    kind: Kind
    fingerprint: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`form` is `percent` where a number is shown as one; `broken` an error, or a formula never computed."""

    value: Any
    form: str = ""
    broken: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.broken and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


EMPTY = Cell("")


@dataclass(slots=True)
class Row:
    """`number` from 1, as the person sees it."""

    number: int
    id: str
    cells: dict[str, Cell]


@dataclass(slots=True)
class Page:
    """A sheet with rows of the form; `columns` are places from 1."""

    title: str
    columns: dict[str, int]
    rows: list[Row] = field(default_factory=list)

    def letter(self, column: str) -> str:
        return limits.column_letters(self.columns.get(column, 1))


@dataclass(slots=True)
class Filled:
    """A form that came back. `exported` by (row id, column)."""

    network: str
    period: str
    member: str
    version: str
    exported: dict[tuple[str, str], Exported]
    pages: list[Page]


def read_form(path: Path, name: str) -> Filled:
    """Raises ValidationError with the sentence that says why it is not read, and nothing else."""
    try:
        return _read(path, name)
    except RefusedFileError as error:
        raise ValidationError(refusal(error), code="refused") from None
    except (ValidationError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a broken part may end in a parser's panic, which is no Exception
        logger.warning("a form that came back was not read", exc_info=True)
        raise ValidationError(
            _("No se pudo leer el archivo: parece dañado. Ábralo, guárdelo como .xlsx y súbalo otra vez."),
            code="refused",
        ) from error


def _read(path: Path, name: str) -> Filled:
    if Path(name.lower()).suffix != ".xlsx":
        raise ValidationError(
            _("«%(name)s» no es un libro de Excel (.xlsx): guárdelo como .xlsx y súbalo otra vez."),
            code="extension",
            params={"name": name},
        )
    checked = check(path, name)
    with CalamineWorkbook.from_path(path) as book:
        worksheets = [about.name for about in book.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
        if IDENTITY not in worksheets:
            raise _unknown()
        filled = _identity(book.get_sheet_by_name(IDENTITY).to_python(skip_empty_area=False))
        for title in worksheets:
            page = _page(title, _values(book, title, checked.forms.get(title)))
            if page is not None:
                filled.pages.append(page)
    if sum(len(page.rows) for page in filled.pages) > MOST_ROWS or len(filled.exported) > MOST_VALUES:
        raise ValidationError(
            _("El archivo tiene muchas más filas que el formulario: borre las que sobran y súbalo otra vez."),
            code="rows",
        )
    if not filled.pages:
        raise ValidationError(
            _("El archivo no tiene ninguna de las hojas del formulario. Descárguelo otra vez y llénelo de nuevo."),
            code="no_pages",
        )
    return filled


def _unknown() -> ValidationError:
    return ValidationError(
        _(
            "Este libro no es un formulario descargado de Trama, o le falta la hoja oculta por la que se "
            "reconoce. Descargue el formulario otra vez y copie en él lo que llenó."
        ),
        code="no_identity",
    )


def _identity(rows: list[list[Any]]) -> Filled:
    facts: dict[str, str] = {}
    exported = {}
    for row in rows:
        kind, *rest = [str(value) for value in [*row, *[""] * 8]]
        if kind in _FACTS:
            facts.setdefault(kind, _whole(rest[0]))
        elif kind == "value" and rest[2] in _KINDS:
            line, column, of_kind, print_, text, code = rest[:6]
            exported[line, column] = Exported(Kind(of_kind), print_, text, code)
    if any(name not in facts for name in _FACTS) or (not exported and facts["version"]):
        raise _unknown()
    if facts["trama"] != FORMAT:
        raise ValidationError(
            _("El formulario es de otra versión de Trama. Descárguelo otra vez y copie en él lo que llenó."),
            code="format",
        )
    return Filled(*(facts[name] for name in _FACTS[1:]), exported, [])


def _whole(text: str) -> str:
    """A code that some program took for a number: «2007.0»."""
    text = clean(text)
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def _values(book: CalamineWorkbook, title: str, forms: Forms | None) -> list[list[Cell]]:
    forms = forms or Forms()
    rows = [
        [
            Cell(value, forms.kinds.get((row, column), ""), forms.texts.get((row, column), ""))
            if value != "" or (row, column) in forms.texts
            else EMPTY
            for column, value in enumerate(values)
        ]
        for row, values in enumerate(book.get_sheet_by_name(title).to_python(skip_empty_area=False))
    ]
    for (row, column), text in forms.texts.items():
        rows.extend([] for _place in range(row + 1 - len(rows)))
        rows[row].extend(EMPTY for _place in range(column + 1 - len(rows[row])))
        rows[row][column] = Cell(rows[row][column].value, broken=text)
    return rows


def _page(title: str, rows: list[list[Cell]]) -> Page | None:
    """The rows under the hidden one that names the columns; None where there is none."""
    for number, cells in enumerate(rows[:_LOOKED_AT], start=1):
        keys = {str(cell.value): place for place, cell in enumerate(cells, start=1) if not cell.is_empty}
        if ID in keys and "code" in keys:
            page = Page(title, {key: place for key, place in keys.items() if key in _KEYS or key == ID})
            page.rows = list(_rows(page, rows, number))
            return page
    return None


def _rows(page: Page, rows: list[list[Cell]], keys: int) -> Iterator[Row]:
    """Without the headings, right below the keys."""
    for number, cells in enumerate(rows[keys + 1 :], start=keys + 2):
        found = {key: cells[place - 1] for key, place in page.columns.items() if place <= len(cells)}
        if not all(cell.is_empty for cell in found.values()):
            yield Row(number, str(found.pop(ID, EMPTY).value or "").strip(), found)
