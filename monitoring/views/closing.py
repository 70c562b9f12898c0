"""Closing a period, the act that says what it froze, and opening it again."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from monitoring.forms.periods import ReopenForm
from monitoring.labels import period_label
from monitoring.models import PeriodClosing
from monitoring.selectors import NetworkRollup, rollup
from monitoring.selectors.closing import ClosingMark, closing_commitments, closing_mark
from monitoring.services import PeriodMovedError, period_close, period_reopen
from monitoring.services.closing import late_rows
from monitoring.views.base import PeriodMixin
from networks.permissions import can_close_period

# Of what is late or missing so many are listed by name before a closing; the rest is counted.
LISTED = 200
PER_PAGE = 100
CONFLICT = 409


def late_shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Late rows as a page shows them: with an instant instead of its text."""
    return [{**row, "sent_at": datetime.datetime.fromisoformat(row["sent_at"])} for row in rows]


class PeriodCloseView(PeriodMixin, TemplateView):
    """Says what is late and what is missing, then closes what she read and nothing else."""

    template_name = "monitoring/period_close.html"
    permission = staticmethod(can_close_period)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = ClosingMark.parse(request.POST.get("seen", ""))
        try:
            closing = period_close(period=self.period, by=request.user, seen=seen)
        except PeriodMovedError as error:
            return self.render_to_response(self.get_context_data(moved=error.messages[0]), status=CONFLICT)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(self.period_url())
        messages.success(request, self._closed(closing))
        return redirect(self.period_url("closing_detail"))

    def _closed(self, closing: PeriodClosing) -> str:
        n = closing.totals["reported"]
        words = ngettext(
            "%(period)s: cerrado con %(n)s avance. Sus totales quedan fijos.",
            "%(period)s: cerrado con %(n)s avances. Sus totales quedan fijos.",
            n,
        )
        return words % {"period": period_label(self.period), "n": n}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The mark first: what comes in while the rest is read makes it old, never new.
        mark = closing_mark(self.period)
        rolled: NetworkRollup = rollup(self.network, self.period)
        late = late_rows(rolled)
        return super().get_context_data(
            mark=mark,
            rolled=rolled,
            late=late_shown(late[:LISTED]),
            late_count=len(late),
            missing=rolled.missing[:LISTED],
            to_review=rolled.to_review,
            **kwargs,
        )


class ClosingDetailView(PeriodMixin, TemplateView):
    """The act: who closed it and when, the totals as frozen, extemporáneos, what is carried over."""

    template_name = "monitoring/closing_detail.html"

    @cached_property
    def closings(self) -> list[PeriodClosing]:
        rows = PeriodClosing.objects.filter(period=self.period).select_related("closed_by", "reopened_by")
        found = list(rows)
        for closing in found:
            closing.period = self.period
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closing = next((one for one in self.closings if one.reopened_at is None), None)
        carried = closing_commitments(closing) if closing else []
        pages = Paginator(carried, PER_PAGE)
        late = closing.totals.get("late", []) if closing else []
        return super().get_context_data(
            closing=closing,
            late=late_shown(late[:LISTED]),
            late_count=len(late),
            closings=self.closings,
            page_obj=pages.get_page(self.request.GET.get("page")),
            silent=sum(1 for one in carried if not one.status),
            unmet=sum(1 for one in carried if one.status),
            may_close=can_close_period(self.request.user, self.network),
            **kwargs,
        )


class PeriodReopenView(PeriodMixin, FormView):
    template_name = "monitoring/period_reopen.html"
    permission = staticmethod(can_close_period)
    form_class = ReopenForm

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            period_reopen(period=self.period, by=self.request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Periodo reabierto: vuelve a recibir avances."))
        return redirect(self.period_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closings = PeriodClosing.objects.filter(period=self.period).select_related("closed_by", "reopened_by")
        return super().get_context_data(closings=closings, **kwargs)
