"""Word documents to go on editing: small helpers over python-docx, the same looks for all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AUBERGINE = RGBColor(0x4B, 0x2A, 0x63)
GREY = RGBColor(0x4A, 0x45, 0x50)
FONT, TITLE_FONT = "Calibri", "Cambria"
PAGE_WIDTH = Cm(17)
# What XML cannot carry: python-docx refuses it.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: object) -> str:
    return FORBIDDEN.sub("", "" if text is None else str(text))


def new_document(*, title: str, author: str, language: str) -> WordDocument:
    """An empty A4 page with our styles; `language` is «es», «pt-br» or «en»."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    properties = document.core_properties
    properties.title, properties.author = clean(title)[:255], clean(author)[:255]
    properties.comments, properties.language = "", language
    _styles(document, language)
    return document


def _styles(document: WordDocument, language: str) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    _name_font(normal, FONT)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), {"es": "es-ES", "pt-br": "pt-BR", "en": "en-GB"}.get(language, language))
    normal.element.get_or_add_rPr().append(tag)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, AUBERGINE
        _name_font(style, TITLE_FONT)


def _name_font(style, name: str) -> None:
    """For every script: the template's own fonts are those of its theme."""
    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def paragraph(document: WordDocument | _Cell, text: object, *, style: str | None = None, note: bool = False):
    """One paragraph; line breaks of the text stay. `note` is small and grey."""
    found = document.add_paragraph(style=style)
    run = found.add_run(clean(text))
    if note:
        run.font.size, run.font.color.rgb = Pt(9), GREY
    return found


def facts(document: WordDocument, pairs: Iterable[tuple[object, object]]) -> Table:
    """Two columns: what it is, and what it says."""
    return grid(document, None, [[label, value] for label, value in pairs], widths=(5, 12), bold_first=True)


def grid(
    document: WordDocument,
    headings: Sequence[object] | None,
    rows: Iterable[Sequence[object]],
    *,
    widths: Sequence[float],
    bold_first: bool = False,
) -> Table:
    """A table with lines; its head, if it has one, returns on each page. `widths` are centimetres."""
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    if headings is not None:
        _row(table, headings, widths, bold=range(len(widths)), shade="E9E3EE")
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        _row(table, row, widths, bold=range(1) if bold_first else range(0))
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    return table


def _row(table: Table, values: Sequence[object], widths: Sequence[float], *, bold: range, shade: str = "") -> None:
    row = table.add_row()
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)
    for place, (cell, value, width) in enumerate(zip(row.cells, values, widths, strict=True)):
        cell.width = Cm(width)
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(0)
        run = line.add_run(clean(value))
        run.font.size, run.bold = Pt(9.5), place in bold
        if shade:
            _shade(cell, shade)


def _shade(cell: _Cell, colour: str) -> None:
    fill = OxmlElement("w:shd")
    fill.set(qn("w:val"), "clear")
    fill.set(qn("w:color"), "auto")
    fill.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(fill)


def signature(document: WordDocument, lines: Iterable[str]) -> None:
    """A line to sign on, and beneath it who signs."""
    place = document.add_paragraph()
    place.paragraph_format.space_before = Pt(36)
    place.paragraph_format.keep_with_next = True
    place.paragraph_format.space_after = Pt(0)
    place.add_run("_" * 40)
    for line in lines:
        under = paragraph(document, line)
        under.paragraph_format.space_after = Pt(0)


def furniture(document: WordDocument, *, head: str, foot: str) -> None:
    """The words at the head of each page, and at its foot `foot` with the number of the page."""
    section = document.sections[0]
    top = section.header.paragraphs[0]
    run = top.add_run(clean(head))
    run.font.size, run.font.color.rgb = Pt(9), GREY
    bottom = section.footer.paragraphs[0]
    bottom.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    words = bottom.add_run(f"{clean(foot)} ")
    words.font.size = Pt(9)
    _field(bottom.add_run(), "PAGE")


def _field(run, instruction: str) -> None:
    for kind, text in (("begin", None), (None, instruction), ("end", None)):
        tag = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            tag.set(qn("w:fldCharType"), kind)
        else:
            tag.text = text
        run._r.append(tag)


def to_bytes(document: WordDocument) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
