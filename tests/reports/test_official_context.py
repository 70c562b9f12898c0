"""Frozen contexts: the JSON contract, and the parts of the forms that are cut to the page."""

from datetime import date
from decimal import Decimal

import pytest

from reports.context import ReportWarning, canonical_json, file_stem, fingerprint, to_plain
from reports.official.gestion import context as gestion
from reports.official.subdere import context as subdere
from tests.reports.report_samples import activity, eje, gestion_context, plain, subdere_context


def test_decimals_are_strings_with_two_places_dates_iso_and_absent_null():
    warning = ReportWarning(
        kind="late", where="4", declared=Decimal("12.5"), computed=date(2024, 9, 3), message="Difiere."
    )

    assert to_plain(warning) == {
        "kind": "late",
        "where": "4",
        "declared": "12.50",
        "computed": "2024-09-03",
        "message": "Difiere.",
    }
    assert to_plain(Decimal("0.005")) == "0.01"
    assert to_plain(None) is None


def test_floats_are_refused():
    with pytest.raises(TypeError):
        to_plain({"earned": 12.5})


def test_subdere_json_has_the_agreed_keys():
    data = plain(subdere_context())

    assert data["form"] == "subdere"
    assert (data["network"], data["period"], data["region"]) == ("prueba", "2007", "Todas las regiones")
    assert {"ejes", "analysis", "information_systems", "dissemination", "warnings"} <= data.keys()
    group = data["ejes"][1]
    assert (group["weight_total"], group["earned_total"], group["declared_total"]) == (
        "100.00",
        "50.00",
        "100.00",
    )
    assert {"code", "title", "weight", "status", "narrative", "earned", "declared_earned"} <= group["activities"][
        0
    ].keys()
    assert group["objectives"][0]["activities"] == group["activities"]


def test_gestion_json_has_the_agreed_keys():
    data = plain(gestion_context())

    assert data["seats"][0]["sessions"] == ["2024-01-10"]
    assert data["seats"][0]["total"] == 1
    assert data["sessions"]["ordinary"] == {"held": 2, "programmed": 2}
    assert [row["published"] for row in data["publications"]] == [True, False, None]
    assert data["figures"][0]["value"] == "14.00"
    assert {"functions", "decisions", "sections", "signature", "warnings"} <= data.keys()


def test_fingerprint_ignores_the_order_of_keys_and_sees_every_change():
    data = plain(subdere_context())
    shuffled = dict(reversed(data.items()))

    assert fingerprint(shuffled) == fingerprint(data)
    assert canonical_json(shuffled) == canonical_json(data)
    assert fingerprint({**data, "region": "Otra"}) != fingerprint(data)
    assert file_stem(data) == "prueba-2007-subdere"


def test_objectives_with_many_activities_repeat_their_title():
    rows = tuple(activity(f"1.{number}", weight="8.33") for number in range(1, 13))
    printed = subdere.printed(plain(subdere_context(ejes=(eje("1", rows),))))

    blocks = printed["groups"][0]["blocks"]
    assert [block["span"] for block in blocks] == [5, 5, 2]
    assert [block["continued"] for block in blocks] == [False, True, True]
    assert sum(1 + len(block["rest"]) for block in blocks) == 12


def test_declared_figures_differ_only_when_declared():
    printed = subdere.printed(plain(subdere_context()))

    first, second = printed["groups"]
    assert not first["differs"]
    assert second["differs"]
    assert [note["number"] for note in second["notes"]] == [1]
    assert second["blocks"][0]["rest"][0]["differs"]


@pytest.mark.parametrize(
    ("meetings", "widths"), [(0, [0]), (1, [1]), (6, [6]), (7, [4, 3]), (14, [5, 5, 4]), (40, [6] * 6 + [4])]
)
def test_matrices_are_cut_evenly_and_lose_no_session(meetings, widths):
    printed = gestion.printed(plain(gestion_context(meetings)))

    assert [len(part["meetings"]) for part in printed["attendance"]] == widths
    assert [part["last"] for part in printed["attendance"]] == [False] * (len(widths) - 1) + [True]
    marks = [mark for part in printed["attendance"] for mark in part["sectors"][0]["seats"][0]["marks"]]
    assert marks == [number != 1 for number in range(meetings)]
    assert sum(sum(part["present"]) for part in printed["attendance"]) == printed["attendance"][0]["total"]
