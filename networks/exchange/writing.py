"""Rows as a workbook. What somebody typed stays text: no spreadsheet runs it as a formula."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = "43194E"
NARROWEST, WIDEST = 12, 44


def table_xlsx(
    *,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    notes: Sequence[tuple[str, str]] = (),
    notes_title: str = "",
) -> bytes:
    """One sheet with the rows under a frozen head; `notes` (what, words) on a second one."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, head in enumerate(heads, 1):
        width = min(max(len(head) + 4, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = max(width, 22 if number < 5 else NARROWEST)
    sheet.append([_head(sheet, head) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    if notes:
        second = book.create_sheet((notes_title or title)[:31])
        second.column_dimensions["A"].width, second.column_dimensions["B"].width = 28, 80
        for what, words in notes:
            second.append([_cell(second, what), _cell(second, words)])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _head(sheet: Any, words: str) -> WriteOnlyCell:
    cell = _cell(sheet, words)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=HEAD)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Any, value: Any) -> WriteOnlyCell | None:
    if value is None or value == "":
        return None
    if isinstance(value, (datetime.date, int)) and not isinstance(value, bool):
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, datetime.date):
            cell.number_format = "dd/mm/yyyy"
        return cell
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub(" ", str(value)))
    cell.data_type = "s"
    if str(value).startswith(("=", "+", "-", "@", "\t", "\r")):
        # Also after it is saved again as something else, where a text is no longer told from a formula.
        cell.quotePrefix = True
    return cell


def workbook_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
