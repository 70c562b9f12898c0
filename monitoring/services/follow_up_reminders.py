"""Writing the mails about follow-ups whose deadline passed: one a person and day, once."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from monitoring.follow_up_mail import overdue_mail
from monitoring.models import ItemKind, MailKind, OutboxMessage
from monitoring.selectors.follow_up_reminders import OverdueMail
from monitoring.services.outbox import Item, mail_queue


def overdue_mails_write(*, mails: list[OverdueMail]) -> list[OutboxMessage]:
    """Put them in the outbox, each once however often it is asked for; returns the new ones."""
    known = OutboxMessage.objects.filter(key__in=[mail.key for mail in mails])
    written = set(known.values_list("key", flat=True))
    return [_write(mail) for mail in mails if mail.key not in written]


@transaction.atomic
def _write(mail: OverdueMail) -> OutboxMessage:
    text = overdue_mail(mail.user, list(mail.rows))
    counts = Counter(row.network for row in mail.rows)
    return mail_queue(
        user=mail.user,
        kind=MailKind.FOLLOW_UP,
        key=mail.key,
        subject=text.subject,
        body=text.body,
        language=text.language,
        headers=text.headers,
        items=[Item(network, None, ItemKind.FOLLOW_UP, count) for network, count in counts.items()],
    )
