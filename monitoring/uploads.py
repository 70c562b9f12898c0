"""What may be uploaded as evidence: the extension must be on the list, and the content must be what it says."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

ZIP = "application/zip"
TEXT = "text/plain"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODF = "application/vnd.oasis.opendocument."

ALLOWED = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".docx": WORD,
    ".xlsx": EXCEL,
    ".pptx": SLIDES,
    ".odt": f"{ODF}text",
    ".ods": f"{ODF}spreadsheet",
    ".odp": f"{ODF}presentation",
    ".txt": TEXT,
    ".csv": TEXT,
}
ACCEPT = ",".join(ALLOWED)
# The three old Office formats share one container: filetype tells them apart only sometimes.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_TYPES = {ALLOWED[suffix] for suffix in (".doc", ".xls", ".ppt")}
OOXML_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL, "ppt/presentation.xml": SLIDES}
HEAD = 8192


@dataclass(frozen=True)
class Upload:
    """A file found good: its real type, its size in bytes and the sha256 of its content, in hexadecimal."""

    content_type: str
    size: int
    sha256: str


def check_upload(file: UploadedFile) -> Upload:
    """Read the file and leave it rewound. Raises ValidationError with a sentence that names the file."""
    return Upload(content_type=refuse(file), size=file.size, sha256=_sha256(file))


def refuse(file: UploadedFile) -> str:
    """The type of a file that may be added, without reading the whole of it; else ValidationError as above."""
    expected = ALLOWED.get(PurePath(file.name).suffix.lower())
    if expected is None:
        raise ValidationError(
            _(
                "No se puede adjuntar «%(name)s»: se admiten imágenes, PDF, documentos de Word, Excel, PowerPoint "
                "o LibreOffice, y texto. Guárdelo en uno de esos formatos."
            ),
            code="extension",
            params={"name": file.name},
        )
    _check_size(file)
    if not _agrees(file, expected):
        raise ValidationError(
            _(
                "El contenido de «%(name)s» no corresponde a su extensión. Ábralo en su programa y guárdelo de "
                "nuevo en el formato que dice su nombre."
            ),
            code="content",
            params={"name": file.name},
        )
    return expected


def _check_size(file: UploadedFile) -> None:
    limit = settings.EVIDENCE_MAX_BYTES
    if not file.size:
        raise ValidationError(
            _("«%(name)s» está vacío: elija otro archivo."), code="empty", params={"name": file.name}
        )
    if file.size > limit:
        raise ValidationError(
            _("«%(name)s» pesa %(size)s MB y el máximo es de %(limit)s MB. Redúzcalo o adjunte un enlace."),
            code="size",
            params={"name": file.name, "size": -(-file.size // 1024**2), "limit": limit // 1024**2},
        )


def _agrees(file: UploadedFile, expected: str) -> bool:
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(OLE):
        return expected in OLE_TYPES
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(file) == expected
    found = filetype.guess_mime(head)
    if expected == TEXT:
        return found is None and b"\0" not in head
    return found == expected


def _zip_type(file: UploadedFile) -> str:
    """Office and LibreOffice documents are zip archives: what is inside says which."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            for part, content_type in OOXML_PARTS.items():
                if part in names and "[Content_Types].xml" in names:
                    return content_type
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError):
        return ZIP
    finally:
        file.seek(0)
    return ZIP


def _sha256(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
