"""Mail about follow-ups whose deadline passed: to whom, once, in her language, and not to who wants none."""

from __future__ import annotations

import datetime
import json
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from monitoring.models import Decision, FollowUp, OutboxItem, OutboxMessage, ReminderOptOut, ReminderRule
from monitoring.selectors.follow_up_reminders import overdue_mails
from monitoring.services.follow_up_reminders import overdue_mails_write
from monitoring.services.follow_ups import follow_up_save
from tests.factories import give_role, make_meeting, make_member, make_network, make_user

FIRST_LATE = datetime.date(2024, 9, 1)


@pytest.fixture
def decision(network) -> Decision:
    return Decision.objects.create(meeting=make_meeting(network, datetime.date(2024, 4, 16)), body="Acordado")


def add(decision, body, deadline="agosto", member=None, **fields) -> FollowUp:
    row = FollowUp(decision=decision, body=body, deadline_text=deadline, member=member, **fields)
    return follow_up_save(follow_up=row, year=2024)


def told(on=FIRST_LATE, **options) -> dict[str, list[str]]:
    found = overdue_mails(on=on, **options).mails
    return {one.user.username: [row.body for row in one.rows] for one in found}


def remind(*args) -> str:
    out = StringIO()
    call_command("remind", "--on", "2024-09-01", *args, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_each_is_told_of_hers_on_the_first_late_day(
    decision, member, technician, secretariat, coordinator
) -> None:
    add(decision, "De ella", member=member)
    add(decision, "De la red")
    add(decision, "Otra de ella", "31 de agosto de 2024", member)
    assert told() == {"technician": ["De ella", "Otra de ella"], "secretariat": ["De la red"]}
    assert told(on=datetime.date(2024, 8, 31)) == {}


def test_what_is_closed_dateless_or_long_overdue_is_not_told(decision, member, technician) -> None:
    add(decision, "Cerrado", member=member, state="closed")
    add(decision, "Sin fecha", "cuando se pueda", member)
    add(decision, "De hace mucho", "enero", member)
    add(decision, "Futuro", "diciembre", member)
    assert told() == {}


def test_a_member_without_a_técnica_falls_to_the_secretariat(decision, secretariat) -> None:
    add(decision, "De nadie", member=make_member(decision.meeting.network, "sola"))
    assert told() == {"secretariat": ["De nadie"]}


def test_it_is_written_once_and_says_what_to_do(decision, member, technician) -> None:
    row = add(decision, "Entregar\nel informe", member=member, responsible="con apoyo")
    add(decision, "Otra", member=member)
    remind()
    remind()
    assert overdue_mails_write(mails=overdue_mails(on=FIRST_LATE + datetime.timedelta(days=3)).mails) == []
    message = OutboxMessage.objects.get()
    assert (message.user, message.kind, message.state) == (technician, "follow_up", "sent")
    assert message.subject == "Trama · Alfa: 2 seguimientos vencidos"
    for words in ("- Entregar el informe", "con apoyo", "agosto", f"/redes/alfa/seguimientos/{row.pk}/"):
        assert words in message.body
    assert "List-Unsubscribe" in message.headers
    item = OutboxItem.objects.get()
    assert (item.network, item.kind, item.count) == (decision.meeting.network, "follow_up", 2)
    assert len(mail.outbox) == 1


def test_the_command_says_whom_without_writing(decision, member, technician) -> None:
    add(decision, "De ella", member=member)
    rows = json.loads(remind("--dry-run", "--json"))
    assert rows == [{"to": technician.email, "kind": "follow_up", "period": "", "count": 1}]
    assert "seguimiento de una decisión" in remind("--dry-run")
    assert not OutboxMessage.objects.exists()


def test_who_wants_none_gets_none_and_that_is_said(decision, member, technician) -> None:
    add(decision, "De ella", member=member)
    ReminderOptOut.objects.create(user=technician, network=decision.meeting.network)
    assert told() == {}
    assert "pidió no recibir recordatorios de" in remind()
    assert not OutboxMessage.objects.exists()


def test_a_network_that_does_not_remind_is_silent(decision, member, technician) -> None:
    add(decision, "De ella", member=member)
    ReminderRule.objects.create(network=decision.meeting.network, is_on=False)
    assert told() == {}


def test_of_one_network_only(decision, member, technician) -> None:
    add(decision, "De ella", member=member)
    assert told(networks=[make_network("beta")]) == {}
    assert told(networks=[decision.meeting.network]) == {"technician": ["De ella"]}


def test_in_her_language_and_of_two_networks_in_one_mail(decision, member, technician) -> None:
    beta = make_network("beta")
    other = make_member(beta, "otra")
    give_role(technician, beta, "technician", other)
    strange = Decision.objects.create(meeting=make_meeting(beta, datetime.date(2024, 4, 1)), body="Acordado")
    add(decision, "De alfa", member=member)
    add(strange, "De beta", member=other)
    technician.language = "en"
    technician.save()
    (message,) = overdue_mails_write(mails=overdue_mails(on=FIRST_LATE).mails)
    assert message.language == "en"
    assert sorted(message.items.values_list("network__slug", flat=True)) == ["alfa", "beta"]


def test_it_costs_the_same_for_few_and_for_many(
    decision, member, technician, django_assert_max_num_queries
) -> None:
    def queries():
        with django_assert_max_num_queries(20) as captured:
            overdue_mails(on=FIRST_LATE)
        return len(captured)

    add(decision, "Una", member=member)
    few = queries()
    for number in range(20):
        own = make_member(decision.meeting.network, f"m-{number}")
        give_role(make_user(), decision.meeting.network, "technician", own)
        add(decision, f"Otra {number}", member=own)
    assert queries() == few
    assert len(told()) == 21
