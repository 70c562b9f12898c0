"""Handing out a file that is kept."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse

from monitoring.models.files import KeptFile


def handed_out(row: KeptFile) -> HttpResponse:
    """Always as an attachment, never shown by the browser, never kept by a cache. 404 where there is none."""
    if not row.file:
        raise Http404
    try:
        content = row.file.open()
    except OSError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=row.original_name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
