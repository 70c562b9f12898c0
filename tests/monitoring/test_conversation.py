"""The conversation on an entry, and the story it is part of."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring import services
from monitoring.models import EntryMessage, ReportLink
from monitoring.selectors import messages_since, timeline
from monitoring.services import Attempt, EntryDraft, EntryKey
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(reporting):
    return make_entry(reporting.first, reporting.period, reporting.member, narrative="Dos talleres")


@pytest.fixture
def key(reporting):
    return EntryKey(
        period=reporting.period,
        version=reporting.version,
        activity_lineage=reporting.first.lineage,
        member=reporting.member,
    )


def test_both_sides_talk_and_everyone_reads(url_of, entry, technician, coordinator, secretariat, observer, login):
    for user, words in ((coordinator, "¿Cuántas fueron?"), (technician, "Fueron doce"), (secretariat, "Bien")):
        response = login(user).post(url_of("entry_message"), {"body": words})
        assert response.url.startswith(url_of("entry_detail"))
    page = login(observer).get(url_of("entry_detail")).content.decode()
    assert page.index("¿Cuántas fueron?") < page.index("Fueron doce") < page.index("Bien")
    assert "Enviar mensaje" not in page
    assert login(observer).post(url_of("entry_message"), {"body": "Yo"}).status_code == 403


def test_a_tecnica_of_another_member_reads_only(url_of, reporting, technician, login):
    make_entry(reporting.first, reporting.period, reporting.other)
    url = url_of("entry_message", who=reporting.other.code)
    assert login(technician).post(url, {"body": "Hola"}).status_code == 403


@pytest.mark.parametrize(("body", "words"), [("  ", "Escriba el mensaje"), ("a" * 2001, "2000")])
def test_empty_or_too_long_is_told(url_of, entry, technician, login, body, words):
    page = login(technician).post(url_of("entry_message"), {"body": body}).content.decode()
    assert words in page
    assert not EntryMessage.objects.exists()


def test_nothing_is_said_of_what_nobody_wrote(url_of, technician, login):
    assert login(technician).post(url_of("entry_message"), {"body": "Hola"}).status_code == 404


def test_words_are_shown_as_words(url_of, entry, technician, login):
    login(technician).post(url_of("entry_message"), {"body": "<b>acta</b>"})
    assert "&lt;b&gt;acta&lt;/b&gt;" in login(technician).get(url_of("entry_detail")).content.decode()


def test_times_are_the_networks_own(url_of, reporting, entry, technician, login):
    message = services.message_add(entry=entry, author=technician, body="Tarde")
    at = datetime.datetime(2024, 4, 1, 3, 30, tzinfo=datetime.UTC)
    EntryMessage.objects.filter(pk=message.pk).update(created_at=at)
    reporting.network.time_zone = "America/Bogota"
    reporting.network.save()
    assert "31/03/2024 22:30" in login(technician).get(url_of("entry_detail")).content.decode()


def test_a_closed_period_is_still_talked_about(url_of, reporting, entry, secretariat, technician, login):
    services.period_close(period=reporting.period, by=secretariat)
    login(technician).post(url_of("entry_message"), {"body": "Queda para el próximo"})
    assert EntryMessage.objects.get().body == "Queda para el próximo"


def test_one_story_of_steps_and_messages(url_of, key, reporting, technician, coordinator, secretariat, login):
    """Sent by link, returned with two observations, sent again on behalf, validated, closed and reopened."""
    link = ReportLink.objects.create(
        period=reporting.period, member=reporting.member, user=technician, created_by=secretariat
    )
    draft = EntryDraft(status="cumplido")
    entry = services.entry_submit(
        key=key, draft=draft, revision=0, user=technician, attempt=Attempt(key=reporting.first.lineage, link=link)
    )
    also = [("progress", "Diga el porcentaje")]
    services.entry_return(
        entry=entry, by=coordinator, revision=1, body="Falta el acta", field="narrative", also=also
    )
    services.message_add(entry=entry, author=technician, body="Va el acta")
    on_behalf = EntryDraft(status="cumplido", on_behalf_reason="Llegó por correo")
    services.entry_submit(key=key, draft=on_behalf, revision=2, user=secretariat)
    services.entry_validate(entry=entry, by=coordinator, revision=3)
    services.period_close(period=reporting.period, by=secretariat)
    services.period_reopen(period=reporting.period, by=secretariat, reason="Llegó otra acta")

    found = timeline(entry)
    assert [step.kind for step in found] == [
        *("submitted", "returned", "message", "submitted", "validated", "closed", "reopened")
    ]
    sent, returned, _, again, validated, _, reopened = found
    assert (sent.by_link, sent.who, again.by_link, again.on_behalf, again.who) == (
        *(True, technician, False, True, secretariat),
    )
    assert [one.field for one in returned.observations] == ["narrative", "progress"]
    assert (validated.who, reopened.note) == (coordinator, "Llegó otra acta")
    page = login(coordinator).get(url_of("entry_detail")).content.decode()
    for words in ("por enlace", "Llegó por correo", "Qué se hizo:", "Falta el acta", "Avance:", "Llegó otra acta"):
        assert words in page


def test_who_is_to_be_told(reporting, entry, technician, coordinator, observer, django_assert_max_num_queries):
    start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=1)
    for author, words in ((coordinator, "Uno"), (coordinator, "Dos"), (technician, "Tres")):
        services.message_add(entry=entry, author=author, body=words)
    with django_assert_max_num_queries(1):
        (found,) = messages_since(reporting.network, start)
    assert (found.entry, found.count) == (entry, 3)
    assert [found.count_for(user) for user in (technician, coordinator, observer)] == [2, 1, 0]
    assert messages_since(reporting.network, datetime.datetime.now(datetime.UTC)) == []


def test_the_page_asks_the_same_however_much_was_said(url_of, entry, technician, login):
    client, counts = login(technician), []
    for many in (1, 10):
        for n in range(many):
            services.message_add(entry=entry, author=technician, body=f"Mensaje {n}")
        client.get(url_of("entry_detail"))
        with CaptureQueriesContext(connection) as asked:
            client.get(url_of("entry_detail"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
