"""The matrix of a plan as a Word document: one table on landscape pages, its headings repeated on each."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml.etree import _Element

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

_MARGIN = Mm(14)
_A4, _A3 = (Mm(297), Mm(210)), (Mm(420), Mm(297))
_BODY, _HEAD, _BOLD, _QUIET = "Celda", "Encabezado de celda", "Celda fuerte", "Celda repetida"
_REPEATED = frozenset({"eje_code", "eje", "eje_weight", "eje_goal", "eje_theme", "eje_functions"})


def to_docx(version: DraftVersion, heading: Heading) -> bytes:
    """A3 where the columns do not fit on A4."""
    matrix = matrix_of(version, heading.first_year)
    document = Document()
    _styles(document)
    width = _page(document, len(matrix.columns))
    document.add_heading(legal_line(heading.title), level=1)
    document.add_paragraph(legal_line(heading.subtitle))
    if name := legal_line(version.title):
        document.add_paragraph(name, style="Subtitle")
    _number_pages(document)
    ids = {name: document.styles[name].style_id for name in (_BODY, _HEAD, _BOLD, _QUIET)}
    document.element.body.insert(len(document.element.body) - 1, _table(matrix, width, ids))
    document.core_properties.title = legal_line(heading.title)[:255]
    document.core_properties.author = ""
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _styles(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    for name, size, colour in (("Heading 1", 18, HEAD), ("Subtitle", 12, INK)):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = "Calibri", Pt(size), RGBColor.from_string(colour)
        font.italic = False
        # Without this the theme's own typeface wins over the name.
        fonts = document.styles[name].element.rPr.rFonts
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
    for name, colour, bold in (
        (_BODY, INK, False),
        (_HEAD, "FFFFFF", True),
        (_BOLD, INK, True),
        (_QUIET, MUTED, False),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size, style.font.bold, style.font.color.rgb = Pt(8), bold, RGBColor.from_string(colour)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(1)


def _page(document: Document, columns: int) -> int:
    """Lays the page on its side; returns the width of the text in twentieths of a point."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _A3 if columns > 12 else _A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    return int((section.page_width - 2 * _MARGIN) / 635)


def _number_pages(document: Document) -> None:
    number = document.sections[0].footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = number.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = _element("w:fldChar", fldCharType=kind) if kind else _element("w:instrText")
        element.text = words or None
        run._r.append(element)
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(MUTED)


def _table(matrix: Matrix, width: int, styles: dict[str, str]) -> _Element:
    """Built as elements: python-docx looks every cell up anew, which thousands of rows do not bear."""
    whole = sum(width_of(role) for role in matrix.columns)
    widths = {role: width * width_of(role) // whole for role in matrix.columns}
    table = _element("w:tbl")
    properties = _element("w:tblPr")
    properties.append(_element("w:tblW", w=sum(widths.values()), type="dxa"))
    properties.append(_borders())
    properties.append(_element("w:tblLayout", type="fixed"))
    table.append(properties)
    grid = _element("w:tblGrid")
    grid.extend(_element("w:gridCol", w=own) for own in widths.values())
    table.append(grid)
    head = _row(repeated=True)
    for role, words in zip(matrix.columns, matrix.headings, strict=True):
        head.append(_cell(words, widths[role], styles[_HEAD], HEAD))
    table.append(head)
    for line in matrix.lines:
        row = _row()
        fill = BAND if line.kind == DELIVERABLE else ""
        for role in matrix.columns:
            text = line.cells.get(role, "")
            if line.percent(role) is not None:
                text = text.replace(".", ",")
            row.append(_cell(text, widths[role], styles[_look(line, role)], fill))
        table.append(row)
    return table


def _look(line: Line, role: str) -> str:
    strong = {EJE: ("eje",), OBJECTIVE: ("objective",), ACTIVITY: ("code", "activity")}.get(line.kind, ())
    if role in strong or (role == "eje" and line.begins):
        return _BOLD
    return _QUIET if role in _REPEATED and not line.begins else _BODY


def _element(name: str, **attributes: str | int) -> _Element:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def _borders() -> _Element:
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz=4, space=0, color=RULE))
    return borders


def _row(*, repeated: bool = False) -> _Element:
    """A row is not split between pages."""
    row = _element("w:tr")
    properties = _element("w:trPr")
    properties.append(_element("w:cantSplit"))
    if repeated:
        properties.append(_element("w:tblHeader"))
    row.append(properties)
    return row


def _cell(text: str, width: int, style: str, fill: str) -> _Element:
    cell = _element("w:tc")
    properties = _element("w:tcPr")
    properties.append(_element("w:tcW", w=width, type="dxa"))
    if fill:
        properties.append(_element("w:shd", val="clear", color="auto", fill=fill))
    cell.append(properties)
    for line in text.split("\n"):
        cell.append(_paragraph(line, style))
    return cell


def _paragraph(text: str, style: str) -> _Element:
    paragraph = _element("w:p")
    properties = _element("w:pPr")
    properties.append(_element("w:pStyle", val=style))
    paragraph.append(properties)
    if text:
        run, words = _element("w:r"), _element("w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph
