"""What came of a decision."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from monitoring.forms.follow_ups import FollowUpForm
from monitoring.models import Decision, FollowUp
from monitoring.services import follow_ups as services
from monitoring.views.meetings import PartDelete, PartForm, PartMixin


class FollowUpMixin(PartMixin):
    part = "decisiones"

    @cached_property
    def decision(self) -> Decision:
        return get_object_or_404(Decision, meeting=self.meeting, pk=self.kwargs["decision"])

    def get_queryset(self) -> models.QuerySet:
        return FollowUp.objects.filter(decision=self.decision)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(decision=self.decision, **kwargs)


class FollowUpFormView(FollowUpMixin, PartForm):
    form_class = FollowUpForm
    template_name = "monitoring/followup_form.html"
    heading = gettext_lazy("Editar el seguimiento")
    heading_new = gettext_lazy("Nuevo seguimiento")

    def build(self) -> FollowUp:
        return FollowUp(decision=self.decision)

    def save(self, form: BaseForm) -> str:
        services.follow_up_save(follow_up=form.instance, year=self.meeting.on.year)
        return self.get_success_url()


class FollowUpDeleteView(FollowUpMixin, PartDelete):
    heading = gettext_lazy("Eliminar el seguimiento")

    def remove(self) -> None:
        services.follow_up_delete(follow_up=self.object)
