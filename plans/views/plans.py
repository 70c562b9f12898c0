"""The plans of a network."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from networks.mixins import NetworkMixin
from networks.permissions import can_edit_plan
from plans import services
from plans.deadlines import parse
from plans.forms import PlanForm
from plans.models import Plan
from plans.selectors import version_shown
from plans.views.base import PlanMixin, ServiceFormView, url_of
from plans.views.reading import ReadingMixin


class PlanListView(NetworkMixin, TemplateView):
    template_name = "plans/plan_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = Plan.objects.for_user(self.request.user).filter(network=self.network).for_list()
        can_edit = can_edit_plan(self.request.user, self.network)
        return super().get_context_data(plans=plans, can_edit=can_edit, **kwargs)


class PlanDetailView(PlanMixin, ReadingMixin, TemplateView):
    """The version in force, else the draft to whoever edits, else the newest."""

    template_name = "plans/plan_detail.html"

    def get_version(self):
        may_edit = can_edit_plan(self.request.user, self.network)
        return version_shown(self.plan, timezone.localdate(), may_edit=may_edit)


class PlanCreateView(NetworkMixin, ServiceFormView):
    template_name = "plans/plan_form.html"
    permission = staticmethod(can_edit_plan)

    def get_form(self, data: Any = None) -> PlanForm:
        return PlanForm(data, instance=Plan(network=self.network))

    def save(self, form: PlanForm) -> HttpResponse:
        version = services.plan_create(plan=form.instance)
        messages.success(self.request, _("Plan creado. Empiece por añadir su primer nivel."))
        return redirect(url_of("plans:version_edit", version))


class PlanUpdateView(PlanMixin, ServiceFormView):
    template_name = "plans/plan_form.html"
    permission = staticmethod(can_edit_plan)

    def get_form(self, data: Any = None) -> PlanForm:
        return PlanForm(data, instance=get_object_or_404(Plan, pk=self.plan.pk))

    get_current_form = get_form

    def save(self, form: PlanForm) -> HttpResponse:
        services.plan_save(plan=form.instance, revision=form.read_revision)
        messages.success(self.request, _("Datos del plan guardados."))
        return redirect(reverse("plans:plan_detail", args=[self.network.slug, self.plan.slug]))


class DeadlinePreviewView(PlanMixin, TemplateView):
    """How the words of a deadline are understood; the field may have any name that ends in `deadline_text`."""

    template_name = "plans/deadline_preview.html"

    def get_template_names(self) -> list[str]:
        return [f"{self.template_name}#answer" if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.GET
        text = next((given[name] for name in given if name.endswith("deadline_text")), "").strip()[:200]
        year = self.plan.first_year
        return super().get_context_data(text=text, year=year, read=parse(text, year) if text else None, **kwargs)
