"""What the secretariat sees of the mail sent in her network's name."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.models import ItemKind, MailKind, MailState, OutboxMessage
from monitoring.services.outbox import Item, mail_queue
from tests.factories import make_network, make_period, make_user

LIST = "/redes/alfa/correos/"


@pytest.fixture
def mail(reporting):
    """One mail that speaks of two networks, and failed."""
    other = make_network("beta")
    items = [
        Item(reporting.network, reporting.period, ItemKind.AFTER, 3),
        Item(other, make_period(other, "2024-T2"), ItemKind.COORDINATION, 77),
    ]
    message = mail_queue(
        user=make_user("ana"),
        kind=MailKind.DIGEST,
        key="digest:1:2024-04-16",
        subject="Trama · Alfa, Beta",
        body="Secreto de Beta",
        items=items,
    )
    failed = {"state": MailState.FAILED, "attempts": 7, "next_attempt_at": None, "last_error": "550 No existe"}
    OutboxMessage.objects.filter(pk=message.pk).update(**failed)
    return message


def page(client, query: str = "") -> str:
    return " ".join(client.get(LIST + query).content.decode().split())


def test_each_item_of_her_network_and_nothing_of_another(mail, secretariat, login) -> None:
    said = page(login(secretariat))
    for words in ("ana@example.org", "el plazo venció", "2024-T1", "no se pudo enviar", "550 No existe"):
        assert words in said
    for words in ("Secreto de Beta", "77", "2024-T2", "Beta"):
        assert words not in said


def test_a_foreign_secretariat_sees_and_does_nothing(mail, outsider, login) -> None:
    client = login(outsider)
    assert client.get(LIST).status_code == 404
    assert client.post(f"{LIST}{mail.pk}/reintentar/").status_code == 404
    assert client.post(f"/redes/ajena/correos/{mail.pk}/reintentar/").status_code == 404
    assert OutboxMessage.objects.get().state == MailState.FAILED
    assert "ana@example.org" not in client.get("/redes/ajena/correos/").content.decode()


def test_a_failed_one_is_tried_again(mail, secretariat, login) -> None:
    client = login(secretariat)
    assert client.post(f"{LIST}{mail.pk}/reintentar/", follow=True).status_code == 200
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 0)
    assert mail.next_attempt_at
    said = client.post(f"{LIST}{mail.pk}/reintentar/", follow=True).content.decode()
    assert "no está entre los que no se pudieron enviar" in said


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("?periodo=2024-T1", True),
        ("?periodo=2024-T1&estado=failed", True),
        ("?estado=sent", False),
        ("?periodo=inventado&estado=%00", True),
    ],
)
def test_it_is_narrowed_by_period_and_state(query, is_there, mail, secretariat, login) -> None:
    assert ("ana@example.org" in page(login(secretariat), query)) is is_there


def test_as_many_queries_for_one_as_for_many(mail, reporting, secretariat, login) -> None:
    client = login(secretariat)
    counts = []
    for more in (0, 20):
        for n in range(more):
            item = Item(reporting.network, reporting.period, ItemKind.BEFORE, n)
            mail_queue(
                user=make_user(), kind=MailKind.DIGEST, key=f"digest:{n}", subject="a", body="a", items=[item]
            )
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_it_is_reached_from_the_period_and_from_the_management(reporting, secretariat, technician, login) -> None:
    board = "/redes/alfa/periodos/2024-T1/"
    client = login(secretariat)
    assert f'href="{LIST}?periodo=2024-T1"' in client.get(board).content.decode()
    management = client.get("/redes/alfa/integrantes/").content.decode()
    assert f'href="{LIST}"' in management
    assert 'href="/redes/alfa/recordatorios/"' in management
    assert LIST not in login(technician).get(board).content.decode()
