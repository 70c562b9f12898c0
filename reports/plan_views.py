"""Pages of a plan as PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from plans.comparing import Compared, file_stem
from plans.views.comparing import ComparingMixin
from reports.pages import page_pdf
from reports.pdf import PdfError


class ComparisonPdfView(ComparingMixin, View):
    """What changed between two versions; `?de=1&a=2` as on the page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        compared = self.compared()
        if compared is None:
            raise Http404
        stem = file_stem(compared, timezone.localdate())
        try:
            content = comparison_pdf(compared, stem)
        except PdfError as error:
            messages.error(request, _("No se pudo preparar el PDF: %(reason)s") % {"reason": error})
            return redirect("plans:version_compare", self.network.slug, self.plan.slug)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{stem}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response


def comparison_pdf(compared: Compared, stem: str) -> bytes:
    plan = compared.newer.plan
    said = {"older": compared.older.number, "newer": compared.newer.number}
    context = {
        "compared": compared,
        "network": plan.network,
        "title": plan.title,
        "subtitle": _("Qué cambió de la versión %(older)s a la versión %(newer)s") % said,
    }
    about = {"network": plan.network.slug, "plan": plan.slug, **said}
    data = {**about, **compared.comparison.as_json()}
    return page_pdf("reports/pdf/comparison.html", context, stem=stem, data=data)
