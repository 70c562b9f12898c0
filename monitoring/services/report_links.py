"""One-click links: made, sent, read from their address, revoked, and every use written down."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from monitoring.labels import period_label
from monitoring.models import ItemKind, LinkAction, MailKind, Period, ReportLink, ReportLinkUse
from monitoring.services.errors import PeriodClosedError, PeriodEndedError
from monitoring.services.outbox import Item, mail_queue
from networks.models import Language, Member, User
from networks.permissions import members_of

SAME_SITTING = datetime.timedelta(minutes=30)
SIGNER = signing.Signer(salt="monitoring.report_link", sep=".")


def link_token(link: ReportLink) -> str:
    """What the address carries. Signed: knowing the table is not enough to make one."""
    return SIGNER.sign(link.nonce)


def link_url(link: ReportLink) -> str:
    """The whole address, for an e-mail."""
    return settings.SITE_URL.rstrip("/") + reverse("monitoring:link_inbox", args=[link_token(link)])


def link_of(token: str) -> ReportLink | None:
    """The link of an address, whatever has become of it; None for an address nobody made."""
    try:
        nonce = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    rows = ReportLink.objects.select_related("period__network", "member", "user")
    return rows.filter(nonce=nonce).first()


def link_is_good(link: ReportLink) -> bool:
    """Not revoked, its period still takes entries, and she still reports for that member."""
    if link.revoked_at is not None or link.period.is_over:
        return False
    return link.user.is_active and link.member_id in members_of(link.user, link.period)


@transaction.atomic
def link_send(*, period: Period, member: Member | None, user: User, by: User) -> ReportLink:
    """The link of a person for a member and a period, made if she has none, and mailed to her.

    One that is good is sent again as it is. Raises ValidationError: the period takes no more entries, she may not
    write for that member, or has no e-mail address.
    """
    if period.is_closed:
        raise PeriodClosedError(period)
    if period.is_over:
        raise PeriodEndedError(period)
    if not user.is_active or (member and member.pk) not in members_of(user, period):
        who = member or period.network.short_name
        raise ValidationError(
            _("%(user)s no informa por %(member)s: déle antes ese rol.") % {"user": user, "member": who}
        )
    Period.objects.select_for_update().only("pk").get(pk=period.pk)
    rows = ReportLink.objects.filter(period=period, member=member, user=user, revoked_at__isnull=True)
    link = rows.first()
    if link is None:
        link = ReportLink(period=period, member=member, user=user, created_by=by)
        link.full_clean(exclude={"period", "member", "user", "created_by"})
        link.save()
    _mail(link)
    return link


def _mail(link: ReportLink) -> None:
    """In her own language. The key counts the sendings, so that asking twice sends twice and a retry does not."""
    period, network = link.period, link.period.network
    language = link.user.language or (network.languages or [Language.SPANISH])[0]
    number = link.user.outbox.filter(key__startswith=f"link:{link.pk}:").count() + 1
    with translation.override(language):
        about = {"link": link, "network": network, "period_label": period_label(period), "address": link_url(link)}
        subject = _("%(network)s: informe %(period)s sin contraseña") % {
            "network": network.short_name,
            "period": period.code,
        }
        body = render_to_string("monitoring/mail/link.txt", about)
    mail_queue(
        user=link.user,
        kind=MailKind.LINK,
        key=f"link:{link.pk}:{number}",
        subject=subject,
        body=body,
        items=[Item(network, period, ItemKind.LINK)],
        language=language,
    )


@transaction.atomic
def link_revoke(*, link: ReportLink, by: User) -> ReportLink:
    """From now on its address opens nothing. Revoking twice is no error."""
    rows = ReportLink.objects.filter(pk=link.pk, revoked_at__isnull=True)
    rows.update(revoked_at=timezone.now(), revoked_by=by)
    link.refresh_from_db(fields=["revoked_at", "revoked_by"])
    return link


def link_used(*, link: ReportLink, action: LinkAction, activity_lineage: UUID | None = None) -> None:
    """Write it down; a draft that is saved again and again while she types is one use."""
    use = {"action": action, "activity_lineage": activity_lineage}
    if action == LinkAction.SAVED:
        since = timezone.now() - SAME_SITTING
        if ReportLinkUse.objects.filter(link=link, at__gte=since, **use).exists():
            return
    ReportLinkUse.objects.create(link=link, **use)
