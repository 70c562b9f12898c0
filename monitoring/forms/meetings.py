"""Forms of sessions; their choices never leave the network."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from monitoring.models import (
    Acta,
    ActaState,
    AgendaItem,
    Meeting,
)
from monitoring.selectors.meetings import SeatRow
from monitoring.selectors.periods import local_today
from monitoring.services.meetings import AttendanceMark
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


class ActaForm(NetworkModelForm):
    class Meta:
        model = Acta
        fields = ["number", "state", "approved_on", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 16}), "state": forms.RadioSelect}
        help_texts = {
            "number": _("Como figura en el documento, por ejemplo «2/2024»."),
            "approved_on": _("Solo si ya está aprobada."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day, state = data.get("approved_on"), data.get("state")
        if state == ActaState.DRAFT and day:
            self.add_error(
                "approved_on", _("Un borrador no tiene fecha de aprobación: bórrela o marque «aprobada».")
            )
        elif state == ActaState.APPROVED and not day and "approved_on" not in self.errors:
            self.add_error("approved_on", _("Dé la fecha en que se aprobó el acta."))
        elif day and day < self.instance.meeting.on:
            self.add_error("approved_on", _("El acta no pudo aprobarse antes de la sesión: revise la fecha."))
        return data


class AttendanceForm(forms.Form):
    """Every seat of a session: asistió, no asistió or no consta, and who came in its place.

    `preset` marks as present the seats of which nothing is known. A seat the answer does not name stays as it is.
    """

    CHOICES = (("si", _("Asistió")), ("no", _("No asistió")), ("", _("No consta")))
    VALUES = {"si": True, "no": False, "": None}

    def __init__(self, *args: Any, rows: Sequence[SeatRow], preset: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        values = {True: "si", False: "no", None: "si" if preset else ""}
        for row in rows:
            self.fields[self.name(row)] = forms.ChoiceField(
                choices=self.CHOICES, initial=values[row.attended], required=False, widget=forms.RadioSelect
            )
            self.fields[f"{self.name(row)}-cargo"] = forms.CharField(
                max_length=200,
                required=False,
                initial=row.delegate_post,
                widget=forms.TextInput(attrs={"class": "form-control form-control-sm"}),
            )

    @staticmethod
    def name(row: SeatRow) -> str:
        return f"puesto-{row.seat.pk}"

    def seats(self) -> Iterator[tuple[SeatRow, BoundField, BoundField]]:
        for row in self.rows:
            yield row, self[self.name(row)], self[f"{self.name(row)}-cargo"]

    def clean(self) -> Mapping[str, Any]:
        data = super().clean()
        for row in self.rows:
            name = self.name(row)
            if data.get(f"{name}-cargo", "").strip() and data.get(name) != "si":
                self.add_error(f"{name}-cargo", _("Marque «Asistió», o borre el cargo de quien vino en su lugar."))
        return data

    def marks(self) -> list[AttendanceMark]:
        return [
            AttendanceMark(
                member=row.seat,
                attended=self.VALUES[self.cleaned_data[self.name(row)]],
                delegate_post=self.cleaned_data[f"{self.name(row)}-cargo"],
            )
            for row in self.rows
            if self.name(row) in self.data
        ]
