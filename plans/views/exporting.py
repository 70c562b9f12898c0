"""Hands a version out as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from plans.exports import FORMATS, file_name, version_export
from plans.views.base import VersionMixin


class VersionExportView(VersionMixin, View):
    """The whole version as the matrix that an import reads back."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ending = kwargs["ending"]
        if ending not in FORMATS:
            raise Http404
        name = file_name(self.version, ending)
        return HttpResponse(
            version_export(self.version, ending),
            content_type=FORMATS[ending].content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
