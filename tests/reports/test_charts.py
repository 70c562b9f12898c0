"""Pictures of figures: what is drawn is what is said, within its frame, and told apart without colour."""

import re
from decimal import Decimal
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import charts
from reports.charts import Count, Point

PERCENT = st.decimals(min_value=0, max_value=130, places=2)
STATES = tuple(charts.FILLS)


def drawn(address: str) -> ElementTree.Element:
    assert address.startswith("data:image/svg+xml,")
    return ElementTree.fromstring(unquote(address.partition(",")[2]))


def shapes(address: str, tag: str) -> list[dict]:
    return [dict(one.attrib) for one in drawn(address).iter() if one.tag.endswith(f"}}{tag}")]


def outside_patterns(address: str) -> list[dict]:
    root = drawn(address)
    kept = {id(one) for defs in root.iter() if defs.tag.endswith("}defs") for one in defs.iter()}
    return [dict(one.attrib) for one in root.iter() if one.tag.endswith("}rect") and id(one) not in kept]


@given(st.lists(st.builds(Point, st.none() | PERCENT, st.none() | PERCENT, st.booleans()), max_size=12))
def test_a_trend_stays_inside_its_frame(points):
    dots = shapes(charts.trend_line(points), "circle")

    assert len(dots) == sum(point.value is not None for point in points)
    assert all(0 <= float(dot["cy"]) <= charts.PLOT_HEIGHT for dot in dots)
    assert all(0 <= float(dot["cx"]) <= charts.PLOT_WIDTH for dot in dots)


def test_silence_is_a_gap_and_no_zero():
    told, silent = Point(Decimal(40)), Point(None, Decimal(100))
    address = charts.trend_line([told, silent, told])

    assert len(shapes(address, "circle")) == 2
    assert len(shapes(address, "rect")) == 1
    assert not [one for one in shapes(address, "path") if "L" in one["d"]], "a line crosses the silence"
    assert [one for one in shapes(charts.trend_line([told, told]), "path") if "L" in one["d"]]


def test_a_provisional_figure_is_hollow():
    sure, open_ = shapes(charts.trend_line([Point(Decimal(40)), Point(Decimal(50), provisional=True)]), "circle")

    assert (sure["fill"], open_["fill"]) == (charts.INK, charts.TRACK)


@given(st.lists(st.tuples(st.sampled_from(STATES), st.integers(0, 500)), max_size=7))
def test_stacked_states_fill_the_bar(parts):
    rects = outside_patterns(charts.stacked_states(parts))
    total = sum(number for _state, number in parts)

    assert len(rects) == (sum(number > 0 for _state, number in parts) or 1)
    assert sum(float(one["width"]) for one in rects) == pytest.approx(1756, abs=0.6)
    if total:
        widths = [float(one["width"]) for one in rects]
        wanted = [1756 * number / total for _state, number in parts if number]
        assert widths == pytest.approx(wanted, abs=0.1)


def test_states_differ_by_form():
    fills = [
        re.sub("#[0-9a-f]{6}", "", fill) for fill in charts.FILLS.values() if "url(" in fill or "dash" in fill
    ]
    assert len(set(fills)) == 4
    assert len(set(charts.FILLS.values())) == len(charts.FILLS)


@given(PERCENT, PERCENT)
def test_a_ceiling_is_beyond_what_was_reached(percent, ceiling):
    rects = outside_patterns(charts.ceiling_bar(percent, ceiling))
    reached = [one for one in rects if one["fill"] == charts.INK]
    beyond = [one for one in rects if one["fill"] == "url(#dots)"]

    assert sum(float(one["width"]) for one in [*reached, *beyond]) <= 798.2
    assert bool(beyond) == (ceiling > min(percent, 100))


def test_nobody_reported_is_an_empty_dashed_bar():
    (frame,) = outside_patterns(charts.ceiling_bar(None, Decimal(100)))
    assert "stroke-dasharray" in frame


@given(
    st.lists(st.builds(Count, st.integers(0, 900), st.integers(0, 50)), max_size=13),
    st.none() | st.integers(0, 900),
)
def test_columns_stand_on_the_ground_and_the_goal_over_them(counts, goal):
    address = charts.goal_columns(counts, goal)
    rects = outside_patterns(address)

    assert len(rects) == sum((one.counted > 0) + (one.unknown > 0) for one in counts)
    assert all(float(one["y"]) >= 0 for one in rects)
    dashed = [one for one in shapes(address, "path") if one.get("stroke-dasharray")]
    assert len(dashed) == (1 if goal else 0)


def test_columns_are_as_high_as_what_they_count():
    low, high = outside_patterns(charts.goal_columns([Count(20), Count(60)], 100))
    assert float(high["height"]) == pytest.approx(3 * float(low["height"]), abs=0.3)


def test_two_columns_a_mark_never_meet():
    hatched, full = outside_patterns(charts.paired_columns([Count(7, whole=12)], [Count(2)]))

    assert hatched["fill"] != full["fill"]
    assert float(hatched["x"]) + float(hatched["width"]) < float(full["x"])


@pytest.mark.parametrize(
    "address",
    [
        charts.progress_bar(Decimal(40)),
        charts.trend_line([Point(Decimal(40))]),
        charts.stacked_states([("cumplido", 1)]),
        charts.goal_columns([Count(1)], 2),
        charts.paired_columns([Count(1)], [Count(0)]),
    ],
)
def test_no_words_and_nothing_from_outside(address):
    root = drawn(address)
    assert not [one for one in root.iter() if one.tag.endswith(("text", "image", "script", "style"))]
    assert not list(filter(str.strip, root.itertext()))
