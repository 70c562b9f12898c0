"""The tabs of a plan that this app gives."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from networks.links import Link, register
from plans.models import PlanVersion


def plan_tabs(request: HttpRequest, version: PlanVersion) -> list[Link]:
    plan = version.plan
    return [Link(_("Plan"), reverse("plans:plan_detail", args=[plan.network.slug, plan.slug]), "list-check")]


def register_all() -> None:
    register("plan", plan_tabs)
