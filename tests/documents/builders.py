"""Builders of small files: the same rows as a Word table, a sheet of Excel or OpenDocument, or CSV.

A row is a list of values. In a text, «\\n» parts paragraphs (Word) or lines (sheets). `LEFT` and `UP` mark the
places that a merged cell covers: the cell beside and the cell above go on there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

LEFT, UP = object(), object()
Rows = Sequence[Sequence[Any]]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def saved(directory: Path, name: str, data: bytes) -> Path:
    path = directory / name
    path.write_bytes(data)
    return path


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of those parts, in their order."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def part_of(data: bytes, name: str) -> str:
    with ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def replaced(data: bytes, parts: Mapping[str, str | bytes | None]) -> bytes:
    """The same file with other parts in place of its own; None takes a part away."""
    with ZipFile(io.BytesIO(data)) as archive:
        own: dict[str, str | bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    own.update(parts)
    return package({name: content for name, content in own.items() if content is not None})


# Word


@dataclass(frozen=True)
class Line:
    """A paragraph. `heading` from 1; `number`: its list, and the level in it from 0. `xml` replaces it all."""

    text: str = ""
    heading: int = 0
    number: tuple[int, int] | None = None
    xml: str = ""


@dataclass(frozen=True)
class Grid:
    rows: Rows
    lists: Mapping[int, tuple[int, int]]


def grid(rows: Rows, lists: Mapping[int, tuple[int, int]] | None = None) -> Grid:
    """A Word table. `lists`: columns (from 0) that Word numbers below the first row, as in `Line.number`."""
    return Grid(rows, lists or {})


def word(*blocks: str | Line | Grid | Rows, numbering: str = "") -> bytes:
    """A .docx of paragraphs (text or `Line`) and tables (rows or `grid`). `numbering` replaces the lists below:
    1 is «1.» «1.1.» «1.1.1.»; 2 is «A.» «a)» «i.»; 3 has bullets.
    """
    body = "".join(_block(block) for block in blocks) + "<w:sectPr/>"
    return package(
        {
            "[Content_Types].xml": _content_types(
                {
                    "/word/document.xml": "wordprocessingml.document.main",
                    "/word/styles.xml": "wordprocessingml.styles",
                    "/word/numbering.xml": "wordprocessingml.numbering",
                }
            ),
            "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
            "word/document.xml": _word_part("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": _relations({"styles": "styles.xml", "numbering": "numbering.xml"}),
            "word/styles.xml": _word_part("styles", _STYLES),
            "word/numbering.xml": _word_part("numbering", numbering or _NUMBERING),
        }
    )


def _word_part(name: str, content: str) -> str:
    return f'{_DECLARATION}<w:{name} xmlns:w="{W}">{content}</w:{name}>'


def _content_types(parts: Mapping[str, str]) -> str:
    office = "application/vnd.openxmlformats-officedocument"
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{office}.{kind}+xml"/>' for part, kind in parts.items()
    )
    return (
        f'{_DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{place}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="Ttulo{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level in range(1, 7)
    )
)


def numbered_list(key: int, *levels: tuple[str, str]) -> str:
    """A list of numbering.xml: for each level its form (`decimal`, `lowerLetter`…) and its text («%1.»)."""
    rows = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{key}">{rows}</w:abstractNum>'


def list_use(key: int, abstract: int, restarted: Sequence[int] = ()) -> str:
    starts = "".join(
        f'<w:lvlOverride w:ilvl="{place}"><w:startOverride w:val="1"/></w:lvlOverride>' for place in restarted
    )
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{starts}</w:num>'


_NUMBERING = (
    numbered_list(1, ("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3."))
    + numbered_list(2, ("upperLetter", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3."))
    + numbered_list(3, ("bullet", "\uf0b7"))
    + "".join(list_use(key, key) for key in (1, 2, 3))
)


def _block(block: str | Line | Grid | Rows) -> str:
    if isinstance(block, str):
        return _paragraph(Line(block))
    if isinstance(block, Line):
        return block.xml or _paragraph(block)
    return _table(block if isinstance(block, Grid) else Grid(block, {}))


def _paragraph(line: Line) -> str:
    properties = f'<w:pStyle w:val="Ttulo{line.heading}"/>' if line.heading else ""
    if line.number:
        key, level = line.number
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>'
    run = f'<w:r><w:t xml:space="preserve">{escape(line.text)}</w:t></w:r>' if line.text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run}</w:p>"


def _table(table: Grid) -> str:
    width = max(len(row) for row in table.rows)
    columns = '<w:gridCol w:w="1500"/>' * width
    rows = "".join(_row(table, place) for place in range(len(table.rows)))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl><w:p/>"


def _row(table: Grid, place: int) -> str:
    row = table.rows[place]
    below = table.rows[place + 1] if place + 1 < len(table.rows) else ()
    cells = []
    for column, value in enumerate(row):
        if value is LEFT:
            continue
        span = next(
            (more for more in range(1, len(row) - column) if row[column + more] is not LEFT), len(row) - column
        )
        properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        if value is UP:
            properties += "<w:vMerge/>"
        elif column < len(below) and below[column] is UP:
            properties += '<w:vMerge w:val="restart"/>'
        lines = "" if value is UP or value is None else str(value)
        number = table.lists.get(column) if place else None
        paragraphs = "".join(_paragraph(Line(text, number=number)) for text in lines.split("\n"))
        cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>")
    return f"<w:tr>{''.join(cells)}</w:tr>"


# Sheets


def workbook(
    sheets: Mapping[str, Rows],
    *,
    merged: Mapping[str, Iterable[str]] | None = None,
    formats: Mapping[str, Mapping[str, str]] | None = None,
    hidden: Iterable[str] = (),
) -> bytes:
    """An .xlsx. `merged`: ranges by sheet («A2:A4»), besides those marked by `LEFT` and `UP`. `formats`: number
    formats by sheet and column («C»: «0.00%») or cell («C2»).
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value not in (None, "", LEFT, UP):
                    cell = sheet.cell(number, column, value)
                    cell.alignment = Alignment(wrap_text=True)
        for place, form in (formats or {}).get(title, {}).items():
            cells = [sheet[place]] if re.search(r"\d", place) else sheet[place]
            for cell in cells:
                cell.number_format = form
        for area in [*marked_areas(rows), *(merged or {}).get(title, ())]:
            sheet.merge_cells(area)
        if title in hidden:
            sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def marked_areas(rows: Rows) -> list[str]:
    """The ranges that `LEFT` and `UP` make of a grid."""
    areas = []
    for top, row in enumerate(rows):
        for left, value in enumerate(row):
            if value is LEFT or value is UP:
                continue
            right, bottom = left, top
            while right + 1 < len(row) and row[right + 1] is LEFT:
                right += 1
            while bottom + 1 < len(rows) and left < len(rows[bottom + 1]) and rows[bottom + 1][left] is UP:
                bottom += 1
            if (right, bottom) != (left, top):
                areas.append(f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}")
    return areas


def csv_file(rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    buffer = io.StringIO(newline="")
    plain = [["" if value in (None, LEFT, UP) else value for value in row] for row in rows]
    csv.writer(buffer, delimiter=delimiter).writerows(plain)
    return buffer.getvalue().encode(encoding)


_ODS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _ODS.items())
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(sheets: Mapping[str, Rows], *, extra: str = "") -> bytes:
    """An .ods with the empty rows and columns that LibreOffice writes after each sheet. `extra` ends it."""
    tables = "".join(_ods_table(title, rows) for title, rows in sheets.items())
    return package(
        {
            "mimetype": ODS_TYPE,
            "content.xml": f"{_DECLARATION}<office:document-content {_SPACES}><office:body><office:spreadsheet>"
            f"{tables}{extra}</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f"{_DECLARATION}<manifest:manifest {_SPACES}><manifest:file-entry "
            f'manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>',
        }
    )


def _ods_table(title: str, rows: Rows) -> str:
    body = "".join(_ods_row(rows, place) for place in range(len(rows)))
    empty = '<table:table-cell table:number-columns-repeated="1024"/>'
    return (
        f"<table:table table:name={quoteattr(title)}>{body}<table:table-row table:number-rows-repeated="
        f'"{1048576 - len(rows)}">{empty}</table:table-row></table:table>'
    )


def _ods_row(rows: Rows, place: int) -> str:
    cells = []
    for column, value in enumerate(rows[place]):
        if value is LEFT or value is UP:
            cells.append("<table:covered-table-cell/>")
            continue
        across, down = column + 1, place + 1
        while across < len(rows[place]) and rows[place][across] is LEFT:
            across += 1
        while down < len(rows) and column < len(rows[down]) and rows[down][column] is UP:
            down += 1
        spans = f' table:number-columns-spanned="{across - column}"' if across > column + 1 else ""
        spans += f' table:number-rows-spanned="{down - place}"' if down > place + 1 else ""
        lines = (
            "" if value in (None, "") else "".join(f"<text:p>{escape(x)}</text:p>" for x in str(value).split("\n"))
        )
        kind = (
            f' office:value-type="float" office:value="{value}"'
            if isinstance(value, (int, float)) and not isinstance(value, bool)
            else ' office:value-type="string"' * bool(lines)
        )
        cells.append(f"<table:table-cell{kind}{spans}>{lines}</table:table-cell>")
    cells.append('<table:table-cell table:number-columns-repeated="1000"/>')
    return f"<table:table-row>{''.join(cells)}</table:table-row>"
