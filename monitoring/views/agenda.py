"""The agenda of a session: its points, what became of them, and what earlier sessions left."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from monitoring.forms.agenda import AgendaItemForm, OutcomesForm
from monitoring.models import AgendaItem
from monitoring.selectors.carrying import leftovers
from monitoring.services import agenda as services
from monitoring.services.carrying import agenda_carry
from monitoring.views.meetings import PartDelete, PartForm, PartMixin, WritingMixin


class AgendaItemMixin(PartMixin):
    part = "orden"

    def get_queryset(self) -> models.QuerySet:
        return AgendaItem.objects.filter(meeting=self.meeting).select_related("meeting__network")


class AgendaItemFormView(AgendaItemMixin, PartForm):
    form_class = AgendaItemForm
    template_name = "monitoring/agenda_item_form.html"
    heading = gettext_lazy("Editar el punto del orden del día")
    heading_new = gettext_lazy("Nuevo punto del orden del día")

    def build(self) -> AgendaItem:
        return AgendaItem(meeting=self.meeting)

    def save(self, form: BaseForm) -> str:
        services.agenda_item_save(
            item=form.instance,
            functions=form.cleaned_data.get("functions", ()),
            activities=form.chosen_activities(),
        )
        again = "another" in self.request.POST
        keys = {"slug": self.network.slug, "meeting": self.meeting.pk}
        return reverse("monitoring:agenda_item_create", kwargs=keys) if again else self.get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_add_another=self.object.pk is None, **kwargs)


class AgendaItemDeleteView(AgendaItemMixin, PartDelete):
    heading = gettext_lazy("Eliminar el punto del orden del día")

    def remove(self) -> None:
        services.agenda_item_delete(item=self.object)


class AgendaItemMoveView(AgendaItemMixin, View):
    """POST `paso`: «subir» or «bajar»."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        item = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        try:
            services.agenda_item_move(item=item, step=-1 if request.POST.get("paso") == "subir" else 1)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.get_success_url())


class AgendaOutcomesView(AgendaItemMixin, WritingMixin, FormView):
    """What became of every point, in one form."""

    form_class = OutcomesForm
    template_name = "monitoring/agenda_outcomes.html"
    heading = gettext_lazy("Qué pasó con cada punto")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["network"]
        return {**kwargs, "items": list(self.get_queryset().order_by("order", "pk"))}

    def save(self, form: BaseForm) -> str:
        services.agenda_outcomes_save(meeting=self.meeting, outcomes=form.outcomes())
        return self.get_success_url()


class AgendaCarryView(AgendaItemMixin, TemplateView):
    """What earlier sessions left for this one; POST adds the ticked `traer`."""

    template_name = "monitoring/agenda_carry.html"

    @cached_property
    def left(self):
        return leftovers(self.meeting)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [
            (_("Actas por aprobar"), self.left.actas),
            (_("Puntos que quedaron"), self.left.points),
            (_("Seguimientos de decisiones"), self.left.follow_ups),
            (_("Funciones de la norma sin abordar en el periodo"), self.left.functions),
        ]
        return super().get_context_data(groups=[group for group in groups if group[1]], **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            added = agenda_carry(meeting=self.meeting, chosen=request.POST.getlist("traer"))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.get_success_url())
        if not added:
            messages.info(request, _("No se agregó nada: no había nada marcado que no estuviera ya."))
        else:
            said = ngettext("Se agregó %(count)s punto.", "Se agregaron %(count)s puntos.", added)
            messages.success(request, said % {"count": added})
        return redirect(self.get_success_url())
