"""What one sees of a digital signature: a small page of our own renderer, put into the signature's rectangle."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator

from reports import pdf
from reports.pdf_process import shared_process

LOW = 50
LONGEST_NAME, LONGEST_REASON = 76, 110
TIME_LIMIT_SECONDS = 30


def block_pdf(
    *,
    width: float,
    height: float,
    name: str,
    reason: str,
    at: datetime.datetime,
    in_process: bool = False,
) -> bytes:
    """The block as a PDF of one page of that size in points, in the language in force. Raises `pdf.PdfError`."""
    context = {
        "width": f"{width:.3f}",
        "height": f"{height:.3f}",
        "is_low": height < LOW,
        "name": Truncator(name).chars(LONGEST_NAME),
        "reason": Truncator(reason).chars(LONGEST_REASON),
        "day": date_format(at, "DATE_FORMAT"),
        "time": f"{at:%H:%M:%S}",
        "offset": _offset(at),
        "language": translation.get_language() or "es",
    }
    html = render_to_string("reports/pdf/signature_block.html", context)
    job = pdf.PdfJob(html=html, data_name="", data=b"", is_piece=True)
    return pdf.render(job) if in_process else shared_process.render(job, time_limit=TIME_LIMIT_SECONDS)


def _offset(at: datetime.datetime) -> str:
    """From UTC, as `UTC−05:00`."""
    minutes = round((at.utcoffset() or datetime.timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def block_import(writer: Any, content: bytes) -> Any:
    """The page as a picture within the document that is being written: its reference."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    reference = writer.import_page_as_xobject(PdfFileReader(BytesIO(content)))
    resources = reference.get_object()["/Resources"]
    # The colours are plain: spaces that nothing uses would only add bytes.
    for unused in ("/ColorSpace", "/Pattern", "/Shading", "/XObject"):
        resources.pop(unused, None)
    return reference
