"""Writing sessions: agenda, attendance and acta."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import (
    Acta,
    AgendaItem,
    Attendance,
    Meeting,
)
from monitoring.services.ordering import move_row, next_order
from networks.models import MandatedFunction, Member


@dataclass(frozen=True, kw_only=True)
class AttendanceMark:
    """What is known of a seat in a session. `attended` None is «no consta»: no row is kept."""

    member: Member
    attended: bool | None
    delegate_post: str = ""


def _lock(meeting: Meeting) -> None:
    Meeting.objects.select_for_update().only("pk").get(pk=meeting.pk)


@transaction.atomic
def meeting_save(*, meeting: Meeting) -> Meeting:
    """Create or change a session. One with attendance was held, so it keeps a date on which it was."""
    meeting.full_clean()
    if meeting.pk and meeting.held_on is None and meeting.attendance.exists():
        raise ValidationError(
            {"held_on": _("La sesión tiene asistencia anotada: deje la fecha en que se realizó o quítela antes.")}
        )
    meeting.save()
    return meeting


@transaction.atomic
def meeting_delete(*, meeting: Meeting) -> None:
    """Delete the session with all that was written of it."""
    meeting.delete()


@transaction.atomic
def agenda_item_save(*, item: AgendaItem, functions: Iterable[MandatedFunction]) -> AgendaItem:
    """Create or change a point of the agenda, with the functions of the norm it addresses."""
    _lock(item.meeting)
    functions = list(functions)
    if any(function.network_id != item.meeting.network_id for function in functions):
        raise ValidationError({"functions": _("La función es de otra red: elija una de esta.")})
    if item.pk is None:
        item.order = next_order(item.meeting.agenda)
    item.full_clean()
    item.save()
    item.functions.set(functions)
    return item


@transaction.atomic
def agenda_item_delete(*, item: AgendaItem) -> None:
    item.delete()


@transaction.atomic
def agenda_item_move(*, item: AgendaItem, step: int) -> None:
    """Move it one place up (-1) or down (1)."""
    _lock(item.meeting)
    move_row(item.meeting.agenda.order_by("order", "pk"), item, step)


@transaction.atomic
def attendance_save(*, meeting: Meeting, marks: Iterable[AttendanceMark]) -> int:
    """Make the rows say what the marks say, and return how many changed; seats without a mark stay as they are.

    The same marks twice change nothing the second time.
    """
    _lock(meeting)
    if meeting.held_on is None:
        raise ValidationError(_("La sesión todavía no se ha realizado: escriba antes la fecha en que se realizó."))
    known = {row.member_id: row for row in meeting.attendance.all()}
    return sum(_mark(meeting, known.get(mark.member.pk), mark) for mark in marks)


def _mark(meeting: Meeting, row: Attendance | None, mark: AttendanceMark) -> bool:
    """Write one mark; whether anything changed."""
    if mark.attended is None:
        if row is not None:
            row.delete()
        return row is not None
    delegate_post = mark.delegate_post.strip() if mark.attended else ""
    if row is not None and (row.attended, row.delegate_post) == (mark.attended, delegate_post):
        return False
    row = row or Attendance(meeting=meeting, member=mark.member)
    row.attended, row.delegate_post = mark.attended, delegate_post
    row.full_clean(exclude={"meeting", "member"})
    row.save()
    return True


@transaction.atomic
def acta_save(*, acta: Acta) -> Acta:
    """Create or change the acta of a session; there is one."""
    _lock(acta.meeting)
    acta.full_clean()
    acta.save()
    return acta
