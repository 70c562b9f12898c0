"""The table of answers as a workbook or as plain text. What somebody typed is never run as a formula."""

from __future__ import annotations

import csv
import datetime
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from monitoring.answers import Column
from monitoring.labels import REVIEW_WORDS, period_label
from monitoring.models import Period
from monitoring.selectors.answers import AnswerRow, AnswerTable
from networks.models.directory import THE_NETWORK
from networks.tables import FORMULA, safe
from plans.exporting.matrix import legal
from plans.exporting.styling import BAND, HEAD, MUTED

HEADER_ROW = 4
OWN_WIDTHS = (10, 40, 14, 30, 14)


@dataclass(frozen=True)
class AnswerSheet:
    """What a file shows: the rows asked for of one table."""

    period: Period
    answers: AnswerTable
    rows: list[AnswerRow]

    @property
    def columns(self) -> list[Column]:
        return self.answers.columns

    @property
    def title(self) -> str:
        return f"{self.period.network.short_name} · {period_label(self.period)}"

    def headings(self) -> list[str]:
        network = self.period.network
        who = capfirst(network.member_word)
        own = [_("Código"), capfirst(network.activity_word), _("Clave"), who, _("Avance")]
        return [*own, *(heading(column) for column in self.columns), _("Respondido a otra redacción")]

    def lines(self) -> list[list[Any]]:
        return [self._line(row) for row in self.rows]

    def _line(self, row: AnswerRow) -> list[Any]:
        cells = [(column, column.cells.get(row.key)) for column in self.columns]
        others = [
            _("%(label)s (versión %(n)s)") % {"label": cell.wording.label, "n": cell.wording.number}
            for _column, cell in cells
            if cell and cell.wording
        ]
        own = [
            row.code,
            row.title,
            row.member.code if row.member else THE_NETWORK,
            row.member.name if row.member else self.period.network.short_name,
            state_of(row) or absent_word(self.answers),
        ]
        return [*own, *(cell and cell.value for _column, cell in cells), "; ".join(others)]


def heading(column: Column) -> str:
    """«Personas alcanzadas (personas) · versión 2»; the first version goes unsaid."""
    unit = f" ({column.wording.unit})" if column.wording.unit else ""
    number = column.wording.number
    version = " · " + _("versión %(n)s") % {"n": number} if number > 1 else ""
    return f"{column.wording.label}{unit}{version}"


def absent_word(answers: AnswerTable) -> str:
    """Of a row without an entry that counts here: nobody wrote one, or it is a draft, or was given back."""
    return _("sin validar") if answers.validated_only else _("sin enviar")


def state_of(row: AnswerRow) -> str:
    """Empty where nothing counts; what is a sample says so."""
    if row.entry is None:
        return ""
    word = str(REVIEW_WORDS[row.entry.review_state])
    return _("%(state)s (dato de muestra)") % {"state": word} if row.entry.is_sample else word


# -- workbook -------------------------------------------------------------------------------------------------


def to_xlsx(sheet: AnswerSheet) -> bytes:
    book = Workbook(write_only=True)
    _answers(book, sheet)
    _summary(book, sheet)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _answers(book: Workbook, sheet: AnswerSheet) -> None:
    page = book.create_sheet(_("Respuestas"))
    headings = sheet.headings()
    widths = (*OWN_WIDTHS, *(28 for _one in sheet.columns), 36)
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = f"E{HEADER_ROW + 1}"
    last = get_column_letter(len(headings))
    page.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + max(len(sheet.rows), 1)}"
    page.append([_cell(page, sheet.title, "title")])
    page.append([_cell(page, sheet.answers.place.label, "muted")])
    page.append([])
    page.append([_cell(page, words, "head") for words in headings])
    for line in sheet.lines():
        page.append([_plain_cell(page, value) for value in line])


def _plain_cell(page: Any, value: Any) -> Any:
    """Of very many cells most need no look of their own."""
    return value if value is None or isinstance(value, Decimal) else _cell(page, value, None)


def _summary(book: Workbook, sheet: AnswerSheet) -> None:
    page = book.create_sheet(_("Resumen"))
    for place, width in enumerate((60, 34, 16, 14), start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = "A2"
    page.append([_cell(page, w, "head") for w in (_("Pregunta"), _("Qué"), _("Cuánto"), _("% de respuestas"))])
    for column in sheet.columns:
        for number, (what, amount, percent) in enumerate(facts(column)):
            label = heading(column) if number == 0 else ""
            style = "band" if number == 0 else ""
            page.append([_cell(page, value, style) for value in (label, what, amount, percent)])


def facts(column: Column) -> list[tuple[str, Any, Decimal | None]]:
    """What the answers of a column come to: words, an amount, and of options the percent of who answered."""
    found: list[tuple[str, Any, Decimal | None]] = [
        (_("Respondieron"), column.answered, None),
        (_("Debían responder"), column.owed, None),
    ]
    if column.besides:
        found.append((_("Respondieron sin deberlo"), column.besides, None))
    if column.reworded:
        found.append((_("A otra redacción"), column.reworded, None))
    if column.left_out:
        found.append((_("Fuera de este resumen, por otra redacción"), column.left_out, None))
    found += [(share.option, share.count, share.percent) for share in column.shares]
    span = column.span
    if span and span.total is not None:
        found += [(_("Suma"), span.total, None), (_("Promedio"), span.mean, None)]
        found += [(_("Menor"), span.least, None), (_("Mayor"), span.greatest, None)]
    elif span:
        found += [(_("Primera"), span.least, None), (_("Última"), span.greatest, None)]
    return found


_FONTS = {
    "title": Font(name="Calibri", size=14, bold=True, color=HEAD),
    "muted": Font(name="Calibri", size=11, color=MUTED),
    "head": Font(name="Calibri", size=10, bold=True, color="FFFFFF"),
    "band": Font(name="Calibri", size=10, bold=True),
    "": Font(name="Calibri", size=10),
}
_FILLS = {"head": PatternFill("solid", fgColor=HEAD), "band": PatternFill("solid", fgColor=BAND)}
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def _cell(page: Any, value: Any, style: str | None) -> WriteOnlyCell:
    """Figures and dates as what they are; text as text, whatever it begins with."""
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(page, (legal(value) or None) if is_text else value)
    cell.alignment = _WRAPPED
    if style is not None:
        cell.font = _FONTS[style]
    if style in _FILLS:
        cell.fill = _FILLS[style]
    if isinstance(value, datetime.date):
        cell.number_format = "dd/mm/yyyy"
    elif is_text and value:
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    return cell


# -- plain text -----------------------------------------------------------------------------------------------


def to_csv(sheet: AnswerSheet) -> bytes:
    """Commas, decimals with a point, ISO dates; with the mark that tells Excel it is UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_plain(words) for words in sheet.headings()])
    writer.writerows([_plain(value) for value in line] for line in sheet.lines())
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else str(safe(value))


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "xlsx": (to_xlsx, f"{OFFICE}.spreadsheetml.sheet"),
    "csv": (to_csv, "text/csv; charset=utf-8"),
}
