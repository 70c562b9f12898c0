"""Files that people upload, good and bad, and proofs made of them."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pikepdf
from django.core.files.base import ContentFile
from PIL import Image

from monitoring.models import ComplianceEntry, Evidence
from reports.demo.evidence import sample_pdf

TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "csv": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def attach(entry: ComplianceEntry, name: str, content: bytes, title: str = "", **fields) -> Evidence:
    evidence = Evidence(
        entry=entry,
        title=title,
        original_name=name,
        content_type=TYPES[name.rpartition(".")[2]],
        size=len(content),
        **{"sha256": hashlib.sha256(content).hexdigest(), **fields},
    )
    evidence.file.save(name, ContentFile(content), save=False)
    evidence.save()
    return evidence


def pdf(*pages: str) -> bytes:
    return sample_pdf("Muestra", list(pages) or ["página única"])


def changed(content: bytes, change, **saving) -> bytes:
    """The PDF after `change(pdf)`."""
    with pikepdf.open(BytesIO(content)) as opened:
        change(opened)
        made = BytesIO()
        opened.save(made, **saving)
    return made.getvalue()


def encrypted(content: bytes) -> bytes:
    return changed(content, lambda _: None, encryption=pikepdf.Encryption(owner="dueña", user="clave", R=6))


def turned(content: bytes, degrees: int) -> bytes:
    def turn(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            page.Rotate = degrees

    return changed(content, turn)


def unbalanced(content: bytes) -> bytes:
    """Its pages leave the drawing scaled to nothing and clipped away."""

    def leave_open(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            page.contents_add(b" q q q 0 0 1 1 re W n 0.01 0 0 0.01 0 0 cm")

    return changed(content, leave_open)


def acting(content: bytes) -> bytes:
    """It runs a script, opens an address, carries a file, and has a form filled in."""

    def act(opened: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        opened.Root.OpenAction = script
        opened.attachments["virus.exe"] = b"MZ"
        page = opened.pages[0]
        page.obj.AA = pikepdf.Dictionary(O=script)
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("nombre"),
            V=pikepdf.String("Llenado"),
            DA=pikepdf.String("/Helv 12 Tf 0 g"),
            Rect=[72, 600, 300, 620],
            F=4,
        )
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[72, 500, 300, 520],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org/")),
        )
        field = opened.make_indirect(field)
        page.obj.Annots = pikepdf.Array([field, opened.make_indirect(link)])
        helvetica = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        opened.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array([field]),
            NeedAppearances=True,
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=helvetica)),
        )

    return changed(content, act)


def jpeg(width: int = 40, height: int = 20, *, orientation: int = 1) -> bytes:
    """Left half red, right half blue, with a place and a camera in its metadata."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camara-Secreta"
    made = BytesIO()
    picture.save(made, "JPEG", exif=exif, quality=95)
    return made.getvalue()
