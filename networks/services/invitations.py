"""Invitations: sent, sent again, put off, withdrawn, and answered from their personal link."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.days import local_today
from networks.invitation_mail import invitation_mail, reminder_mail
from networks.models import Contact, ContactRank, Invitation, Member, Network, User
from networks.selectors.invitations import (
    REMINDER_DAYS,
    UNANSWERED,
    open_invitations,
    reminders_due,
)
from networks.services.records import record_save

LONGEST_DAYS = 365


class InvitationClosed(Exception):
    """It takes no answer any more: answered, withdrawn or expired. `invitation` is as it is now."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__("the invitation takes no answer any more")
        self.invitation = invitation


@dataclass(frozen=True, slots=True)
class Invited:
    """One person to invite, already checked."""

    email: str
    name: str = ""
    member: Member | None = None


def check_expiry(network: Network, expires_on: datetime.date) -> None:
    today = local_today(network)
    if expires_on <= today:
        raise ValidationError({"expires_on": _("La invitación debe vencer después de hoy.")})
    if (expires_on - today).days > LONGEST_DAYS:
        raise ValidationError(
            {"expires_on": _("Una invitación vale un año como mucho: elija un día más cercano.")}
        )


@transaction.atomic
def invitations_send(
    *, network: Network, people: Sequence[Invited], message: str, expires_on: datetime.date, by: User
) -> list[Invitation]:
    """Invite them all or nobody, each with a mail.

    Raises ValidationError: nobody is invited twice while one is unanswered.
    """
    check_expiry(network, expires_on)
    # One sending of a network at a time, so that of two with the same address the second is told.
    Network.objects.select_for_update().only("pk").get(pk=network.pk)
    sent = []
    for person in people:
        invitation = Invitation(
            network=network,
            email=person.email.lower(),
            name=person.name,
            member=person.member,
            message=message,
            expires_on=expires_on,
            created_by=by,
        )
        try:
            invitation.full_clean(exclude=["member", "created_by"])
        except ValidationError as error:
            said = {"email": person.email, "why": " ".join(error.messages)}
            raise ValidationError(_("%(email)s: %(why)s") % said) from error
        invitation.save()
        invitation_mail(invitation, key=f"invitation:{invitation.pk}")
        sent.append(invitation)
    return sent


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("network", "member")
    return rows.get(pk=invitation.pk)


def _unanswered(invitation: Invitation) -> Invitation:
    """The row, locked; raises ValidationError where she answered, or it was withdrawn."""
    row = _locked(invitation)
    if row.accepted_at or row.declined_at:
        raise ValidationError(_("%(email)s ya contestó: vuelva a cargar la página.") % {"email": row.email})
    if row.revoked_at:
        raise ValidationError(_("La invitación ya se retiró: si quiere, invite de nuevo a esa persona."))
    return row


@transaction.atomic
def invitation_resend(*, invitation: Invitation) -> Invitation:
    """The same link again. Raises ValidationError for one answered, withdrawn or expired."""
    row = _unanswered(invitation)
    if row.expires_on < local_today(row.network):
        raise ValidationError(_("La invitación venció: amplíe su plazo y le llegará de nuevo."))
    # Two clicks of one impatience are one mail.
    invitation_mail(row, key=f"invitation:{row.pk}:again:{timezone.now():%Y%m%d%H%M}")
    return row


@transaction.atomic
def invitation_extend(*, invitation: Invitation, expires_on: datetime.date) -> Invitation:
    """Another day until which it may be answered; she is told, with the same link."""
    row = _unanswered(invitation)
    check_expiry(row.network, expires_on)
    if row.expires_on != expires_on:
        row.expires_on = expires_on
        row.save(update_fields=["expires_on"])
        # A day given before, and again, is news again; a second click changes nothing and comes not this far.
        invitation_mail(row, key=f"invitation:{row.pk}:until:{expires_on:%Y%m%d}:{timezone.now():%Y%m%d%H%M%S%f}")
    return row


@transaction.atomic
def invitation_revoke(*, invitation: Invitation) -> Invitation:
    """From now on its link opens nothing. Withdrawing twice is no error; what was answered stays answered."""
    row = _locked(invitation)
    if row.revoked_at is None:
        row = _unanswered(row)
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
    return row


def invitation_opened(*, invitation: Invitation) -> None:
    """Write down the first time somebody opened the link."""
    rows = Invitation.objects.filter(UNANSWERED, pk=invitation.pk, opened_at__isnull=True)
    rows.update(opened_at=timezone.now())


def _answerable(invitation: Invitation) -> Invitation:
    """The row, locked; raises InvitationClosed."""
    row = _locked(invitation)
    if row.accepted_at or row.declined_at or row.revoked_at or row.expires_on < local_today(row.network):
        raise InvitationClosed(row)
    return row


@transaction.atomic
def invitation_accept(*, invitation: Invitation, member: Member, **given: Any) -> Contact:
    """She takes part from the network's today on: her contact, made or brought up to date, whose e-mail it is.

    `given` are name, post, post_level, sex and phone. Raises InvitationClosed for one that takes no answer, for
    one because she accepted it in another tab, and ValidationError.
    """
    row = _answerable(invitation)
    if member.network_id != row.network_id:
        raise ValidationError({"member": _("Elija una opción de la lista.")})
    today = local_today(row.network)
    contact = _contact_of(row, member, today)
    for name, value in given.items():
        # What she leaves empty says nothing: it does not wipe out what the directory knows.
        if value or not contact.pk:
            setattr(contact, name, value)
    contact.member = member
    contact.joined_on = contact.joined_on or today
    contact.confirmed_at = timezone.now()
    contact.user = contact.user or User.objects.filter(email__iexact=row.email, is_active=True).first()
    record_save(record=contact)
    row.accepted_at = timezone.now()
    row.opened_at = row.opened_at or row.accepted_at
    row.contact = contact
    row.save(update_fields=["accepted_at", "opened_at", "contact"])
    return contact


def _contact_of(invitation: Invitation, member: Member, today: datetime.date) -> Contact:
    """Who has that e-mail in the network and is in office, first of that unit; else somebody new."""
    rows = Contact.objects.select_for_update(of=("self",)).valid_on(today)
    rows = rows.filter(member__network=invitation.network_id, email__iexact=invitation.email).order_by("pk")
    found = sorted(rows, key=lambda row: row.member_id != member.pk)
    if found:
        return found[0]
    return Contact(member=member, email=invitation.email, rank=ContactRank.STAFF, valid_from_on=today)


@transaction.atomic
def invitation_decline(*, invitation: Invitation, reason: str = "") -> Invitation:
    """Raises InvitationClosed for one that takes no answer."""
    row = _answerable(invitation)
    row.declined_at, row.declined_reason = timezone.now(), reason
    row.full_clean(exclude=["network", "member", "created_by", "contact"], validate_constraints=False)
    row.save(update_fields=["declined_at", "declined_reason"])
    return row


@transaction.atomic
def invitations_remind(
    *, network: Network, on: datetime.date | None = None, at: datetime.datetime | None = None
) -> list[Invitation]:
    """Remind whoever is due on that day (the network's today). Twice at once is one reminder each."""
    return [
        invitation
        for invitation in reminders_due(network, on or local_today(network))
        if _remind(invitation, at or timezone.now())
    ]


@transaction.atomic
def invitations_remind_now(*, network: Network) -> list[Invitation]:
    """Remind all who have not answered and were neither invited nor reminded today; two reminders at most."""
    now, today = timezone.now(), local_today(network)
    rows = open_invitations(network, today).filter(reminders__lt=len(REMINDER_DAYS))
    rows = rows.select_related("network", "member").order_by("pk")
    rested = [row for row in rows if local_today(network, row.reminded_at or row.created_at) < today]
    return [row for row in rested if _remind(row, now)]


def _remind(invitation: Invitation, at: datetime.datetime) -> bool:
    """Whether this call was the one: the comparison happens inside the UPDATE."""
    number = invitation.reminders
    rows = Invitation.objects.filter(UNANSWERED, pk=invitation.pk, reminders=number)
    if not rows.update(reminders=F("reminders") + 1, reminded_at=at):
        return False
    reminder_mail(invitation, number=number + 1)
    return True
