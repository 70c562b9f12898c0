"""The outbox over a real SMTP server: sent once, tried again with growing waits, one sender a message."""

from __future__ import annotations

import datetime
import threading
from email.utils import parsedate_to_datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction

from monitoring.models import ItemKind, MailKind, MailState, OutboxItem, OutboxMessage
from monitoring.services import sending
from monitoring.services.outbox import Item, mail_queue, outbox_retry
from monitoring.services.sending import LEASE, WAITS, outbox_send
from tests.factories import make_network, make_period, make_user
from tests.plans.test_conflict import patiently
from tests.smtp import BUSY, DROP, REFUSE, mail_server

__all__ = ["mail_server"]

NOON = datetime.datetime(2024, 10, 8, 12, tzinfo=datetime.UTC)


def queue(user, key="enlace:1", **values):
    given = {"kind": MailKind.LINK, "subject": "Su enlace", "body": "Ábralo: https://ejemplo.org/ñ\n", "at": NOON}
    return mail_queue(user=user, key=key, **{**given, **values})


def send(at=NOON):
    return outbox_send(clock=lambda: at)


@pytest.fixture
def person(db):
    return make_user("ana")


def test_is_sent_once(person, mail_server) -> None:
    row = queue(person)
    assert send().sent == 1
    assert not send(NOON + datetime.timedelta(days=3))
    mail = mail_server.received
    assert [m["To"] for m in mail] == ["ana@example.org"]
    assert mail[0]["Subject"] == "Su enlace"
    assert mail[0].get_content().splitlines() == ["Ábralo: https://ejemplo.org/ñ"]
    assert mail[0]["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(mail[0]["Date"])
    row.refresh_from_db()
    assert (row.state, row.attempts, row.sent_at, row.next_attempt_at) == (MailState.SENT, 1, NOON, None)


def test_cron_sends_what_waits(person, mail_server) -> None:
    queue(person)
    out = StringIO()
    call_command("outbox_send", "--once", stdout=out)
    assert out.getvalue().startswith("Enviados: 1; se reintentarán: 0;")
    assert len(mail_server.received) == 1


def test_one_key_is_one_message(person) -> None:
    item = Item(make_network("beta"), None, ItemKind.LINK)
    first = queue(person, items=[item])
    again = queue(person, subject="Otra cosa", items=[item])
    assert again.pk == first.pk
    assert again.subject == "Su enlace"
    assert OutboxItem.objects.count() == 1


def test_nothing_leaves_of_a_transaction_that_fails(person, mail_server) -> None:
    def fails() -> None:
        with transaction.atomic():
            queue(person)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert not send()
    assert not mail_server.received


def test_who_has_no_address_is_told(db) -> None:
    nobody = make_user("sin")
    nobody.email = ""
    with pytest.raises(ValidationError, match="no tiene correo electrónico"):
        queue(nobody)


def test_a_subject_with_line_breaks_forges_no_header(person, mail_server) -> None:
    queue(person, subject="Hola\nBcc: otra@example.org")
    send()
    assert mail_server.received[0]["Subject"] == "Hola Bcc: otra@example.org"
    assert mail_server.received[0]["Bcc"] is None


@pytest.mark.parametrize(
    ("mode", "said"), [(REFUSE, "550 5.1.1 No existe ese buzón"), (BUSY, "451"), (DROP, "SMTPServerDisconnected")]
)
def test_a_failure_is_told_and_waits(mode, said, person, mail_server) -> None:
    mail_server.mode = mode
    row = queue(person)
    assert send().retried == 1
    row.refresh_from_db()
    assert row.state == MailState.QUEUED
    assert said in row.last_error
    assert row.next_attempt_at == NOON + datetime.timedelta(minutes=1)


def test_the_waits_grow_until_there_are_no_more(person, mail_server) -> None:
    """1 min, 5, 30, 2 h, 8 h, 24 h; not one second sooner."""
    mail_server.mode = BUSY
    row, now = queue(person), NOON
    for tries, wait in enumerate(WAITS, start=1):
        assert send(now).retried == 1
        assert not send(now + wait - datetime.timedelta(seconds=1))
        assert mail_server.tries == tries
        now += wait
    assert send(now).failed == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.next_attempt_at) == (MailState.FAILED, 7, None)
    assert not send(now + datetime.timedelta(days=30))
    assert list(WAITS) == sorted(WAITS)


def test_every_try_has_one_message_id(person, mail_server) -> None:
    row = queue(person)
    other = queue(person, key="enlace:2")
    send()
    OutboxMessage.objects.filter(pk=row.pk).update(state=MailState.QUEUED, next_attempt_at=NOON)
    send()
    ids = [mail["Message-ID"] for mail in mail_server.received]
    assert len(ids) == 3
    assert set(ids) == {row.headers["Message-ID"], other.headers["Message-ID"]}


def test_a_server_that_is_away_stops_nobody_else(person, mail_server, settings) -> None:
    settings.EMAIL_PORT = 1
    queue(person)
    queue(make_user("eva"), key="enlace:2")
    assert send().retried == 2
    settings.EMAIL_PORT = mail_server.port
    assert send(NOON + WAITS[0]).sent == 2


def test_a_failed_one_is_tried_again_when_asked(person, mail_server) -> None:
    row = queue(person)
    with pytest.raises(ValidationError, match="vuelva a cargar"):
        outbox_retry(message=row)
    OutboxMessage.objects.filter(pk=row.pk).update(state=MailState.FAILED, attempts=7, next_attempt_at=None)
    outbox_retry(message=row, at=NOON)
    assert send().sent == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(mail_server, monkeypatch) -> None:
    for name in ("_due", "_claim", "_note"):
        step = getattr(sending, name)
        monkeypatch.setattr(sending, name, lambda *a, _step=step, **k: patiently(lambda: _step(*a, **k)))
    mail_server.delay = 0.02
    for n in range(12):
        queue(make_user(f"persona{n}"), key=f"enlace:{n}")
    start, done = threading.Barrier(3), []

    def run() -> None:
        try:
            start.wait(5)
            done.append(send().sent)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(done) == 12
    assert len(mail_server.received) == len({mail["To"] for mail in mail_server.received}) == 12
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}


def test_what_a_dead_sender_took_is_taken_again_later(person, mail_server) -> None:
    """It claimed the message and died: nobody else sends it until the claim is old."""
    row = queue(person)
    OutboxMessage.objects.filter(pk=row.pk).update(next_attempt_at=NOON + LEASE, attempts=1)
    assert not send(NOON + LEASE / 2)
    assert send(NOON + LEASE).sent == 1


def test_items_hang_on_the_message(network, person) -> None:
    period = make_period(network)
    row = queue(person, items=[Item(network, period, ItemKind.LINK, 3)])
    assert list(row.items.values_list("network", "period", "kind", "count")) == [
        (network.pk, period.pk, "link", 3)
    ]
