"""The tabs of a plan that this app gives."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from networks.links import Link, register
from networks.models import Network
from plans.models import PlanVersion


def plan_tabs(request: HttpRequest, version: PlanVersion) -> list[Link]:
    plan = version.plan
    where = [plan.network.slug, plan.slug]
    return [
        Link(_("Plan"), reverse("plans:plan_detail", args=where), "list-check"),
        Link(_("Versiones"), reverse("plans:version_list", args=where), "clock-history"),
        Link(
            _("Consistencia"), reverse("plans:version_consistency", args=[*where, version.number]), "check2-circle"
        ),
    ]


def theme_links(request: HttpRequest, network: Network) -> list[Link]:
    return [Link(_("Temas"), reverse("plans:theme_list", args=[network.slug]), "bullseye")]


def register_all() -> None:
    register("plan_list", theme_links)
    register("manage", theme_links)
    register("plan", plan_tabs)
