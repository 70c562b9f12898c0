"""The cronograma of a plan as PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from monitoring.views.schedules import ScheduleMixin
from reports.pdf import PdfError
from reports.schedule import file_stem, schedule_pdf


class SchedulePdfView(ScheduleMixin, View):
    """The same query as on the page: scale, eje, member, period, version."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.asked is None:
            raise Http404
        try:
            content = schedule_pdf(self.asked)
        except PdfError as error:
            messages.error(request, _("No se pudo preparar el PDF: %(reason)s") % {"reason": error})
            return redirect("monitoring:schedule", self.network.slug, self.plan.slug)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{file_stem(self.asked)}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response
