"""Links of this app on the pages of plans and periods."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import Acta, ActaState, Period, PeriodClosing
from networks.links import Link, register
from networks.models import Course, Network
from networks.permissions import can_manage_meeting, can_manage_report, can_publish
from plans.comparing import Compared
from plans.models import PlanVersion
from reports import verifying
from reports.certificate_verifying import certificate_by_folio
from reports.report_verifying import report_by_folio


def comparison_links(request: HttpRequest, compared: Compared) -> list[Link]:
    plan = compared.newer.plan
    url = reverse("reports:comparison_pdf", args=[plan.network.slug, plan.slug])
    pair = f"de={compared.older.number}&a={compared.newer.number}"
    return [Link(_("PDF"), f"{url}?{pair}", "file-earmark-pdf")]


def schedule_links(request: HttpRequest, version: PlanVersion) -> list[Link]:
    """For the wall, as it is being looked at."""
    url = reverse("reports:schedule_pdf", args=[version.plan.network.slug, version.plan.slug])
    query = request.GET.urlencode()
    return [Link(_("PDF para la pared (A3)"), f"{url}?{query}" if query else url, "file-earmark-pdf")]


def closing_links(request: HttpRequest, closing: PeriodClosing) -> list[Link]:
    period = closing.period
    return [
        Link(_("PDF"), reverse("reports:closing_pdf", args=[period.network.slug, period.code]), "file-earmark-pdf")
    ]


def dossier_links(request: HttpRequest, period: Period) -> list[Link]:
    if not can_manage_report(request.user, period):
        return []
    url = reverse("reports:dossier", args=[period.network.slug, period.code])
    return [Link(_("Expediente"), url, "paperclip")]


def course_links(request: HttpRequest, course: Course) -> list[Link]:
    url = reverse("reports:certificate_list", args=[course.network.slug, course.pk])
    return [Link(_("Constancias"), url, "award")]


def acta_links(request: HttpRequest, acta: Acta) -> list[Link]:
    """On paper; and for whoever may, its approval. One approved elsewhere is printed nowhere but in its annex."""
    where = [acta.meeting.network.slug, acta.meeting_id]
    found = []
    if acta.state != ActaState.APPROVED and can_manage_meeting(request.user, acta):
        found.append(Link(_("Aprobar"), reverse("reports:acta_approve", args=where), "check2-circle"))
    if acta.state != ActaState.APPROVED or acta.frozen_at:
        found.append(Link(_("PDF"), reverse("reports:acta_pdf", args=where), "file-earmark-pdf"))
        found.append(Link(_("Word"), reverse("reports:acta_word", args=where), "file-earmark-word"))
    return found


def manage_links(request: HttpRequest, network: Network) -> list[Link]:
    if not can_publish(request.user, network):
        return []
    return [Link(_("Transparencia"), reverse("reports:publishing_list", args=[network.slug]), "eye")]


def register_all() -> None:
    """Called once when the app is ready."""
    register("manage", manage_links)
    register("course", course_links)
    verifying.register(certificate_by_folio)
    verifying.register(report_by_folio)
    register("acta", acta_links)
    register("closing", closing_links)
    register("period", dossier_links)
    register("comparison", comparison_links)
    register("schedule", schedule_links)
