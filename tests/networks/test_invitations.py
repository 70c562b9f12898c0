"""Invitations as the secretariat sends them: lines, states, sending again, putting off, withdrawing, reminders."""

from __future__ import annotations

import datetime
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from monitoring.models import OutboxItem, OutboxMessage
from networks.invitation_lines import Line, read_lines
from networks.models import Contact, Invitation, Language
from networks.selectors.invitations import (
    InvitationState,
    invitation_counts,
    reminders_due,
    state_filter,
    state_of,
)
from networks.services.invitations import (
    Invited,
    invitation_revoke,
    invitations_remind,
    invitations_remind_now,
    invitations_send,
)
from tests.factories import make_network, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def page(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def url(network):
    def _url(name="invitation_list", **kwargs):
        return reverse(f"networks:{name}", kwargs={"slug": network.slug, **kwargs})

    return _url


@pytest.fixture
def invite(network, secretariat):
    """`invite("a@example.org", age=7)`: sent a week ago."""

    def _invite(email="a@example.org", *, age=0, **fields) -> Invitation:
        sent = invitations_send(
            network=fields.pop("network", network),
            people=[Invited(email)],
            message="",
            expires_on=TODAY + days(30),
            by=secretariat,
        )
        rows = Invitation.objects.filter(pk=sent[0].pk)
        rows.update(created_at=NOW - days(age), **fields)
        return rows.get()

    return _invite


def test_lines_are_read_as_people_paste_them():
    text = "a@x.org\n\n b@x.org ; Jefatura; uno\nc@x.org\tOficina\tDos, tres\nd@x.org, Otra\n"
    text += "Oficina <e@x.org>\nf@x.org;;uno;y"
    assert read_lines(text) == [
        Line(1, "a@x.org"),
        Line(3, "b@x.org", "Jefatura", "uno"),
        Line(4, "c@x.org", "Oficina", "Dos, tres"),
        Line(5, "d@x.org", "Otra"),
        Line(6, "e@x.org", "Oficina"),
        Line(7, "f@x.org", "", "uno", "y"),
    ]


def test_many_at_once(login, secretariat, url, network, member):
    network.languages = [Language.SPANISH]
    network.save()
    lines = "A@Example.org; Jefatura de Archivo; INTEGRANTE UNO\nb@example.org;;uno\nc@example.org"
    data = {"lines": lines, "message": "Súmese.\r\nGracias.", "expires_on": str(TODAY + days(10))}
    response = login(secretariat).post(url("invitation_create"), data)
    assert response.url == url()
    rows = {one.email: one for one in Invitation.objects.all()}
    assert set(rows) == {"a@example.org", "b@example.org", "c@example.org"}
    first = rows["a@example.org"]
    assert (first.name, first.member, first.created_by) == ("Jefatura de Archivo", member, secretariat)
    assert rows["b@example.org"].member == member
    assert rows["c@example.org"].member is None
    mails = {mail.to: mail for mail in OutboxMessage.objects.all()}
    assert len({one.token for one in rows.values()}) == len(mails) == 3
    body = mails["a@example.org"].body
    assert f"/invitacion/{first.token}/" in body
    assert "Súmese.\nGracias." in body
    assert "Buenos días, Jefatura de Archivo" in body
    assert (TODAY + days(10)).strftime("%d/%m/%Y") in body
    assert OutboxItem.objects.filter(kind="invitation", network=network).count() == 3


def test_a_wrong_line_sends_none_and_each_has_its_sentence(login, secretariat, url, network, member, invite):
    invite("open@example.org")
    invite("late@example.org", expires_on=TODAY - days(1))
    Contact.objects.create(member=member, name="X", email="In@example.org", joined_on=TODAY)
    lines = [
        "good@example.org",
        "nada",
        "good@example.org",
        "open@example.org",
        "late@example.org",
        "in@example.org",
        "u@example.org;X;marte",
        "v@example.org;X;uno;sobra",
        f"w@example.org;{'x' * 201}",
    ]
    before = OutboxMessage.objects.count()
    data = {"lines": "\n".join(lines), "expires_on": str(TODAY + days(10))}
    words = page(login(secretariat).post(url("invitation_create"), data))
    for said in (
        "Línea 2: «nada» no es un correo electrónico",
        "Línea 3: good@example.org ya está en la línea 1",
        "Línea 4: open@example.org ya tiene una invitación sin contestar",
        "Línea 5: late@example.org tiene una invitación vencida",
        "Línea 6: in@example.org ya forma parte de la red",
        "Línea 7: No hay una unidad «marte»",
        "Línea 8: Sobra «sobra»",
        "Línea 9: El nombre pasa de 200 letras",
    ):
        assert said in words
    assert "good@example.org nada" in words, "what she wrote is still there"
    assert OutboxMessage.objects.count() == before
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize(
    ("lines", "until", "said"),
    [
        ("", 10, "obligatorio"),
        ("a@example.org", 0, "después de hoy"),
        ("a@example.org", 400, "un año como mucho"),
        ("a@example.org\x00", 10, "U+0000"),
        ("\n".join(f"p{n}@example.org" for n in range(301)), 10, "Son 301 líneas"),
    ],
)
def test_what_cannot_be_sent(login, secretariat, member, url, lines, until, said):
    data = {"lines": lines, "expires_on": str(TODAY + days(until))}
    assert said in page(login(secretariat).post(url("invitation_create"), data))
    assert not Invitation.objects.exists()


def test_all_or_nobody_when_somebody_else_was_faster(network, secretariat, invite):
    invite("b@example.org")
    people = [Invited("a@example.org"), Invited("B@example.org")]
    with pytest.raises(ValidationError, match="Ya hay una invitación abierta"):
        invitations_send(network=network, people=people, message="", expires_on=TODAY + days(5), by=secretariat)
    assert Invitation.objects.count() == OutboxMessage.objects.count() == 1


STATES = {
    InvitationState.SENT: {},
    InvitationState.OPENED: {"opened_at": NOW},
    InvitationState.ACCEPTED: {"accepted_at": NOW, "opened_at": NOW, "expires_on": TODAY - days(5)},
    InvitationState.DECLINED: {"declined_at": NOW},
    InvitationState.EXPIRED: {"expires_on": TODAY - days(1), "opened_at": NOW},
    InvitationState.REVOKED: {"revoked_at": NOW, "expires_on": TODAY - days(1)},
}


@pytest.fixture
def one_of_each(invite, secretariat) -> dict[str, Invitation]:
    invite("ajena@example.org", network=make_network("beta"))
    return {state: invite(f"{state}@example.org", **fields) for state, fields in STATES.items()}


def test_states_in_python_and_in_the_database(network, one_of_each):
    own = Invitation.objects.filter(network=network)
    for state, invitation in one_of_each.items():
        assert state_of(invitation, TODAY) == state
        assert list(own.filter(state_filter(state, TODAY))) == [invitation]
    counts = invitation_counts(network, TODAY)
    assert set(counts.by_state.values()) == {1}
    assert (counts.total, counts.waiting, counts.accepted) == (6, 2, 1)
    # The last day is hers.
    assert state_of(Invitation(expires_on=TODAY), TODAY) == InvitationState.SENT


def test_the_list_and_its_filters(login, secretariat, url, one_of_each):
    client = login(secretariat)
    words = page(client.get(url()))
    assert all(str(state.label) in words for state in InvitationState)
    for query in ("estado=vencida", "q=VENCIDA", "estado=vencida&q=vencida"):
        found = client.get(f"{url()}?{query}").context["object_list"]
        assert [one.email for one in found] == ["vencida@example.org"]
    assert len(client.get(f"{url()}?estado=x%00&q=%00").context["object_list"]) == 6


def test_as_many_queries_for_many_as_for_few(login, secretariat, url, network, member, invite):
    def asked() -> int:
        client = login(secretariat)
        with CaptureQueriesContext(connection) as queries:
            client.get(url())
        return len(queries)

    invite()
    few = asked()
    Invitation.objects.bulk_create(
        Invitation(network=network, email=f"p{n}@example.org", member=member, expires_on=TODAY) for n in range(200)
    )
    assert asked() <= few + 1


def test_again_with_the_same_link_and_two_clicks_are_one_mail(login, secretariat, url, invite):
    one, client = invite(), login(secretariat)
    for _click in range(2):
        client.post(url("invitation_resend", pk=one.pk))
    assert OutboxMessage.objects.count() in (2, 3)  # the third only where the minute turned between the clicks
    assert all(one.token in mail.body for mail in OutboxMessage.objects.all())


def test_putting_off_opens_an_expired_one_and_tells_her(login, secretariat, url, invite):
    one, client = invite(expires_on=TODAY - days(3)), login(secretariat)
    until = TODAY + days(12)
    response = client.post(url("invitation_extend", pk=one.pk), {"expires_on": str(until)}, follow=True)
    assert "Se amplió el plazo" in page(response)
    sent = OutboxMessage.objects.count()
    client.post(url("invitation_extend", pk=one.pk), {"expires_on": str(until)})
    assert OutboxMessage.objects.count() == sent, "a second click tells her nothing new"
    for day in (until + days(1), until):
        client.post(url("invitation_extend", pk=one.pk), {"expires_on": str(day)})
    assert OutboxMessage.objects.count() == sent + 2, "the first day again is news again"
    one.refresh_from_db()
    assert state_of(one, TODAY) == InvitationState.SENT
    assert OutboxMessage.objects.filter(body__contains=until.strftime("%d/%m/%Y")).count() == 2
    words = page(client.post(url("invitation_extend", pk=one.pk), {"expires_on": str(TODAY)}))
    assert "Elija un día después de hoy" in words


def test_withdrawn_it_can_be_sent_anew(login, secretariat, url, invite):
    one, client = invite(), login(secretariat)
    for _click in range(2):
        assert "se retiró" in page(client.post(url("invitation_revoke", pk=one.pk), follow=True)).lower()
    one.refresh_from_db()
    assert state_of(one, TODAY) == InvitationState.REVOKED
    assert "ya se retiró" in page(client.post(url("invitation_resend", pk=one.pk), follow=True))
    assert invite().pk != one.pk


def test_what_was_answered_is_not_withdrawn_nor_put_off(login, secretariat, url, invite):
    one, client = invite(accepted_at=NOW), login(secretariat)
    with pytest.raises(ValidationError, match="ya contestó"):
        invitation_revoke(invitation=one)
    data = {"expires_on": str(TODAY + days(9))}
    assert "ya contestó" in page(client.post(url("invitation_extend", pk=one.pk), data, follow=True))
    one.refresh_from_db()
    assert one.revoked_at is None


@pytest.mark.parametrize("name", ["detail", "resend", "extend", "revoke"])
def test_another_network_s_is_not_there(login, secretariat, url, invite, name):
    stranger = invite(network=make_network("beta"))
    ask = login(secretariat).get if name == "detail" else login(secretariat).post
    assert ask(url(f"invitation_{name}", pk=stranger.pk)).status_code == 404


@pytest.mark.parametrize(
    ("age", "fields", "due"),
    [
        (6, {}, False),
        (7, {}, True),
        (40, {"expires_on": TODAY}, True),
        (13, {"reminders": 1, "reminded_at": NOW - days(6)}, False),
        (14, {"reminders": 1, "reminded_at": NOW - days(7)}, True),
        # A cron that came late does not write on two days running.
        (15, {"reminders": 1, "reminded_at": NOW - days(1)}, False),
        (60, {"reminders": 2, "reminded_at": NOW - days(40)}, False),
        (7, {"expires_on": TODAY - days(1)}, False),
        (7, {"accepted_at": NOW}, False),
        (7, {"declined_at": NOW}, False),
        (7, {"revoked_at": NOW}, False),
    ],
)
def test_when_a_reminder_is_due(network, invite, age, fields, due):
    invite(age=age, **fields)
    assert bool(reminders_due(network, TODAY)) is due
    assert bool(invitations_remind(network=network)) is due
    assert OutboxMessage.objects.filter(key__contains=":reminder:").count() == due
    assert invitations_remind(network=network) == []


def test_two_at_once_are_one_reminder(network, invite, monkeypatch):
    due = [invite(age=7)]
    monkeypatch.setattr("networks.services.invitations.reminders_due", lambda *_: list(due))
    assert len(invitations_remind(network=network)) == 1
    assert invitations_remind(network=network) == [], "the other one read the same row before"
    assert OutboxMessage.objects.filter(key__contains=":reminder:").count() == 1


def test_the_button_reminds_whoever_was_not_written_to_today(login, secretariat, url, network, invite):
    invite("hoy@example.org")
    one = invite("antes@example.org", age=2)
    assert "Se envió 1 recordatorio" in page(login(secretariat).post(url("invitation_remind"), follow=True))
    one.refresh_from_db()
    assert one.reminders == 1
    assert invitations_remind_now(network=network) == []
    assert "Nadie a quien recordar" in page(login(secretariat).post(url("invitation_remind"), follow=True))


def _command(*args: str) -> str:
    out = io.StringIO()
    call_command("remind_invitations", *args, stdout=out)
    return out.getvalue()


def test_the_command(network, invite):
    invite(age=7)
    invite("b@example.org", network=make_network("beta"))
    row = {"network": "alfa", "to": "a@example.org", "reminder": 1}
    assert json.loads(_command("--dry-run", "--json")) == [row]
    assert json.loads(_command("--network", "beta", "--json")) == []
    assert json.loads(_command("--json")) == [row]
    assert "Recordatorios escritos: 0." in _command()
    # A week on, both: the second of one and the first of the other; after two weeks more, only the other's second.
    assert "Recordatorios escritos: 2." in _command("--on", str(TODAY + days(7)))
    assert [one["to"] for one in json.loads(_command("--json", "--on", str(TODAY + days(21))))] == [
        "b@example.org"
    ]
    assert json.loads(_command("--json", "--on", str(TODAY + days(28)))) == []


def test_in_the_language_of_who_has_an_account(network, invite):
    make_user("p", language=Language.ENGLISH)
    invite("P@example.org")
    assert OutboxMessage.objects.get().language == Language.ENGLISH
