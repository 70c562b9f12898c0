"""Refuses what is not a document of the kind its ending says, or would cost too much to read, before any parser.

Nothing of the file is built in memory: a zip is measured while it unpacks into nothing, its sheets and tables are
read as a stream of elements. Links to other files, pictures and embedded objects are never opened.
"""

from __future__ import annotations

import codecs
import csv
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO
from zipfile import ZipFile

from networks.sentences import gettext_noop as _
from plans.importing import limits, packages
from plans.importing.cells import RefusedFileError
from plans.importing.number_formats import style_kinds
from plans.importing.read_sheets import Forms
from plans.importing.safety_ods import OdsScan
from plans.importing.safety_scan import Budget, SheetScan, WordScan
from plans.importing.safety_zip import CHUNK, ENCRYPTED, chunks, open_checked, parser_of

EMPTY_FILE = _("El archivo está vacío. Revise que sea el que quería y súbalo otra vez.")
UNKNOWN = _("No se leen archivos «%(ending)s». Guarde el plan como .docx, .xlsx, .ods o .csv y súbalo otra vez.")
OLD_WORD = _("Es un documento de Word antiguo (.doc). Ábralo, guárdelo como .docx y súbalo otra vez.")
OLD_EXCEL = _("Es un libro de Excel antiguo (.xls). Ábralo, guárdelo como .xlsx y súbalo otra vez.")
OLD_OFFICE = _("Es un archivo de Office antiguo. Ábralo, guárdelo como .docx o .xlsx y súbalo otra vez.")
MACROS = _("El archivo tiene macros. Guárdelo como .docx, .xlsx u .ods sin macros y súbalo otra vez.")
BINARY_EXCEL = _("Es un libro binario de Excel (.xlsb). Ábralo, guárdelo como .xlsx y súbalo otra vez.")
STRICT = _(
    "El archivo está guardado como «Open XML estricto». Ábralo, guárdelo como .docx o .xlsx corriente y "
    "súbalo otra vez."
)
OTHER_CONTENT = _(
    "El archivo termina en .%(ending)s pero por dentro es %(content)s. Guárdelo como .%(ending)s desde su "
    "programa y súbalo otra vez."
)
NOT_TEXT = _(
    "El archivo termina en .csv pero no es texto. Guárdelo desde su programa como «CSV UTF-8 (delimitado "
    "por comas)» y súbalo otra vez."
)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SIGNS = (
    (b"%PDF", _("un PDF")),
    (b"{\\rtf", _("un documento RTF")),
    (b"\x89PNG", _("una imagen")),
    (b"\xff\xd8\xff", _("una imagen")),
    (b"GIF8", _("una imagen")),
    (b"Rar!", _("un archivo comprimido")),
    (b"7z\xbc\xaf", _("un archivo comprimido")),
    (b"\x1f\x8b", _("un archivo comprimido")),
    (b"MZ", _("un programa")),
    (b"\x7fELF", _("un programa")),
)
_CONTENTS = {
    "docx": _("un documento de Word"),
    "xlsx": _("un libro de Excel"),
    "ods": _("una hoja de OpenDocument"),
    "odt": _("un documento de OpenDocument"),
    "odp": _("una presentación"),
    "pptx": _("una presentación"),
    "template": _("una plantilla de Office"),
}
_TYPES = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
    "template.main+xml": "template",
}
_OPEN_DOCUMENT = {"spreadsheet": "ods", "text": "odt", "presentation": "odp"}
ENDINGS = ("docx", "xlsx", "ods", "csv")
_MACRO_ENDINGS = ("docm", "dotm", "xlsm", "xltm", "xlam")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(slots=True)
class Checked:
    """A file that may be read. `forms` by sheet (Excel), `encoding` and `delimiter` of a CSV."""

    kind: str
    forms: dict[str, Forms] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""


def check(path: Path, name: str) -> Checked:
    """`name` is the one the person gave the file. Raises RefusedFileError with what is wrong and what to do."""
    ending = Path(name.lower().strip()).suffix.lstrip(".")
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise RefusedFileError(EMPTY_FILE)
    if start.startswith(_OLE):
        _refuse_old(path, ending)
    if ending in _MACRO_ENDINGS:
        raise RefusedFileError(MACROS)
    if ending == "xlsb":
        raise RefusedFileError(BINARY_EXCEL)
    if ending not in ENDINGS:
        raise RefusedFileError(UNKNOWN, ending=f".{ending[:20]}" if ending else name[-40:])
    if path.stat().st_size > limits.UNPACKED:
        raise RefusedFileError(limits.TOO_BIG)
    if start.startswith(_ZIP):
        return _check_zip(path, ending)
    content = next((words for sign, words in _SIGNS if start.startswith(sign)), "")
    if ending == "csv" and not content:
        return check_csv(path)
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype html|html|table)", start, re.IGNORECASE):
        content = _("una página web")
    raise RefusedFileError(OTHER_CONTENT, ending=ending, content=content or _("otra cosa"))


def _refuse_old(path: Path, ending: str) -> None:
    """Office before 2007, or a newer file that a password wraps in the old container."""
    names = {"EncryptedPackage": ENCRYPTED, "WordDocument": OLD_WORD, "Workbook": OLD_EXCEL, "Book": OLD_EXCEL}
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            window = rest + chunk
            for name, sentence in names.items():
                if f"{name}\0".encode("utf-16-le") in window:
                    raise RefusedFileError(sentence)
            rest = window[-64:]
    raise RefusedFileError({"doc": OLD_WORD, "xls": OLD_EXCEL}.get(ending, OLD_OFFICE))


def _check_zip(path: Path, ending: str) -> Checked:
    with open_checked(path) as archive:
        kind = _kind(archive)
        if kind != ending:
            content = _CONTENTS.get(kind, _("un archivo comprimido"))
            raise RefusedFileError(OTHER_CONTENT, ending=ending, content=content)
        _refuse_macros(archive)
        if kind == "ods":
            _refuse_encrypted(archive)
            OdsScan("content.xml", Budget()).read(archive)
            return Checked(kind)
        if kind == "docx":
            return _check_word(archive)
        return _check_excel(archive)


def _kind(archive: ZipFile) -> str:
    """What the file says it is inside, empty when it is no office file."""
    names = archive.NameToInfo
    if "mimetype" in names and "content.xml" in names:
        declared = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
        return _OPEN_DOCUMENT.get(declared.removeprefix("application/vnd.oasis.opendocument."), "odt")
    if "[Content_Types].xml" not in names:
        return ""
    types = content_types(archive)
    if any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in types.values()):
        raise RefusedFileError(BINARY_EXCEL if any(".binary." in kind for kind in types.values()) else MACROS)
    main = f"/{packages.main_part(archive)}"
    return next((kind for suffix, kind in _TYPES.items() if types.get(main, "").endswith(suffix)), "")


def content_types(archive: ZipFile) -> dict[str, str]:
    """The type of each part, and of each ending («xml»)."""
    types: dict[str, str] = {}

    def start(_name: str, attributes: dict[str, str]) -> None:
        key = attributes.get("PartName") or attributes.get("Extension") or ""
        types[key] = attributes.get("ContentType", "")

    parser = parser_of("[Content_Types].xml", start)
    for chunk in chunks(archive, "[Content_Types].xml"):
        parser.Parse(chunk)
    return types


def _refuse_macros(archive: ZipFile) -> None:
    for name in archive.namelist():
        plain = name.lower()
        # LibreOffice writes the lists of an empty macro library, without any module beside them.
        module = re.match(
            r"scripts/.|basic/.*(?<!/script-lb)(?<!/dialog-lb)(?<!/script-lc)(?<!/dialog-lc)\.xml", plain
        )
        if "vbaproject" in plain or module or "/macrosheets/" in plain:
            raise RefusedFileError(MACROS)


def _refuse_encrypted(archive: ZipFile) -> None:
    def start(name: str, _attributes: dict[str, str]) -> None:
        if name.endswith(" encryption-data"):
            raise RefusedFileError(ENCRYPTED)

    if "META-INF/manifest.xml" in archive.NameToInfo:
        parser = parser_of("META-INF/manifest.xml", start)
        for chunk in chunks(archive, "META-INF/manifest.xml"):
            parser.Parse(chunk)


def _xml_parts(archive: ZipFile) -> list[str]:
    """Shared strings first: cells only point to them."""
    parts = []
    for name in archive.namelist():
        with archive.open(name) as source:
            if source.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
                parts.append(name)
    return sorted(parts, key=lambda name: "sharedstrings" not in name.lower())


def _check_word(archive: ZipFile) -> Checked:
    budget = Budget()
    main = packages.main_part(archive)
    for part in _xml_parts(archive):
        scan = WordScan(part, budget)
        scan.read(archive)
        if part == main and not scan.root.startswith(packages.WORD[1:-1]):
            raise RefusedFileError(STRICT)
    return Checked("docx")


def _check_excel(archive: ZipFile) -> Checked:
    main = packages.main_part(archive)
    root = packages.parse(archive, main)
    if root is None or not root.tag.startswith(packages.SHEET):
        raise RefusedFileError(STRICT)
    targets = {relation.id: relation.target for relation in packages.relations(archive, main)}
    names = {
        targets.get(sheet.get(f"{packages.RELATIONS}id", ""), ""): sheet.get("name", "")
        for sheet in root.iterfind(f"{packages.SHEET}sheets/{packages.SHEET}sheet")
    }
    budget, lengths, styles = Budget(), array("H"), style_kinds(archive)
    forms = {}
    for part in _xml_parts(archive):
        scan = SheetScan(part, budget, names.get(part, ""), lengths, styles)
        scan.read(archive)
        if part in names:
            forms[names[part]] = scan.forms
    return Checked("xlsx", forms=forms)


def check_csv(path: Path) -> Checked:
    encoding = _encoding(path)
    delimiter = _delimiter(path, encoding)
    with path.open(encoding=encoding, newline="") as source:
        lines = _Lines(source, delimiter)
        try:
            for row in csv.reader(lines, delimiter=delimiter):
                lines.row_ends()
                if any(row[limits.COLUMNS :]) or (lines.rows > limits.ROWS and any(row)):
                    raise RefusedFileError(limits.TOO_FAR_CSV, row=str(lines.rows))
                if any(len(text) > limits.CELL_LENGTH for text in row):
                    raise RefusedFileError(limits.TOO_LONG_CSV, row=str(lines.rows))
        except csv.Error as error:
            raise RefusedFileError(limits.TOO_LONG_CSV, row=str(lines.rows + 1)) from error
    return Checked("csv", encoding=encoding, delimiter=delimiter)


class _Lines:
    """The lines of a CSV, none of them, nor any row they make, too long for memory."""

    _LINE, _DELIMITERS = 500_000, 100_000

    def __init__(self, source: TextIO, delimiter: str) -> None:
        self.source = source
        self.delimiter = delimiter
        self.rows = 0
        self.pending = 0  # delimiters of the row being read

    def __iter__(self) -> Iterator[str]:
        while line := self.source.readline(self._LINE):
            self.pending += line.count(self.delimiter)
            if len(line) == self._LINE or self.pending > self._DELIMITERS or self.rows > 10 * limits.ROWS:
                raise RefusedFileError(limits.TOO_FAR_CSV, row=str(self.rows + 1))
            yield line

    def row_ends(self) -> None:
        self.rows += 1
        self.pending = 0


def _encoding(path: Path) -> str:
    """UTF-8 or the one of Windows. Raises RefusedFileError where it is not text."""
    for encoding in ("utf-8-sig", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    if _CONTROLS.search(decoder.decode(chunk)):
                        raise RefusedFileError(NOT_TEXT)
                decoder.decode(b"", True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise RefusedFileError(NOT_TEXT)


def _delimiter(path: Path, encoding: str) -> str:
    """The sign that parts most rows into the same number of cells."""
    with path.open(encoding=encoding, newline="") as source:
        sample = source.read(CHUNK).splitlines()[:50]
    if sample and (told := re.fullmatch(r"sep=([;,\t])", sample[0])):
        return told[1]  # Excel's own way of saying it

    def regularity(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if any(row)]
        except csv.Error:
            return 0, 0
        common = max(set(widths), key=widths.count, default=0)
        return (widths.count(common), common) if common > 1 else (0, 0)

    return max(";\t,", key=regularity)
