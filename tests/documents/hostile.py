"""Files that must not be read: what is wrong with each, and a word of the sentence that says so."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

from tests.documents.builders import ODS_TYPE, W, csv_file, ods, package, part_of, replaced, word, workbook

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MEGABYTE = 1 << 20


def sheet_with(rows: str, rest: str = "", **parts: str) -> bytes:
    """A workbook whose sheet «Hoja» has that XML for rows, and after them."""
    xml = f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData>{rest}</worksheet>'
    return replaced(workbook({"Hoja": [["a"]]}), {"xl/worksheets/sheet1.xml": xml, **parts})


def body_with(body: str) -> bytes:
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return replaced(word("texto"), {"word/document.xml": document})


def ods_with(rows: str) -> bytes:
    file = ods({"Hoja": []})
    content = part_of(file, "content.xml")
    start, end = content.index("<table:table-row"), content.rindex("</table:table>")
    return replaced(file, {"content.xml": content[:start] + rows + content[end:]})


def far_cell(name: str = "XFD1048576") -> bytes:
    row = "".join(sign for sign in name if sign.isdigit())
    return sheet_with(f'<row r="{row}"><c r="{name}"><v>1</v></c></row>')


def swollen(data: bytes, megabytes: int = 60) -> bytes:
    """A few kilobytes that unpack to many megabytes."""
    buffer = io.BytesIO(data)
    with ZipFile(buffer, "a", ZIP_DEFLATED) as archive, archive.open("word/media/image1.bin", "w") as member:
        for _ in range(megabytes):
            member.write(bytes(MEGABYTE))
    return buffer.getvalue()


def understated(data: bytes, part: str, megabytes: int = 60) -> bytes:
    """Swollen, with sizes and checksum that say the part has 100 bytes."""
    content = b" " * (megabytes * MEGABYTE)
    file = bytearray(replaced(data, {part: content}))
    lie = struct.pack("<I", zlib.crc32(content[:100])), struct.pack("<I", 100)
    name = part.encode()
    local, central = file.find(name) - 30, file.rfind(name) - 46
    for start, crc, size in ((local, 14, 22), (central, 16, 24)):
        file[start + crc : start + crc + 4], file[start + size : start + size + 4] = lie
    return bytes(file)


def with_password_flag(data: bytes) -> bytes:
    file = bytearray(data)
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        file[file.find(sign) + flags] |= 1
    return bytes(file)


def with_entities(encoding: str = "utf-8") -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE l [<!ENTITY l0 "ja">{levels}]><l>&l9;</l>'
    return text.encode(encoding)


def old_office(stream: str) -> bytes:
    return _OLE + f"{stream}\0".encode("utf-16-le") + bytes(512)


def as_macros(data: bytes) -> bytes:
    types = part_of(data, "[Content_Types].xml")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return replaced(
        data, {"[Content_Types].xml": types.replace(kind, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")}
    )


def shared_many_times() -> bytes:
    """One long text that every cell shows."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 10_001))
    strings = f'<sst xmlns="{_SHEET}"><si><t>{"a" * 9_000}</t></si></sst>'
    return sheet_with(cells, **{"xl/sharedStrings.xml": strings})


_LONG = "y" * 10_001
_ENCRYPTED_MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
    "<m:encryption-data/></m:file-entry></m:manifest>"
)


def _word() -> bytes:
    return word("texto", [["a", "b"]])


def _excel() -> bytes:
    return workbook({"Hoja": [["a", "b"]]})


# File name → how to make it, and what the sentence must name.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "pdf.docx": (lambda: b"%PDF-1.7", "un PDF"),
    "word.xlsx": (_word, "un documento de Word"),
    "excel.docx": (_excel, "un libro de Excel"),
    "ods.xlsx": (lambda: ods({"Hoja": [["a"]]}), "OpenDocument"),
    "text.ods": (lambda: package({"mimetype": ODS_TYPE[:-11] + "text", "content.xml": "<a/>"}), "OpenDocument"),
    "zip.docx": (lambda: package({"a.txt": "a"}), "un archivo comprimido"),
    "page.xlsx": (lambda: b"<html><table></table></html>", "una página web"),
    "image.csv": (lambda: b"\x89PNG\r\n\x1a\n", "una imagen"),
    "notes.txt": (lambda: b"plan", ".txt"),
    "plan": (lambda: b"plan", "plan"),
    "slides.pptx": (_word, ".pptx"),
    "nothing.xlsx": (lambda: b"", "vacío"),
    "empty.csv": (lambda: b" ;\n;\n", "no tiene texto"),
    "empty.xlsx": (lambda: workbook({"Hoja": []}), "no tiene texto"),
    "locked.docx": (lambda: old_office("EncryptedPackage"), "contraseña"),
    "locked_zip.xlsx": (lambda: with_password_flag(_excel()), "contraseña"),
    "locked.ods": (
        lambda: replaced(ods({"H": [["a"]]}), {"META-INF/manifest.xml": _ENCRYPTED_MANIFEST}),
        "contraseña",
    ),
    "old.doc": (lambda: old_office("WordDocument"), "guárdelo como .docx"),
    "old.xls": (lambda: old_office("Workbook"), "guárdelo como .xlsx"),
    "old.docx": (lambda: old_office("WordDocument"), "guárdelo como .docx"),
    "macros.docm": (_word, "macros"),
    "macros.xlsm": (lambda: as_macros(_excel()), "macros"),
    "macros_renamed.xlsx": (lambda: as_macros(_excel()), "macros"),
    "macros_inside.docx": (lambda: replaced(_word(), {"word/vbaProject.bin": b"x"}), "macros"),
    "macros.ods": (lambda: replaced(ods({"H": [["a"]]}), {"Basic/Standard/Module1.xml": "<a/>"}), "macros"),
    "binary.xlsb": (_excel, ".xlsb"),
    "strict.docx": (
        lambda: replaced(
            _word(), {"word/document.xml": '<d xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'}
        ),
        "estricto",
    ),
    "swollen.docx": (lambda: swollen(_word()), "50 MB"),
    "understated.xlsx": (lambda: understated(_excel(), "xl/worksheets/sheet1.xml"), "50 MB"),
    "shared_text.xlsx": (shared_many_times, "50 MB"),
    "members.xlsx": (lambda: replaced(_excel(), {f"m{n}": b"" for n in range(2_500)}), "mucho más"),
    "path.docx": (lambda: replaced(_word(), {"../../a.xml": b"<a/>"}), "../../a.xml"),
    "twice.docx": (lambda: replaced(_word(), {"word/DOCUMENT.xml": b"<a/>"}), "word/DOCUMENT.xml"),
    "entities.docx": (lambda: replaced(_word(), {"word/document.xml": with_entities()}), "word/document.xml"),
    "entities16.xlsx": (lambda: replaced(_excel(), {"xl/styles.xml": with_entities("utf-16")}), "xl/styles.xml"),
    "entities.ods": (lambda: replaced(ods({"H": []}), {"content.xml": with_entities()}), "content.xml"),
    "far.xlsx": (far_cell, "celda «XFD1048576» de la hoja «Hoja»"),
    "column.xlsx": (lambda: far_cell("GS1"), "«GS1»"),
    "row.xlsx": (lambda: far_cell("A20001"), "«A20001»"),
    "unnamed_cells.xlsx": (lambda: sheet_with(f"<row>{'<c><v>1</v></c>' * 201}</row>"), "«GS1»"),
    "column.docx": (lambda: word([["a"] * 201]), "tabla 1"),
    "row.docx": (lambda: word("antes", [["a"]], [["b"]] * 20_001), "tabla 2"),
    "span.docx": (
        lambda: body_with(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
        ),
        "tabla 1",
    ),
    "column.ods": (
        lambda: ods_with(
            '<table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>a</text:p>'
            "</table:table-cell></table:table-row>"
        ),
        "«XFD1»",
    ),
    "row.ods": (
        lambda: ods_with(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell><text:p>a</text:p>'
            "</table:table-cell></table:table-row>"
        ),
        "«A1048576»",
    ),
    "column.csv": (lambda: b";" * 200 + b"a\n", "fila 1"),
    "row.csv": (lambda: b"a;b\n" * 20_001, "fila 20001"),
    "commas.csv": (lambda: b"," * MEGABYTE, "fila 1"),
    "long.xlsx": (lambda: workbook({"Hoja": [["a"], ["b", _LONG]]}), "celda «B2» de la hoja «Hoja»"),
    "long_inside.xlsx": (
        lambda: sheet_with(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{_LONG}</t></is></c></row>'),
        "celda «A1»",
    ),
    "long.docx": (lambda: word([["a"], [_LONG]]), "tabla 1 (fila 2)"),
    "long_paragraph.docx": (lambda: word("a" * 100_001), "párrafo"),
    "long.ods": (lambda: ods({"Hoja": [["a"], ["b", _LONG]]}), "celda «B2» de la hoja «Hoja»"),
    "long.csv": (lambda: csv_file([["a", "b"], ["c", _LONG]]), "fila 2"),
    "open_quote.csv": (lambda: b'a;b\n"' + b"c;d\n" * 100_000, "fila 2"),
    "nul.csv": (lambda: b"a;b\x00", "no es texto"),
    "utf16.csv": (lambda: "a;b\n".encode("utf-16"), "no es texto"),
    "cut.docx": (lambda: _word()[:300], "dañado"),
    "broken.xlsx": (lambda: replaced(_excel(), {"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"}), "dañado"),
    "no_sheet.xlsx": (lambda: replaced(_excel(), {"xl/worksheets/sheet1.xml": None}), "guárdelo de nuevo"),
    "merged.xlsx": (
        lambda: sheet_with("", '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "A1:XFD1048576",
    ),
    "deep.docx": (lambda: body_with("<w:sdt>" * 100_000), "mucho más"),
    "empty_elements.docx": (lambda: body_with("<w:tbl><w:tr>" + "<w:x/>" * 400_000), "mucho más"),
    "empty_paragraphs.docx": (lambda: body_with("<w:p/>" * 400_000), "mucho más"),
    "empty_rows.xlsx": (lambda: sheet_with("<row/>" * 400_000), "mucho más"),
    "empty_cells.xlsx": (lambda: sheet_with(f"<row>{'<c/>' * 1_100_000}</row>"), "mucho más"),
}
