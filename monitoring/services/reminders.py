"""Writing the day's digests, keeping them true until they leave, and who wants none."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from monitoring.models import (
    MailKind,
    MailState,
    OutboxItem,
    OutboxMessage,
    Period,
    ReminderOptOut,
    ReminderRule,
)
from monitoring.reminder_mail import digest_mail
from monitoring.reminders import AFTER, BEFORE, COORDINATION, TODAY, is_open
from monitoring.selectors.periods import local_today
from monitoring.selectors.reminders import Digest, Due, Notice, due_periods, reminders
from monitoring.services.outbox import message_for
from networks.models import Network, User

FALLING = (BEFORE, TODAY, AFTER, COORDINATION)


def digest_key(user_id: int, day: datetime.date) -> str:
    return f"digest:{user_id}:{day.isoformat()}"


def _day_of(message: OutboxMessage) -> datetime.date:
    return datetime.date.fromisoformat(message.key.rpartition(":")[2])


# -- writing --------------------------------------------------------------------------------------------------


def digests_write(
    *,
    on: datetime.date | None = None,
    networks: Iterable[Network] | None = None,
    digests: list[Digest] | None = None,
    at: datetime.datetime | None = None,
) -> list[OutboxMessage]:
    """Put the day's digests in the outbox, one a person however often it is asked for; returns the new ones.

    Without `on` the day is this installation's today, and what falls on it is what each network's own today says.
    A digest of an earlier day that never left gives way to the new one.
    """
    at = at or timezone.now()
    if digests is None:
        digests = reminders(due_periods(on=on, at=at, networks=networks), at=at).digests
    day = on or timezone.localdate(at)
    try:
        return _insert(digests, day, at)
    except IntegrityError:
        # Another run wrote some of them just now: they are read as written.
        return _insert(digests, day, at)


@transaction.atomic
def _insert(digests: list[Digest], day: datetime.date, at: datetime.datetime) -> list[OutboxMessage]:
    keys = [digest_key(digest.user.pk, day) for digest in digests]
    written = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    new = {key: digest for key, digest in zip(keys, digests, strict=True) if key not in written}
    messages = []
    for key, digest in new.items():
        mail = digest_mail(digest)
        messages.append(
            message_for(
                user=digest.user,
                kind=MailKind.DIGEST,
                key=key,
                subject=mail.subject,
                body=mail.body,
                language=mail.language,
                headers=mail.headers,
                at=at,
            )
        )
    earlier = OutboxMessage.objects.filter(kind=MailKind.DIGEST, state=MailState.QUEUED)
    earlier.filter(user__in=[message.user_id for message in messages]).update(**CANCELLED)
    OutboxMessage.objects.bulk_create(messages)
    _write_items(zip(messages, new.values(), strict=True))
    return messages


CANCELLED = {"state": MailState.CANCELLED, "next_attempt_at": None}


def _write_items(written: Iterable[tuple[OutboxMessage, Digest]]) -> None:
    OutboxItem.objects.bulk_create(
        OutboxItem(
            message=message,
            network=notice.due.network,
            period=notice.due.period,
            kind=notice.kind,
            count=notice.count,
        )
        for message, digest in written
        for notice in digest.notices
    )


# -- until they leave -----------------------------------------------------------------------------------------


def digests_refresh(*, messages: list[OutboxMessage], at: datetime.datetime) -> list[OutboxMessage]:
    """The messages that are still wanted. A digest loses what was satisfied since it was written, or what its
    person no longer wants to hear of, and is cancelled when nothing is left; it gains nothing."""
    days = defaultdict(list)
    for message in messages:
        if message.kind == MailKind.DIGEST:
            days[_day_of(message), timezone.localdate(message.created_at)].append(message)
    gone: set[int] = set()
    for (day, written_on), batch in days.items():
        gone |= _refresh(batch, day, written_on, at)
    OutboxMessage.objects.filter(pk__in=gone, state=MailState.QUEUED).update(**CANCELLED)
    return [message for message in messages if message.pk not in gone]


def _refresh(
    batch: list[OutboxMessage], day: datetime.date, written_on: datetime.date, at: datetime.datetime
) -> set[int]:
    """Bring digests of one day up to date; returns the ids of those with nothing left."""
    said: dict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    for item in OutboxItem.objects.filter(message__in=batch, period__isnull=False):
        said[item.message_id][item.period_id, item.kind] = item.count
    asked = {place for one in said.values() for place in one}
    dues = _dues_of(asked, None if day == written_on else day + (timezone.localdate(at) - written_on), at)
    until = {message.user_id: message.created_at for message in batch}
    found = {d.user.pk: d for d in reminders(dues, users=until, until=until, at=at).digests}
    gone, changed = set(), []
    for message in batch:
        digest = _only_said(found.get(message.user_id), said[message.pk])
        if digest is None:
            gone.add(message.pk)
        else:
            changed += [(message, digest)] if _rewrite(message, digest) else []
    with transaction.atomic():
        OutboxItem.objects.filter(message__in=[message for message, _ in changed]).delete()
        _write_items(changed)
        OutboxMessage.objects.bulk_update(
            [message for message, _ in changed], ["subject", "body", "language", "headers"]
        )
    return gone


def _dues_of(asked: set[tuple[int, str]], today: datetime.date | None, at: datetime.datetime) -> list[Due]:
    """The periods spoken of that still take entries, with the kinds that were said."""
    periods = Period.objects.filter(pk__in={period for period, _ in asked}).with_closed()
    found = []
    for period in periods.select_related("network").order_by("network__name", "due_on", "pk"):
        day = today or local_today(period.network, at)
        if not period.closed and is_open(period.opens_on, period.closes_on, day):
            kinds = tuple(kind for kind in FALLING if (period.pk, kind) in asked)
            found.append(Due(period.network, period, day, kinds))
    return found


def _only_said(digest: Digest | None, said: dict[tuple[int, str], int]) -> Digest | None:
    def was_said(notice: Notice) -> bool:
        return (notice.due.period.pk, notice.kind) in said

    notices = tuple(notice for notice in digest.notices if was_said(notice)) if digest else ()
    return Digest(digest.user, notices) if notices else None


def _rewrite(message: OutboxMessage, digest: Digest) -> bool:
    mail = digest_mail(digest)
    if (mail.subject, mail.body) == (message.subject, message.body):
        return False
    message.subject, message.body, message.language = mail.subject, mail.body, mail.language
    message.headers = {**message.headers, **mail.headers}
    return True


# -- who wants none, and a network's rule ---------------------------------------------------------------------


@transaction.atomic
def reminders_stop(*, user: User, networks: Iterable[Network]) -> None:
    """No more reminders of these networks to her; asking twice is no error."""
    rows = [ReminderOptOut(user=user, network=network) for network in networks]
    ReminderOptOut.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def reminders_resume(*, user: User, networks: Iterable[Network]) -> None:
    ReminderOptOut.objects.filter(user=user, network__in=networks).delete()


@transaction.atomic
def reminder_preferences_set(*, user: User, language: str, wanted: Iterable[Network]) -> None:
    """Her language, and of which of her networks she wants reminders; of the rest she gets none."""
    user.language = language
    user.clean_fields(exclude={f.name for f in User._meta.fields} - {"language"})
    user.save(update_fields=["language"])
    wanted = set(wanted)
    reminders_resume(user=user, networks=wanted)
    reminders_stop(user=user, networks=[network for network in user.networks if network not in wanted])


@transaction.atomic
def reminder_rule_save(*, rule: ReminderRule) -> ReminderRule:
    rule.full_clean()
    rule.save()
    return rule
