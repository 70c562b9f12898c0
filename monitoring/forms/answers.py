"""What the table of answers can be narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.selectors.answers import AnswerPlace, AnswerRow, AnswerTable

VALIDATED, WITH, WITHOUT = "validados", "con", "sin"


class AnswerFilter(forms.Form):
    """Every field is optional; a value that is not among the choices is left out, never an error page."""

    lugar = forms.ChoiceField(label=_("Qué se pregunta"), required=False)
    estado = forms.ChoiceField(
        label=_("Avances"),
        required=False,
        choices=[("", _("Enviados y validados")), (VALIDATED, _("Solo validados"))],
    )
    filas = forms.ChoiceField(
        label=_("Filas"),
        required=False,
        choices=[("", _("Todas")), (WITH, _("Solo con respuesta")), (WITHOUT, _("Solo las que faltan"))],
    )

    def __init__(self, data: Any, *, places: list[AnswerPlace]) -> None:
        super().__init__(data)
        groups: dict[str, list[tuple[str, str]]] = {}
        for place in places:
            whole = _("Todas las de «%(group)s»") % {"group": place.group[:60]}
            label = whole if place.is_eje and not place.gone else place.label[:90]
            group = place.group[:60] or str(_("Fuera de la versión vigente"))
            groups.setdefault(group, []).append((str(place.lineage), label))
        self.fields["lugar"].choices = list(groups.items())
        self.is_valid()

    def value(self, name: str) -> str:
        return self.cleaned_data.get(name, "") or ""

    @property
    def validated_only(self) -> bool:
        return self.value("estado") == VALIDATED

    def rows(self, answers: AnswerTable) -> list[AnswerRow]:
        """Those of the table that are asked for; what is missing is what is owed and has no answer."""
        wanted, answered = self.value("filas"), answers.answered_rows
        if wanted == WITH:
            return [row for row in answers.rows if row.key in answered]
        if wanted == WITHOUT:
            return [row for row in answers.rows if row.is_owed and row.key not in answered]
        return answers.rows
