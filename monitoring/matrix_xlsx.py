"""The matrix as a workbook, as it is seen: the same rows, columns and filters, all pages, with colour, sign and
word in each cell; a second sheet tells what the colours mean and what it was narrowed to."""

from __future__ import annotations

from io import BytesIO

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter

from monitoring.labels import period_label
from monitoring.matrix import Asked, Matrix, Row
from monitoring.matrix_cells import Cell
from monitoring.matrix_words import COLOURS, legends
from plans.exporting.styling import BAND, HEAD, INK, MUTED, RULE

CODE_WIDTH, TITLE_WIDTH, CELL_WIDTH = 9, 46, 18
HEAD_ROW = 4
_THIN = Side(style="hair", color=RULE)
_EDGES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def matrix_xlsx(asked: Asked, matrix: Matrix) -> bytes:
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    _write_matrix(book.create_sheet(_("Matriz")), asked, matrix)
    _write_legend(book.create_sheet(_("Leyenda y filtros")), asked, matrix)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write_matrix(sheet, asked: Asked, matrix: Matrix) -> None:
    totals = 1 if matrix.total_head else 0
    sheet.freeze_panes = f"C{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    widths = [CODE_WIDTH, TITLE_WIDTH, *[CELL_WIDTH] * (totals + len(matrix.columns))]
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    title = _("%(network)s: matriz, %(period)s") % {
        "network": asked.network.name,
        "period": period_label(asked.period),
    }
    sheet.append([_text(sheet, title, "título")])
    sheet.append([_text(sheet, " › ".join(crumb.label for crumb in matrix.crumbs), "bajo título")])
    sheet.append([_text(sheet, " · ".join(asked.filter.said) or _("Sin filtros"), "bajo título")])
    heads = ["", matrix.corner, *([matrix.total_head] if totals else []), *(head.label for head in matrix.columns)]
    sheet.append([_text(sheet, words, "encabezado") for words in heads])
    for block in matrix.blocks:
        sheet.append([_text(sheet, block.title, "grupo"), *[_text(sheet, "", "grupo")] * (len(heads) - 1)])
        for row in block.rows:
            sheet.append(_cells(sheet, row, totals))


def _cells(sheet, row: Row, totals: int) -> list:
    look = "total" if row.is_total else "rótulo"
    found = [_text(sheet, row.code, look), _text(sheet, row.title, look)]
    cells = [row.total, *row.cells] if totals else row.cells
    return found + [_cell(sheet, cell) for cell in cells]


def _cell(sheet, cell: Cell | None):
    if cell is None:
        return _text(sheet, "·", "celda-")
    words = f"{cell.sign} {cell.word}" + (f"\n{cell.note}" if cell.note else "")
    return _text(sheet, words, f"celda-{cell.css}")


def _write_legend(sheet, asked: Asked, matrix: Matrix) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 70
    sheet.append([_text(sheet, _("Cómo se lee"), "título")])
    for found in legends(matrix.level, counts=asked.filter.narrows_cells):
        sheet.append([_text(sheet, found.meaning, "bajo título")])
        for entry in found.entries:
            sheet.append([_text(sheet, entry.sign, f"celda-{entry.css}"), _text(sheet, entry.word, "rótulo")])
    sheet.append([])
    sheet.append([_text(sheet, _("Qué se muestra"), "título")])
    rows = [
        (_("Red"), asked.network.name),
        (_("Periodo"), f"{asked.period.code}: {period_label(asked.period)}"),
        (
            _("Cifras"),
            _("provisionales: el periodo no está cerrado") if asked.rolled.provisional else _("del cierre"),
        ),
        (_("Vista"), " › ".join(crumb.label for crumb in matrix.crumbs)),
        (_("El día"), asked.today.strftime("%d/%m/%Y")),
    ]
    rows += [tuple(capfirst(part) for part in words.split(": ", 1)) for words in asked.filter.said]
    for label, value in rows:
        sheet.append([_text(sheet, label, "rótulo"), _text(sheet, value, "rótulo")])


def _text(sheet, words: str, style: str) -> WriteOnlyCell:
    """As text, whatever it begins with: what somebody typed is never run as a formula."""
    cell = WriteOnlyCell(sheet, value=words)
    if words:
        cell.data_type = "s"
    cell.style = style
    return cell


def _styles() -> list[NamedStyle]:
    """One for each look, so that a cell of eighty thousand only names it."""
    wrap, middle = (
        Alignment(wrap_text=True, vertical="top"),
        Alignment(wrap_text=True, vertical="center", horizontal="center"),
    )
    looks = {
        "título": (Font(name="Calibri", size=14, bold=True, color=HEAD), None, Alignment()),
        "bajo título": (Font(name="Calibri", size=11, color=MUTED), None, Alignment()),
        "encabezado": (Font(name="Calibri", bold=True, color="FFFFFF"), HEAD, middle),
        "grupo": (Font(name="Calibri", bold=True, color=HEAD), BAND, Alignment(vertical="top")),
        "rótulo": (Font(name="Calibri", color=INK), None, wrap),
        "total": (Font(name="Calibri", bold=True, color=INK), BAND, wrap),
        "celda-": (Font(name="Calibri", color=MUTED), None, middle),
    }
    for css, (ink, fill) in COLOURS.items():
        looks[f"celda-{css}"] = (Font(name="Calibri", color=ink), fill, middle)
    return [_style(name, *look) for name, look in looks.items()]


def _style(name: str, font: Font, fill: str | None, alignment: Alignment) -> NamedStyle:
    style = NamedStyle(name=name, font=font, alignment=alignment)
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    if name.startswith(("celda", "rótulo", "total", "encabezado")):
        style.border = _EDGES
    return style
