"""Since when a unit has an enlace and a unidad de género."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.forms.base import NetworkModelForm
from networks.forms.roster import LooseForm
from networks.models import Member
from networks.selectors.units import WITH_LIAISON, WITH_UNIT, WITHOUT


class UnitForm(NetworkModelForm):
    class Meta:
        model = Member
        fields = ["liaison_since_on", "gender_unit_since_on"]
        labels = {
            "liaison_since_on": gettext_lazy("Tiene enlace de género desde"),
            "gender_unit_since_on": gettext_lazy("Tiene unidad de género desde"),
        }
        help_texts = {
            "liaison_since_on": gettext_lazy("El día del nombramiento. Vacío: no tiene."),
            "gender_unit_since_on": gettext_lazy("El día en que empezó a funcionar. Vacío: no tiene."),
        }


class UnitFilter(LooseForm):
    tiene = forms.ChoiceField(label=gettext_lazy("Tienen"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["tiene"].choices = [
            ("", _("Todas")),
            (WITH_LIAISON, _("Con enlace")),
            (WITH_UNIT, _("Con unidad de género")),
            (WITHOUT, _("Sin ninguno de los dos")),
        ]
        self.is_valid()
