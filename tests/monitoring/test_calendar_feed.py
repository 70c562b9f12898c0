"""The calendar of a person's deadlines: what is in it, and who can read it."""

from __future__ import annotations

import datetime
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from monitoring.models import CalendarFeed
from monitoring.services.calendars import feed_renew
from networks.models import Assignment, Role
from plans.models import Concern, Deliverable, MemberDeadline, VersionStatus
from tests.factories import (
    give_role,
    make_activity,
    make_eje,
    make_member,
    make_network,
    make_user,
    make_version,
)

PAGE = "/mi-cronograma/calendario/"
SEMESTER = {
    "deadline_text": "segundo semestre de 2024",
    "deadline_start_on": datetime.date(2024, 7, 1),
    "deadline_end_on": datetime.date(2024, 12, 31),
    "deadline_precision": "semester",
}
DAY = {
    "deadline_text": "16 de abril de 2024",
    "deadline_start_on": datetime.date(2024, 4, 16),
    "deadline_end_on": datetime.date(2024, 4, 16),
    "deadline_precision": "day",
}


@pytest.fixture
def planned(network, member):
    """An activity with a dated deliverable and one without date, one undated, and one of another member."""
    eje = make_eje(make_version(network))
    activity = make_activity(eje, "1.1", title="Taller; jueces, policías y «más»", **SEMESTER)
    Deliverable.objects.create(activity=activity, title="Guía", **DAY)
    Deliverable.objects.create(activity=activity, title="Sin día", deadline_text="cuando se pueda")
    make_activity(eje, "1.2", title="Por definir")
    other = make_activity(eje, "1.3", title="De otra", concerns=Concern.SOME_MEMBERS, **DAY)
    other.members.add(make_member(network, "otra"))
    return activity


def read(client, user) -> Calendar:
    feed, _ = CalendarFeed.objects.get_or_create(user=user)
    client.logout()
    response = client.get(f"/calendario/{feed.token}.ics")
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def events(client, user) -> dict[str, object]:
    return {str(event["summary"]): event for event in read(client, user).walk("VEVENT")}


# -- what is in it --------------------------------------------------------------------------------------------


def test_each_deadline_is_a_whole_day_at_its_end(planned, secretariat, client):
    found = events(client, secretariat)
    activity = found["1.1 Taller; jueces, policías y «más» · Alfa"]

    assert set(found) == {
        "1.1 Taller; jueces, policías y «más» · Alfa",
        "1.1 Producto: Guía · Alfa",
        "1.3 De otra · Alfa",
    }
    assert activity["dtstart"].dt == datetime.date(2024, 12, 31)
    assert activity["dtend"].dt == datetime.date(2025, 1, 1)
    assert activity["dtstart"].params["VALUE"] == "DATE"
    assert "segundo semestre de 2024 (01/07/2024 – 31/12/2024)" in str(activity["description"])
    assert "Plan 2024 · 1. Eje 1" in str(activity["description"])
    assert str(activity["url"]) == (
        f"http://testserver/redes/alfa/planes/2024/versiones/1/#actividad-{planned.pk}"
    )


def test_it_is_a_calendar_that_programs_take(planned, secretariat, client):
    feed = feed_renew(user=secretariat)
    response = client.get(f"/calendario/{feed.token}.ics")
    text = response.content.decode()

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "X-WR-CALNAME:Trama" in text
    assert "\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "Taller\\; jueces\\, policías" in text.replace("\r\n ", "")
    uids = [str(event["uid"]) for event in Calendar.from_ical(text).walk("VEVENT")]
    assert len(set(uids)) == len(uids) == 3
    assert all(event["dtstamp"].dt.tzinfo for event in Calendar.from_ical(text).walk("VEVENT"))


def test_a_date_that_moves_in_a_new_version_is_the_same_event(planned, secretariat, network, client):
    before = events(client, secretariat)["1.1 Taller; jueces, policías y «más» · Alfa"]
    planned.eje.version.status = VersionStatus.SUPERSEDED
    planned.eje.version.save()
    new = make_version(network, number=2)
    make_activity(make_eje(new), "9.9", title="Taller", lineage=planned.lineage, **DAY)
    after = events(client, secretariat)

    assert list(after) == ["9.9 Taller · Alfa"]
    assert after["9.9 Taller · Alfa"]["uid"] == before["uid"]
    assert after["9.9 Taller · Alfa"]["dtstart"].dt == datetime.date(2024, 4, 16)


def test_drafts_are_nobodys_deadlines(secretariat, network, client):
    make_activity(make_eje(make_version(network, status=VersionStatus.DRAFT)), **DAY)

    assert not events(client, secretariat)


def test_a_technician_reads_only_what_concerns_her_members(planned, technician, member, client):
    MemberDeadline.objects.create(activity=planned, member=member, **DAY)
    found = events(client, technician)

    assert not any("De otra" in summary for summary in found)
    assert found["1.1 Taller; jueces, policías y «más» · Alfa"]["dtstart"].dt == datetime.date(2024, 4, 16)


def test_where_only_members_set_dates_each_has_her_event(network, secretariat, client):
    activity = make_activity(make_eje(make_version(network)), "1.1", title="Feria")
    for code, day in (("una", DAY), ("dos", SEMESTER)):
        MemberDeadline.objects.create(activity=activity, member=make_member(network, code), **day)
    found = events(client, secretariat)

    assert set(found) == {"1.1 Feria · Integrante una · Alfa", "1.1 Feria · Integrante dos · Alfa"}
    assert len({str(event["uid"]) for event in found.values()}) == 2


# -- who reads it ---------------------------------------------------------------------------------------------


def test_another_networks_deadlines_never_appear(planned, outsider, secretariat, client):
    make_activity(make_eje(make_version(outsider.networks[0])), title="De la ajena", **DAY)

    assert [summary for summary in events(client, outsider) if "Taller" in summary] == []
    assert [summary for summary in events(client, secretariat) if "De la ajena" in summary] == []
    assert any("De la ajena" in summary for summary in events(client, outsider))


def test_who_lost_her_roles_or_her_account_reads_nothing(planned, secretariat, client):
    assert events(client, secretariat)
    Assignment.objects.filter(user=secretariat).delete()
    assert not events(client, secretariat)

    give_role(secretariat, planned.eje.version.plan.network, Role.SECRETARIAT)
    secretariat.is_active = False
    secretariat.save()
    assert not events(client, secretariat)


def test_an_unknown_address_is_not_found_and_not_told_to_the_log(db, client, caplog):
    with caplog.at_level(logging.DEBUG):
        response = client.get("/calendario/casi-el-secreto.ics")

    assert response.status_code == 404
    assert "casi-el-secreto" not in caplog.text
    assert "casi-el-secreto" not in response.content.decode()


def test_it_needs_no_session_and_makes_none(planned, secretariat, client):
    read(client, secretariat)

    assert not client.cookies


def test_reading_is_noted_once_an_hour(secretariat, client):
    read(client, secretariat)
    feed = CalendarFeed.objects.get(user=secretariat)
    first = feed.used_at
    assert first is not None
    read(client, secretariat)
    feed.refresh_from_db()
    assert feed.used_at == first

    CalendarFeed.objects.update(used_at=timezone.now() - datetime.timedelta(minutes=61))
    read(client, secretariat)
    feed.refresh_from_db()
    assert feed.used_at > first


def test_the_questions_asked_do_not_grow(planned, secretariat, client):
    read(client, secretariat)
    with CaptureQueriesContext(connection) as few:
        read(client, secretariat)
    for slug in ("beta", "gama"):
        other = make_network(slug)
        give_role(secretariat, other, Role.OBSERVER)
        for number in range(8):
            activity = make_activity(make_eje(make_version(other, f"p-{number}")), **DAY)
            MemberDeadline.objects.create(activity=activity, member=make_member(other), **SEMESTER)
            Deliverable.objects.create(activity=activity, title="Guía", **DAY)
    with CaptureQueriesContext(connection) as many:
        found = read(client, secretariat)

    assert len(found.walk("VEVENT")) > 30
    assert len(many) == len(few)


# -- its address ----------------------------------------------------------------------------------------------


def test_she_makes_an_address_changes_it_and_removes_it(secretariat, login):
    client = login(secretariat)
    assert "Crear mi dirección" in client.get(PAGE).content.decode()
    assert not CalendarFeed.objects.exists()

    client.post(PAGE)
    old = CalendarFeed.objects.get(user=secretariat).token
    page = client.get(PAGE)
    assert f"http://testserver/calendario/{old}.ics" in page.content.decode()
    assert 'data-copy="#direccion-secreta"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "La anterior ya no sirve" not in page.content.decode()

    assert "La anterior ya no sirve" in client.post(PAGE, follow=True).content.decode()
    new = CalendarFeed.objects.get(user=secretariat).token
    assert client.get(f"/calendario/{old}.ics").status_code == 404
    assert client.get(f"/calendario/{new}.ics").status_code == 200

    client.post(f"{PAGE}quitar/")
    assert client.get(f"/calendario/{new}.ics").status_code == 404
    assert not CalendarFeed.objects.exists()


def test_an_address_cannot_be_guessed(db):
    tokens = {feed_renew(user=make_user()).token for _ in range(20)}

    assert len(tokens) == 20
    assert all(len(token) >= 43 for token in tokens)


def test_nobody_sees_anothers_address(secretariat, technician, login):
    token = feed_renew(user=secretariat).token

    assert token not in login(technician).get(PAGE).content.decode()


def test_removing_is_never_a_link(secretariat, login):
    feed_renew(user=secretariat)

    assert login(secretariat).get(f"{PAGE}quitar/").status_code == 405
    assert CalendarFeed.objects.exists()
