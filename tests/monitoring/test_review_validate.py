"""Validating at once what nothing speaks against."""

from __future__ import annotations

import re

import pytest

from monitoring import services
from monitoring.models import ComplianceEntry, ReviewState
from tests.factories import make_entry, make_network, make_period, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(url_of):
    return url_of("review_validate", lineage=None, who=None)


@pytest.fixture
def clean(reporting):
    """Two of one activity that nothing speaks against."""
    return [
        make_entry(reporting.first, reporting.period, who, "pendiente")
        for who in (reporting.other, reporting.member)
    ]


@pytest.fixture
def warned(reporting):
    return make_entry(reporting.second, reporting.period, reporting.member, "cumplido")


def states() -> list[str]:
    return list(ComplianceEntry.objects.order_by("pk").values_list("review_state", flat=True))


def pair(entry) -> str:
    return f"{entry.pk}:{entry.revision}"


def test_all_without_warnings_are_listed_and_then_validated(url, clean, warned, coordinator, login):
    page = login(coordinator).post(url, {"todos": 1}).content.decode()
    offered = re.findall(r'name="entry"\s+value="(\d+:\d+)"', page)
    assert offered == [pair(entry) for entry in clean]
    assert states() == ["submitted"] * 3
    response = login(coordinator).post(url, {"confirmado": 1, "entry": offered}, follow=True)
    assert "2 avances validados" in response.content.decode()
    assert states() == ["validated", "validated", "submitted"]
    assert {row.reviewed_by for row in ComplianceEntry.objects.filter(review_state="validated")} == {coordinator}


def test_only_those_marked(url, clean, warned, coordinator, login):
    page = login(coordinator).post(url, {"entry": [clean[1].pk, warned.pk]}).content.decode()
    assert re.findall(r'name="entry"\s+value="(\d+:\d+)"', page) == [pair(clean[1])]


def test_nothing_marked_is_told(url, clean, coordinator, login):
    assert "No marcó ninguno" in login(coordinator).post(url).content.decode()


def test_those_that_changed_or_have_warnings_are_left_by_name(url, clean, warned, reporting, coordinator, login):
    clean[0].claim(1)
    data = {"confirmado": 1, "entry": [f"{clean[0].pk}:1", pair(clean[1]), pair(warned)]}
    page = login(coordinator).post(url, data).content.decode()
    assert "1 avance validado" in page
    assert "2 quedaron como estaban" in page
    assert re.search(r"1\.1 Actividad 1\.1 · Integrante dos</strong>:\s+cambió", page)
    assert re.search(r"1\.2 Actividad 1\.2 · Integrante uno</strong>:\s+tiene avisos", page)
    assert states() == ["submitted", "validated", "submitted"]


def test_a_second_click_tells_they_are_done(url, clean, coordinator, login):
    data = {"confirmado": 1, "entry": [pair(clean[0])]}
    login(coordinator).post(url, data)
    assert "ya está en «validado»" in login(coordinator).post(url, data).content.decode()
    assert ComplianceEntry.objects.get(pk=clean[0].pk).revision == 2


def test_what_she_sent_herself_is_not_validated_in_bulk(url, reporting, secretariat, login):
    entry = make_entry(reporting.first, reporting.period, reporting.member, "pendiente", submitted_by=secretariat)
    login(secretariat).post(url, {"confirmado": 1, "entry": [pair(entry)]})
    assert states() == ["submitted"]


def test_entries_of_other_periods_and_networks_are_not_touched(url, reporting, coordinator, login):
    later = make_entry(reporting.first, make_period(reporting.network, "2024-T2"), reporting.member, "pendiente")
    beta = make_network("beta")
    theirs = make_entry(make_plan(beta).ejes.get().activities.first(), make_period(beta), None, "pendiente")
    data = {"confirmado": 1, "entry": [pair(later), pair(theirs)]}
    login(coordinator).post(url, data)
    assert states() == ["submitted", "submitted"]


@pytest.mark.parametrize("given", ["", "x", "1", "1:x", "1:1:1", ":", "9" * 30 + ":1", "²:1"])
def test_rubbish_is_not_looked_at(url, clean, coordinator, login, given):
    response = login(coordinator).post(url, {"confirmado": 1, "entry": [given]}, follow=True)
    assert response.status_code == 200
    assert states() == ["submitted", "submitted"]


def test_a_closed_period_takes_no_validation(url, clean, reporting, secretariat, coordinator, login):
    services.period_close(period=reporting.period, by=secretariat)
    data = {"confirmado": 1, "entry": [pair(clean[0])]}
    page = login(coordinator).post(url, data, follow=True).content.decode()
    assert "está cerrado" in page
    assert states() == ["submitted", "submitted"]


def test_the_button_says_how_many(url_of, clean, warned, coordinator, login):
    page = login(coordinator).get(url_of("review_list", lineage=None, who=None)).content.decode()
    assert "Validar los 2 sin avisos" in page
    assert page.count('form="validar-varios"') == 2


def test_all_or_nothing(reporting, clean, coordinator, monkeypatch):
    """A failure in the middle leaves none validated."""
    from monitoring.services import reviewing

    decide, calls = reviewing._decide, []

    def failing(entry, *args):
        calls.append(entry)
        if len(calls) == 2:
            raise RuntimeError
        return decide(entry, *args)

    monkeypatch.setattr(reviewing, "_decide", failing)
    read = {entry.pk: 1 for entry in clean}
    with pytest.raises(RuntimeError):
        services.entries_validate(period=reporting.period, read=read, by=coordinator)
    assert states() == [ReviewState.SUBMITTED] * 2
