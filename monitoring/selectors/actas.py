"""What the page of an acta shows beside its text: its life in steps, and what is missing to go on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.models import Acta, ActaObservation, ActaState, AgendaItem, Meeting, ObservationState

DONE, CURRENT, TO_COME = "done", "current", "todo"


@dataclass(frozen=True)
class Step:
    """`state` is DONE, CURRENT or TO_COME; `note` says when it was or what it waits for."""

    label: str
    state: str
    note: str = ""

    @property
    def word(self) -> str:
        return {DONE: _("hecho"), CURRENT: _("ahora"), TO_COME: _("después")}[self.state]


def life_of(acta: Acta, open_observations: int) -> list[Step]:
    """Draft, under observation, approved."""
    state = acta.state
    observed = state == ActaState.OBSERVATION
    skipped = state == ActaState.APPROVED and acta.observations_until_on is None
    return [
        Step(_("Borrador"), CURRENT if state == ActaState.DRAFT else DONE, _("lo escribe la secretaría técnica")),
        Step(
            _("En observación"),
            CURRENT if observed else DONE if state == ActaState.APPROVED else TO_COME,
            _("no se abrió a observaciones") if skipped else _observation_note(acta, open_observations),
        ),
        Step(_("Aprobada"), DONE if state == ActaState.APPROVED else TO_COME, _approval_note(acta)),
    ]


def _observation_note(acta: Acta, open_ones: int) -> str:
    if acta.observations_until_on is None:
        return _("las integrantes la leen y la observan")
    until = _("hasta el %(day)s") % {"day": date_format(acta.observations_until_on, "d/m/Y")}
    if not open_ones:
        return until
    waiting = ngettext("%(n)s por responder", "%(n)s por responder", open_ones) % {"n": open_ones}
    return f"{until} · {waiting}"


def _approval_note(acta: Acta) -> str:
    if acta.approved_on is None:
        return _("en la próxima sesión, y ya no cambia")
    return _("el %(day)s") % {"day": date_format(acta.approved_on, "d/m/Y")}


def observations_of(acta: Acta) -> list[ActaObservation]:
    """The ones to answer first."""
    rows = acta.observations.select_related("item", "member", "author", "resolved_by")
    return sorted(rows.order_by("created_at", "pk"), key=lambda row: row.state != ObservationState.OPEN)


def receives_observations(acta: Acta, today: datetime.date) -> bool:
    until = acta.observations_until_on
    return acta.state == ActaState.OBSERVATION and (until is None or today <= until)


def approving_meetings(acta: Acta) -> list[Meeting]:
    """The later sessions that were held, first the one whose agenda puts this acta to approval, then by date."""
    meeting = acta.meeting
    if meeting.held_on is None:
        return []
    puts = AgendaItem.objects.filter(meeting=OuterRef("pk"), acta=acta)
    rows = Meeting.objects.filter(network=meeting.network_id, held_on__gt=meeting.held_on)
    return list(rows.annotate(puts_it=Exists(puts)).order_by("-puts_it", "held_on", "pk"))


def refused_because(check, *args) -> str:
    """The sentence with which a check refuses, or nothing."""
    try:
        check(*args)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
