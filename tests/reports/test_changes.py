"""What a correction changed: by what rows are called, not by their place, and in the form's own words."""

from __future__ import annotations

import copy

import pytest

from reports.change_words import MOST, changes_since
from reports.changes import differences
from tests.reports.report_samples import gestion_context, plain, subdere_context


@pytest.fixture
def gestion() -> dict:
    return plain(gestion_context())


@pytest.fixture
def subdere() -> dict:
    return plain(subdere_context())


def told(before: dict, after: dict) -> list[tuple]:
    return [(one.where, one.what, one.before, one.after) for one in changes_since(before, after)]


def test_the_same_data_changed_nothing(gestion, subdere) -> None:
    for data in (gestion, subdere):
        again = copy.deepcopy(data)
        again["header"] |= {"folio": "A-2024-0001", "draft": False, "issued_on": "2024-11-20", "ink": "#000000"}
        assert told(data, again) == []


def test_a_figure_is_told_by_its_row_and_column(gestion) -> None:
    after = copy.deepcopy(gestion)
    after["figures"][0]["value"] = "15.00"
    assert told(gestion, after) == [
        ("Cifras del plan de acción, acumuladas del año", "F1 Planes enviados: Valor", "14", "15")
    ]


def test_a_row_put_in_before_the_others_is_all_that_changed(subdere) -> None:
    after = copy.deepcopy(subdere)
    new = copy.deepcopy(after["ejes"][0]["activities"][0]) | {"code": "1.0", "title": "Nueva"}
    after["ejes"][0]["activities"].insert(0, new)
    found = [one for one in told(subdere, after) if one[2] is None]
    assert len(found) == len(told(subdere, after))
    assert any("1.0" in one[1] for one in found)


def test_what_is_gone_has_no_after(gestion) -> None:
    after = copy.deepcopy(gestion)
    del after["figures"][1]
    ((_where, what, before, now),) = told(gestion, after)
    assert (what, now) == ("F1 Reglamento", None)
    assert "Actualizado" in before


def test_written_parts_carry_their_own_title_and_only_the_words_around(gestion) -> None:
    before, after = copy.deepcopy(gestion), copy.deepcopy(gestion)
    before["sections"]["action_plan"] = "Igual. " * 200 + "Se enviaron 14 planes." + " Igual." * 200
    after["sections"]["action_plan"] = before["sections"]["action_plan"].replace("14", "15")
    ((where, _what, was, now),) = told(before, after)
    assert where == "Seguimiento del plan de acción"
    assert "14 planes" in was
    assert "15 planes" in now
    assert len(was) < 200
    assert was.startswith("…")
    assert was.endswith("…")


def test_what_no_table_holds_is_told_too(gestion) -> None:
    after = copy.deepcopy(gestion)
    after["sessions"]["ordinary"]["held"] = 1
    assert told(gestion, after) == [("Sesiones", "Ordinarias Realizadas", "2", "1")]


def test_many_changes_end_in_how_many_more(subdere) -> None:
    after = copy.deepcopy(subdere)
    after["dissemination"]["clients"] = [f"Medio {number}" for number in range(MOST + 10)]
    found = changes_since(subdere, after)
    assert len(found) == MOST + 1
    assert found[-1].where.startswith("y ")
    assert found[-1].where.endswith("cambios más")


def test_data_of_an_older_make_can_still_be_compared(gestion) -> None:
    before = {key: value for key, value in gestion.items() if key not in ("seats", "decisions", "publications")}
    assert any(one.after for one in changes_since(before, gestion))


def test_rows_of_one_name_are_matched_in_their_order() -> None:
    before = {"rows": [{"title": "Igual", "n": 1}, {"title": "Igual", "n": 2}]}
    after = {"rows": [{"title": "Igual", "n": 1}, {"title": "Igual", "n": 3}]}
    assert [(one.before, one.after) for one in differences(before, after)] == [(2, 3)]
