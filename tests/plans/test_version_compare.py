"""Two versions on one page, as a workbook and from the command line."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from plans.comparing import parts, versions_compared
from plans.models import Deliverable, VersionStatus
from plans.services import version_draft, version_enforce
from tests.factories import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(network):
    """A version in force and a draft in which 1.1 has another title and weight, and 1.2 is gone."""
    older = make_plan(network, (40, 60))
    first = older.ejes.get().activities.get(code="1.1")
    first.deadline_text = "Junio de 2024"
    first.save()
    Deliverable.objects.create(activity=first, title="Memoria")
    newer = version_draft(plan=older.plan)
    eje = newer.ejes.get()
    changed = eje.activities.get(code="1.1")
    changed.title, changed.weight = "=Actividad con fórmula", 100
    changed.save()
    eje.activities.get(code="1.2").delete()
    return older, newer


def compare_url(network, name="version_compare", query=""):
    return reverse(f"plans:{name}", args=[network.slug, "2024"]) + query


def test_says_what_changed_line_by_line(login, coordinator, network, pair):
    page = login(coordinator).get(compare_url(network, query="?de=1&a=2")).content.decode()
    for words in ("quitada", "cambiada", "Ponderación", "<del>40,00</del> %", "<ins>100,00</ins> %", "<ins>="):
        assert words in page


def test_without_numbers_compares_the_last_two_in_either_order(login, observer, network, pair):
    client = login(observer)
    asked = client.get(compare_url(network, query="?de=2&a=1")).context["compared"]
    default = client.get(compare_url(network)).context["compared"]
    for compared in (asked, default):
        assert (compared.older.number, compared.newer.number) == (1, 2)


@pytest.mark.parametrize("query", ["?de=9", "?de=uno", "?a=99999999999999999999"])
def test_a_number_that_is_no_version_is_not_found(login, observer, network, pair, query):
    assert login(observer).get(compare_url(network, query=query)).status_code == 404


def test_one_version_has_nothing_to_compare(login, observer, network):
    make_plan(network)
    response = login(observer).get(compare_url(network))
    assert "Todavía no hay dos versiones" in response.content.decode()


def test_two_that_say_the_same(login, observer, network):
    version_draft(plan=make_plan(network).plan)
    assert "dicen lo mismo" in login(observer).get(compare_url(network)).content.decode()


def test_the_workbook_keeps_what_looks_like_a_formula_as_text(login, observer, network, pair):
    response = login(observer).get(compare_url(network, "version_compare_xlsx"))
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    title = next(row for row in rows if row[5] == "Título")
    assert title[6:] == ["Actividad 1.1", "=Actividad con fórmula"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert [row[1] for row in rows if row[4] == "quitada"] == ["1.2"]


def test_the_cost_does_not_grow(network, django_assert_num_queries):
    def compared(plan):
        pair = [plan.versions.select_related("plan__network").get(number=number) for number in (1, 2)]
        return versions_compared(*pair)

    small = make_plan(network, (100,)).plan
    large = make_plan(network, (2,) * 50, slug="grande").plan
    for plan in (small, large):
        version_draft(plan=plan)
    with CaptureQueriesContext(connection) as cost:
        compared(small)
    with django_assert_num_queries(len(cost)):
        compared(large)


def test_command_prints_the_lists(network, pair, capsys):
    call_command(
        "compare_versions", "--network", network.slug, "--plan", "2024", "--from", "1", "--to", "2", "--json"
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["moved"]) == ([], [])
    assert [row["code"] for row in told["removed"]] == ["1.2"]
    assert [(row["code"], row["field"], row["from"], row["to"]) for row in told["changed"]] == [
        ("1.1", "title", "Actividad 1.1", "=Actividad con fórmula"),
        ("1.1", "weight", "40.00", "100.00"),
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--network", "otra", "--plan", "2024", "--from", "1", "--to", "2"], "no tiene el plan «2024»"),
        (["--network", "alfa", "--plan", "2024", "--from", "1", "--to", "7"], "Las que tiene: 1, 2"),
    ],
)
def test_command_says_what_is_wrong(pair, given, words):
    with pytest.raises(CommandError, match=words):
        call_command("compare_versions", *given)


def test_dates_change_whole():
    assert parts("01/08/2012", "01/09/2012") == ([("gone", "01/08/2012")], [("new", "01/09/2012")])


def test_put_in_force_after_comparing(login, secretariat, network, pair):
    """The reason of the newer version stands above what it changed."""
    _older, newer = pair
    version_enforce(
        version=newer, in_force_from_on=newer.plan.versions.get(number=1).in_force_from_on, reason="Recorte"
    )
    page = login(secretariat).get(compare_url(network)).content.decode()
    assert "Recorte" in page
    assert newer.plan.versions.get(number=1).status == VersionStatus.SUPERSEDED
