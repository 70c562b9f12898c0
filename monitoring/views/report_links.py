"""The one-click links of a period, as the secretariat hands them out and takes them back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from monitoring.models import ReportLink
from monitoring.selectors import rollup
from monitoring.selectors.report_links import LinkRow, link_rows, link_uses
from monitoring.services.report_links import link_revoke, link_send
from monitoring.views.base import PeriodMixin
from networks.models.directory import THE_NETWORK
from networks.permissions import can_report_on_behalf


class LinkListView(PeriodMixin, TemplateView):
    """Who reports in the period, who has a link, and what was done with it."""

    template_name = "monitoring/link_list.html"
    permission = staticmethod(can_report_on_behalf)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = link_rows(rollup(self.network, self.period))
        return super().get_context_data(
            rows=rows,
            owing=[row for row in rows if row.owed and row.user.email],
            uses=link_uses(self.period),
            takes_entries=not self.period.is_over,
            **kwargs,
        )


class LinkSendView(PeriodMixin, View):
    """To one person, or to all whose members owe something yet. What could not be sent is said by name."""

    http_method_names = ["post"]
    permission = staticmethod(can_report_on_behalf)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = link_rows(rollup(self.network, self.period))
        chosen = [row for row in rows if row.owed] if "all" in request.POST else [self._row(rows)]
        sent = sum(self._send(row) for row in chosen)
        if sent:
            words = ngettext("%(n)s enlace va en camino.", "%(n)s enlaces van en camino.", sent)
            messages.success(request, words % {"n": sent})
        elif "all" in request.POST and not chosen:
            messages.info(request, _("Nadie debe nada en este periodo: no hay a quién enviarlo."))
        return redirect(self.period_url("link_list"))

    def _row(self, rows: list[LinkRow]) -> LinkRow:
        who, user = self.request.POST.get("who", ""), self.request.POST.get("user", "")
        for row in rows:
            if (row.member.code if row.member else THE_NETWORK) == who and str(row.user.pk) == user:
                return row
        raise Http404

    def _send(self, row: LinkRow) -> bool:
        try:
            link_send(period=self.period, member=row.member, user=row.user, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
            return False
        return True


class LinkRevokeView(PeriodMixin, View):
    http_method_names = ["post"]
    permission = staticmethod(can_report_on_behalf)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = ReportLink.objects.for_user(request.user).filter(period=self.period)
        link = link_revoke(link=get_object_or_404(rows, pk=kwargs["pk"]), by=request.user)
        messages.success(request, _("El enlace de %(user)s ya no abre nada.") % {"user": link.user})
        return redirect(self.period_url("link_list"))
