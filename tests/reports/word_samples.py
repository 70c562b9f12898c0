"""Word documents of reports: made from HTML, opened, and turned into PDF by LibreOffice."""

from __future__ import annotations

import re
import tempfile
from io import BytesIO
from pathlib import Path

from docx import Document
from pypdf import PdfReader

from reports.word_twin import word_twin
from tests.reports.outside import as_pdf

HEADER = {
    "network_name": "Red de Prueba",
    "institution": "Institución de Prueba",
    "form_title": "Informe de prueba",
    "period_label": "Año 2007",
    "period_start": "2007-01-01",
    "period_end": "2007-12-31",
    "language": "es",
}


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
    with tempfile.TemporaryDirectory(prefix="trama-word-") as folder:
        source = Path(folder) / "informe.docx"
        source.write_bytes(content)
        return PdfReader(BytesIO(as_pdf(source, Path(folder)).read_bytes()))


def text_of(reader: PdfReader) -> str:
    """Without any space: where a line breaks says nothing."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
