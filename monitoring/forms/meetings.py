"""Forms of sessions; their choices never leave the network."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import AgendaItem, Meeting
from monitoring.selectors.periods import local_today
from networks.forms import NetworkModelForm
from networks.models import MandatedFunction


class MeetingForm(NetworkModelForm):
    class Meta:
        model = Meeting
        fields = ["kind", "title", "programmed_on", "held_on", "place", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "title": _("Por ejemplo, «Segunda sesión ordinaria de 2024»."),
            "programmed_on": _("El día previsto en el calendario de sesiones."),
            "held_on": _("Vacía mientras no se haya realizado."),
        }

    def clean_held_on(self) -> datetime.date | None:
        day = self.cleaned_data["held_on"]
        if day and day > local_today(self.network):
            raise forms.ValidationError(
                _("Ese día no ha llegado: déjela vacía y ponga la fecha en «programada para».")
            )
        return day


class FunctionChoices(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class AgendaItemForm(NetworkModelForm):
    functions = FunctionChoices(
        label=_("Funciones de la norma que aborda"), queryset=MandatedFunction.objects.none(), required=False
    )

    class Meta:
        model = AgendaItem
        fields = ["title", "functions", "notes"]
        widgets = {"title": forms.Textarea(attrs={"rows": 2}), "notes": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        functions = MandatedFunction.objects.filter(network=self.network).order_by("number")
        self.fields["functions"].queryset = functions
        if not functions:
            del self.fields["functions"]
