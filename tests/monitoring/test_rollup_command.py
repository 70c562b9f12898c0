"""`manage.py rollup`: figures whose parts recompute to them."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from reports.demo import load_network
from tests.factories import make_activity, make_eje, make_entry, make_member, make_period, make_plan, make_version

pytestmark = pytest.mark.django_db


def told(slug: str, code: str, **options) -> str:
    out = io.StringIO()
    call_command("rollup", network=slug, period=code, stdout=out, **options)
    return out.getvalue()


def data(slug: str, code: str) -> dict:
    return json.loads(told(slug, code, json=True))


def figures(found: dict) -> list[dict]:
    totals = [found["total"]] if found["total"] else [plan["total"] for plan in found["plans"]]
    return [*totals, *found["ejes"], *found["members"]]


def recompute(figure: dict) -> None:
    parts = figure["parts"]
    earned = [Decimal(part["earned"]) for part in parts if part["earned"] is not None]
    weights = sum((Decimal(part["weight"]) for part in parts), Decimal(0))
    again = sum(Decimal(part["weight"]) * Decimal(part["share"] or 0) for part in parts)
    if figure["earned"] is None:
        assert not earned
    else:
        assert sum(earned) == Decimal(figure["earned"]) <= Decimal(figure["ceiling"])
        assert abs(again - Decimal(figure["earned"])) <= Decimal("0.005")
    assert weights == Decimal(figure["weight"])
    assert figure["obliged"] == len(parts)
    assert figure["reported"] == sum(part["status"] is not None for part in parts)
    assert figure["applicable"] == sum(part["status"] != "no_aplica" for part in parts)


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("sernam", "2007"),
        ("mesa", "2024-T3"),
        ("utgm", "2012-T2"),
        ("coalicion", "2012-S1"),
        ("coalicion", "2012"),
        ("red-gdl", "2018-S1"),
    ],
)
def test_the_five_networks_recompute(slug, code):
    load_network(slug)
    found = data(slug, code)
    assert figures(found)
    for figure in figures(found):
        recompute(figure)


def test_sernam_to_the_cent():
    load_network("sernam")
    found = data("sernam", "2007")
    assert [eje["earned"] for eje in found["ejes"]] == [
        *("100.00", "100.00", "100.00", "50.00", "50.00", "84.00", "100.00", "100.00")
    ]
    assert found["total"]["earned"] == "85.50"
    sixth = found["ejes"][5]
    assert [(part["weight"], part["share"], part["earned"]) for part in sixth["parts"][:2]] == [
        ("16.00", "1.0000", "16.00"),
        ("16.00", "0.0000", "0.00"),
    ]


def test_several_plans_are_never_added_together(network, member):
    period = make_period(network)
    for slug in ("uno", "dos"):
        version = make_plan(network, (100,), slug=slug)
        make_entry(
            version.ejes.get().activities.get(), period, member, "cumplido" if slug == "uno" else "pendiente"
        )
    found = data(network.slug, period.code)
    assert found["total"] is None
    assert {plan["plan"]: plan["total"]["earned"] for plan in found["plans"]} == {"uno": "100.00", "dos": "0.00"}
    assert [(row["plan"], row["code"]) for row in found["members"]] == [("dos", "uno"), ("uno", "uno")]


def test_silence_no_aplica_and_equal_weights(network, member):
    """Three activities without weights, one that applies to nobody: two parts of 50, one of them silent."""
    make_member(network, "calla", is_reporting=False, seat_role="I")
    eje = make_eje(make_version(network))
    activities = [make_activity(eje) for _ in range(3)]
    period = make_period(network)
    make_entry(activities[0], period, member)
    make_entry(activities[1], period, member, "no_aplica")
    (found,) = data(network.slug, period.code)["ejes"]
    assert [(part["weight"], part["share"], part["earned"]) for part in found["parts"]] == [
        ("50.00", "1.0000", "50.00"),
        ("0.00", None, None),
        ("50.00", None, None),
    ]
    assert (found["weight"], found["earned"], found["ceiling"]) == ("100.00", "50.00", "100.00")
    assert (found["reported"], found["applicable"], found["obliged"]) == (2, 2, 3)


def test_a_period_in_which_nothing_rules(network):
    period = make_period(network)
    found = data(network.slug, period.code)
    assert (found["total"], found["ejes"], found["members"], found["plans"]) == (None, [], [], [])
    assert told(network.slug, period.code) == ""


def test_in_words(network, member):
    version = make_plan(network, (40, 60))
    period = make_period(network)
    make_entry(version.ejes.get().activities.first(), period, member)
    assert "Plan 2024: 40.00 de 100.00; puede llegar a 100.00; informaron 1 de 2" in told(
        network.slug, period.code
    )


def test_what_does_not_exist_is_told(network):
    with pytest.raises(CommandError, match="No hay una red «nada»"):
        told("nada", "2024-T1")
    with pytest.raises(CommandError, match="no tiene el periodo «2030-T1»"):
        told(network.slug, "2030-T1")
