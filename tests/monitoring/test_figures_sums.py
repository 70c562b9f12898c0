"""Figures put together with the parts they are told apart in."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.figures_sums import LATEST, MEAN, SUM, Mismatch, Reading, combined, mismatches, read_parts

SEX = ("mujeres", "hombres", "otra")
QUARTERS = [
    (datetime.date(2024, 1, 1), datetime.date(2024, 3, 31)),
    (datetime.date(2024, 4, 1), datetime.date(2024, 6, 30)),
    (datetime.date(2024, 7, 1), datetime.date(2024, 9, 30)),
]
CENTS = st.integers(0, 10**6).map(lambda cents: Decimal(cents).scaleb(-2))
PARTS = st.dictionaries(st.sampled_from(SEX), CENTS, min_size=1)


def reading(quarter: int, member: int | None, value, sex=None, **fields) -> Reading:
    start, end = QUARTERS[quarter]
    words = zip(SEX, sex or (), strict=False)
    parts = {"sexo": {word: Decimal(number) for word, number in words}} if sex else {}
    return Reading(start, end, member, Decimal(value), parts=parts, **fields)


@st.composite
def readings(draw, always_told: bool = False) -> list[Reading]:
    found = []
    for quarter in range(draw(st.integers(1, 3))):
        for member in draw(st.lists(st.sampled_from([None, 1, 2, 3]), unique=True, min_size=1)):
            sex = draw(PARTS)
            told = always_told or draw(st.booleans())
            one = reading(quarter, member, sum(sex.values()), is_whole=draw(st.booleans()), order=(len(found),))
            found.append(replace(one, parts={"sexo": sex}) if told else one)
    return found


RULES = {"over_periods": st.sampled_from([SUM, LATEST]), "over_members": st.sampled_from([SUM, MEAN, LATEST])}


@given(readings(always_told=True), *RULES.values())
def test_parts_add_to_the_figure_when_all_were_told_apart(rows, over_periods, over_members):
    total = combined(rows, over_periods, over_members)
    assert total.told == {"sexo": total.of}
    assert sum(total.parts["sexo"].values()) == total.value


@given(readings(), *RULES.values())
def test_parts_never_change_the_figure_nor_come_to_more(rows, over_periods, over_members):
    total = combined(rows, over_periods, over_members)
    plain = combined([replace(row, parts={}) for row in rows], over_periods, over_members)
    assert (plain.value, plain.of, plain.parts) == (total.value, total.of, {})
    told = total.told.get("sexo", 0)
    assert 0 <= told <= total.of <= len(rows)
    # A mean of some of the members may round up where the whole rounds down.
    assert sum(total.parts.get("sexo", {}).values()) <= total.value + Decimal("0.05")
    assert ("sexo" in total.parts) == (told > 0)


@given(readings())
def test_a_sum_is_the_same_in_any_order_of_members(rows):
    rows = [replace(row, is_whole=False) for row in rows if row.member is not None]
    if rows:
        assert combined(rows, SUM, SUM) == combined(sorted(rows, key=lambda row: -row.member), SUM, SUM)


def test_nothing_comes_to_nothing():
    assert combined([], SUM, SUM) is None


def test_half_of_the_members_told():
    total = combined([reading(0, 1, 14, (8, 6)), reading(0, 2, 5)], SUM, SUM)
    assert (total.value, total.told, total.of) == (19, {"sexo": 1}, 2)
    assert total.parts == {"sexo": {"mujeres": 8, "hombres": 6}}


def test_what_does_not_add_is_not_told():
    assert combined([reading(0, 1, 14, (8, 5))], SUM, SUM).parts == {}


def test_a_figure_of_the_year_replaces_the_parts_before_it():
    rows = [reading(0, 1, 10, (4, 6)), reading(1, 1, 30, (20, 10), is_whole=True), reading(2, 1, 5, (5, 0))]
    total = combined(rows, SUM, SUM)
    assert (total.value, total.parts["sexo"], total.of) == (35, {"mujeres": 25, "hombres": 10}, 2)


def test_the_network_stands_for_its_members_in_its_period():
    rows = [reading(0, 1, 10, (4, 6)), reading(1, 1, 99, (99,)), reading(1, None, 7, (3, 4))]
    total = combined(rows, SUM, SUM)
    assert (total.value, total.parts["sexo"]) == (17, {"mujeres": 7, "hombres": 10})


def test_the_parts_of_a_mean_add_to_it():
    total = combined([reading(0, member, 1, (1, 0)) for member in (1, 2)] + [reading(0, 3, 1, (0, 1))], SUM, MEAN)
    assert total.value == 1
    assert total.parts["sexo"] == {"mujeres": Decimal("0.67"), "hombres": Decimal("0.33")}


@pytest.mark.parametrize("stored", [None, [], "x", {"sexo": 3}, {"sexo": {"mujeres": "muchas", "hombres": "NaN"}}])
def test_what_is_no_breakdown_is_none(stored):
    assert read_parts(stored) == {}


def test_mismatches():
    parts = read_parts({"sexo": {"mujeres": "8", "hombres": "4.50"}, "edad": {"0-17": "14"}, "zona": {}})
    (off,) = mismatches(Decimal(14), parts)
    assert off == Mismatch("sexo", Decimal("12.50"), Decimal(14))
    assert off.missing == Decimal("1.50")
    assert [each.by for each in mismatches(None, parts)] == ["sexo", "edad"]
    assert mismatches(Decimal(14), {"edad": parts["edad"]}) == []
