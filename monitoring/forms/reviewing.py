"""Deciding on an entry, saying something on it, and narrowing the queue of those that wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import EntryMessage, Observation
from monitoring.observed import FIELDS
from monitoring.selectors.reviewing import ORDERS, QueueAsk, ReviewQueue
from networks.models.base import LineField
from networks.models.directory import THE_NETWORK

LINES = 3


class ReviewForm(forms.Form):
    """Return with up to three observations, each on a field, or validate.

    `choices` are the fields of this entry: see `monitoring.observed.field_choices`.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = choices or list(FIELDS.items())
        labels = (_("Observación"), _("Segunda observación"), _("Tercera observación"))
        for (name, where), label in zip(self.names(), labels, strict=True):
            self.fields[where] = forms.ChoiceField(
                label=_("Qué hay que corregir"), required=False, choices=choices
            )
            self.fields[name] = LineField(
                label=label,
                required=False,
                max_length=Observation._meta.get_field("body").max_length,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @staticmethod
    def names() -> list[tuple[str, str]]:
        tails = ["", *(f"_{n}" for n in range(2, LINES + 1))]
        return [(f"body{tail}", f"field{tail}") for tail in tails]

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """(field, observation), as many as can be written at once."""
        return [(self[where], self[name]) for name, where in self.names()]

    def given(self) -> list[tuple[str, str]]:
        """(field, words) of those written."""
        data = self.cleaned_data
        return [(data[where], data[name]) for name, where in self.names() if data[name].strip()]


class MessageForm(forms.Form):
    body = LineField(
        label=gettext_lazy("Mensaje"),
        max_length=EntryMessage._meta.get_field("body").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Lo lee toda la red. No cambia el estado del avance."),
        error_messages={"required": gettext_lazy("Escriba el mensaje antes de enviarlo.")},
    )


class QueueFilter(forms.Form):
    """Every field is optional; a value that is not among the choices is left out, never an error page."""

    eje = forms.ChoiceField(required=False)
    integrante = forms.ChoiceField(required=False)
    q = forms.CharField(label=gettext_lazy("Buscar"), required=False, max_length=100)
    orden = forms.ChoiceField(label=gettext_lazy("Orden"), required=False, choices=list(ORDERS.items()))

    def __init__(self, data: Any, *, queue: ReviewQueue) -> None:
        super().__init__(data)
        network = queue.network
        self.fields["eje"].label = capfirst(network.eje_word)
        ejes = ((str(eje.lineage), f"{eje.code}. {eje.title}"[:80]) for eje in queue.ejes)
        self.fields["eje"].choices = [("", _("Todos")), *ejes]
        self.fields["integrante"].label = capfirst(network.member_word)
        members = ((member.code, member.name) for member in queue.members)
        self.fields["integrante"].choices = [("", _("Todas")), (THE_NETWORK, _("La red")), *members]
        self.is_valid()

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("eje", "integrante", "q"))

    def ask(self) -> QueueAsk:
        given = {name: self.cleaned_data.get(name) or "" for name in ("eje", "integrante", "q", "orden")}
        return QueueAsk(eje=given["eje"], member=given["integrante"], words=given["q"], order=given["orden"])
