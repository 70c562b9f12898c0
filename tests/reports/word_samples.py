"""Word documents of reports: made from HTML, opened, and turned into PDF by LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from reports.word_twin import word_twin

HEADER = {
    "network_name": "Red de Prueba",
    "institution": "Institución de Prueba",
    "form_title": "Informe de prueba",
    "period_label": "Año 2007",
    "period_start": "2007-01-01",
    "period_end": "2007-12-31",
    "language": "es",
}
SOFFICE = os.environ.get("SOFFICE") or shutil.which("soffice")


def page(body: str, main: str = "") -> str:
    head = '<!DOCTYPE html><html lang="es"><head><title>x</title></head>'
    return f"{head}<body><main{main}>{body}</main></body></html>"


def twin(body: str, *, template: bytes | None = None, main: str = "", **header) -> Document:
    """The document of a page with this body, opened."""
    data = {"header": {**HEADER, **header}}
    return Document(BytesIO(word_twin(page(body, main), data, template=template)))


def texts(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def converted(content: bytes) -> PdfReader:
    """What LibreOffice makes of a .docx: it must be able to open it."""
    if SOFFICE is None:
        pytest.fail(
            "LibreOffice (soffice) is needed to open what Word opens: apt-get install libreoffice-writer-nogui"
        )
    with tempfile.TemporaryDirectory(prefix="trama-word-") as folder:
        source = Path(folder) / "informe.docx"
        source.write_bytes(content)
        profile = f"-env:UserInstallation={Path(folder, 'perfil').as_uri()}"
        where = ["--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run([SOFFICE, profile, "--headless", *where], check=True, capture_output=True, timeout=120)
        return PdfReader(BytesIO(source.with_suffix(".pdf").read_bytes()))


def text_of(reader: PdfReader) -> str:
    """Without any space: where a line breaks says nothing."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
