"""Periods: the list, creating, dates, and the total a document declared for an eje."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, ListView, TemplateView, UpdateView

from monitoring.forms.entries import DeclareForm
from monitoring.forms.periods import PeriodCodeForm, PeriodDatesForm, PeriodYearForm
from monitoring.models import DeclaredTotal, Period
from monitoring.selectors import NetworkRollup, local_today, rollup, rollups
from monitoring.services import (
    declared_total_set,
    period_dates_update,
    period_open,
    periods_open_year,
)
from monitoring.views.base import PeriodMixin
from networks.mixins import NetworkMixin
from networks.permissions import can_close_period


class PeriodListView(NetworkMixin, ListView):
    template_name = "monitoring/period_list.html"
    paginate_by = 12

    def get_queryset(self):
        rows = Period.objects.for_user(self.request.user).filter(network=self.network).with_closed()
        return rows.order_by("-end_on", "start_on")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(today=local_today(self.network), **kwargs)
        context["may_close"] = can_close_period(self.request.user, self.network)
        context["rolled"] = rollups([(self.network, period) for period in context["page_obj"]])
        return context


class PeriodCreateView(NetworkMixin, TemplateView):
    """Two forms on one page: a year's periods, or one by its code."""

    template_name = "monitoring/period_create.html"
    permission = staticmethod(can_close_period)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.year_form if request.POST.get("form") == "year" else self.code_form
        if form.is_valid():
            try:
                created = self._create(form)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self._tell(created)
                return redirect("monitoring:period_list", slug=self.network.slug)
        return self.render_to_response(self.get_context_data())

    def _form(self, kind: type, name: str) -> BaseForm:
        data = self.request.POST if self.request.POST.get("form") == name else None
        return kind(data, network=self.network, prefix=name)

    @cached_property
    def year_form(self) -> BaseForm:
        form = self._form(PeriodYearForm, "year")
        form.fields["year"].initial = local_today(self.network).year
        return form

    @cached_property
    def code_form(self) -> BaseForm:
        return self._form(PeriodCodeForm, "code")

    def _create(self, form: BaseForm) -> list[Period]:
        if form is self.year_form:
            return periods_open_year(network=self.network, **form.cleaned_data)
        return [period_open(network=self.network, **form.cleaned_data)]

    def _tell(self, created: list[Period]) -> None:
        if not created:
            messages.info(self.request, _("Ese año ya tenía todos sus periodos: no se creó ninguno."))
            return
        words = ngettext("Se creó el periodo %(codes)s.", "Se crearon los periodos %(codes)s.", len(created))
        messages.success(self.request, words % {"codes": ", ".join(period.code for period in created)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(year_form=self.year_form, code_form=self.code_form, **kwargs)


class PeriodUpdateView(PeriodMixin, UpdateView):
    template_name = "monitoring/period_update.html"
    permission = staticmethod(can_close_period)
    form_class = PeriodDatesForm

    def get_object(self, queryset: Any = None) -> Period:
        return self.period

    def form_valid(self, form: BaseForm) -> HttpResponse:
        dates = {name: form.cleaned_data[name] for name in ("opens_on", "due_on", "closes_on")}
        try:
            period_dates_update(period=self.period, **dates)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Fechas guardadas."))
        return redirect(self.period_url())


class DeclaredTotalEditView(PeriodMixin, FormView):
    """The total of an eje that a document printed; it is shown beside the computed one."""

    template_name = "monitoring/declared_total_edit.html"
    permission = staticmethod(can_close_period)
    form_class = DeclareForm

    @cached_property
    def plan_eje(self):
        for plan in self.rolled.plans:
            for eje in plan.planned.ejes:
                if eje.lineage == self.kwargs["lineage"]:
                    return plan, eje
        raise Http404

    @cached_property
    def rolled(self) -> NetworkRollup:
        return rollup(self.network, self.period)

    def get_initial(self) -> dict[str, Any]:
        known = DeclaredTotal.objects.filter(period=self.period, eje_lineage=self.kwargs["lineage"]).first()
        return {"value": known.value, "reason": known.reason} if known else {}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        _plan, eje = self.plan_eje
        data = form.cleaned_data
        try:
            declared_total_set(
                period=self.period,
                eje_lineage=eje.lineage,
                by=self.request.user,
                value=data["value"],
                reason=data["reason"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Total declarado guardado. No entra en ninguna suma."))
        return redirect(self.period_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, eje = self.plan_eje
        return super().get_context_data(eje=eje, figure=plan.eje(eje.lineage), plan_rolled=plan, **kwargs)
