"""The official forms of a network: which there are, as pages, as PDF and as data."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from monitoring.models import Period
from monitoring.selectors import current_period, local_today, period_for
from monitoring.selectors.records import COUNTED
from networks.mixins import NetworkMixin
from networks.permissions import can_compare_member, can_manage_report
from reports.context import canonical_json, file_stem
from reports.issuing_forms import ChooserForm
from reports.models import IssuedReport
from reports.official import FORMS, form_title, report_data
from reports.official.form import Form, Scope
from reports.pdf import PdfError
from reports.rendering import render_html, render_pdf
from reports.scopes import plan_period_code, scope_from, scope_query

LATELY = 6
# What is wanted of the chosen report: as the address says it, and the page.
WANTED = {
    "ver": "report_preview",
    "pdf": "report_pdf",
    "word": "report_docx",
    "excel": "report_xlsx",
    "json": "report_json",
    "emitir": "issued_create",
}


class ReportListView(NetworkMixin, TemplateView):
    """Which forms there are, a chooser that leads to any report of them, and what was issued lately."""

    template_name = "reports/report_list.html"

    @cached_property
    def may_export(self) -> bool:
        return can_manage_report(self.request.user, self.network)

    @cached_property
    def periods(self) -> list[Period]:
        return list(Period.objects.filter(network=self.network).with_closed().order_by("-start_on", "-end_on"))

    @cached_property
    def current(self) -> Period | None:
        """The one a report is most likely wanted of: the last that is over and of which something was told."""
        today = local_today(self.network)
        told = Period.objects.filter(network=self.network, end_on__lt=today, entries__review_state__in=COUNTED)
        last = told.order_by("-end_on", "-start_on").values_list("pk", flat=True).first()
        return next((period for period in self.periods if period.pk == last), None) or current_period(
            self.periods, today
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = WANTED.get(request.GET.get("que", ""))
        if wanted is None:
            chooser = ChooserForm(network=self.network, user=request.user, initial=self.initial(request))
            return self.render_to_response(self.get_context_data(chooser=chooser))
        chooser = ChooserForm(request.GET, network=self.network, user=request.user)
        if not chooser.is_valid():
            return self.render_to_response(self.get_context_data(chooser=chooser))
        return redirect(address_of(wanted, chooser.form.slug, chooser.scope))

    def initial(self, request: HttpRequest) -> dict[str, str]:
        period = self.current.code if self.current else ""
        return {"forma": request.GET.get("forma", ""), "periodo": request.GET.get("periodo") or period}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issued = IssuedReport.objects.for_user(self.request.user).filter(network=self.network)
        lately = list(
            issued.defer("data", "findings", "changes", "replaced_by__data").select_related("replaced_by")[:LATELY]
        )
        for row in lately:
            row.title = form_title(row.form)
        return super().get_context_data(
            cards=[self.card(form) for form in FORMS.values()],
            periods=self.periods,
            current=self.current,
            lately=lately,
            may_export=self.may_export,
            **kwargs,
        )

    def card(self, form: Form) -> dict[str, Any]:
        """A form with the report most likely wanted of it: of its plan where that is the period."""
        code = self.current.code if self.current else ""
        if form.by_plan and self.plan_code:
            code = self.plan_code
        end_on = self.current.end_on if self.current else local_today(self.network)
        return {"form": form, "norm": form.version_on(end_on).norm, "code": code}

    @cached_property
    def plan_code(self) -> str:
        """The years of the last plan as a period; empty where there is none, or no period of it."""
        plan = self.network.plans.order_by("-last_year", "-first_year", "slug").first()
        code = plan_period_code(plan) if plan else ""
        return code if code and period_for(self.network, code) else ""


def address_of(name: str, form: str, scope: Scope) -> str:
    """A page of the report of a scope."""
    where = {"slug": scope.network.slug, "form": form, "code": scope.period.code}
    url = reverse(f"reports:{name}", kwargs=where)
    query = urlencode(scope_query(scope.as_data))
    return f"{url}?{query}" if query else url


class ReportView(NetworkMixin, View):
    """One form for one period, both from the URL; an unknown one is 404."""

    @cached_property
    def scope(self) -> Scope:
        form = FORMS.get(self.kwargs["form"])
        if form is None:
            raise Http404
        try:
            found = scope_from(self.network, form, self.kwargs["code"], self.request.GET)
        except ValidationError as error:
            raise Http404 from error
        if found.member and not can_compare_member(self.request.user, self.network, found.member.pk):
            raise PermissionDenied
        return found

    @cached_property
    def data(self) -> dict[str, Any]:
        return report_data(self.kwargs["form"], self.scope)

    def address(self, name: str) -> str:
        """Of the same report, of the same part."""
        return address_of(name, self.kwargs["form"], self.scope)

    def attachment(self, content: bytes, content_type: str, ending: str) -> HttpResponse:
        response = HttpResponse(content, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{file_stem(self.data)}.{ending}"'
        response["Cache-Control"] = "private, no-store"
        return response


class ReportPreviewView(ReportView):
    """The form as a page, from the same data as the PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        where = {"slug": self.network.slug}
        code = self.scope.period.code
        links = {
            "back": reverse("reports:report_list", kwargs=where),
            "explain": reverse("monitoring:explain", kwargs={**where, "code": code}),
            "indicators": reverse("monitoring:indicator_list", kwargs={**where, "code": code}),
        }
        if can_manage_report(request.user, self.network):
            names = {"pdf": "report_pdf", "json": "report_json", "word": "report_docx", "excel": "report_xlsx"}
            links |= {key: self.address(name) for key, name in names.items()}
            links["issue"] = self.address("issued_create")
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
