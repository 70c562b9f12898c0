"""The life of an acta on its pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy

from monitoring.forms.actas import ActaForm
from monitoring.models import Acta
from monitoring.services import actas as services
from monitoring.views.meetings import PartForm


class ActaEditView(PartForm):
    form_class = ActaForm
    template_name = "monitoring/acta_form.html"
    part = "acta"
    heading = gettext_lazy("Acta de la sesión")

    def get_object(self, queryset: models.QuerySet | None = None) -> Acta:
        return Acta.objects.filter(meeting=self.meeting).first() or Acta(meeting=self.meeting)

    def save(self, form: ActaForm) -> str:
        services.acta_save(acta=form.instance)
        return self.get_success_url()
