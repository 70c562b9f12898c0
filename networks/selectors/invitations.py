"""Where each invitation stands, and which are due a reminder."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.models import Invitation, Network

# Days after she was invited on which she is reminded, at most once each.
REMINDER_DAYS = (7, 14)


class InvitationState(models.TextChoices):
    SENT = "enviada", _("enviada")
    OPENED = "abierta", _("abierta")
    ACCEPTED = "aceptada", _("aceptada")
    DECLINED = "rechazada", _("rechazada")
    EXPIRED = "vencida", _("vencida")
    REVOKED = "retirada", _("retirada")


OPEN_STATES = (InvitationState.SENT, InvitationState.OPENED)
UNANSWERED = Q(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True)


def state_of(invitation: Invitation, today: datetime.date) -> InvitationState:
    """An answer is an answer whatever came after; `today` is the network's."""
    if invitation.accepted_at:
        return InvitationState.ACCEPTED
    if invitation.declined_at:
        return InvitationState.DECLINED
    if invitation.revoked_at:
        return InvitationState.REVOKED
    if invitation.expires_on < today:
        return InvitationState.EXPIRED
    return InvitationState.OPENED if invitation.opened_at else InvitationState.SENT


def state_filter(state: str, today: datetime.date) -> Q:
    """`state_of` for the database."""
    found = {
        InvitationState.ACCEPTED: Q(accepted_at__isnull=False),
        InvitationState.DECLINED: Q(accepted_at__isnull=True, declined_at__isnull=False),
        InvitationState.REVOKED: Q(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=False),
        InvitationState.EXPIRED: UNANSWERED & Q(expires_on__lt=today),
        InvitationState.OPENED: UNANSWERED & Q(expires_on__gte=today, opened_at__isnull=False),
        InvitationState.SENT: UNANSWERED & Q(expires_on__gte=today, opened_at__isnull=True),
    }
    return found[InvitationState(state)]


@dataclass(frozen=True, slots=True)
class InvitationCounts:
    """How many invitations stand where; those in `waiting` may still be answered."""

    by_state: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def waiting(self) -> int:
        return sum(self.by_state[state] for state in OPEN_STATES)

    @property
    def accepted(self) -> int:
        return self.by_state[InvitationState.ACCEPTED]

    @property
    def rows(self) -> list[tuple[InvitationState, int]]:
        return [(InvitationState(state), number) for state, number in self.by_state.items()]


def invitation_counts(
    network: Network, today: datetime.date, invitations: QuerySet[Invitation] | None = None
) -> InvitationCounts:
    """Of the network's, or of those of them in `invitations`."""
    cases = [When(state_filter(state, today), then=Value(state.value)) for state in InvitationState]
    rows = Invitation.objects.all() if invitations is None else invitations
    rows = rows.filter(network=network).order_by()
    found = rows.annotate(state=Case(*cases, output_field=models.CharField())).values_list("state")
    numbers = dict(found.annotate(n=Count("pk")))
    return InvitationCounts({state.value: numbers.get(state.value, 0) for state in InvitationState})


def open_invitations(network: Network, today: datetime.date) -> QuerySet[Invitation]:
    return Invitation.objects.filter(UNANSWERED, network=network, expires_on__gte=today)


def reminders_due(network: Network, today: datetime.date) -> list[Invitation]:
    """Those to remind on that day: a week after the invitation, and a week after the first reminder, never before
    the second week ends. Never one answered, withdrawn or expired, nor twice on a day."""
    zone = ZoneInfo(network.time_zone)
    rows = open_invitations(network, today).filter(reminders__lt=len(REMINDER_DAYS))
    found = []
    for invitation in rows.select_related("network", "member").order_by("pk"):
        wait = REMINDER_DAYS[invitation.reminders]
        since = invitation.reminded_at
        last = timezone.localdate(since, zone) if since else None
        sent = timezone.localdate(invitation.created_at, zone)
        rested = last is None or (today - last).days >= REMINDER_DAYS[0]
        if (today - sent).days >= wait and rested:
            found.append(invitation)
    return found
