"""What the matrix is asked for: how near, which columns, and what it is narrowed to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.filters import MINE
from monitoring.labels import SILENT_CSS, STATUS_WORDS
from monitoring.models import Period
from monitoring.selectors import NetworkRollup, PlannedActivity, PlannedEje, PlanRollup
from monitoring.state_words import STATE_WORDS
from monitoring.states import STATES, State
from networks.models import Member
from networks.models.directory import THE_NETWORK

ALL_EJES = "todos"
BY_PERIOD = "periodos"
NETWORK, EJE, ACTIVITY = "network", "eje", "activity"


class MatrixFilter(forms.Form):
    """Every field is optional; a value that is not among the choices is left out, never an error page."""

    eje = forms.ChoiceField(required=False)
    actividad = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    columnas = forms.ChoiceField(label=gettext_lazy("Columnas"), required=False)
    integrante = forms.ChoiceField(required=False)
    estado = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        choices=[("", gettext_lazy("Todos")), *((key, STATE_WORDS[key]) for key in STATES)],
    )
    cumplimiento = forms.ChoiceField(
        label=gettext_lazy("Cumplimiento"),
        required=False,
        choices=[
            ("", gettext_lazy("Todos")),
            *((SILENT_CSS if key == "silent" else key, word) for key, word in STATUS_WORDS.items()),
        ],
    )
    desde = forms.ChoiceField(label=gettext_lazy("Desde"), required=False)
    hasta = forms.ChoiceField(label=gettext_lazy("Hasta"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        rolled: NetworkRollup,
        periods: list[Period],
        members: list[Member],
        mine: frozenset[int | None],
    ) -> None:
        super().__init__(data)
        self._rolled, self._mine = rolled, mine
        self._choose("eje", capfirst(rolled.network.eje_word), self._ejes())
        lineages = [(str(lineage), "") for lineage in rolled.by_lineage]
        self.fields["actividad"].choices = [("", ""), *lineages]
        plural = capfirst(rolled.network.member_word_plural)
        self.fields["columnas"].choices = [("", plural), (BY_PERIOD, _("Periodos"))]
        own = [(MINE, _("Solo por quien informo"))] if mine else []
        people = [(member.code, member.name) for member in members]
        who = [("", _("Todas")), *own, (THE_NETWORK, _("La red")), *people]
        self._choose("integrante", capfirst(rolled.network.member_word), who)
        codes = [("", _("El año")), *((period.code, period.code) for period in periods)]
        self.fields["desde"].choices = self.fields["hasta"].choices = codes
        self.is_valid()

    def _choose(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].label, self.fields[name].choices = label, choices

    def _ejes(self) -> list[tuple[str, str]]:
        ejes = [eje for plan in self._rolled.plans for eje in plan.planned.ejes]
        titles = [(str(eje.lineage), f"{eje.code}. {eje.title}"[:80]) for eje in ejes]
        return [("", _("Resumen")), (ALL_EJES, _("Todas las actividades")), *titles]

    def value(self, name: str) -> str:
        return self.cleaned_data.get(name, "") or ""

    @property
    def level(self) -> str:
        return ACTIVITY if self.shown_activity else EJE if self.value("eje") else NETWORK

    @property
    def by_period(self) -> bool:
        return self.value("columnas") == BY_PERIOD

    @property
    def shown_activity(self) -> PlannedActivity | None:
        """Of the chosen eje: another eje leaves it."""
        wanted, eje = self.value("actividad"), self.value("eje")
        for lineage, activity in self._rolled.by_lineage.items():
            if str(lineage) == wanted and eje in (ALL_EJES, str(activity.eje.lineage)):
                return activity
        return None

    @property
    def shown_eje(self) -> PlannedEje | None:
        """The one chosen, or that of the chosen activity."""
        if self.shown_activity:
            return self.shown_activity.eje
        wanted = self.value("eje")
        ejes = (eje for plan in self._rolled.plans for eje in plan.planned.ejes)
        return next((eje for eje in ejes if str(eje.lineage) == wanted), None)

    def activities(self, plan: PlanRollup) -> list[PlannedActivity]:
        wanted = self.shown_eje
        return [one for one in plan.planned.activities if wanted is None or one.eje.lineage == wanted.lineage]

    def takes_member(self, member: Member | None) -> bool:
        """`member` None is the network itself."""
        wanted = self.value("integrante")
        if wanted == MINE:
            return (member and member.pk) in self._mine
        return wanted in ("", member.code if member else THE_NETWORK)

    @property
    def one_member(self) -> bool:
        return self.value("integrante") not in ("", MINE)

    def takes(self, status: str, state: State) -> bool:
        """`status` is empty for silence."""
        if self.value("estado") not in ("", state.key):
            return False
        return self.value("cumplimiento") in ("", status or SILENT_CSS)

    @property
    def narrows_cells(self) -> bool:
        return bool(self.value("estado") or self.value("cumplimiento"))

    @property
    def said(self) -> list[str]:
        """What it is narrowed to, in words: the label of each field in use and what was chosen."""
        names = ("eje", "columnas", "integrante", "estado", "cumplimiento", "desde", "hasta")
        chosen = [(self.fields[name], self.value(name)) for name in names if self.value(name)]
        return [f"{field.label}: {dict(field.choices)[value]}" for field, value in chosen]

    def query(self, **changes: str) -> str:
        """The address of this matrix with some fields changed; an empty value takes one out."""
        kept = {name: self.value(name) for name in self.fields} | changes
        found = urlencode({name: value for name, value in kept.items() if value})
        return f"?{found}" if found else ""
