"""The matrix of a plan as a workbook of one sheet."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from plans.exporting.matrix import (
    ACTIVITY,
    DELIVERABLE,
    EJE,
    OBJECTIVE,
    Heading,
    Line,
    Matrix,
    legal_line,
    matrix_of,
)
from plans.exporting.styling import BAND, HEAD, INK, MUTED, RULE, width_of
from plans.importing.draft import DraftVersion

SHEET = "Plan"
HEADER_ROW = 4
_REPEATED = frozenset({"eje_code", "eje", "eje_weight", "eje_goal", "eje_theme", "eje_functions"})
_THIN, _THICK = Side(style="hair", color=RULE), Side(style="medium", color=HEAD)
_BAND = PatternFill("solid", fgColor=BAND)


def to_xlsx(version: DraftVersion, heading: Heading) -> bytes:
    """Headings stay in sight and on every printed page; cells are text, whatever they begin with."""
    matrix = matrix_of(version, heading.first_year)
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    sheet = book.create_sheet(SHEET)
    _lay_out(sheet, matrix)
    sheet.append([_text(sheet, legal_line(heading.title), "título")])
    sheet.append([_text(sheet, legal_line(heading.subtitle), "bajo título")])
    sheet.append([_text(sheet, legal_line(version.title), "nombre")])
    sheet.append([_text(sheet, words, "encabezado") for words in matrix.headings])
    for line in matrix.lines:
        sheet.append([_cell(sheet, line, role) for role in matrix.columns])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _styles() -> list[NamedStyle]:
    """One for each look, so that a cell of ten thousand rows only names it."""
    text = Alignment(wrap_text=True, vertical="top")
    looks = {
        "título": (Font(name="Calibri", size=16, bold=True, color=HEAD), None, None, None),
        "bajo título": (Font(name="Calibri", size=11, color=MUTED), None, None, None),
        "nombre": (Font(name="Calibri", size=12, bold=True, color=INK), None, None, None),
        "encabezado": (
            Font(name="Calibri", size=10, bold=True, color="FFFFFF"),
            PatternFill("solid", fgColor=HEAD),
            Alignment(wrap_text=True, vertical="center"),
            None,
        ),
    }
    for begins, top in (("", _THIN), (" inicial", _THICK)):
        border = Border(top=top, bottom=_THIN)
        looks |= {
            f"celda{begins}": (Font(name="Calibri", size=10, color=INK), None, text, border),
            f"fuerte{begins}": (Font(name="Calibri", size=10, bold=True, color=INK), None, text, border),
            f"repetida{begins}": (Font(name="Calibri", size=10, color=MUTED), None, text, border),
            f"producto{begins}": (Font(name="Calibri", size=10, color=INK), _BAND, text, border),
        }
    return [_style(name, *look) for name, look in looks.items()]


def _style(
    name: str, font: Font, fill: PatternFill | None, alignment: Alignment | None, border: Border | None
) -> NamedStyle:
    style = NamedStyle(name=name, font=font)
    style.fill = fill or style.fill
    style.alignment = alignment or style.alignment
    style.border = border or style.border
    return style


def _lay_out(sheet: WriteOnlyWorksheet, matrix: Matrix) -> None:
    for place, role in enumerate(matrix.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width_of(role)
    sheet.row_dimensions[HEADER_ROW].height = 32
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    last = get_column_letter(len(matrix.columns))
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + max(len(matrix.lines), 1)}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A3 if len(matrix.columns) > 12 else Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"


def _cell(sheet: WriteOnlyWorksheet, line: Line, role: str) -> WriteOnlyCell:
    style = _look(line, role)
    percent = line.percent(role)
    if percent is None:
        return _text(sheet, line.cells.get(role, ""), style)
    cell = WriteOnlyCell(sheet, percent)
    cell.style, cell.number_format = style, "0.00"
    return cell


def _look(line: Line, role: str) -> str:
    begins = " inicial" if line.begins else ""
    if line.kind == DELIVERABLE:
        return f"producto{begins}"
    if role in _REPEATED and not line.begins:
        return "repetida"
    strong = {EJE: ("eje",), OBJECTIVE: ("objective",), ACTIVITY: ("code", "activity")}.get(line.kind, ())
    return f"fuerte{begins}" if role in strong or (role == "eje" and line.begins) else f"celda{begins}"


def _text(sheet: WriteOnlyWorksheet, text: str, style: str) -> WriteOnlyCell:
    """Text stays text: what begins as a formula does not become one, neither now nor when it is edited."""
    cell = WriteOnlyCell(sheet, text or None)
    cell.style = style
    if text:
        cell.data_type = "s"
        if text[0] in "=+-@\t":
            cell.quotePrefix = True
    return cell
