"""Links of this app on the pages of plans."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from monitoring.models import Decision, Period
from networks.links import Link, register
from networks.models import Network
from networks.permissions import can_edit_plan, can_manage_meeting, can_manage_network
from plans.models import PlanVersion


def schedule_tab(request: HttpRequest, version: PlanVersion) -> list[Link]:
    plan = version.plan
    address = reverse("monitoring:schedule", args=[plan.network.slug, plan.slug])
    return [Link(_("Cronograma"), address, "calendar3")]


def questions_tab(request: HttpRequest, version: PlanVersion) -> list[Link]:
    """What the network asks besides, for whoever edits it."""
    plan = version.plan
    if not can_edit_plan(request.user, plan.network):
        return []
    address = reverse("monitoring:question_list", args=[plan.network.slug, plan.slug])
    return [Link(_("Preguntas"), address, "chat-left-text")]


def agreed_tab(request: HttpRequest, version: PlanVersion) -> list[Link]:
    """The session whose decision agreed this version, on the page of the version itself."""
    if request.resolver_match is None or request.resolver_match.view_name != "plans:version_detail":
        return []
    decision = Decision.objects.filter(plan_version=version.pk).select_related("meeting").order_by("pk").first()
    if decision is None:
        return []
    address = reverse("monitoring:meeting_detail", args=[version.plan.network.slug, decision.meeting_id])
    day = date_format(decision.meeting.on, "d/m/Y")
    return [Link(_("Acordado el %(day)s") % {"day": day}, f"{address}#decisiones", "check2-circle")]


def trends_tab(request: HttpRequest, version: PlanVersion) -> list[Link]:
    """Its figures over the periods; a draft has none."""
    if version.in_force_from_on is None:
        return []
    plan = version.plan
    address = reverse("monitoring:trends", args=[plan.network.slug])
    return [Link(_("Tendencia"), f"{address}?plan={plan.slug}", "pie-chart")]


def import_link(request: HttpRequest, network: Network) -> list[Link]:
    """A plan that exists already as a document."""
    if not can_edit_plan(request.user, network):
        return []
    return [
        Link(_("Importar de Word o Excel"), reverse("monitoring:import_create", args=[network.slug]), "upload")
    ]


def reminder_links(request: HttpRequest, network: Network) -> list[Link]:
    """What is sent in the network's name, and when."""
    if not can_manage_network(request.user, network):
        return []
    return [
        Link(_("Recordatorios"), reverse("monitoring:reminder_rule", args=[network.slug]), "clock"),
        Link(_("Correos"), reverse("monitoring:outbox_list", args=[network.slug]), "envelope"),
    ]


def mail_tab(request: HttpRequest, period: Period) -> list[Link]:
    """The mails about one period."""
    if not can_manage_network(request.user, period.network):
        return []
    address = reverse("monitoring:outbox_list", args=[period.network.slug])
    return [Link(_("Correos"), f"{address}?periodo={period.code}", "envelope")]


def training_links(request: HttpRequest, network: Network) -> list[Link]:
    """Which indicators take their figure from the courses."""
    return [Link(_("Indicadores"), reverse("monitoring:training_feed_list", args=[network.slug]), "bullseye")]


def attendance_tab(request: HttpRequest, network: Network) -> list[Link]:
    """Who attended, as a file out and in."""
    if not can_manage_meeting(request.user, network):
        return []
    address = reverse("monitoring:attendance_import", args=[network.slug])
    return [Link(_("Asistencia en Excel"), address, "file-earmark-excel")]


def register_all() -> None:
    """Called once when the app is ready."""
    register("training", training_links)
    register("manage", reminder_links)
    register("period", mail_tab)
    register("meetings", attendance_tab)
    register("plan_list", import_link)
    register("plan", schedule_tab)
    register("plan", trends_tab)
    register("plan", agreed_tab)
    register("plan", questions_tab)
