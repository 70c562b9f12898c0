"""Writing sessions: one by one, and the ordinary ones of a year in one go."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from monitoring.meeting_dates import FIRST_YEAR, LAST_YEAR
from monitoring.models import ActaAnnex, FollowUpEvidence, Meeting, MeetingKind
from monitoring.services.freezing import meeting_check_open
from monitoring.services.kept_files import forget_files
from networks.models import Network


@transaction.atomic
def meeting_save(*, meeting: Meeting) -> Meeting:
    """Create or change a session. One with attendance was held, so it keeps a date on which it was.

    Whether it is cancelled is told by its own services, and stays here as it is.
    """
    if meeting.pk:
        meeting_check_open(meeting)
        now = Meeting.objects.get(pk=meeting.pk)
        meeting.cancelled_on, meeting.cancel_reason = now.cancelled_on, now.cancel_reason
    if meeting.cancelled_on and meeting.held_on:
        raise ValidationError(
            {"held_on": _("Esta sesión figura como cancelada: reprográmela antes de anotar que se realizó.")}
        )
    _check_hours(meeting)
    meeting.full_clean()
    _check_years(meeting)
    if meeting.pk and meeting.held_on is None:
        _check_not_held(meeting)
    meeting.save()
    return meeting


def _check_hours(meeting: Meeting) -> None:
    if meeting.ends_at and not meeting.starts_at:
        raise ValidationError({"starts_at": _("Diga también a qué hora empieza, o borre la hora en que termina.")})
    if meeting.ends_at and meeting.ends_at <= meeting.starts_at:
        raise ValidationError({"ends_at": _("Termina antes de empezar: revise las dos horas.")})


def _check_years(meeting: Meeting) -> None:
    """Of years the calendar shows: 0204 and 9999 are slips of the hand."""
    for name in ("programmed_on", "held_on"):
        day = getattr(meeting, name)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise ValidationError(
                {name: _("El año de una sesión va de %(first)s a %(last)s: revise la fecha.") % years}
            )


def _check_not_held(meeting: Meeting) -> None:
    if meeting.attendance.exists():
        raise ValidationError(
            {"held_on": _("La sesión tiene asistencia anotada: deje la fecha en que se realizó o quítela antes.")}
        )
    if meeting.agenda.exclude(outcome="").exists():
        raise ValidationError(
            {"held_on": _("La sesión tiene anotado qué pasó con sus puntos: deje la fecha en que se realizó.")}
        )


@transaction.atomic
def meeting_delete(*, meeting: Meeting) -> None:
    """Delete the session with all that was written of it and its files; one with an approved acta stays."""
    meeting_check_open(meeting)
    forget_files(FollowUpEvidence.objects.filter(follow_up__decision__meeting=meeting))
    forget_files(ActaAnnex.objects.filter(acta__meeting=meeting))
    meeting.delete()


@transaction.atomic
def meeting_reschedule(
    *,
    meeting: Meeting,
    programmed_on: datetime.date,
    starts_at: datetime.time | None,
    ends_at: datetime.time | None,
    place: str,
    link: str,
) -> Meeting:
    """Give a session that was not held another date; a cancelled one is programmed again.

    Whoever was called to it has to be called again: that is said, and done apart.
    """
    meeting_check_open(meeting)
    now = Meeting.objects.select_related("network").get(pk=meeting.pk)
    if now.held_on:
        raise ValidationError(_("La sesión ya se realizó: no se puede reprogramar."))
    now.programmed_on, now.starts_at, now.ends_at = programmed_on, starts_at, ends_at
    now.place, now.link = place, link
    now.cancelled_on, now.cancel_reason = None, ""
    _check_hours(now)
    now.full_clean()
    _check_years(now)
    now.save()
    return now


@transaction.atomic
def meetings_program(*, network: Network, meetings: Sequence[Meeting]) -> list[Meeting]:
    """Program ordinary sessions, all or none. Refused where one stands on that day already, or two are alike."""
    Network.objects.select_for_update().only("pk").get(pk=network.pk)
    if not meetings:
        raise ValidationError(_("No quedó ninguna fecha: marque al menos una."))
    days = [meeting.programmed_on for meeting in meetings]
    taken = Meeting.objects.filter(
        network=network, kind=MeetingKind.ORDINARY, programmed_on__in=days, cancelled_on__isnull=True
    ).values_list("programmed_on", flat=True)
    for day in sorted({*taken, *(day for day in days if days.count(day) > 1)}):
        on = {"day": date_format(day, "d/m/Y")}
        if day in set(taken):
            raise ValidationError(_("El %(day)s ya hay una sesión ordinaria programada: quite esa fecha.") % on)
        raise ValidationError(_("El %(day)s está dos veces: cambie o quite una de las dos.") % on)
    for meeting in meetings:
        meeting.network, meeting.kind = network, MeetingKind.ORDINARY
        _check_hours(meeting)
        meeting.full_clean()
        meeting.save()
    return list(meetings)
