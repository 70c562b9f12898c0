"""What may be uploaded: the extension and the content must agree."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring.uploads import WORD, check_upload

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
