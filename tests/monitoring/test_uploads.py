"""What may be uploaded: the extension and the content must agree."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import PurePath

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring.uploads import ALLOWED, WORD, check_upload, refuse

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return content.getvalue()


DOCX = archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
XLSX = archive(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"})
ODT = archive(mimetype=b"application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("informe.docx", DOCX),
        ("cuentas.XLSX", XLSX),
        ("acta.odt", ODT),
        ("viejo.doc", OLE),
        ("viejo.xls", OLE),
        ("foto.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 20),
        ("foto.jpeg", b"\xff\xd8\xff\xe0" + b"\x00" * 20),
        ("lista.csv", "región;número\nÑuble;1\n".encode()),
        ("lista.csv", "región;número\nÑuble;1\n".encode("latin-1")),
    ],
)
def test_good_files(name, content):
    file = SimpleUploadedFile(name, content)
    found = check_upload(file)
    assert (found.size, found.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert file.read() == content


def test_the_type_is_the_contents():
    assert check_upload(SimpleUploadedFile("informe.docx", DOCX)).content_type == WORD


@pytest.mark.parametrize(("name", "content"), [("a.xlsx", DOCX), ("a.docx", ODT), ("a.docx", archive(x=b"1"))])
def test_one_office_format_under_the_name_of_another(name, content):
    with pytest.raises(ValidationError, match="no corresponde a su extensión"):
        check_upload(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 20),
        ("foto.webp", b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 20),
        ("foto.gif", b"GIF89a" + b"\x00" * 20),
        ("láminas.pptx", archive(**{"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})),
    ],
)
def test_what_telephones_and_offices_make(name, content):
    assert refuse(SimpleUploadedFile(name, content)) == ALLOWED[PurePath(name).suffix]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("película.mp4", b"\x00\x00\x00\x18ftypmp42", "No se puede adjuntar «película.mp4»"),
        ("dibujo.svg", b"<svg onload='alert(1)'/>", "No se puede adjuntar «dibujo.svg»"),
        ("foto.heic", b"\xff\xd8\xff\xe0" + b"\x00" * 20, "El contenido de «foto.heic»"),
        ("acta.pdf.exe", b"%PDF-1.7", "No se puede adjuntar «acta.pdf.exe»"),
        ("vacío.pdf", b"", "«vacío.pdf» está vacío"),
    ],
)
def test_a_refusal_names_the_file(name, content, words):
    with pytest.raises(ValidationError) as refused:
        refuse(SimpleUploadedFile(name, content))
    assert words in refused.value.messages[0]


def test_the_limit_is_whole(settings):
    settings.EVIDENCE_MAX_BYTES = 20
    assert check_upload(SimpleUploadedFile("a.txt", b"0" * 20)).size == 20
    with pytest.raises(ValidationError, match="pesa 1 MB"):
        check_upload(SimpleUploadedFile("a.txt", b"0" * 21))
