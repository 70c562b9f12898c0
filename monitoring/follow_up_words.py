"""How a follow-up stands on a day, in words and with a sign."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import FollowUp, FollowUpState
from plans.deadlines import overdue

OPEN, OVERDUE, UNREAD, CLOSED, DROPPED = "abiertos", "vencidos", "sin-fecha", "cumplidos", "sin-efecto"
SIGNS = {
    OVERDUE: ("red", gettext_lazy("En curso, vencido")),
    OPEN: ("en_avance", gettext_lazy("En curso")),
    UNREAD: ("pendiente", gettext_lazy("En curso, plazo sin fecha")),
    CLOSED: ("cumplido", gettext_lazy("Cumplido")),
    DROPPED: ("no_aplica", gettext_lazy("Sin efecto")),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`key` is one of the five; `mark` the sign that `css` does not bring by itself; `when` says since or until
    when, and is empty where there is no date to tell."""

    key: str
    when: str

    @property
    def css(self) -> str:
        return SIGNS[self.key][0]

    @property
    def word(self) -> Any:
        return SIGNS[self.key][1]

    @property
    def mark(self) -> str:
        return "⚠" if self.key == OVERDUE else ""


def standing_of(follow_up: FollowUp, today: datetime.date) -> Standing:
    if follow_up.state == FollowUpState.CLOSED:
        return Standing(CLOSED, _on(_("el %(day)s"), follow_up.closed_on))
    if follow_up.state == FollowUpState.DROPPED:
        return Standing(DROPPED, _on(_("desde el %(day)s"), follow_up.closed_on))
    if overdue(follow_up.deadline_end_on, today):
        since = follow_up.deadline_end_on + datetime.timedelta(days=1)
        return Standing(OVERDUE, _on(_("desde el %(day)s"), since))
    if follow_up.deadline_is_unread:
        return Standing(UNREAD, "")
    return Standing(OPEN, _on(_("hasta el %(day)s"), follow_up.deadline_end_on))


def _on(words: str, day: datetime.date | None) -> str:
    return words % {"day": date_format(day, "d/m/Y")} if day else ""


def owner_of(follow_up: FollowUp) -> str:
    """Who owes it: the member, or the network's own secretariat; with the words it was agreed in, if any."""
    who = follow_up.member.name if follow_up.member else _("La red (secretaría técnica)")
    return f"{who}: {follow_up.responsible}" if follow_up.responsible else who
