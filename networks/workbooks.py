"""Workbooks that say the same in the same bytes. What somebody typed is text, whatever it begins with."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from networks.tables import FORMULA

Value = str | int | Decimal | datetime.date | None
HEAD = "43194E"
HEAD_FILL = PatternFill("solid", fgColor=HEAD)
HEAD_FONT = Font(bold=True, color="FFFFFF")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TITLE = Font(bold=True, size=14)
CELL_LENGTH = 32_767
NAME_LENGTH = 31
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\]")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
# The first day that a zip can say.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def legal(words: str) -> str:
    """Without the signs that a workbook cannot hold, and no longer than a cell."""
    clean = _ILLEGAL.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    return clean if len(clean) <= CELL_LENGTH else f"{clean[: CELL_LENGTH - 1]}…"


def text_cell(
    sheet, words: str, font: Font | None = None, fill: PatternFill | None = None
) -> WriteOnlyCell | None:
    """As text, never as a formula; nothing for no words."""
    words = legal(words)
    if not words:
        return None
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"
    cell.quotePrefix = words.startswith(FORMULA)
    if font:
        cell.font = font
    if fill:
        cell.fill, cell.alignment = fill, WRAPPED
    return cell


def head_row(sheet, heads: Iterable[str]) -> list:
    return [text_cell(sheet, words, HEAD_FONT, HEAD_FILL) for words in heads]


def add_sheet(
    book: Workbook,
    title: str,
    about: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[float],
) -> None:
    """A sheet of a `write_only` book: what it is about, an empty row, heads that stay in sight, and the rows."""
    sheet = book.create_sheet(title[:NAME_LENGTH])
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A4"
    sheet.append([text_cell(sheet, about, TITLE)])
    sheet.append([])
    sheet.append(head_row(sheet, heads))
    for row in rows:
        sheet.append([text_cell(sheet, value) if isinstance(value, str) else value for value in row])


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that a workbook takes: without signs of formulas, at most 31 signs, each once."""
    found: list[str] = []
    taken = {"history", "historial"}
    for name in wanted:
        plain = " ".join(_UNNAMEABLE.sub(" ", legal(name)).split()).strip("'")[:NAME_LENGTH].strip("' ") or "1"
        number, one = 1, plain
        while one.lower() in taken:
            number += 1
            ending = f" {number}"
            one = plain[: NAME_LENGTH - len(ending)].rstrip() + ending
        taken.add(one.lower())
        found.append(one)
    return found


def saved(book: Workbook) -> bytes:
    """The file; the same book gives the same bytes on any day."""
    content = BytesIO()
    book.save(content)
    return with_fixed_times(content.getvalue())


def with_fixed_times(content: bytes, day: datetime.date | None = None) -> bytes:
    """An office file whose parts say no time of their own, and whose properties say `day` or the first one."""
    said = f"{day or datetime.date(*_LONG_AGO[:3]):%Y-%m-%d}T00:00:00Z".encode()
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            part = source.read(member)
            if member.filename == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + said + rb"\g<3>", part)
            fixed = ZipInfo(member.filename, _LONG_AGO)
            fixed.compress_type = ZIP_DEFLATED
            target.writestr(fixed, part)
    return out.getvalue()
