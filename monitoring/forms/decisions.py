"""Forms of decisions; their choices never leave the network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import Decision
from networks.forms import NetworkModelForm
from plans.models import PlanVersion


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version: PlanVersion) -> str:
        return f"{version} ({version.get_status_display()})"


class DecisionForm(NetworkModelForm):
    plan_version = VersionChoice(
        label=_("Versión del plan que acuerda"),
        queryset=PlanVersion.objects.none(),
        required=False,
        empty_label=_("ninguna"),
        help_text=_("Solo si con esta decisión se acordó un plan."),
    )

    class Meta:
        model = Decision
        fields = ["body", "plan_version"]
        widgets = {"body": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = PlanVersion.objects.filter(plan__network=self.network).select_related("plan")
        self.fields["plan_version"].queryset = versions.order_by("-plan__first_year", "plan__slug", "-number")
