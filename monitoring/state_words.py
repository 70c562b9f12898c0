"""How the states of an obligation are called, coloured and counted down on screen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from monitoring.states import DRAFT, LATE, RETURNED, SENT, SIGNS, TO_REPORT, VALIDATED, State

STATE_WORDS = {
    TO_REPORT: gettext_lazy("Por informar"),
    DRAFT: gettext_lazy("Borrador"),
    SENT: gettext_lazy("Enviado"),
    RETURNED: gettext_lazy("Observado"),
    VALIDATED: gettext_lazy("Validado"),
    LATE: gettext_lazy("Atrasado"),
}
# The class of the chip: .semaforo--…
STATE_CSS = {
    TO_REPORT: "empty",
    DRAFT: "grey",
    SENT: "blue",
    RETURNED: "yellow",
    VALIDATED: "green",
    LATE: "red",
}
LATE_DETAILS = {
    TO_REPORT: gettext_lazy("Atrasado"),
    DRAFT: gettext_lazy("Atrasado: borrador sin enviar"),
    RETURNED: gettext_lazy("Atrasado: observado por corregir"),
}


@dataclass(frozen=True, slots=True)
class StateChip:
    """`<span class="semaforo semaforo--{css}">{sign} {word}</span>`"""

    key: str
    css: str
    sign: str
    word: str


def state_chip(state: State | str) -> StateChip:
    """The chip of a state, or of one of the six words."""
    key = state if isinstance(state, str) else state.key
    word = LATE_DETAILS[state.detail] if key == LATE and not isinstance(state, str) else STATE_WORDS[key]
    return StateChip(key, STATE_CSS[key], SIGNS[key], str(word))


def countdown(days: int) -> str:
    """«quedan 3 días», «vence hoy», «venció hace 2 días»."""
    if days == 0:
        return _("vence hoy")
    if days > 0:
        return ngettext("queda %(days)s día", "quedan %(days)s días", days) % {"days": days}
    return ngettext("venció hace %(days)s día", "venció hace %(days)s días", -days) % {"days": -days}
