"""The act of a period's closing as PDF, with its data attached."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from monitoring.labels import period_label
from monitoring.models import PeriodClosing
from monitoring.selectors.closing import closing_commitments
from monitoring.views.base import PeriodMixin
from monitoring.views.closing import late_shown
from networks.models.directory import THE_NETWORK
from reports.pages import page_pdf
from reports.pdf import PdfError


class ClosingPdfView(PeriodMixin, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = PeriodClosing.objects.filter(period=self.period, reopened_at__isnull=True)
        closing = rows.select_related("closed_by").first()
        if closing is None:
            raise Http404
        closing.period = self.period
        stem = f"cierre-{self.network.slug}-{self.period.code}".lower()
        try:
            content = closing_pdf(closing, stem)
        except PdfError as error:
            messages.error(request, _("No se pudo preparar el PDF: %(reason)s") % {"reason": error})
            return redirect(self.period_url("closing_detail"))
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{stem}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response


def closing_pdf(closing: PeriodClosing, stem: str) -> bytes:
    """Raises PdfError."""
    period, carried = closing.period, closing_commitments(closing)
    context = {
        "closing": closing,
        "totals": closing.totals,
        "late": late_shown(closing.totals.get("late", [])),
        "carried": carried,
        "period": period,
        "network": period.network,
        "title": _("Cierre de periodo"),
        "subtitle": period_label(period),
    }
    data = {
        "network": period.network.slug,
        "period": period.code,
        "closed_at": closing.closed_at.isoformat(),
        "totals": closing.totals,
        "commitments": [
            {
                "activity": row.activity_code,
                "title": row.activity_title,
                "member": row.member.code if row.member else THE_NETWORK,
                "status": row.status or None,
            }
            for row in carried
        ],
    }
    return page_pdf("reports/pdf/closing.html", context, stem=stem, data=data)
