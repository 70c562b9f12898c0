"""Which reports a batch is of, and the page that asks for it; a year of all networks from the console."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from monitoring.selectors import local_today
from networks.models import MandatedFunction, Role
from reports import batch_running, batches
from reports.batch_asking import Asked, spots_of
from reports.models import IssuedReport, ReportBatch
from reports.official import FORMS
from tests.factories import (
    give_role,
    make_activity,
    make_eje,
    make_meeting,
    make_member,
    make_network,
    make_period,
    make_seat,
    make_version,
)

pytestmark = pytest.mark.django_db
NO_PLAN = [slug for slug, form in FORMS.items() if not form.by_plan]


@pytest.fixture(autouse=True)
def started(monkeypatch) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr(batches, "launch_command", lambda *arguments: found.append(arguments))
    return found


@pytest.fixture
def plan(network):
    version = make_version(network)
    for code in ("A", "B"):
        make_activity(make_eje(version, code))
    return version


def told(spots) -> list[tuple[str, str, str, str, str]]:
    return [
        (one.network.slug, one.form, one.period_code, one.eje_code, one.member.code if one.member else "")
        for one in spots
    ]


def test_forms_by_periods_by_parts(network, member, plan):
    make_period(network, "2024-T1")
    make_period(network, "2024-T2")
    asked = Asked(networks=(network,), forms=("gestion",), codes=("2024-T2",), parts=("whole", "ejes", "members"))
    assert told(spots_of(asked)) == [
        ("alfa", "gestion", "2024-T2", "", ""),
        ("alfa", "gestion", "2024-T2", "A", ""),
        ("alfa", "gestion", "2024-T2", "B", ""),
        ("alfa", "gestion", "2024-T2", "", "uno"),
    ]


def test_a_member_who_left_or_does_not_report_has_none(network, member, plan):
    make_period(network, "2024-T1")
    make_member(network, "fue", valid_to_on=datetime.date(2023, 12, 31))
    make_seat(network, "calla")
    asked = Asked(networks=(network,), forms=("gestion",), years=(2024,), parts=("members",))
    assert told(spots_of(asked)) == [("alfa", "gestion", "2024-T1", "", "uno")]


def test_a_form_of_a_plan_comes_once_however_many_periods(network, plan):
    for code in ("2024-T1", "2024-T2"):
        make_period(network, code)
    by_plan = next(slug for slug, form in FORMS.items() if form.by_plan)
    (spot,) = spots_of(Asked(networks=(network,), forms=(by_plan,), years=(2024,)))
    assert (spot.period_code, spot.plan_slug) == ("2024", "2024")


def test_what_has_not_begun_has_nothing_to_report(network, plan):
    year = local_today(network).year + 1
    make_period(network, f"{year}-T1")
    assert not spots_of(Asked(networks=(network,), forms=("gestion",), years=(year,)))


def test_only_the_forms_with_something_to_say(network, plan):
    make_period(network)

    def fitting() -> set[str]:
        asked = Asked(networks=(network,), forms=tuple(NO_PLAN), years=(2024,), fitting_only=True)
        return {spot.form for spot in spots_of(asked)}

    assert fitting() == {"avance"} & set(FORMS)
    eje = plan.ejes.first()
    eje.weight = Decimal(100)
    eje.save()
    assert "subdere" in fitting()
    MandatedFunction.objects.create(network=network, number=1, title="Función")
    assert "gestion" not in fitting()
    make_meeting(network, datetime.date(2024, 2, 1))
    assert "gestion" in fitting()
    network.roster_goal = 100
    network.save()
    assert fitting() == set(NO_PLAN)


def test_nothing_or_too_much_is_refused(network, secretariat, plan, monkeypatch):
    monkeypatch.setattr(batches, "MOST_ITEMS", 1)
    for code in ("2024-T1", "2024-T2"):
        make_period(network, code)
    spots = spots_of(Asked(networks=(network,), forms=("gestion",), years=(2024,)))
    with pytest.raises(ValidationError, match="Resultarían 2 informes"):
        batches.batch_create(user=secretariat, spots=spots, title="x", is_issue=False)
    with pytest.raises(ValidationError, match="no resulta ningún informe"):
        batches.batch_create(user=secretariat, spots=[], title="x", is_issue=False)


def test_the_page_asks_and_starts(network, secretariat, plan, login, started):
    make_period(network)
    client, url = login(secretariat), reverse("reports:batch_create", args=["alfa"])
    page = client.get(url).content.decode()
    assert 'name="networks"' not in page
    wrong = client.post(url, {"kinds": ["gestion"], "parts": ["whole"], "purpose": "drafts"})
    assert wrong.status_code == 422
    assert "Elija al menos un periodo" in wrong.content.decode()
    strange = {"kinds": ["x\0"], "periods": ["2024-T9"], "parts": ["whole"], "purpose": "drafts"}
    assert client.post(url, strange).status_code == 422
    assert not ReportBatch.objects.exists()
    asked = {"kinds": ["gestion"], "periods": ["2024-T1"], "parts": ["whole"], "purpose": "issue"}
    answer = client.post(url, {**asked, "override_reason": "Porque sí"})
    batch = ReportBatch.objects.get()
    assert answer.url == reverse("reports:batch_detail", args=["alfa", batch.pk])
    assert (batch.is_issue, batch.override_reason, batch.asked_by) == (True, "Porque sí", secretariat)
    assert started == [("batch_run", str(batch.pk))]
    live = client.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert "En espera de empezar" in live
    assert "<html" not in live
    assert "http-equiv" in client.get(answer.url).content.decode()


def test_she_who_manages_several_chooses_among_her_own(network, secretariat, outsider, plan, login):
    beta = make_network("beta")
    give_role(secretariat, beta, Role.SECRETARIAT)
    for one in (network, beta):
        make_period(one)
    client, url = login(secretariat), reverse("reports:batch_create", args=["alfa"])
    page = client.get(url).content.decode()
    assert 'value="beta"' in page
    assert 'value="ajena"' not in page
    asked = {"kinds": ["gestion"], "years": ["2024"], "parts": ["whole"], "purpose": "drafts"}
    assert client.post(url, {**asked, "networks": ["alfa", "ajena"]}).status_code == 422
    assert client.post(url, {**asked, "networks": ["alfa", "beta"]}).status_code == 302
    assert set(ReportBatch.objects.get().items.values_list("network__slug", flat=True)) == {"alfa", "beta"}


def test_the_list_costs_the_same_with_one_batch_and_thirty(
    network, secretariat, plan, login, django_assert_num_queries
):
    make_period(network)
    spots = spots_of(Asked(networks=(network,), forms=("gestion",), years=(2024,)))
    client, url = login(secretariat), reverse("reports:batch_list", args=["alfa"])
    batches.batch_create(user=secretariat, spots=spots, title="Uno", is_issue=False)
    with django_assert_num_queries(10, exact=False) as few:
        client.get(url)
    for _ in range(29):
        batches.batch_create(user=secretariat, spots=spots, title="Otro", is_issue=False)
    with django_assert_num_queries(len(few)):
        client.get(url)


def issue_batch(capsys, *arguments: str) -> dict:
    try:
        call_command("issue_batch", *arguments, "--json")
    finally:
        out = capsys.readouterr().out
    return json.loads(out)


def test_a_year_is_issued_once_and_what_fails_is_told(network, secretariat, plan, capsys, monkeypatch, tmp_path):
    """With the real printing: one form of one period."""
    make_period(network)
    zipped = tmp_path / "todo.zip"
    first = issue_batch(capsys, "--year", "2024", "--form", "gestion", "--output", str(zipped))
    (item,) = first["items"]
    row = IssuedReport.objects.get()
    assert (first["done"], first["failed"], first["skipped"]) == (1, 0, 0)
    assert item["folio"] == row.folio
    assert {key: item[key] for key in ("network", "form", "period", "state", "problem")} == {
        "network": "alfa",
        "form": "gestion",
        "period": "2024-T1",
        "state": "done",
        "problem": None,
    }
    assert zipped.read_bytes()[:2] == b"PK"
    again = issue_batch(capsys, "--year", "2024", "--form", "gestion", "--network", "alfa", "--by", "secretariat")
    assert (again["done"], again["skipped"]) == (0, 1)
    assert (again["items"][0]["state"], again["items"][0]["folio"]) == ("skipped", row.folio)
    assert IssuedReport.objects.count() == 1

    def refuse(*arguments, **named):
        raise ValidationError("No se pudo.")

    make_period(network, "2024-T2")
    monkeypatch.setattr(batch_running, "report_issue", refuse)
    with pytest.raises(CommandError, match="1 informe falló"):
        call_command("issue_batch", "--year", "2024", "--form", "gestion", "--json")
    found = json.loads(capsys.readouterr().out)
    assert [(one["state"], one["problem"]) for one in found["items"]][1] == ("failed", "No se pudo.")
    assert found["failed"] == 1


def test_the_command_refuses_whoever_may_not(network, coordinator, plan):
    make_period(network)
    with pytest.raises(CommandError, match="no emite informes de todas esas redes"):
        call_command("issue_batch", "--year", "2024", "--by", coordinator.username)
    with pytest.raises(CommandError, match="no resulta ningún informe"):
        call_command("issue_batch", "--year", "1999")
