"""Sample proofs of the demonstration: small files made here, each saying of itself that it is a sample."""

from __future__ import annotations

import datetime
from hashlib import sha256
from io import BytesIO

import pikepdf
from django.core.files.base import ContentFile

from monitoring.models import ComplianceEntry, Evidence
from networks.models import User
from reports.demo.rows import Row, take

TYPES = {"pdf": "application/pdf", "png": "image/png", "csv": "text/plain"}


def load_files(entry: ComplianceEntry, rows: list[Row], by: User | None) -> None:
    """`{"file": "lista.pdf", "title", "lines", "sensitivity"?, "dated_on"?}`: the ending says what is made."""
    for row in rows:
        kind = row["file"].rpartition(".")[2]
        content = MAKERS[kind](row["title"], row.get("lines", []))
        evidence = Evidence(
            entry=entry,
            original_name=row["file"],
            content_type=TYPES[kind],
            size=len(content),
            sha256=sha256(content).hexdigest(),
            uploaded_by=by,
            **take(row, "title", "sensitivity"),
        )
        if "dated_on" in row:
            evidence.dated_on = datetime.date.fromisoformat(row["dated_on"])
        evidence.full_clean(exclude={"file", "url", "entry"}, validate_constraints=False)
        evidence.file.save(row["file"], ContentFile(content), save=False)
        evidence.save()


def sample_pdf(title: str, lines: list[str]) -> bytes:
    """A page a line of `lines`, each under the title."""
    with pikepdf.new() as made:
        font = made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
        for line in lines or [""]:
            page = made.add_blank_page(page_size=(595, 842))
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.F1)
            page.obj.Contents = made.make_stream(_written(18, 740, title) + _written(12, 700, line))
        content = BytesIO()
        made.save(content, deterministic_id=True)
    return content.getvalue()


def _written(size: int, height: int, text: str) -> bytes:
    return f"BT /F1 {size} Tf 72 {height} Td <{text.encode('cp1252', 'replace').hex()}> Tj ET\n".encode()


def sample_png(title: str, lines: list[str]) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (640, 420), "#f4f1f6")
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((20, 20, 619, 399), outline="#4b2a63", width=4)
    for number in range(5):
        drawn.ellipse((80 + number * 105, 150, 140 + number * 105, 210), fill="#4b2a63")
        drawn.rectangle((70 + number * 105, 220, 150 + number * 105, 320), fill="#8a6ca0")
    drawn.text((40, 40), "\n".join([title, *lines]), fill="#1c1820")
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def sample_csv(title: str, lines: list[str]) -> bytes:
    return "\n".join([title, *lines, ""]).encode()


MAKERS = {"pdf": sample_pdf, "png": sample_png, "csv": sample_csv}
