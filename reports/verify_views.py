"""`/verificar/`: whether a document with a folio was issued here, for anybody who has it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from networks.throttling import is_too_often
from reports.verifying import Verdict, Verified, normal_folio, verified

# A certificate's last six signs are one of nine hundred million: at this pace nobody finds one by trying.
# A report's folio can be guessed, and so says little (reports.report_verifying).
MOST_A_MINUTE = 30
TOO_MANY = 429


class VerifyMixin:
    """Open to anybody, found by no search engine, kept by no cache, and answered so many times a minute."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_too_fast = is_too_often(request, "verify", most=MOST_A_MINUTE)
        response = self.refuse() if is_too_fast else super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def refuse(self) -> HttpResponse:
        page = VerifyView()
        page.setup(self.request)
        return page.render_to_response(page.get_context_data(is_too_fast=True), status=TOO_MANY)

    @cached_property
    def found(self) -> Verified | None:
        return verified(self.kwargs["folio"])


class VerifyView(VerifyMixin, TemplateView):
    """A form to type a folio; it leads to the folio's own address."""

    template_name = "reports/verify.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.GET.get("folio", "")[:200]
        folio = normal_folio(typed)
        if folio:
            return redirect("reports:verify_folio", folio=folio)
        return self.render_to_response(self.get_context_data(typed=typed, is_no_folio=bool(typed.strip())))


class VerifyFolioView(VerifyMixin, TemplateView):
    template_name = "reports/verify.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        folio = kwargs["folio"]
        if self.found and self.found.folio != folio:
            return redirect("reports:verify_folio", folio=self.found.folio)
        context = self.get_context_data(asked=folio, typed=folio, found=self.found)
        return self.render_to_response(context, status=200 if self.found else 404)


class VerifyPdfView(VerifyMixin, View):
    """The PDF as it was issued, while it is in force."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.found
        if found is None or found.verdict is not Verdict.GENUINE or not found.file:
            raise Http404
        return pdf_response(found.file, found.file_name)


def pdf_response(file: Any, name: str) -> HttpResponse:
    """Stored bytes, as an attachment."""
    response = FileResponse(file.open(), as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
