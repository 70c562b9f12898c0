"""Mail on its way out: written in the transaction of its cause; `monitoring.services.sending` sends it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from monitoring.models import MailKind, MailState, OutboxItem, OutboxMessage, Period
from networks.models import Language, Network, User


class Item(NamedTuple):
    """What a message says of a network: `kind` is one of ItemKind, `count` how many entries it is about."""

    network: Network
    period: Period | None
    kind: str
    count: int = 1


def message_id(key: str) -> str:
    """The same for every try of one message, so that a receiver who gets it twice can tell."""
    token = salted_hmac("monitoring.outbox", key).hexdigest()[:32]
    return f"<{token}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def message_for(
    *,
    user: User | None,
    kind: str,
    key: str,
    subject: str,
    body: str,
    to: str = "",
    language: str = Language.SPANISH,
    headers: dict[str, str] | None = None,
    attachments: list[dict[str, str]] | None = None,
    at: datetime.datetime | None = None,
) -> OutboxMessage:
    """A checked message, not saved. Raises ValidationError, for one when she has no e-mail address.

    `to` is for whoever has no account; `attachments` are `{"name", "type", "content"}`, texts all.
    """
    if not (to or (user and user.email)):
        raise ValidationError(
            _("%(user)s no tiene correo electrónico: escríbalo en su cuenta antes de enviarle nada.")
            % {"user": user}
        )
    message = OutboxMessage(
        user=user,
        to=to or user.email,
        kind=kind,
        key=key,
        language=language,
        subject=" ".join(subject.split())[:300],
        body=body,
        headers={"Message-ID": message_id(key), "Auto-Submitted": "auto-generated", **(headers or {})},
        attachments=attachments or [],
        next_attempt_at=at or timezone.now(),
    )
    message.clean_fields(exclude={"user"})
    return message


@transaction.atomic
def mail_queue(
    *,
    user: User | None,
    kind: str,
    key: str,
    subject: str,
    body: str,
    to: str = "",
    items: Iterable[Item] = (),
    language: str = Language.SPANISH,
    headers: dict[str, str] | None = None,
    attachments: list[dict[str, str]] | None = None,
    at: datetime.datetime | None = None,
) -> OutboxMessage:
    """Put a message in the outbox, once for a `key`: what was written under it before is returned as it is.

    It leaves with the next `outbox_send`, not before the transaction it is called in ends well.
    """
    message = message_for(
        user=user,
        to=to,
        kind=kind,
        key=key,
        subject=subject,
        body=body,
        language=language,
        headers=headers,
        attachments=attachments,
        at=at,
    )
    values = {f.name: getattr(message, f.name) for f in OutboxMessage._meta.concrete_fields if not f.primary_key}
    found, is_new = OutboxMessage.objects.get_or_create(key=key, defaults=values)
    if is_new:
        OutboxItem.objects.bulk_create(OutboxItem(message=found, **item._asdict()) for item in items)
    return found


@transaction.atomic
def outbox_retry(*, message: OutboxMessage, at: datetime.datetime | None = None) -> OutboxMessage:
    """Try a failed message again, from the start. Raises ValidationError for one that did not fail."""
    failed = OutboxMessage.objects.filter(pk=message.pk, state=MailState.FAILED)
    if not failed.update(state=MailState.QUEUED, attempts=0, next_attempt_at=at or timezone.now()):
        raise ValidationError(
            _("Ese correo no está entre los que no se pudieron enviar: vuelva a cargar la lista.")
        )
    message.refresh_from_db()
    return message


def people_mail_queue(*, network: Network, about: str, **message: Any) -> OutboxMessage:
    """What `networks.mailing` puts here: `about` is an ItemKind."""
    return mail_queue(kind=MailKind.PEOPLE, items=[Item(network, None, about)], **message)
