"""What each cell of the form lets in, as the program that fills it says it: lists, figures and dates."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from monitoring.roundtrip.layout import Field, Line
from monitoring.roundtrip.sheets import LISTS
from monitoring.roundtrip.values import Kind, basis_words, status_words

# Excel shows at most so many characters of a message.
_MESSAGE, _TITLE = 255, 32


class Lists:
    """The words to choose from, a column each on a sheet of their own: they may be many, and have commas."""

    def __init__(self) -> None:
        self.columns: list[tuple[str, ...]] = []

    def reference(self, words: tuple[str, ...]) -> str:
        if words not in self.columns:
            self.columns.append(words)
        letter = get_column_letter(self.columns.index(words) + 1)
        return f"'{LISTS}'!${letter}$1:${letter}${len(words)}"

    def write(self, page: Worksheet) -> None:
        for place, words in enumerate(self.columns, start=1):
            for row, word in enumerate(words, start=1):
                cell = page.cell(row, place, word)
                cell.data_type = "s"
        page.sheet_state = "hidden"
        page.protection.sheet = True


class Rules:
    """One rule for all the cells of a sheet that share it."""

    def __init__(self, page: Worksheet, lists: Lists) -> None:
        self.page, self.lists = page, lists
        self.cells: dict[tuple[Kind, tuple[str, ...]], list[Any]] = defaultdict(list)

    def add(self, cell: Any, line: Line, field: Field) -> None:
        if line.report.may_fill and field.kind != Kind.TEXT:
            self.cells[field.kind, field.choices].append(cell)

    def write(self) -> None:
        for (kind, choices), cells in self.cells.items():
            rule = self._rule(kind, choices)
            rule.showErrorMessage = True
            rule.errorTitle = _("Revise esta celda")[:_TITLE]
            for cell in cells:
                rule.add(cell)
            self.page.add_data_validation(rule)

    def _rule(self, kind: Kind, choices: tuple[str, ...]) -> DataValidation:
        if kind == Kind.PERCENT:
            rule = DataValidation(
                type="decimal", operator="between", formula1="0", formula2="100", allow_blank=True
            )
            rule.error = _("Escriba un número de 0 a 100, por ejemplo 40.")[:_MESSAGE]
        elif kind == Kind.NUMBER:
            limit = str(10**12 - 1)
            rule = DataValidation(
                type="decimal", operator="between", formula1=f"-{limit}", formula2=limit, allow_blank=True
            )
            rule.error = _("Escriba una cifra, sin palabras: por ejemplo 12 o 12,5.")[:_MESSAGE]
        elif kind == Kind.DATE:
            rule = DataValidation(
                type="date",
                operator="between",
                formula1="DATE(1990,1,1)",
                formula2="DATE(2099,12,31)",
                allow_blank=True,
            )
            rule.error = _("Escriba una fecha, por ejemplo 31/12/2024.")[:_MESSAGE]
        else:
            words = {Kind.STATUS: status_words, Kind.BASIS: basis_words}.get(kind)
            listed = tuple(words().values()) if words else choices
            rule = DataValidation(type="list", formula1=self.lists.reference(listed), allow_blank=True)
            rule.error = _("Elija una de las opciones de la lista, o deje la celda vacía.")[:_MESSAGE]
        return rule
