"""Forms of an acta: its text, who observes what, what is answered, and its annexes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from monitoring.models import Acta, AgendaItem, Meeting, ObservationState
from monitoring.selectors.periods import local_today
from monitoring.uploads import ACCEPT, check_upload
from networks.forms import DateInput, NetworkModelForm
from networks.models import Member, Network
from networks.models.base import LineField


class ActaForm(NetworkModelForm):
    """`revision` is the one that was read: 0 before there is an acta."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    class Meta:
        model = Acta
        fields = ["number", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 24, "class": "acta-body"})}
        help_texts = {
            "number": _("Como figura en el documento, por ejemplo «2/2024»."),
            "body": _(
                "Las líneas que empiezan con # son títulos, y las que empiezan con - son puntos de una lista."
            ),
        }

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0


class ConsultForm(forms.Form):
    until_on = forms.DateField(label=_("Se reciben observaciones hasta"), widget=DateInput())

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].widget.attrs["min"] = local_today(network).isoformat()


class ObserveForm(forms.Form):
    """`members` are those in whose name she may write; None among them is the network itself."""

    item = forms.ModelChoiceField(
        label=_("Sobre"), queryset=AgendaItem.objects.none(), required=False, empty_label=_("toda el acta")
    )
    member = forms.ModelChoiceField(
        label=_("En nombre de"), queryset=Member.objects.none(), required=False, empty_label=_("la red misma")
    )
    body = LineField(
        label=_("Qué habría que cambiar, y por qué"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, meeting: Meeting, members: Sequence[Member | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.agenda.order_by("order", "pk")
        own = [member.pk for member in members if member is not None]
        field = self.fields["member"]
        field.queryset = Member.objects.filter(pk__in=own).order_by("order", "name")
        if None not in members:
            field.required, field.empty_label = True, None
            field.initial = own[0] if len(own) == 1 else None
        if not own:
            del self.fields["member"]


class AnswerForm(forms.Form):
    STATES = [
        (ObservationState.ACCEPTED.value, _("Se acoge")),
        (ObservationState.REJECTED.value, _("No se acoge")),
    ]
    state = forms.ChoiceField(label=_("Respuesta"), choices=STATES, widget=forms.RadioSelect)
    response = LineField(
        label=_("Qué se cambió en el acta, o por qué no se acoge"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class UploadField(forms.FileField):
    """A file that may be kept; what is wrong with any other is said in words."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file:
            if "\0" in file.name:
                raise ValidationError(_("El nombre del archivo tiene signos que no se admiten: cámbielo."))
            check_upload(file)
        return file


class AnnexForm(forms.Form):
    title = LineField(
        label=_("Qué es"), max_length=200, help_text=_("Por ejemplo, «Lista de asistencia firmada».")
    )
    file = UploadField(label=_("Archivo"))


class ElsewhereForm(forms.Form):
    approved_on = forms.DateField(label=_("Se aprobó el"), widget=DateInput())
    file = UploadField(label=_("Copia firmada"), help_text=_("Queda como anexo del acta, con su huella."))

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network

    def clean_approved_on(self) -> datetime.date:
        day = self.cleaned_data["approved_on"]
        if day > local_today(self.network):
            raise ValidationError(_("Ese día no ha llegado: escriba el día en que se aprobó."))
        return day
