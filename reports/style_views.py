"""A network's colour as a style sheet: a preview allows no style of its own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from networks.mixins import NetworkMixin
from reports.looks import ink_style


class ReportStyleView(NetworkMixin, View):
    """The ink is in the address, because a frozen report keeps the one it had."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            style = ink_style(f"#{self.kwargs['ink']}")
        except ValueError as error:
            raise Http404 from error
        response = HttpResponse(style, content_type="text/css; charset=utf-8")
        response["Cache-Control"] = "private, max-age=3600"
        return response
