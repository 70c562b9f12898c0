"""Closing: what is frozen, who was late, what is carried over, and both sides of a race."""

from __future__ import annotations

import datetime
import json
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from monitoring import services
from monitoring.models import Commitment, ComplianceEntry, EntryStatus, Period, PeriodClosing, ReviewState
from monitoring.selectors.closing import closing_mark, open_commitments, periods_to_close
from monitoring.services import EntryDraft, EntryKey
from networks.models import Role
from tests.factories import give_role, make_entry, make_member, make_period, make_user

pytestmark = pytest.mark.django_db

IN_TIME = datetime.datetime(2024, 4, 1, tzinfo=datetime.UTC)
BOGOTA_MIDNIGHT = datetime.datetime(2024, 4, 16, 5, tzinfo=datetime.UTC)  # of the 15th, the day it is due


def page(response) -> str:
    return " ".join(response.content.decode().split())


def run(name: str, **options) -> object:
    out = StringIO()
    call_command(name, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture
def url(url_of):
    def _url(name: str, **changes) -> str:
        return url_of(name, who=None, lineage=None, **changes)

    return _url


@pytest.fixture
def key(reporting):
    return EntryKey(
        period=reporting.period,
        version=reporting.version,
        activity_lineage=reporting.first.lineage,
        member=reporting.member,
    )


def test_what_was_not_met_is_carried_over(reporting, secretariat):
    make_entry(reporting.first, reporting.period, reporting.member)
    make_entry(reporting.first, reporting.period, reporting.other, EntryStatus.RESCHEDULED)
    make_entry(reporting.second, reporting.period, reporting.member, EntryStatus.NOT_APPLICABLE)
    make_entry(reporting.second, reporting.period, reporting.other, review_state=ReviewState.DRAFT)
    services.period_close(period=reporting.period, by=secretariat)
    rows = Commitment.objects.values_list("activity_code", "member__code", "status")
    assert list(rows) == [("1.1", "dos", "reprogramado"), ("1.2", "dos", "")]


def test_a_commitment_waits_in_later_periods_until_it_is_met(reporting, secretariat):
    network = reporting.network
    second, third, fourth = (make_period(network, f"2024-T{n}") for n in (2, 3, 4))
    for activity in (reporting.first, reporting.second):
        make_entry(activity, reporting.period, reporting.other)
    make_entry(reporting.second, reporting.period, reporting.member)
    services.period_close(period=reporting.period, by=secretariat)
    (carried,) = open_commitments(network, second)
    assert (carried.code, carried.member, carried.since, carried.status) == (
        "1.1",
        reporting.member,
        reporting.period,
        "",
    )
    assert open_commitments(network, reporting.period) == []
    assert open_commitments(network, second, [reporting.other.pk, None]) == []
    services.period_close(period=second, by=secretariat)
    (again,) = open_commitments(network, third, [reporting.member.pk])[:1]
    assert (again.since, again.period) == (reporting.period, second)
    make_entry(reporting.first, third, reporting.member)
    (met,) = (one for one in open_commitments(network, third, [reporting.member.pk]) if one.code == "1.1")
    assert met.settled_in == "2024-T3"
    assert "1.1" not in [one.code for one in open_commitments(network, fourth, [reporting.member.pk])]


def test_what_was_met_in_between_is_owed_since_the_next(reporting, secretariat):
    periods = [reporting.period, *(make_period(reporting.network, f"2024-T{n}") for n in (2, 3, 4))]
    make_entry(reporting.first, periods[1], reporting.member)
    for period in periods[:3]:
        services.period_close(period=period, by=secretariat)
    found = open_commitments(reporting.network, periods[3], [reporting.member.pk])
    assert {one.code: one.since.code for one in found} == {"1.1": "2024-T3", "1.2": "2024-T1"}


def test_reopening_takes_back_what_was_carried(reporting, secretariat):
    second = make_period(reporting.network, "2024-T2")
    services.period_close(period=reporting.period, by=secretariat)
    assert len(open_commitments(reporting.network, second)) == 4
    services.period_reopen(period=reporting.period, by=secretariat, reason="Faltaba un acta")
    assert open_commitments(reporting.network, second) == []
    services.period_close(period=reporting.period, by=secretariat)
    assert len(open_commitments(reporting.network, second)) == 4


def test_commitments_cost_the_same_for_one_and_for_many(reporting, secretariat, django_assert_num_queries):
    second = make_period(reporting.network, "2024-T2")
    services.period_close(period=reporting.period, by=secretariat)
    with django_assert_num_queries(2):
        assert len(open_commitments(reporting.network, second)) == 4
    services.period_reopen(period=reporting.period, by=secretariat, reason="Otra vez")
    for number in range(20):
        make_member(reporting.network, f"x{number}")
    services.period_close(period=reporting.period, by=secretariat)
    with django_assert_num_queries(2):
        assert len(open_commitments(reporting.network, second)) == 44


def test_late_is_after_the_networks_own_midnight(reporting, secretariat):
    before = BOGOTA_MIDNIGHT - datetime.timedelta(seconds=1)
    make_entry(reporting.first, reporting.period, reporting.member, first_submitted_at=before)
    make_entry(reporting.first, reporting.period, reporting.other, first_submitted_at=BOGOTA_MIDNIGHT)
    # Returned and sent again: in time all the same.
    make_entry(
        reporting.second,
        reporting.period,
        reporting.member,
        first_submitted_at=IN_TIME,
        submitted_at=BOGOTA_MIDNIGHT,
    )
    closing = services.period_close(period=reporting.period, by=secretariat)
    assert closing.totals["late"] == [
        {
            "activity": "1.1",
            "title": "Actividad 1.1",
            "member": "dos",
            "member_name": "Integrante dos",
            "sent_at": BOGOTA_MIDNIGHT.isoformat(),
        }
    ]


def test_what_came_in_while_she_read_is_told_and_nothing_closed(url, key, reporting, secretariat, login):
    client = login(secretariat)
    seen = str(closing_mark(reporting.period))
    services.entry_submit(key=key, draft=EntryDraft(status="cumplido"), revision=0, user=technician_of(key))
    refused = client.post(url("period_close"), {"seen": seen})
    assert refused.status_code == 409
    assert "Había 0 que contaban y ahora son 1" in page(refused)
    assert "Faltan (3)" in page(refused)
    assert not PeriodClosing.objects.exists()
    client.post(url("period_close"), {"seen": str(closing_mark(reporting.period))})
    assert PeriodClosing.objects.get().totals["reported"] == 1


def technician_of(key: EntryKey):
    """Who reports for the member herself."""
    user = make_user()
    give_role(user, key.period.network, Role.TECHNICIAN, key.member)
    return user


@pytest.mark.parametrize("change", ["returned", "validated"])
def test_what_was_reviewed_while_she_read_is_told_too(change, key, reporting, secretariat):
    entry = make_entry(reporting.first, reporting.period, reporting.member)
    seen = closing_mark(reporting.period)
    if change == "returned":
        services.entry_return(entry=entry, by=secretariat, revision=1, body="Falta el acta")
    else:
        services.entry_validate(entry=entry, by=secretariat, revision=1)
    with pytest.raises(services.PeriodMovedError):
        services.period_close(period=reporting.period, by=secretariat, seen=seen)


def test_whoever_sends_after_the_closing_is_told_that_it_did_not_enter(url_of, key, reporting, technician, login):
    services.period_close(period=reporting.period, by=technician)
    with pytest.raises(services.PeriodClosedError, match="2024-T1"):
        services.entry_submit(key=key, draft=EntryDraft(status="cumplido"), revision=0, user=technician)
    assert not ComplianceEntry.objects.exists()


def test_it_stops_taking_entries_at_its_last_midnight(key, reporting, technician, monkeypatch):
    period = reporting.period
    services.period_dates_update(
        period=period,
        opens_on=period.opens_on,
        due_on=period.due_on,
        closes_on=datetime.date(2024, 4, 20),
    )
    last = datetime.datetime(2024, 4, 21, 5, tzinfo=datetime.UTC)
    assert not period.has_ended(last - datetime.timedelta(microseconds=1))
    assert period.has_ended(last)
    with pytest.raises(services.PeriodEndedError, match=r"20/04/2024.*no entró"):
        services.entry_save_draft(key=key, draft=EntryDraft(narrative="Tarde"), revision=0, user=technician)
    assert not ComplianceEntry.objects.exists()


def test_a_last_midnight_set_since_the_page_was_read_holds(key, reporting, technician):
    Period.objects.filter(pk=reporting.period.pk).update(closes_on=datetime.date(2024, 4, 20))
    assert key.period.closes_on is None
    with pytest.raises(services.PeriodEndedError):
        services.entry_submit(key=key, draft=EntryDraft(status="cumplido"), revision=0, user=technician)
    assert not ComplianceEntry.objects.exists()


def test_past_its_last_midnight_the_form_opens_no_more(url_of, reporting, technician, login):
    reporting.period.closes_on = datetime.date(2024, 4, 20)
    reporting.period.save()
    client = login(technician)
    assert client.get(url_of("entry_edit")).url == url_of("entry_detail")
    assert "ya no recibe avances" in page(client.get(url_of("period_detail", who=None, lineage=None)))


def test_the_last_midnight_does_not_come_before_the_deadline(url, reporting, secretariat, login):
    client = login(secretariat)
    data = {"opens_on": "2024-01-01", "due_on": "2024-04-15"}
    refused = client.post(url("period_update"), {**data, "closes_on": "2024-04-14"})
    assert "antes de que venza el plazo" in page(refused)
    client.post(url("period_update"), {**data, "closes_on": "2024-04-15"})
    reporting.period.refresh_from_db()
    assert reporting.period.closes_on == datetime.date(2024, 4, 15)


def test_only_what_has_ended_closes_by_itself(reporting, secretariat, technician):
    ended = reporting.period
    ended.closes_on = datetime.date(2024, 4, 20)
    ended.save()
    make_period(reporting.network, "2024-T2", closes_on=datetime.date(2999, 1, 1))
    make_period(reporting.network, "2024-T3")
    assert periods_to_close(secretariat) == [ended]
    assert periods_to_close(technician) == []
    assert [act["period"] for act in run("close_period", by="secretariat", due=True)] == ["2024-T1"]
    assert run("close_period", by="secretariat", due=True) == []
    run("reopen_period", network="alfa", period="2024-T1", by="secretariat", reason="Error")
    ended.refresh_from_db()
    assert ended.closes_on is None


def test_the_act_on_its_page(url, reporting, secretariat, observer, login):
    make_entry(reporting.first, reporting.period, reporting.member, first_submitted_at=BOGOTA_MIDNIGHT)
    client = login(observer)
    assert "no está cerrado" in page(client.get(url("closing_detail")))
    services.period_close(period=reporting.period, by=secretariat)
    words = page(client.get(url("closing_detail")))
    for part in ("Extemporáneos (1)", "16/04/2024 00:00", "que sigue (3)", "20,00", "3 que nadie informó"):
        assert part in words
    assert "Reabrir" not in words


def test_the_command_prints_the_act(reporting, secretariat):
    make_entry(reporting.first, reporting.period, reporting.member, first_submitted_at=BOGOTA_MIDNIGHT)
    act = run("close_period", network="alfa", period="2024-T1", by="secretariat")
    assert act["late"] == [{"activity": "1.1", "member": "uno", "sent_at": BOGOTA_MIDNIGHT.isoformat()}]
    assert act["missing"] == [
        {"activity": "1.1", "member": "dos"},
        {"activity": "1.2", "member": "dos"},
        {"activity": "1.2", "member": "uno"},
    ]
    assert act["totals"]["plans"][0]["earned"] == "20.00"
    assert (act["totals"]["reported"], act["totals"]["obliged"]) == (1, 4)
    with pytest.raises(CommandError, match="cerrado"):
        run("close_period", network="alfa", period="2024-T1", by="secretariat")
    reopened = run("reopen_period", network="alfa", period="2024-T1", by="secretariat", reason="Llegó un acta")
    assert reopened["reason"] == "Llegó un acta"
    assert PeriodClosing.objects.get().reopened_at is not None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"network": "otra", "period": "2024-T1", "by": "secretariat"}, "No hay una red"),
        ({"network": "alfa", "period": "2024-T4", "by": "secretariat"}, "no tiene el periodo"),
        ({"network": "alfa", "period": "2024-T1", "by": "nadie"}, "No hay una cuenta"),
        ({"network": "alfa", "period": "2024-T1", "by": "coordinator"}, "no es de la secretaría"),
        ({"by": "secretariat"}, "--due"),
    ],
)
def test_the_command_says_what_is_wrong(options, words, reporting, secretariat, coordinator):
    with pytest.raises(CommandError, match=words):
        run("close_period", **options)


def test_reopening_needs_a_reason(reporting, secretariat):
    services.period_close(period=reporting.period, by=secretariat)
    with pytest.raises(ValidationError):
        services.period_reopen(period=reporting.period, by=secretariat, reason="  ")
