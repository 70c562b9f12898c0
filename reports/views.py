"""The official forms of a network: which there are, as pages, as PDF and as data."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from monitoring.models import Period
from monitoring.selectors import period_for
from networks.mixins import NetworkMixin
from networks.permissions import can_manage_report
from reports.context import canonical_json, file_stem
from reports.official import FORMS, report_data
from reports.official.form import Scope
from reports.pdf import PdfError
from reports.rendering import render_html, render_pdf
from reports.scopes import scope_from, scope_query


class ReportListView(NetworkMixin, TemplateView):
    """Every form for every period, newest first; years that span shorter periods too."""

    template_name = "reports/report_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = list(Period.objects.filter(network=self.network).with_closed().order_by("-start_on"))
        years = sorted({period.start_on.year for period in own}, reverse=True)
        spans = [period_for(self.network, str(year)) for year in years]
        return super().get_context_data(
            forms=[form.kind for form in FORMS.values()],
            periods=own,
            spans=[span for span in spans if span.pk is None],
            may_export=can_manage_report(self.request.user, self.network),
            **kwargs,
        )


class ReportView(NetworkMixin, View):
    """One form for one period, both from the URL; an unknown one is 404."""

    @cached_property
    def scope(self) -> Scope:
        form = FORMS.get(self.kwargs["form"])
        if form is None:
            raise Http404
        try:
            return scope_from(self.network, form, self.kwargs["code"], self.request.GET)
        except ValidationError as error:
            raise Http404 from error

    @cached_property
    def data(self) -> dict[str, Any]:
        return report_data(self.kwargs["form"], self.scope)

    def address(self, name: str) -> str:
        """Of the same report, of the same part."""
        query = urlencode(scope_query(self.scope.as_data))
        url = reverse(f"reports:{name}", kwargs=self.kwargs)
        return f"{url}?{query}" if query else url

    def attachment(self, content: bytes, content_type: str, ending: str) -> HttpResponse:
        response = HttpResponse(content, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{file_stem(self.data)}.{ending}"'
        response["Cache-Control"] = "private, no-store"
        return response


class ReportPreviewView(ReportView):
    """The form as a page, from the same data as the PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        where = {"slug": self.network.slug}
        links = {
            "back": reverse("reports:report_list", kwargs=where),
            "explain": reverse("monitoring:explain", kwargs={**where, "code": self.kwargs["code"]}),
            "indicators": reverse("monitoring:indicator_list", kwargs={**where, "code": self.kwargs["code"]}),
        }
        if can_manage_report(request.user, self.network):
            links |= {"pdf": self.address("report_pdf"), "json": self.address("report_json")}
        return HttpResponse(render_html(self.data, preview=True, links=links))


class ReportPdfView(ReportView):
    permission = staticmethod(can_manage_report)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            content = render_pdf(self.data)
        except PdfError as error:
            messages.error(request, _("No se pudo preparar el PDF: %(reason)s") % {"reason": error})
            return redirect("reports:report_list", slug=self.network.slug)
        return self.attachment(content, "application/pdf", "pdf")


class ReportJsonView(ReportView):
    """The frozen context itself: what the PDF carries attached."""

    permission = staticmethod(can_manage_report)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.attachment(canonical_json(self.data), "application/json", "json")
