"""Decisions of a session."""

from __future__ import annotations

from django.db import models
from django.forms import BaseForm
from django.utils.translation import gettext_lazy

from monitoring.forms.decisions import DecisionForm
from monitoring.models import Decision
from monitoring.services import decisions as services
from monitoring.views.meetings import PartDelete, PartForm, PartMixin


class DecisionMixin(PartMixin):
    part = "decisiones"

    def get_queryset(self) -> models.QuerySet:
        return Decision.objects.filter(meeting=self.meeting).select_related("meeting")


class DecisionFormView(DecisionMixin, PartForm):
    form_class = DecisionForm
    heading = gettext_lazy("Editar la decisión")
    heading_new = gettext_lazy("Nueva decisión")

    def build(self) -> Decision:
        return Decision(meeting=self.meeting)

    def save(self, form: BaseForm) -> str:
        services.decision_save(decision=form.instance)
        return self.get_success_url()


class DecisionDeleteView(DecisionMixin, PartDelete):
    heading = gettext_lazy("Eliminar la decisión y su seguimiento")

    def remove(self) -> None:
        services.decision_delete(decision=self.object)
