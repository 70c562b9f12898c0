"""Who was invited to a network, and what each answered."""

from __future__ import annotations

import datetime

from django.utils import timezone

from networks.days import local_today
from networks.models import Contact, Invitation, Member, Network
from networks.selectors.invitations import InvitationState
from reports.demo.rows import Row

VALID_DAYS = 30


def load_invitations(network: Network, rows: list[Row]) -> None:
    """Only where the network has none. `sent_on` is a day of long ago; `days_ago` counts back from today, so that
    what is open in the demonstration still is. No mail leaves."""
    if Invitation.objects.filter(network=network).exists():
        return
    today = local_today(network)
    members = {member.code: member for member in Member.objects.filter(network=network)}
    people = {one.email: one for one in Contact.objects.filter(member__network=network).exclude(email="")}
    for row in rows:
        sent = _day(row, today)
        values = {
            "network": network,
            "email": row["email"],
            "name": row["name"],
            "member": members[row["member"]],
            "expires_on": sent + datetime.timedelta(days=VALID_DAYS),
            **_answer(row, sent, people),
        }
        invitation = Invitation(**values)
        invitation.full_clean(exclude=["created_by"])
        invitation.save()
        # The field takes the day of its making whatever is given.
        Invitation.objects.filter(pk=invitation.pk).update(created_at=_noon(sent))


def _day(row: Row, today: datetime.date) -> datetime.date:
    if "days_ago" in row:
        return today - datetime.timedelta(days=row["days_ago"])
    return datetime.date.fromisoformat(row["sent_on"])


def _noon(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def _answer(row: Row, sent: datetime.date, people: dict[str, Contact]) -> Row:
    state, soon = row["state"], _noon(sent + datetime.timedelta(days=2))
    if state == InvitationState.ACCEPTED:
        contact = people.get(row["email"])
        joined = contact.joined_on if contact and contact.joined_on else soon.date()
        return {"accepted_at": _noon(joined), "opened_at": _noon(joined), "contact": contact}
    if state == InvitationState.DECLINED:
        return {"declined_at": soon, "opened_at": soon, "declined_reason": row.get("reason", "")}
    return {"opened_at": soon} if state == InvitationState.OPENED else {}
