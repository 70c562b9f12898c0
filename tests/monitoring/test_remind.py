"""`manage.py remind`: who is told of what, once a day, until it is sent."""

from __future__ import annotations

import datetime
import json
import threading
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from monitoring.models import (
    EntryMessage,
    ItemKind,
    MailState,
    Observation,
    OutboxItem,
    OutboxMessage,
    ReminderRule,
    ReviewState,
)
from monitoring.selectors.reminders import due_periods, reminders
from monitoring.services import entry_return, period_close
from monitoring.services.reminders import digests_refresh, digests_write, reminders_stop
from monitoring.services.sending import outbox_send
from networks.models import Role
from tests.factories import give_role, make_entry, make_member, make_network, make_period, make_plan, make_user
from tests.plans.test_conflict import patiently

WEEK_BEFORE = "2024-04-08"
LAST_DAY, DAY_AFTER, THIRD_DAY = "2024-04-15", "2024-04-16", "2024-04-18"


def remind(on: str, *flags: str) -> str:
    out = StringIO()
    call_command("remind", "--on", on, *flags, stdout=out, stderr=StringIO())
    return out.getvalue()


def planned(on: str, *flags: str) -> list[dict]:
    return json.loads(remind(on, "--dry-run", "--json", *flags))


def row(to: str, kind: str, count: int, period: str = "2024-T1") -> dict:
    return {"to": f"{to}@example.org", "kind": kind, "period": period, "count": count}


@pytest.fixture
def other_technician(reporting):
    user = make_user("otra")
    give_role(user, reporting.network, Role.TECHNICIAN, reporting.other)
    return user


def test_who_reports_is_told_of_what_she_owes(reporting, technician, other_technician, coordinator, observer):
    """Two activities each; one is sent, one is a draft: silence, drafts and what came back are owed."""
    make_entry(reporting.first, reporting.period, reporting.member)
    make_entry(reporting.second, reporting.period, reporting.member, review_state=ReviewState.DRAFT)
    make_entry(reporting.first, reporting.period, reporting.other, review_state=ReviewState.VALIDATED)
    make_entry(reporting.second, reporting.period, reporting.other, review_state=ReviewState.RETURNED)
    expected = [("otra", 1), ("technician", 1)]
    assert planned(WEEK_BEFORE) == [row(who, "before", n) for who, n in expected]
    assert planned(LAST_DAY) == [row(who, "today", n) for who, n in expected]
    assert planned(DAY_AFTER) == [row(who, "after", n) for who, n in expected]
    assert planned("2024-04-12") == []


def test_the_json_has_these_keys_in_this_order(reporting, technician, coordinator) -> None:
    ReminderRule.objects.create(network=reporting.network, days_after=[3])
    give_role(technician, reporting.network, Role.COORDINATOR)
    found = planned(THIRD_DAY)
    assert found == [
        row("coordinator", "coordination", 4),
        row("technician", "after", 2),
        row("technician", "coordination", 4),
    ]
    assert [list(one) for one in found] == [["to", "kind", "period", "count"]] * 3


def test_a_dry_run_writes_nothing(reporting, technician) -> None:
    remind(WEEK_BEFORE, "--dry-run")
    assert not OutboxMessage.objects.exists()
    assert not mail.outbox


def test_the_coordination_is_told_member_by_member(reporting, technician, coordinator) -> None:
    make_entry(reporting.first, reporting.period, reporting.member)
    remind(THIRD_DAY)
    (sent,) = mail.outbox
    assert sent.to == ["coordinator@example.org"]
    assert "3 avances siguen sin enviarse:\n  - Integrante dos: 2\n  - Integrante uno: 1\n" in sent.body
    assert sent.subject == "Trama · Alfa: 3 avances atrasados"


def test_without_coordination_the_secretariat_is_told(reporting, secretariat) -> None:
    assert planned(THIRD_DAY) == [row("secretariat", "coordination", 4)]


def test_what_the_network_itself_owes(network, secretariat) -> None:
    """Its own técnica is told; without one, the secretariat."""
    version = make_plan(network, (100,))
    version.ejes.get().activities.update(concerns="network")
    make_period(network)
    assert planned(WEEK_BEFORE) == [row("secretariat", "before", 1)]
    own = make_user("propia")
    give_role(own, network, Role.TECHNICIAN)
    assert planned(WEEK_BEFORE) == [row("propia", "before", 1)]


def test_closed_periods_and_other_networks_are_left_out(reporting, technician, secretariat) -> None:
    assert planned(WEEK_BEFORE, "--network", "alfa")
    make_network("beta")
    assert planned(WEEK_BEFORE, "--network", "beta") == []
    with pytest.raises(CommandError, match="alfa"):
        planned(WEEK_BEFORE, "--network", "gama")
    with pytest.raises(CommandError, match="2024-09-20"):
        planned("ayer")
    period_close(period=reporting.period, by=secretariat)
    assert planned(WEEK_BEFORE) == []


def test_one_digest_a_person_a_day_across_her_networks(reporting, technician) -> None:
    beta = make_network("beta")
    there = make_member(beta, "norte")
    make_plan(beta, (50, 50))
    make_period(beta)
    give_role(technician, beta, Role.TECHNICIAN, there)
    remind(WEEK_BEFORE)
    remind(WEEK_BEFORE)
    (sent,) = mail.outbox
    assert sent.subject == "Trama · Alfa, Beta: 4 avances por informar; el plazo vence en 7 días"
    assert "Alfa · Primer trimestre de 2024" in sent.body
    assert "http://localhost:8000/redes/beta/periodos/2024-T1/bandeja/" in sent.body
    assert OutboxMessage.objects.get().key == f"digest:{technician.pk}:2024-04-08"
    assert set(OutboxItem.objects.values_list("network__slug", "kind", "count")) == {
        ("alfa", "before", 2),
        ("beta", "before", 2),
    }
    remind(LAST_DAY)
    assert len(mail.outbox) == 2


def test_submitting_stops_it(reporting, technician, mailoutbox) -> None:
    for activity in (reporting.first, reporting.second):
        make_entry(activity, reporting.period, reporting.member)
    assert planned(WEEK_BEFORE) == []
    assert "Nadie a quien avisar." in remind(WEEK_BEFORE)


def test_what_was_sent_meanwhile_drops_out_of_a_queued_digest(reporting, technician) -> None:
    remind(WEEK_BEFORE, "--no-send")
    assert not mail.outbox
    make_entry(reporting.first, reporting.period, reporting.member)
    assert outbox_send().sent == 1
    assert "Le falta enviar 1 avance:" in mail.outbox[0].body
    assert OutboxItem.objects.get().count == 1


@pytest.mark.parametrize("how", ["sent", "closed", "opted_out", "barred"])
def test_a_queued_digest_with_nothing_left_is_cancelled(how, reporting, technician, secretariat) -> None:
    remind(WEEK_BEFORE, "--no-send")
    if how == "sent":
        for activity in (reporting.first, reporting.second):
            make_entry(activity, reporting.period, reporting.member)
    elif how == "closed":
        period_close(period=reporting.period, by=secretariat)
    elif how == "opted_out":
        reminders_stop(user=technician, networks=[reporting.network])
    else:
        technician.is_active = False
        technician.save()
    assert outbox_send().cancelled == 1
    assert OutboxMessage.objects.get().state == MailState.CANCELLED
    assert OutboxItem.objects.get().count == 2
    assert not mail.outbox


def test_a_digest_that_never_left_gives_way_to_the_next(reporting, technician) -> None:
    remind(WEEK_BEFORE, "--no-send")
    remind(LAST_DAY, "--no-send")
    states = dict(OutboxMessage.objects.values_list("key", "state"))
    assert [states[key] for key in sorted(states)] == [MailState.CANCELLED, MailState.QUEUED]


def test_who_opted_out_gets_none_of_that_network(reporting, technician, coordinator) -> None:
    for user in (technician, coordinator):
        reminders_stop(user=user, networks=[reporting.network])
        reminders_stop(user=user, networks=[reporting.network])
    assert planned(WEEK_BEFORE) == []
    assert planned(THIRD_DAY) == []
    assert "pidió no recibir recordatorios de Red alfa" in remind(WEEK_BEFORE, "--dry-run")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_active": False}, "la cuenta está desactivada"),
        ({"email": ""}, "no tiene un correo electrónico"),
        ({"email": "ana en casa"}, "no tiene un correo electrónico"),
        ({"is_demo": True}, "es una cuenta de demostración"),
    ],
)
def test_who_cannot_be_told_is_named(change, said, reporting, technician) -> None:
    type(technician).objects.filter(pk=technician.pk).update(**change)
    assert planned(WEEK_BEFORE) == []
    assert said in remind(WEEK_BEFORE, "--dry-run")


def test_demonstration_accounts_count_in_development(reporting, technician, settings) -> None:
    type(technician).objects.update(is_demo=True)
    settings.DEBUG = True
    assert planned(WEEK_BEFORE) == [row("technician", "before", 2)]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_one_digest(reporting, technician) -> None:
    start, written, day = threading.Barrier(3), [], datetime.date(2024, 4, 8)

    def run() -> None:
        try:
            start.wait(5)
            written.append(len(patiently(lambda: digests_write(on=day))))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(written) == [0, 0, 1]
    assert OutboxItem.objects.get().count == 2


# -- what came back and what was written ----------------------------------------------------------------------


@pytest.fixture
def returned(reporting, technician, coordinator):
    """An entry given back on 20 March, on no day on which anything else falls."""
    entry = make_entry(reporting.first, reporting.period, reporting.member)
    at = datetime.datetime(2024, 3, 20, 15, tzinfo=datetime.UTC)
    entry_return(entry=entry, by=coordinator, revision=entry.revision, body="Falta el acta", at=at)
    Observation.objects.update(created_at=at)
    return entry


def says(entry, author, when: datetime.datetime) -> None:
    message = EntryMessage.objects.create(entry=entry, author=author, body="¿Y el acta?")
    EntryMessage.objects.filter(pk=message.pk).update(created_at=when)


def test_what_was_returned_is_told_once(returned, technician) -> None:
    assert planned("2024-03-19") == []
    assert planned("2024-03-20") == [row("technician", "returned", 1)]
    remind("2024-03-20")
    assert "Le devolvieron 1 avance con observaciones" in mail.outbox[0].body
    assert planned("2024-03-21") == []
    assert planned(WEEK_BEFORE) == [row("technician", "before", 2)]


def test_what_a_cancelled_digest_said_is_said_again(returned, technician) -> None:
    remind("2024-03-20", "--no-send")
    assert planned("2024-03-21") == [row("technician", "returned", 1)]


def test_messages_reach_who_reports_and_who_spoke_but_not_their_author(
    returned, technician, coordinator, observer
):
    day = datetime.datetime(2024, 3, 22, 15, tzinfo=datetime.UTC)
    says(returned, coordinator, day)
    says(returned, technician, day + datetime.timedelta(hours=1))
    says(returned, coordinator, day + datetime.timedelta(days=1))
    assert planned("2024-03-22") == [
        row("coordinator", "message", 1),
        row("technician", "message", 1),
        row("technician", "returned", 1),
    ]
    remind("2024-03-22")
    written = OutboxMessage.objects.filter(user=technician)
    written.update(created_at=day + datetime.timedelta(hours=2))
    assert planned("2024-03-23", "--network", "alfa") == [row("technician", "message", 1)]


def test_a_digest_that_waits_takes_nothing_new_in(reporting, returned, technician, coordinator) -> None:
    """What is written after it belongs to the next one: it would be told twice."""
    now = timezone.now()
    type(reporting.period).objects.update(due_on=now.date() + datetime.timedelta(days=60))
    says(returned, coordinator, now - datetime.timedelta(days=2))
    call_command("remind", "--no-send", stdout=StringIO(), stderr=StringIO())
    says(returned, coordinator, timezone.now() + datetime.timedelta(seconds=1))
    assert outbox_send(clock=lambda: timezone.now() + datetime.timedelta(seconds=2)).sent == 1
    assert set(OutboxItem.objects.values_list("kind", "count")) == {(ItemKind.RETURNED, 1), (ItemKind.MESSAGE, 1)}


# -- many -----------------------------------------------------------------------------------------------------


def _more_people(reporting, numbers: range) -> None:
    returned = {"review_state": ReviewState.RETURNED, "reviewed_at": timezone.now()}
    for number in numbers:
        member = make_member(reporting.network, f"m-{number}")
        user = make_user(f"tecnica-{number}")
        give_role(user, reporting.network, Role.TECHNICIAN, member)
        entry = make_entry(reporting.first, reporting.period, member, **returned)
        EntryMessage.objects.create(entry=entry, author=reporting.author, body="Hola")


@pytest.fixture
def crowd(reporting, coordinator, technician):
    reporting.author = coordinator
    return reporting


def test_as_many_queries_for_one_as_for_many(crowd) -> None:
    def queries() -> tuple[int, ...]:
        day, now = datetime.date(2024, 4, 16), timezone.now()
        with CaptureQueriesContext(connection) as reading:
            found = reminders(due_periods(on=day, at=now), at=now)
        with CaptureQueriesContext(connection) as writing:
            digests_write(digests=found.digests, on=day)
        for member in crowd.network.members.all():
            make_entry(crowd.second, crowd.period, member)
        written = list(OutboxMessage.objects.select_related("user"))
        with CaptureQueriesContext(connection) as refreshing:
            wanted = digests_refresh(messages=written, at=timezone.now())
        assert len(wanted) == len(written) == len(found.digests)
        assert all("Le falta enviar 1 avance:" in message.body for message in wanted)
        OutboxMessage.objects.all().delete()
        crowd.period.entries.filter(activity_lineage=crowd.second.lineage).delete()
        return len(reading), len(writing), len(refreshing)

    _more_people(crowd, range(1))
    few = queries()
    _more_people(crowd, range(1, 20))
    assert queries() == few
