"""A comparison as a workbook: one row for each field that changed, with the words before and after."""

from __future__ import annotations

from io import BytesIO

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from plans.comparing import Compared, LineRow, Section

WIDTHS = (26, 12, 16, 44, 14, 22, 48, 48)
HEAD = PatternFill("solid", fgColor="43194E")


def comparison_xlsx(compared: Compared) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Comparación")
    plan = compared.newer.plan
    said = {"plan": plan.title, "older": compared.older.number, "newer": compared.newer.number}
    _write(sheet, [_("%(plan)s: versión %(older)s y versión %(newer)s") % said])
    sheet["A1"].font = Font(bold=True, size=14)
    counts = ", ".join(f"{word} {number}" for _kind, word, number in compared.counts)
    _write(sheet, [capfirst(counts)])
    _write(sheet, _headings(plan.network.eje_word))
    for cell in sheet[3]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
    for section in compared.sections:
        for row in section.rows:
            for values in _rows(section, row):
                _write(sheet, values)
    for column, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:H{sheet.max_row}"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _headings(eje_word: str) -> list[str]:
    names = (_("Código"), _("Nivel"), _("Línea"), _("Qué pasó"), _("Campo"), _("Antes"), _("Después"))
    return [capfirst(eje_word), *names]


def _rows(section: Section, row: LineRow) -> list[list[str]]:
    kinds = ", ".join(word for _kind, word in row.labels)
    own = [f"{section.code}. {section.title}", row.line.code, capfirst(row.level), row.line.title, kinds]
    fields = [[*own, field.label, field.before, field.after] for field in row.fields]
    return fields or [[*own, "", "", ""]]


def _write(sheet: Worksheet, values: list[str]) -> None:
    """As text, whatever it begins with: what somebody typed is never run as a formula."""
    number = sheet.max_row + 1 if sheet["A1"].value else 1
    for column, value in enumerate(values, 1):
        cell = sheet.cell(number, column, value)
        cell.data_type = "s"
        if number > 3:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
