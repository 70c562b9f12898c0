"""The form as a workbook: locked but for what is to be filled, with a hidden sheet by which it is known again."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from monitoring.labels import period_label
from monitoring.roundtrip import rules, sheets, styles
from monitoring.roundtrip.instructions import write_instructions
from monitoring.roundtrip.layout import Field, Form, Line
from monitoring.roundtrip.sheets import IDENTITY, LISTS, SHEETS, Column, Sheet
from monitoring.roundtrip.values import fingerprint, in_cell

FORMAT = "1"
TITLE_ROW, KEY_ROW, HEAD_ROW = 1, 3, 4
FIRST_ROW = HEAD_ROW + 1
_ESCAPED = re.compile(r"(?=_x[0-9A-Fa-f]{4}_)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def file_name(form: Form) -> str:
    return f"avances-{form.network.slug}-{form.period.code}-{form.who}.xlsx"


def form_workbook(form: Form, at: datetime.datetime | None = None) -> bytes:
    book = Workbook()
    book.remove(book.active)
    styles.add(book)
    lists = rules.Lists()
    for sheet in SHEETS.values():
        lines = list(form.lines(sheet.key))
        if lines or sheet is sheets.ENTRIES:
            _write_sheet(book.create_sheet(str(sheet.title)), sheet, form, lines, lists)
    write_instructions(book.create_sheet(_("Instrucciones")), form)
    lists.write(book.create_sheet(LISTS))
    _write_identity(book.create_sheet(IDENTITY), form, at or timezone.now())
    book.properties.creator, book.properties.title = "Trama", _title(form)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _title(form: Form) -> str:
    said = {"who": form.who_name, "period": period_label(form.period), "network": form.network.short_name}
    return _("%(who)s · %(period)s · %(network)s") % {**said, "network": said["network"] or form.network.name}


def _write_sheet(page: Worksheet, sheet: Sheet, form: Form, lines: list[Line], lists: rules.Lists) -> None:
    columns = [Column(sheets.ID, "", 4), *sheet.columns]
    put(page, TITLE_ROW, 2, _title(form), styles.TITLE)
    put(page, TITLE_ROW + 1, 2, _guide(form), styles.QUIET)
    for place, column in enumerate(columns, start=1):
        put(page, KEY_ROW, place, column.key, styles.QUIET)
        put(page, HEAD_ROW, place, str(column.heading), styles.HEAD_FILLS if column.fills else styles.HEAD)
        page.column_dimensions[get_column_letter(place)].width = column.width
    checks = rules.Rules(page, lists)
    for row, line in enumerate(lines, start=FIRST_ROW):
        put(page, row, 1, line.id, styles.LOCKED)
        for place, column in enumerate(columns[1:], start=2):
            if column.key in line.fields:
                _fill(page, row, place, line, column.key)
                checks.add(page.cell(row, place), line, line.fields[column.key])
            else:
                put(page, row, place, line.facts.get(column.key, ""), _look(line, column))
    checks.write()
    _lay_out(page, len(columns), FIRST_ROW + max(len(lines), 1) - 1)


def _guide(form: Form) -> str:
    if not any(report.may_fill for report in form.reports):
        return _("Solo para leer: nada de esto se puede llenar ahora.")
    words = _("Llene las celdas blancas; las grises no se cambian. Se informa hasta el %(day)s.")
    return words % {"day": f"{form.period.due_on:%d/%m/%Y}"}


def _look(line: Line, column: Column) -> str:
    return styles.STRONG if column.key in ("code", "activity") and line.part is None else styles.LOCKED


def _fill(page: Worksheet, row: int, place: int, line: Line, column: str) -> None:
    field: Field = line.fields[column]
    cell = put(page, row, place, in_cell(field.kind, field.now), styles.of_field(field, line.report.may_fill))
    if not line.report.may_fill:
        cell.number_format = styles.NUMBER_FORMATS[field.kind]


def put(page: Worksheet, row: int, column: int, value: Any, style: str) -> Any:
    """Text stays text: what begins as a formula does not become one, neither now nor when it is edited."""
    cell = page.cell(row, column)
    cell.style = style
    if isinstance(value, str):
        text = as_text(value)
        cell.value = text or None
        if text:
            cell.data_type = "s"
            cell.quotePrefix = text[0] in "=+-@\t"
    else:
        cell.value = value
    return cell


def as_text(text: str) -> str:
    """As XML bears it, and so that «_x0041_» is read as it was written."""
    return _ESCAPED.sub("_x005F", _CONTROLS.sub("", text))


def _lay_out(page: Worksheet, columns: int, last_row: int) -> None:
    last = get_column_letter(columns)
    page.column_dimensions["A"].hidden = True
    page.row_dimensions[KEY_ROW].hidden = True
    page.row_dimensions[HEAD_ROW].height = 32
    # Up to the activity's title, so that a row is known wherever one is in it.
    frozen = next(place for place in range(1, columns + 1) if page.cell(KEY_ROW, place).value == "activity")
    page.freeze_panes = page.cell(FIRST_ROW, frozen + 1)
    page.auto_filter.ref = f"A{HEAD_ROW}:{last}{last_row}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.print_area = f"B1:{last}{last_row}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "&P / &N"
    protect(page)


def protect(page: Worksheet) -> None:
    """Without a password: against slips, not against people. Widths, heights and filters stay hers."""
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = page.protection.formatCells = False
    page.protection.autoFilter = page.protection.sort = False


def _write_identity(page: Worksheet, form: Form, at: datetime.datetime) -> None:
    rows: list[Iterable[str]] = [
        ("trama", FORMAT),
        ("network", form.network.slug),
        ("period", form.period.code),
        ("member", form.who),
        ("version", form.versions),
        ("exported_at", at.isoformat(timespec="seconds")),
    ]
    rows += [("entry", str(one.lineage), one.code, str(one.revision)) for one in form.reports]
    rows += [
        (
            *("value", line.id, column, str(field.kind)),
            *(fingerprint(line.id, column, field.now), field.now, line.report.code),
        )
        for line in form.lines()
        for column, field in line.fields.items()
    ]
    for number, values in enumerate(rows, start=1):
        for place, value in enumerate(values, start=1):
            put(page, number, place, value, styles.LOCKED)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
