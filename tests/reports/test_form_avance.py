"""The report of progress: the figures of the roll-up, one page for who decides, nobody told apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import resolve

from monitoring.selectors import indicator_values, period_for, rollup
from networks.models import Network
from reports.demo import load_network
from reports.official.avance.checks import checks
from reports.official.avance.printed import printed
from tests.reports.forms_samples import (
    check_tables,
    data_of,
    figures_in,
    missing_figures,
    pages_of,
    scope_in,
    words_of,
)

SLUGS = ("utgm", "red-gdl", "coalicion", "sernam", "mesa")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The five networks, once for all the tests that only read them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {slug: load_network(slug) for slug in SLUGS}
        transaction.set_rollback(True)


@pytest.fixture
def nets(demo, db) -> dict[str, Network]:
    return demo


def ejes_of(data: dict) -> list[dict]:
    return [eje for plan in data["plans"] for eje in plan["ejes"]]


def lines_of(data: dict) -> list[dict]:
    return [line for eje in ejes_of(data) for line in eje["activities"]]


# -- the networks of the demo ---------------------------------------------------------------------------------


def test_sernam_has_the_figures_of_the_domain(nets):
    data = data_of("avance", nets["sernam"], "2007")
    (plan,) = data["plans"]

    computed = ["100.00", "100.00", "100.00", "50.00", "50.00", "84.00", "100.00", "100.00"]
    assert [eje["value"] for eje in plan["ejes"]] == computed
    assert (plan["value"], plan["weighted"], plan["reported"], plan["obliged"]) == ("85.50", True, 37, 37)
    assert {row["status"]: row["number"] for row in data["states"]} == {
        "cumplido": 30,
        "reprogramado": 1,
        "pendiente": 6,
    }
    assert sorted((note["where"], note["declared"], note["computed"]) for note in data["warnings"]) == [
        ("4", "100.00", "50.00"),
        ("6", "100.00", "84.00"),
        ("6.1", "17.00", "16.00"),
        ("6.2", "17.00", "0.00"),
        ("6.4", "0.00", "17.00"),
    ]


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("utgm", "2012-T2"),
        ("red-gdl", "2018-S1"),
        ("coalicion", "2012-S2"),
        ("sernam", "2007"),
        ("mesa", "2024-T3"),
    ],
)
def test_figures_are_those_of_the_roll_up(nets, slug, code):
    network = nets[slug]
    data, found = data_of("avance", network, code), rollup(network, period_for(network, code))

    for line, plan in zip(data["plans"], found.plans, strict=True):
        figure = plan.figure
        assert (line["value"], line["ceiling"]) == (_text(figure.earned), _text(figure.ceiling))
        assert (line["reported"], line["obliged"]) == (figure.reported, figure.obliged)
        for eje, own in zip(line["ejes"], plan.planned.ejes, strict=True):
            group = plan.eje(own.lineage)
            assert (eje["code"], eje["percent"]) == (own.code, _text(group.percent))
            assert (eje["reported"], eje["obliged"]) == (group.reported, group.obliged)
            assert sum(row["obliged"] for row in eje["activities"]) == group.obliged
        assert sum(row["obliged"] for row in line["members"]) == figure.obliged
        assert sum(row["reported"] for row in line["members"]) == figure.reported
        assert all(len(row["missing"]) == row["obliged"] - row["reported"] for row in line["members"])
    assert sum(row["number"] for row in data["states"]) + data["not_due"] == len(lines_of(data))
    assert data["basis"]["reported"] == found.reported


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def test_mesa_has_its_eleven_figures(nets):
    network = nets["mesa"]
    data = data_of("avance", network, "2024-T3")
    values = {value.indicator.title: value for value in indicator_values(network, period_for(network, "2024-T3"))}

    assert len(data["indicators"]) == 11
    told = {row["label"]: row for row in data["indicators"]}
    assert {label: row["cumulative"] for label, row in told.items()} == {
        label: _text(value.cumulative) for label, value in values.items()
    }
    assert sorted(row["cumulative"] for row in data["indicators"] if row["cumulative"] and row["target"]) == [
        "14.00",
        "30.00",
    ]
    assert sum(1 for row in data["indicators"] if row["words"]) == 2


@pytest.mark.parametrize("slug", SLUGS)
def test_every_network_and_its_year_have_the_report(nets, slug):
    network = nets[slug]
    codes = list(network.periods.order_by("start_on").values_list("code", flat=True))
    for code in {codes[0], codes[-1], codes[0][:4]}:
        data = data_of("avance", network, code)
        text = words_of(data)
        assert "None" not in text
        check_tables("avance", data)
        weighted = any(plan["weighted"] for plan in data["plans"])
        assert ("ponderación ganada, de 100" in text) == weighted


@pytest.mark.parametrize(("slug", "code"), [("sernam", "2007"), ("mesa", "2024-T3"), ("coalicion", "2012-S2")])
def test_one_page_for_who_decides_and_every_figure_in_the_rest(nets, tmp_path, slug, code):
    data = data_of("avance", nets[slug], code)
    first, second, *others = pages_of(data, tmp_path)

    heading = f"Por {data['header']['eje_word']}\n"
    assert "Resumen ejecutivo" in first
    assert "En qué se apoyan" in first
    assert heading not in first
    assert heading in second
    text = "\n".join([first, second, *others])
    # Declared figures are in the notes, those of all periods in the picture's table.
    assert not missing_figures(figures_in({**data, "warnings": []}), text)
    plan = data["plans"][0]
    assert f"{plan['reported']} de {plan['obliged']}" in first


def test_a_year_of_quarters_takes_the_latest_of_each(nets):
    quarter, year = (data_of("avance", nets["mesa"], code) for code in ("2024-T3", "2024"))

    assert year["plans"][0]["value"] == quarter["plans"][0]["value"]
    assert [row["code"] for row in year["plans"][0]["history"]] == ["2024-T1", "2024-T2", "2024-T3", "2024-T4"]
    assert [row["code"] for row in quarter["plans"][0]["history"]] == ["2024-T1", "2024-T2", "2024-T3"]


def test_the_period_before_and_a_run(nets):
    network = nets["coalicion"]
    first, second = (data_of("avance", network, code)["plans"][0] for code in ("2012-S1", "2012-S2"))

    assert second["before"] == first["value"] == "22.60"
    assert (second["before_reported"], second["before_obliged"]) == (17, 36)
    assert first["before"] is None
    run = data_of("avance", nets["utgm"], "2012-T1_2012-T2")
    assert run["plans"][0]["before_label"] is None
    assert [row["code"] for row in run["plans"][0]["history"]] == ["2012-T1", "2012-T2"]


def test_an_eje_alone(nets):
    data = data_of("avance", nets["sernam"], "2007", eje="4")

    assert [eje["code"] for eje in ejes_of(data)] == ["4"]
    assert data["plans"][0]["value"] == "50.00"
    assert [row["value"] for row in data["plans"][0]["history"]] == ["50.00"]
    text = words_of(data)
    assert "Buenas prácticas" not in text
    # Of one eje alone, the best and the most delayed are its activities.
    assert [row["code"] for row in printed(data)["brief"]["best"]] == ["4.1", "4.2"]
    assert [row["code"] for row in printed(data)["brief"]["behind"]] == ["4.3", "4.4"]


def test_a_member_alone_has_her_place_and_nobody_elses_name(nets):
    network = nets["utgm"]
    member = next(one for one in network.members.order_by("order") if one.is_reporting)
    data = data_of("avance", network, "2012-T2", member=member)
    (plan,) = data["plans"]

    assert [row["name"] for row in plan["members"]] == [member.name]
    assert plan["members"][0]["value"] == plan["value"]
    assert plan["members"][0]["others"] == plan["comparison"]["count"] - 1
    text = words_of(data)
    for other in network.members.exclude(pk=member.pk):
        assert other.name not in text


def test_what_does_not_agree_is_found_with_a_way_there(nets):
    network, code = nets["sernam"], "2007"
    data = data_of("avance", network, code)
    data["sections"]["resumen"] = "Se ganó el 85,5 % y el grupo 6 llegó a 99,25 %; casi 86 % en total."
    data["basis"]["to_review"] = 3
    found = list(checks(scope_in(network, code), data))

    said = [one.message for one in found if one.kind == "narrative_figure"]
    assert len(said) == 1
    assert "99,25 %" in said[0]
    kinds = [one.kind for one in found]
    assert kinds.count("declared_total") == 2
    assert "not_validated" in kinds
    assert all(resolve(one.link) for one in found)


def test_silence_is_found(nets):
    data = data_of("avance", nets["mesa"], "2024-T3")
    found = [one for one in checks(scope_in(nets["mesa"], "2024-T3"), data) if one.kind == "silence"]

    assert [one.message for one in found] == ["Informaron 8 de 68: faltan 60 avances."]


def test_tables_have_the_figures(nets):
    tables = check_tables("avance", data_of("avance", nets["sernam"], "2007"))

    assert [row[3] for row in tables["Por nivel"].rows][3:6] == [
        Decimal("50.00"),
        Decimal("50.00"),
        Decimal("84.00"),
    ]
    assert len(tables["Actividades"].rows) == 37
