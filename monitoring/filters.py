"""What the board of a period can be narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.labels import REVIEW_WORDS, SILENT_CSS, STATUS_WORDS
from monitoring.selectors import NetworkRollup
from networks.models.directory import THE_NETWORK

MINE = "mias"


class BoardFilter(forms.Form):
    """Every field is optional; a value that is not among the choices is left out, never an error page."""

    eje = forms.ChoiceField(required=False)
    integrante = forms.ChoiceField(required=False)
    estado = forms.ChoiceField(
        label=gettext_lazy("Semáforo"),
        required=False,
        choices=[
            ("", gettext_lazy("Todos")),
            *((SILENT_CSS if key == "silent" else key, word) for key, word in STATUS_WORDS.items()),
        ],
    )
    revision = forms.ChoiceField(
        label=gettext_lazy("Revisión"),
        required=False,
        choices=[("", gettext_lazy("Todas")), *((key, capfirst(word)) for key, word in REVIEW_WORDS.items())],
    )
    responsable = forms.ChoiceField(label=gettext_lazy("Responsable"), required=False)
    todas = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        rolled: NetworkRollup,
        responsible: dict[int, set[str]],
        mine: frozenset[int | None] = frozenset(),
    ) -> None:
        super().__init__(data)
        self._mine = mine
        network = rolled.network
        self.fields["eje"].label = capfirst(network.eje_word)
        self.fields["eje"].choices = [("", _("Todos")), *_ejes(rolled)]
        self.fields["integrante"].label = capfirst(network.member_word)
        members = ((member.code, member.name) for member in rolled.reporting_members)
        own = [(MINE, _("Solo por quien informo"))] if mine else []
        self.fields["integrante"].choices = [("", _("Todas")), *own, (THE_NETWORK, _("La red")), *members]
        self._responsible = responsible
        labels = sorted({name for names in responsible.values() for name in names}, key=str.casefold)
        self.fields["responsable"].choices = [("", _("Cualquiera")), *((label, label) for label in labels)]
        if not labels:
            del self.fields["responsable"]
        self.is_valid()

    def value(self, name: str) -> str:
        return self.cleaned_data.get(name, "") or ""

    @property
    def shows_not_due(self) -> bool:
        """Also what nobody owes in the period."""
        return bool(self.cleaned_data.get("todas"))

    def takes_member(self, member) -> bool:
        """`member` None is the network itself."""
        wanted = self.value("integrante")
        if wanted == MINE:
            return (member and member.pk) in self._mine
        return wanted in ("", member.code if member else THE_NETWORK)

    def takes_activity(self, activity) -> bool:
        if self.value("eje") and str(activity.eje.lineage) != self.value("eje"):
            return False
        wanted = self.value("responsable")
        return not wanted or wanted in self._responsible.get(activity.pk, ())

    def takes_cell(self, cell) -> bool:
        if self.value("estado") and cell.status != self.value("estado"):
            return False
        return not self.value("revision") or cell.review_state == self.value("revision")

    @property
    def narrows_cells(self) -> bool:
        return bool(self.value("estado") or self.value("revision"))


def _ejes(rolled: NetworkRollup) -> list[tuple[str, str]]:
    return [
        (str(eje.lineage), f"{eje.code}. {eje.title}"[:80]) for plan in rolled.plans for eje in plan.planned.ejes
    ]
