"""What an inbox can be narrowed to: a state, words, and for whoever reads everybody's, a member."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.filters import MINE
from monitoring.selectors import NetworkRollup, Obligation
from monitoring.state_words import STATE_WORDS
from monitoring.states import STATES, State
from networks.models.directory import THE_NETWORK

OPEN = "pendientes"


class InboxFilter(forms.Form):
    """Every field is optional; a value that is not among the choices is left out, never an error page."""

    q = forms.CharField(label=gettext_lazy("Buscar"), required=False, max_length=200)
    estado = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        choices=[
            ("", gettext_lazy("Todos")),
            (OPEN, gettext_lazy("Lo que falta enviar")),
            *((key, STATE_WORDS[key]) for key in STATES),
        ],
    )

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.is_valid()
        self._words = fold(self.value("q")).split()

    def value(self, name: str) -> str:
        return getattr(self, "cleaned_data", {}).get(name, "") or ""

    @property
    def state(self) -> str:
        return self.value("estado")

    @property
    def narrows(self) -> bool:
        return bool(self.state or self._words)

    def takes_state(self, state: State) -> bool:
        return state.is_open if self.state == OPEN else self.state in ("", state.key)

    def takes_words(self, owed: Obligation) -> bool:
        activity = owed.activity
        return self.takes_text(
            activity.code, activity.title, owed.eje.title, owed.member.name if owed.member else ""
        )

    def takes_text(self, *parts: str) -> bool:
        """All the words, in any order, without minding accents or capitals."""
        if not self._words:
            return True
        text = fold(" ".join(parts))
        return all(word in text for word in self._words)


class PeriodInboxFilter(InboxFilter):
    """`default` is whose obligations are shown before she chooses."""

    integrante = forms.ChoiceField(required=False)

    def __init__(self, data: Any, *, rolled: NetworkRollup, reports: bool, must_choose: bool) -> None:
        members = [(member.code, member.name) for member in rolled.reporting_members]
        ours = [(THE_NETWORK, _("La red"))] if _networks_own(rolled) else []
        every = [] if must_choose else [("todas", _("Todas"))]
        own = [(MINE, _("Solo por quien informo"))] if reports else []
        choices = [*own, *every, *ours, *members]
        super().__init__(data)
        self.fields["integrante"].label = capfirst(rolled.network.member_word)
        self.fields["integrante"].choices = choices
        self.full_clean()
        self.chosen = self.value("integrante") or (choices[0][0] if choices else "")


def _networks_own(rolled: NetworkRollup) -> bool:
    return any(None in members for members in rolled.obliged_by.values())


def fold(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in text if not unicodedata.combining(sign))
