"""Links of this app on the pages of plans."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from networks.links import Link, register
from networks.models import Network
from networks.permissions import can_edit_plan
from plans.models import PlanVersion


def schedule_tab(request: HttpRequest, version: PlanVersion) -> list[Link]:
    plan = version.plan
    address = reverse("monitoring:schedule", args=[plan.network.slug, plan.slug])
    return [Link(_("Cronograma"), address, "calendar3")]


def import_link(request: HttpRequest, network: Network) -> list[Link]:
    """A plan that exists already as a document."""
    if not can_edit_plan(request.user, network):
        return []
    return [
        Link(_("Importar de Word o Excel"), reverse("monitoring:import_create", args=[network.slug]), "upload")
    ]


def register_all() -> None:
    """Called once when the app is ready."""
    register("plan_list", import_link)
    register("plan", schedule_tab)
