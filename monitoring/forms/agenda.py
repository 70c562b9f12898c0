"""Forms of an agenda: a point, what became of the points, and what an earlier session left."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from monitoring.models import AgendaItem, AgendaOutcome
from monitoring.selectors.agenda import (
    ActivityChoice,
    ActivityGroup,
    activity_groups,
    activity_titles,
    lineages_in,
)
from networks.forms import NetworkModelForm
from networks.forms.base import RowsField
from networks.models import MandatedFunction
from plans.models import PlanVersion

OUTCOMES = [(AgendaOutcome.TREATED, _("Tratado")), (AgendaOutcome.POSTPONED, _("Aplazado")), ("", _("No consta"))]


class FunctionChoices(RowsField):
    widget = forms.CheckboxSelectMultiple


class AgendaItemForm(NetworkModelForm):
    """The activities are those in force on the session's day, and those ticked before."""

    functions = FunctionChoices(
        label=_("Funciones de la norma que aborda"), queryset=MandatedFunction.objects.none(), required=False
    )
    activities = forms.MultipleChoiceField(required=False)
    outcome = forms.ChoiceField(
        label=_("Qué pasó con el punto"), choices=OUTCOMES, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = AgendaItem
        fields = ["title", "presenter", "functions", "outcome", "notes"]
        widgets = {"title": forms.Textarea(attrs={"rows": 2}), "notes": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"presenter": _("Un cargo o una entidad."), "notes": _("Lo que se dijo, para el acta.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        functions = MandatedFunction.objects.filter(network=self.network).order_by("number")
        self.fields["functions"].queryset = functions
        if not functions:
            del self.fields["functions"]
        elif self.instance.pk:
            self.initial["functions"] = list(self.instance.functions.all())
        if self.instance.meeting.held_on is None:
            del self.fields["outcome"]
        self.groups = self._groups()
        self.choices = lineages_in(self.groups)
        self.fields["activities"].choices = [(key, one.label) for key, one in self.choices.items()]

    def _groups(self) -> list[ActivityGroup]:
        groups = activity_groups(self.network, self.instance.meeting.on)
        rows = list(self.instance.activities.all()) if self.instance.pk else []
        self.initial["activities"] = [str(row.activity_lineage) for row in rows]
        known = lineages_in(groups)
        gone = [one for (key, _version), one in activity_titles(rows).items() if str(key) not in known]
        return [*groups, ActivityGroup(str(_("De otra versión del plan")), tuple(gone))] if gone else groups

    @property
    def ticked(self) -> set[str]:
        return set(self["activities"].value() or ())

    def activity_boxes(self) -> Iterator[tuple[ActivityGroup, list[tuple[ActivityChoice, bool]], int]]:
        """Each eje with its activities, whether each is ticked, and how many are."""
        ticked = self.ticked
        for group in self.groups:
            boxes = [(choice, str(choice.lineage) in ticked) for choice in group.choices]
            yield group, boxes, sum(is_ticked for _choice, is_ticked in boxes)

    def chosen_activities(self) -> dict[uuid.UUID, PlanVersion]:
        chosen = (self.choices[key] for key in self.cleaned_data.get("activities", ()))
        return {one.lineage: one.version for one in chosen}


class OutcomesForm(forms.Form):
    """What became of each point; one that the answer does not name stays as it is."""

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[self.name(item)] = forms.ChoiceField(
                label=item.title, choices=OUTCOMES, initial=item.outcome, required=False, widget=forms.RadioSelect
            )

    @staticmethod
    def name(item: AgendaItem) -> str:
        return f"punto-{item.pk}"

    def points(self) -> Iterator[tuple[AgendaItem, BoundField]]:
        for item in self.items:
            yield item, self[self.name(item)]

    def outcomes(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[self.name(item)] for item in self.items if self.name(item) in self.data}
