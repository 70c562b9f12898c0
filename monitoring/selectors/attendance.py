"""Who was at a session: seat by seat, the quorum by the network's own rule, and parity by sex."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from monitoring.models import Attendance, Meeting
from networks.models import Member, Network, QuorumRule, Sex


@dataclass(frozen=True)
class SeatRow:
    """A seat in a session; without it, what a frozen acta counts. `attended` None is «no consta».

    `is_valid` false: not its seat that day; `counts`: valid, and its role is one of those that make the quorum.
    `late_on` is the day on which it was first registered where that is after the session's, `changed_on` the day
    of its last change where only that is.
    """

    seat: Member | None
    attended: bool | None
    delegate_post: str
    is_valid: bool
    delegate_name: str = ""
    sex: str = ""
    counts: bool = True
    late_on: datetime.date | None = None
    late_reason: str = ""
    changed_on: datetime.date | None = None

    @property
    def delegate(self) -> str:
        """Who came in the seat's place, as far as it is known."""
        return ", ".join(part for part in (self.delegate_name, self.delegate_post) if part)


@dataclass(frozen=True)
class Parity:
    """Of those who attended, by the sex they stated; who did not state it is counted apart."""

    female: int = 0
    male: int = 0
    other: int = 0
    unstated: int = 0

    @property
    def present(self) -> int:
        return self.stated + self.unstated

    @property
    def stated(self) -> int:
        return self.female + self.male + self.other

    @property
    def bars(self) -> list[tuple[str, str, str]]:
        """Name, where it begins and how wide it is of each part of a bar of 100, as SVG writes lengths."""
        found, start = [], 0.0
        for name in ("female", "male", "other", "unstated"):
            width = 100 * getattr(self, name) / self.present if self.present else 0
            if width:
                found.append((name, f"{start:.2f}", f"{width:.2f}"))
            start += width
        return found


@dataclass(frozen=True)
class AttendanceTable:
    """Every seat of a session. `quorum` is how many seats that count must attend; None: there is no rule."""

    rows: list[SeatRow]
    quorum: int | None
    parity: Parity = field(default_factory=Parity)

    @property
    def present(self) -> int:
        return sum(row.attended is True for row in self.rows)

    @property
    def absent(self) -> int:
        return sum(row.attended is False for row in self.rows)

    @property
    def unknown(self) -> int:
        return sum(row.attended is None for row in self.rows)

    @property
    def late(self) -> list[SeatRow]:
        return [row for row in self.rows if row.late_on]

    @property
    def counted(self) -> int:
        """How many seats count for the quorum."""
        return sum(row.counts for row in self.rows)

    @property
    def counted_present(self) -> int:
        return sum(row.counts and row.attended is True for row in self.rows)

    @property
    def has_quorum(self) -> bool:
        return self.quorum is not None and self.counted_present >= self.quorum

    @property
    def quorum_missing(self) -> int:
        """How many more seats that count it takes."""
        return max((self.quorum or 0) - self.counted_present, 0)

    @property
    def reached(self) -> bool | None:
        """Whether there was a quorum; None without a rule, or while those who «no constan» could make it."""
        if self.quorum is None:
            return None
        if self.has_quorum:
            return True
        silent = sum(row.counts and row.attended is None for row in self.rows)
        return None if silent >= self.quorum_missing else False


def quorum_needed(network: Network, seats: int) -> int | None:
    """How many of `seats` that count make a quorum; None where the network has no such rule, or none counts."""
    if network.quorum_rule == QuorumRule.NONE or not seats:
        return None
    if network.quorum_rule == QuorumRule.FIXED:
        return network.quorum_seats
    if network.quorum_rule == QuorumRule.MAJORITY:
        return seats // 2 + 1
    return -(-seats * 2 // 3)


def attendance_table(meeting: Meeting) -> AttendanceTable:
    """Every seat valid on the session's day, and those beyond them that have a row."""
    marks = {row.member_id: row for row in Attendance.objects.filter(meeting=meeting)}
    seats = (
        Member.objects.filter(network=meeting.network_id)
        .filter(Q(pk__in=Member.objects.seated().valid_on(meeting.on)) | Q(pk__in=list(marks)))
        .select_related("organization")
        .order_by("order", "name")
    )
    rows = [_seat_row(meeting, seat, marks.get(seat.pk)) for seat in seats]
    quorum = quorum_needed(meeting.network, sum(row.counts for row in rows))
    return AttendanceTable(rows, quorum, _parity(rows))


def _seat_row(meeting: Meeting, seat: Member, mark: Attendance | None) -> SeatRow:
    valid = bool(seat.seat_role) and seat.is_valid_on(meeting.on)
    counts = valid and seat.seat_role in (meeting.network.quorum_roles or [])
    if mark is None:
        return SeatRow(seat, None, "", valid, counts=counts)
    first, last = (local_day(meeting.network, at) for at in (mark.first_registered_at, mark.registered_at))
    late = first if first and first > meeting.on else None
    changed = last if first and not late and last and last > meeting.on else None
    return SeatRow(
        seat,
        mark.attended,
        mark.delegate_post,
        valid,
        delegate_name=mark.delegate_name,
        sex=mark.sex,
        counts=counts,
        late_on=late,
        late_reason=mark.late_reason if late else "",
        changed_on=changed,
    )


def _parity(rows: list[SeatRow]) -> Parity:
    sexes = [row.sex for row in rows if row.attended is True]
    return Parity(
        female=sexes.count(Sex.FEMALE),
        male=sexes.count(Sex.MALE),
        other=sexes.count(Sex.OTHER),
        unstated=sexes.count(""),
    )


def local_day(network: Network, at: datetime.datetime | None) -> datetime.date | None:
    return at and timezone.localdate(at, ZoneInfo(network.time_zone))
