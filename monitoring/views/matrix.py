"""The matrix of a period as a page, and as a workbook that says the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from monitoring.matrix import Asked, matrix_url
from monitoring.matrix_levels import build_matrix
from monitoring.matrix_xlsx import matrix_xlsx
from monitoring.views.base import PeriodMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MatrixMixin(PeriodMixin):
    spans_shorter = True

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.network, self.period, self.request.GET, self.request.user, self.today)


class MatrixView(MatrixMixin, TemplateView):
    template_name = "monitoring/matrix.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, query = self.asked, self.request.GET
        export = matrix_url(self.network, self.period, "matrix_file") + asked.filter.query()
        return super().get_context_data(
            matrix=build_matrix(asked, query.get("page"), query.get("integrantes")),
            filter=asked.filter,
            rolled=asked.rolled,
            export_url=export,
            **kwargs,
        )


class MatrixFileView(MatrixMixin, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = matrix_xlsx(self.asked, build_matrix(self.asked, everything=True))
        response = HttpResponse(content, content_type=XLSX)
        name = f"matriz-{self.network.slug}-{self.period.code}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
