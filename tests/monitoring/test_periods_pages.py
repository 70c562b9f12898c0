"""The list of periods, creating them, their dates, closing and reopening."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from monitoring.models import DeclaredTotal, Period, PeriodClosing
from networks.models import PeriodKind
from tests.factories import make_entry, make_period

pytestmark = pytest.mark.django_db


def page(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def url(url_of):
    def _url(name: str, code: str | None = "2024-T1", **changes) -> str:
        return url_of(name, code=code, who=None, lineage=None, **changes)

    return _url


def test_the_list_says_how_each_period_stands(url, reporting, observer, login, django_assert_num_queries):
    make_entry(reporting.first, reporting.period, reporting.member)
    client = login(observer)
    words = page(client.get(url("period_list", None)))
    assert "Primer trimestre de 2024" in words
    assert "1 de 4" in words
    assert "plazo vencido" in words
    with django_assert_num_queries(11):
        client.get(url("period_list", None))
    for code in ("2024-T2", "2024-T3", "2024-T4"):
        make_period(reporting.network, code)
    with django_assert_num_queries(11):
        client.get(url("period_list", None))


def test_a_years_periods_at_once_or_one_by_its_code(network, secretariat, login):
    network.period_kind = PeriodKind.SEMESTER
    network.save()
    where = reverse("monitoring:period_create", kwargs={"slug": "alfa"})
    client = login(secretariat)
    client.post(where, {"form": "year", "year-year": 2012, "year-kind": "semester", "year-reporting_days": 31})
    found = Period.objects.filter(network=network).order_by("code")
    assert [(p.code, p.due_on) for p in found] == [
        ("2012-S1", datetime.date(2012, 7, 31)),
        ("2012-S2", datetime.date(2013, 1, 31)),
    ]
    client.post(where, {"form": "code", "code-code": " 2024-t3 "})
    assert Period.objects.get(code="2024-T3").end_on == datetime.date(2024, 9, 30)
    for code, words in (("2024-T3", "ya tiene el periodo"), ("2024-T9", "no es un periodo")):
        assert words in page(client.post(where, {"form": "code", "code-code": code}))


def test_dates_must_be_in_order(url, reporting, secretariat, login):
    client = login(secretariat)
    refused = client.post(url("period_update"), {"opens_on": "2024-04-10", "due_on": "2024-04-01"})
    assert "vence antes de abrirse" in page(refused)
    client.post(url("period_update"), {"opens_on": "2024-03-01", "due_on": "2024-05-01"})
    reporting.period.refresh_from_db()
    assert reporting.period.due_on == datetime.date(2024, 5, 1)


def test_closing_says_what_is_late_and_missing_and_freezes_the_totals(url, reporting, secretariat, login):
    at = datetime.datetime(2024, 6, 1, tzinfo=datetime.UTC)
    make_entry(reporting.first, reporting.period, reporting.member, submitted_at=at)
    client = login(secretariat)
    words = page(client.get(url("period_close")))
    assert "Faltan (3)" in words
    assert "Extemporáneos (1)" in words
    client.post(url("period_close"))
    assert PeriodClosing.objects.get().totals["plans"][0]["ejes"][0]["earned"] == "20.00"
    assert "provisional" not in page(client.get(url("period_detail")))
    assert "cerrado" in page(client.post(url("period_close"), follow=True))
    assert PeriodClosing.objects.count() == 1


def test_reopening_asks_why(url, reporting, secretariat, login):
    client = login(secretariat)
    client.post(url("period_close"))
    client.post(url("period_reopen"), {"reason": ""})
    assert PeriodClosing.objects.get().reopened_at is None
    client.post(url("period_reopen"), {"reason": "Llegó un acta"})
    assert PeriodClosing.objects.get().reopened_reason == "Llegó un acta"
    assert "Llegó un acta" in page(client.get(url("period_reopen")))


def test_the_declared_total_of_an_eje(url_of, reporting, secretariat, login):
    where = url_of("declared_total_edit", who=None, lineage=reporting.eje.lineage)
    client = login(secretariat)
    assert "Escriba de dónde sale" in page(client.post(where, {"value": "100", "reason": ""}))
    client.post(where, {"value": "99,5", "reason": "Página 3"})
    assert DeclaredTotal.objects.get().value == 99.5
    client.post(where, {"value": "", "reason": ""})
    assert not DeclaredTotal.objects.exists()
    assert client.get(url_of("declared_total_edit", who=None)).status_code == 404
