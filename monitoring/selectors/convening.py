"""Who may be called to a session, and whether those who were called know what it is now."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import KW_ONLY, dataclass, field

from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from monitoring.models import Convening, MailState, Meeting, OutboxMessage
from networks.languages import language_of
from networks.models import Assignment, Contact, Member, Network, Role, User
from networks.models.people import ContactRank


@dataclass(frozen=True)
class Recipient:
    """Somebody who can get the call. `why` is her seat or her role; `preset`: whether she comes ticked."""

    name: str
    email: str
    member: str = ""
    why: str = ""
    user: User | None = None
    language: str = ""
    preset: bool = False

    @property
    def key(self) -> str:
        return self.email.lower()

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email, "member": self.member}


@dataclass
class RecipientList:
    """`seats` by their contacts, then `people` by their roles, each address once; `without` are seats nobody can
    be written to."""

    seats: list[Recipient] = field(default_factory=list)
    people: list[Recipient] = field(default_factory=list)
    without: list[Member] = field(default_factory=list)

    @property
    def everybody(self) -> list[Recipient]:
        return [*self.seats, *self.people]


def recipients_for(meeting: Meeting, today: datetime.date) -> RecipientList:
    """In four queries. Who was called last time comes ticked; at first, the seats and who runs the network."""
    network = meeting.network
    last = meeting.convenings.order_by("-number").first()
    called = {row["email"].lower() for row in last.recipients} if last else None
    seats = list(Member.objects.filter(network=network).seated().valid_on(meeting.on).order_by("order", "name"))
    assignments = list(
        Assignment.objects.filter(network=network, user__is_active=True).select_related("user", "member")
    )
    users = {row.user.email.lower(): row.user for row in assignments if row.user.email}
    found = RecipientList()
    reached = set()
    for contact in _contacts(seats, today):
        reached.add(contact.member_id)
        key = contact.email.lower()
        if key not in {one.key for one in found.seats}:
            preset = contact.rank != ContactRank.STAFF if called is None else key in called
            found.seats.append(_of_contact(network, contact, users.get(key), preset))
    seated = {seat.pk for seat in seats}
    taken = {one.key for one in found.seats}
    for row in sorted(assignments, key=lambda row: str(row.user).lower()):
        key = row.user.email.lower()
        if key and key not in taken and not (row.user.is_demo and not settings.DEBUG):
            taken.add(key)
            of_seat = row.role in (Role.SECRETARIAT, Role.COORDINATOR) or row.member_id in seated
            found.people.append(_of_assignment(network, row, of_seat if called is None else key in called))
    found.without = [seat for seat in seats if seat.pk not in reached]
    return found


def _contacts(seats: list[Member], today: datetime.date) -> list[Contact]:
    rows = Contact.objects.filter(member__in=[seat.pk for seat in seats]).valid_on(today).exclude(email="")
    return list(rows.select_related("member", "user").order_by("member__order", "member__name", "rank", "name"))


def _of_contact(network: Network, contact: Contact, account: User | None, preset: bool) -> Recipient:
    """With the account of the same address, or else the one tied to her, for her language."""
    said = {"member": contact.member.name, "post": contact.post or contact.get_rank_display()}
    return Recipient(
        name=contact.name,
        email=contact.email,
        member=contact.member.name,
        why=_("%(post)s · %(member)s") % said,
        user=account,
        language=language_of(account or contact.user, [network]),
        preset=preset,
    )


def _of_assignment(network: Network, row: Assignment, preset: bool) -> Recipient:
    where = row.member.name if row.member else ""
    return Recipient(
        name=str(row.user),
        email=row.user.email,
        member=where,
        why=" · ".join(part for part in (row.get_role_display(), where) if part),
        user=row.user,
        language=language_of(row.user, [network]),
        preset=preset,
    )


@dataclass(frozen=True)
class ConveningState:
    """What those who were called know. `changes` are what moved since, in words; `is_late`: the network wants
    `days` of notice and there are `left`."""

    last: Convening | None
    _kw: KW_ONLY
    changes: tuple[str, ...] = ()
    agenda_changed: bool = False
    must_convene: bool = False
    must_tell_cancelled: bool = False
    days: int | None = None
    left: int | None = None

    @property
    def is_late(self) -> bool:
        return self.must_convene and self.days is not None and self.left is not None and self.left < self.days

    @property
    def again(self) -> bool:
        return self.must_convene and self.last is not None


def convening_state(meeting: Meeting, today: datetime.date) -> ConveningState:
    """In two or three queries."""
    last = meeting.convenings.order_by("-number").first()
    if meeting.held_on:
        return ConveningState(last)
    if meeting.cancelled_on:
        return ConveningState(last, must_tell_cancelled=last is not None and not last.is_cancellation)
    left = (meeting.programmed_on - today).days
    if left < 0:
        return ConveningState(last)
    days = meeting.network.convening_days
    if last is None or last.is_cancellation:
        return ConveningState(last, must_convene=True, days=days, left=left)
    changes = _changes(meeting, last)
    titles = list(meeting.agenda.order_by("order", "pk").values_list("title", flat=True))
    return ConveningState(
        last,
        changes=changes,
        agenda_changed=titles != last.agenda,
        must_convene=bool(changes),
        days=days,
        left=left,
    )


def _changes(meeting: Meeting, last: Convening) -> tuple[str, ...]:
    """Date, hours, place and address against what they were when the call was sent, which the history keeps."""
    kept = meeting.history.filter(history_date__lte=last.sent_at)
    then = kept.order_by("-history_date", "-history_id").first()
    if then is None:
        return ()
    told = (
        (_("fecha"), _day(then), _day(meeting)),
        (_("horario"), _hours(then), _hours(meeting)),
        (_("lugar"), then.place, meeting.place),
        (_("enlace"), then.link, meeting.link),
    )
    words = _("%(what)s: era %(before)s, ahora %(now)s")
    none = _("sin definir")
    return tuple(
        words % {"what": what, "before": before or none, "now": now or none}
        for what, before, now in told
        if before != now
    )


def _day(meeting: Meeting) -> str:
    return date_format(meeting.programmed_on, "d/m/Y") if meeting.programmed_on else ""


def _hours(meeting: Meeting) -> str:
    return "–".join(time_format(at, "H:i") for at in (meeting.starts_at, meeting.ends_at) if at)


def convened_already(meeting: Meeting) -> list[dict[str, str]]:
    """Everybody who was called since it was last cancelled, each address once."""
    found: dict[str, dict[str, str]] = {}
    for convening in meeting.convenings.order_by("number"):
        if convening.is_cancellation:
            found.clear()
        else:
            found.update({row["email"].lower(): row for row in convening.recipients})
    return list(found.values())


@dataclass(frozen=True)
class SentMail:
    """A recipient as the call kept her, and how her mail stands; `state` empty: the outbox no longer has it."""

    name: str
    email: str
    member: str
    message: OutboxMessage | None

    @property
    def failed(self) -> bool:
        return self.message is not None and self.message.state == MailState.FAILED


def sent_mails(convening: Convening) -> list[SentMail]:
    """In one query."""
    keys = {mail_key(convening.meeting_id, convening.number, row["email"]): row for row in convening.recipients}
    messages = {message.key: message for message in OutboxMessage.objects.filter(key__in=list(keys))}
    return [
        SentMail(row["name"], row["email"], row.get("member", ""), messages.get(key)) for key, row in keys.items()
    ]


def mail_key(meeting: int, number: int, email: str) -> str:
    """The outbox's key of one call to one address: the same for the same, however often it is asked for."""
    digest = hashlib.sha256(email.lower().encode()).hexdigest()[:32]
    return f"convening:{meeting}:{number}:{digest}"
