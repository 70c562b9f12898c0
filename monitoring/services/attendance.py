"""Writing down who attended: seat by seat, so that two people at it at once do not undo each other's marks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import Attendance, Meeting
from monitoring.selectors.attendance import local_day
from monitoring.services.freezing import meeting_check_open
from networks.models import Member, User


@dataclass(frozen=True, kw_only=True)
class AttendanceMark:
    """What is known of a seat in a session. `attended` None is «no consta»: no row is kept.

    `seen` is what the page showed of it, in the shape of `values`; None: no page, write it whatever was there.
    """

    member: Member
    attended: bool | None
    delegate_post: str = ""
    delegate_name: str = ""
    sex: str = ""
    seen: tuple[bool | None, str, str, str] | None = None

    @property
    def values(self) -> tuple[bool | None, str, str, str]:
        """A seat that did not attend says nothing of who came."""
        if not self.attended:
            return self.attended, "", "", ""
        return True, self.delegate_post.strip(), self.delegate_name.strip(), self.sex


@dataclass
class Registered:
    """How many rows changed, and the seats left as another person had just marked them."""

    changed: int = 0
    clashes: list[Member] = field(default_factory=list)


class LateReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            {
                "late_reason": _(
                    "El día de la sesión ya pasó: escriba por qué se anota después. Quedará dicho en el acta."
                )
            },
        )


@transaction.atomic
def attendance_save(
    *,
    meeting: Meeting,
    marks: Iterable[AttendanceMark],
    user: User | None = None,
    late_reason: str = "",
    now: datetime.datetime | None = None,
) -> Registered:
    """Make the rows say what the marks say; seats without a mark, or not touched on the page, stay as they are.

    The same marks twice change nothing the second time. A seat first registered after the session's day, by the
    network's calendar, needs a reason. Raises ValidationError: LateReasonMissing, ActaApprovedError, or for a
    session that was not held.
    """
    meeting_check_open(meeting)
    if meeting.held_on is None:
        raise ValidationError(_("La sesión todavía no se ha realizado: escriba antes la fecha en que se realizó."))
    at = now or timezone.now()
    is_late = local_day(meeting.network, at) > meeting.held_on
    writing = _Writing(user, at, late_reason.strip() if is_late else None)
    known = {row.member_id: row for row in meeting.attendance.all()}
    done = Registered()
    for mark in marks:
        _mark(meeting, known.get(mark.member.pk), mark, writing, done)
    return done


@dataclass(frozen=True)
class _Writing:
    """Who writes, when, and why so late: None is in time."""

    user: User | None
    at: datetime.datetime
    late_reason: str | None


def values_of(row: Attendance | None) -> tuple[bool | None, str, str, str]:
    return (row.attended, row.delegate_post, row.delegate_name, row.sex) if row else (None, "", "", "")


def _mark(meeting: Meeting, row: Attendance | None, mark: AttendanceMark, by: _Writing, done: Registered) -> None:
    wanted, current = mark.values, values_of(row)
    if wanted in (current, mark.seen):
        return
    if mark.seen is not None and mark.seen != current:
        done.clashes.append(mark.member)
        return
    if mark.attended is None:
        row.delete()
    else:
        _write(row or _new(meeting, mark.member, by), wanted, by)
    done.changed += 1


def _new(meeting: Meeting, member: Member, by: _Writing) -> Attendance:
    if by.late_reason == "":
        raise LateReasonMissing
    row = Attendance(meeting=meeting, member=member, late_reason=by.late_reason or "")
    row.first_registered_at = by.at
    return row


def _write(row: Attendance, values: tuple[bool | None, str, str, str], by: _Writing) -> None:
    row.attended, row.delegate_post, row.delegate_name, row.sex = values
    row.registered_by = by.user
    row.full_clean(exclude={"meeting", "registered_by"})
    row.save()
