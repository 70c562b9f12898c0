"""The pages about one period, as tabs: each for whoever may open it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import Period
from networks.links import Link, links_for
from networks.permissions import can_report, can_report_on_behalf, can_review_entry


def period_tabs(request: HttpRequest, period: Period) -> list[Link]:
    """In the order in which a quarter goes; those of apps further right come last."""
    if period.pk is None:
        return []
    where = {"slug": period.network.slug, "code": period.code}

    def tab(label: str, name: str, icon: str) -> Link:
        return Link(label, reverse(f"monitoring:{name}", kwargs=where), icon)

    tabs = [tab(_("Tablero"), "period_detail", "table")]
    if can_review_entry(request.user, period):
        tabs.append(tab(_("Revisión"), "review_list", "check2-circle"))
    tabs += [tab(_("Bandeja"), "inbox_period", "list-check"), tab(_("Matriz"), "matrix", "diagram-3")]
    if period.is_closed:
        tabs.append(tab(_("Cierre"), "closing_detail", "lock"))
    tabs += [tab(_("Cifras"), "explain", "pie-chart"), tab(_("Indicadores"), "indicator_list", "bullseye")]
    tabs.append(tab(_("Comparación"), "positions", "sliders"))
    tabs.append(tab(_("Respuestas"), "answer_list", "chat-left-text"))
    if can_report(request.user, period):
        tabs.append(tab(_("Formulario en Excel"), "form_upload", "file-earmark-excel"))
    if can_report_on_behalf(request.user, period):
        tabs.append(tab(_("Enlaces"), "link_list", "link-45deg"))
    return [*tabs, *links_for("period", request, period)]
