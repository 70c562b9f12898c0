"""Forms of sessions; their choices never leave the network."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from monitoring.meeting_dates import FIRST_YEAR, LAST, LAST_YEAR, MOST
from monitoring.models import Meeting
from monitoring.selectors.periods import local_today
from networks.forms import DateInput, NetworkModelForm
from networks.models import Network
from networks.models.base import LineField


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


def link_field() -> forms.URLField:
    return forms.URLField(
        label=_("Enlace para conectarse"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": _("Escriba la dirección completa de la página, con http:// o https:// delante.")
        },
    )


class MeetingForm(NetworkModelForm):
    link = link_field()

    class Meta:
        model = Meeting
        fields = ["kind", "title", "programmed_on", "held_on", "starts_at", "ends_at", "place", "link", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4}), "starts_at": TimeInput(), "ends_at": TimeInput()}
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


class RescheduleForm(NetworkModelForm):
    link = link_field()

    class Meta:
        model = Meeting
        fields = ["programmed_on", "starts_at", "ends_at", "place", "link"]
        widgets = {"starts_at": TimeInput(), "ends_at": TimeInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programmed_on"].required = True
        self.fields["programmed_on"].label = _("Nueva fecha")


class CancelForm(forms.Form):
    reason = LineField(
        label=_("Por qué se cancela"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=True
    )
    notify = forms.BooleanField(label=_("Avisar por correo a quienes se convocó"), required=False, initial=True)

    def __init__(self, *args: Any, network: Network, called: int, is_cancelled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not called:
            del self.fields["notify"]
        if is_cancelled:
            del self.fields["reason"]


ORDINALS = [
    ("1", _("primer")),
    ("2", _("segundo")),
    ("3", _("tercer")),
    ("4", _("cuarto")),
    (str(LAST), _("último")),
]
SPANS = [
    ("1", _("mes")),
    ("2", _("bimestre")),
    ("3", _("trimestre")),
    ("4", _("cuatrimestre")),
    ("6", _("semestre")),
    ("12", _("año")),
]
DAYS = [(str(number), name) for number, name in WEEKDAYS.items()]
PLACES = [("1", _("primer mes")), ("2", _("segundo mes")), ("3", _("tercer mes")), ("12", _("último mes"))]


class ProgramRuleForm(forms.Form):
    """How a year's dates are proposed: `modo` «regla» or «reparto»."""

    anio = forms.IntegerField(label=_("Año"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    modo = forms.ChoiceField(
        label=_("Cómo se proponen las fechas"),
        choices=[("regla", _("Por una regla")), ("reparto", _("Repartidas por igual"))],
        widget=forms.RadioSelect,
    )
    ordinal = forms.ChoiceField(label=_("El"), choices=ORDINALS, required=False)
    dia = forms.ChoiceField(label=_("día"), choices=DAYS, required=False)
    cada = forms.ChoiceField(label=_("de cada"), choices=SPANS, required=False)
    mes = forms.ChoiceField(label=_("en su"), choices=PLACES, required=False)
    cuantas = forms.IntegerField(label=_("Cuántas sesiones"), min_value=1, max_value=MOST, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("modo") == "reparto" and not data.get("cuantas") and "cuantas" not in self.errors:
            self.add_error("cuantas", _("Diga cuántas sesiones se reparten en el año."))
        return data


class ProgramHoursForm(forms.Form):
    """What all the sessions of the year have alike."""

    starts_at = forms.TimeField(label=_("Empiezan a las"), required=False, widget=TimeInput())
    ends_at = forms.TimeField(label=_("Terminan a las"), required=False, widget=TimeInput())
    place = LineField(label=_("Lugar"), max_length=200, required=False)
    link = link_field()


class ProgramRowForm(forms.Form):
    """One session: it is programmed where it has a date and is ticked."""

    wanted = forms.BooleanField(label=_("Programar"), required=False)
    on = forms.DateField(label=_("Fecha"), required=False, widget=DateInput())
    title = LineField(label=_("Asunto"), max_length=200, required=False)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day = data.get("on")
        if data.get("wanted") and day is None and "on" not in self.errors:
            self.add_error("on", _("Dé la fecha, o quite la marca de esta sesión."))
        elif day and day.year != self.year:
            self.add_error("on", _("Ese día no es del año que se programa: corrija la fecha."))
        return data
