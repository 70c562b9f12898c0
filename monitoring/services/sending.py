"""Sending what is in the outbox: one sender takes each message, and a failing server is tried again later."""

from __future__ import annotations

import datetime
import smtplib
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import MailState, OutboxMessage
from monitoring.services.reminders import digests_refresh

# How long to wait after each failure; after one more there are no more tries.
WAITS = tuple(
    datetime.timedelta(**wait)
    for wait in ({"minutes": 1}, {"minutes": 5}, {"minutes": 30}, {"hours": 2}, {"hours": 8}, {"hours": 24})
)
# Longer than any sending lasts (EMAIL_TIMEOUT bounds each of its steps): an older claim is of a dead process.
LEASE = datetime.timedelta(minutes=10)
BATCH = 50

Clock = Callable[[], datetime.datetime]


@dataclass
class Sent:
    """What a run did: `retried` failed and will be tried again, `failed` will not."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    cancelled: int = 0

    def __bool__(self) -> bool:
        return bool(self.sent or self.retried or self.failed or self.cancelled)

    def in_words(self) -> str:
        return _(
            "Enviados: %(sent)s; se reintentarán: %(retried)s; sin remedio: %(failed)s; ya no hacían falta: "
            "%(cancelled)s."
        ) % asdict(self)


def outbox_send(*, clock: Clock = timezone.now) -> Sent:
    """Send all that is due. Several processes may do so at once: each message is taken by one of them.

    The claim is one UPDATE that also counts the try, so a process that dies while sending leaves the message to
    be taken again after LEASE. If it dies after the server took the message and before that is written down, the
    message goes twice: no outbox can exclude it, and both copies have one Message-ID.
    """
    done, start = Sent(), clock()
    while batch := _due(start):
        wanted = digests_refresh(messages=batch, at=clock())
        done.cancelled += len(batch) - len(wanted)
        for message in wanted:
            if _claim(message, clock()):
                _deliver(message, clock, done)
    return done


def _due(start: datetime.datetime) -> list[OutboxMessage]:
    """Those due when the run began: what fails in it is for a later one."""
    rows = OutboxMessage.objects.filter(state=MailState.QUEUED, next_attempt_at__lte=start)
    return list(rows.select_related("user").order_by("next_attempt_at", "pk")[:BATCH])


def _claim(message: OutboxMessage, now: datetime.datetime) -> bool:
    """The database lets one of several processes through: the others' condition no longer holds."""
    mine = OutboxMessage.objects.filter(pk=message.pk, state=MailState.QUEUED, next_attempt_at__lte=now)
    if not mine.update(next_attempt_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    message.attempts += 1
    return True


def _deliver(message: OutboxMessage, clock: Clock, done: Sent) -> None:
    mail = EmailMessage(message.subject, message.body, to=[message.to], headers=message.headers)
    for file in message.attachments:
        mail.attach(file["name"], file["content"], file["type"])
    try:
        mail.send()
    except Exception as error:  # whatever one message meets must not keep the others back
        _note_failure(message, error, clock(), done)
    else:
        done.sent += 1
        # Also over a cancelling that came meanwhile: it did leave.
        _note(message, state=MailState.SENT, sent_at=clock(), next_attempt_at=None, last_error="")


def _note_failure(message: OutboxMessage, error: Exception, now: datetime.datetime, done: Sent) -> None:
    words = _in_words(error)
    if message.attempts > len(WAITS):
        done.failed += 1
        _note(message, state=MailState.FAILED, next_attempt_at=None, last_error=words)
    else:
        done.retried += 1
        _note(message, next_attempt_at=now + WAITS[message.attempts - 1], last_error=words)


def _note(message: OutboxMessage, **values: object) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(**values)


def _in_words(error: Exception) -> str:
    """What the server answered, or the kind of failure; never a NUL, which PostgreSQL refuses."""
    said = str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        code, reason = next(iter(error.recipients.values()))
        said = f"{code} {reason.decode(errors='replace') if isinstance(reason, bytes) else reason}"
    elif isinstance(error, smtplib.SMTPResponseException):
        reason = error.smtp_error
        said = f"{error.smtp_code} {reason.decode(errors='replace') if isinstance(reason, bytes) else reason}"
    return f"{type(error).__name__}: {said}".replace("\0", "")[:500]
