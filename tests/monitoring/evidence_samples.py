"""Small files that are what they say, and slots to fill with them."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from plans.models import Activity, Deliverable, Verification

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def docx() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
        made.writestr("word/document.xml", b"<w/>")
    return content.getvalue()


def upload(name: str = "acta.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def make_slot(activity: Activity, text: str, deliverable: Deliverable | None = None, **fields) -> Verification:
    order = activity.verification_set.count()
    return Verification.objects.create(
        activity=activity, text=text, deliverable=deliverable, order=order, **fields
    )
