"""What an approved acta says of its session does not change any more."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from monitoring.models import Acta, ActaState, Meeting


class ActaApprovedError(ValidationError):
    """Refuses a change of what an approved acta says; the sentence names the acta."""

    def __init__(self, acta: Acta) -> None:
        super().__init__(
            _(
                "No se cambió: el %(acta)s, aprobada el %(day)s, ya dice lo que pasó en esa sesión. Si hay que "
                "corregir algo, llévelo como punto a la próxima sesión."
            ),
            code="acta_approved",
            params={"acta": acta_name(acta), "day": date_format(acta.approved_on, "d/m/Y")},
        )


def acta_name(acta: Acta) -> str:
    """«acta 2/2024 de la sesión del 16/04/2024», to stand inside a sentence."""
    day = date_format(acta.meeting.on, "d/m/Y")
    if acta.number:
        return _("acta %(number)s de la sesión del %(day)s") % {"number": acta.number, "day": day}
    return _("acta de la sesión del %(day)s") % {"day": day}


def meeting_lock(meeting: Meeting) -> None:
    """Whoever writes of a session waits here for the others, until her transaction ends."""
    Meeting.objects.select_for_update().only("pk").get(pk=meeting.pk)


def meeting_check_open(meeting: Meeting) -> None:
    """Lock the session, and raise ActaApprovedError when its acta is approved."""
    meeting_lock(meeting)
    acta = Acta.objects.filter(meeting=meeting.pk, state=ActaState.APPROVED).select_related("meeting").first()
    if acta is not None:
        raise ActaApprovedError(acta)
