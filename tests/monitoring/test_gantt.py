"""The picture of a cronograma: where things are drawn, how exact they look, and that nothing runs over."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.gantt import GanttRow, Words, clip, draw, key, striped, wrap
from monitoring.gantt_axis import PAD, SCALES, Axis, month_span
from monitoring.gantt_shapes import COLOURS

FIRST, LAST = date(2012, 1, 1), date(2012, 12, 31)
DAY = date(2012, 3, 14)
SEMESTER = {"start": date(2012, 7, 1), "end": date(2012, 12, 31), "precision": "semester"}
MONTH = {"start": date(2012, 8, 1), "end": date(2012, 8, 31), "precision": "month"}
SVG = "{http://www.w3.org/2000/svg}"


def picture(*rows: GanttRow, scale: str = "month", **given) -> ElementTree.Element:
    return ElementTree.fromstring(draw(rows, scale, FIRST, LAST, **given))


def drawn(root: ElementTree.Element, kind: str) -> list[dict[str, str]]:
    return [one.attrib for one in root.iter() if kind in one.get("class", "").split()]


def box(one: dict[str, str]) -> tuple[float, float]:
    return float(one["x"]), float(one["width"])


def texts(root: ElementTree.Element) -> list[str]:
    return [one.text for one in root.iter(f"{SVG}text")]


# -- where ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", SCALES)
def test_a_bar_begins_and_ends_with_its_dates(scale):
    axis = Axis.over(scale, FIRST, LAST, 860)
    (bar,) = drawn(picture(GanttRow("Taller", **SEMESTER), scale=scale), "gantt-soft")
    x, width = box(bar)

    assert x == pytest.approx(PAD + (date(2012, 7, 1) - FIRST).days * axis.pixels, abs=0.1)
    assert width == pytest.approx(184 * axis.pixels, abs=0.1)


def test_each_day_is_as_wide_as_any_other_and_both_ends_are_in():
    axis = Axis.over("month", FIRST, LAST, 0)

    assert axis.x(FIRST) == PAD
    assert axis.x_after(LAST) == pytest.approx(axis.width - PAD, abs=0.1)
    assert axis.x_after(DAY) == pytest.approx(axis.x(DAY + timedelta(days=1)))
    assert axis.x_after(DAY) - axis.x(DAY) == pytest.approx(axis.pixels)


def test_months_of_the_schedule_are_solid_blocks():
    axis = Axis.over("month", FIRST, LAST, 860)
    blocks = drawn(picture(GanttRow("Taller", months=("2012-02", "2012-03", "2012-09"))), "gantt-month")

    assert [box(one)[0] for one in blocks] == [
        pytest.approx(axis.x(date(2012, month, 1)) + 0.5, abs=0.1) for month in (2, 3, 9)
    ]
    assert box(blocks[0])[1] == pytest.approx(29 * axis.pixels - 1, abs=0.1)
    assert all("fill-opacity" not in one for one in blocks)


@pytest.mark.parametrize(("scale", "marks"), [("month", 12), ("quarter", 4), ("year", 2)])
def test_the_head_names_years_and_their_parts(scale, marks):
    root = picture(GanttRow("Taller", **MONTH), scale=scale)
    first = {"month": "ene", "quarter": "T1", "year": "S1"}[scale]

    assert "2012" in texts(root)
    assert first in texts(root)
    assert len(texts(root)) == marks + 1


def test_a_width_can_be_asked_for():
    ten_years = ElementTree.fromstring(
        draw([GanttRow("Taller", **MONTH)], "month", FIRST, date(2021, 12, 31), width=700)
    )

    assert float(ten_years.get("width")) == 700
    assert "ene" not in texts(ten_years)


# -- how exact ------------------------------------------------------------------------------------------------


def test_an_exact_day_has_sharp_ends():
    root = picture(GanttRow("Sesión", start=DAY, end=DAY, precision="day"))

    (bar,) = drawn(root, "gantt-sharp")
    assert "fill-opacity" not in bar
    assert not drawn(root, "gantt-soft")


@pytest.mark.parametrize("precision", ["month", "bimester", "quarter", "four_months", "semester", "year", "range"])
def test_what_is_not_a_day_fades_over_what_is_not_known(precision):
    root = picture(GanttRow("Taller", start=date(2012, 1, 1), end=LAST, precision=precision))
    (base,), layers = drawn(root, "gantt-soft"), drawn(root, "gantt-layer")

    edges = [box(base), *map(box, layers)]
    assert len(edges) > 5
    assert all(a[0] < b[0] and a[0] + a[1] > b[0] + b[1] for a, b in pairwise(edges))
    share = (edges[-1][0] - edges[0][0]) / edges[0][1]
    assert share == pytest.approx(0.15 if precision == "range" else 0.35, abs=0.01)


def test_a_bar_does_not_fade_where_the_picture_cuts_it():
    root = picture(GanttRow("Red", start=date(2011, 1, 1), end=date(2012, 6, 30), precision="range"))
    left = [box(one)[0] for one in (*drawn(root, "gantt-soft"), *drawn(root, "gantt-layer"))]

    assert set(left) == {PAD}


def test_deliverables_are_diamonds_filled_where_the_day_is_known():
    exact = GanttRow("Guía", level="deliverable", start=DAY, end=DAY, precision="day", state="cumplido")
    vague = GanttRow("Guía", level="deliverable", **MONTH, state="cumplido")
    root = picture(exact, vague)
    axis = Axis.over("month", FIRST, LAST, 860)

    (filled,) = drawn(root, "gantt-exact")
    (outlined,) = drawn(root, "gantt-vague")
    assert filled["fill"] == COLOURS["cumplido"]
    assert outlined["fill"] == "#fff"
    assert outlined["stroke"] == COLOURS["cumplido"]
    assert float(outlined["d"][1:].split()[0]) == pytest.approx(axis.x_after(date(2012, 8, 31)), abs=0.1)


def test_what_only_spans_others_is_a_bracket():
    root = picture(GanttRow("Encuentro", **SEMESTER, is_summary=True))

    assert drawn(root, "gantt-summary")
    assert not drawn(root, "gantt-soft")


def test_what_has_no_date_tells_its_words_in_a_dashed_lane():
    root = picture(
        GanttRow("Campaña", when="Cada país dirá cuándo", state="silent", sign="□", word="Sin informar")
    )

    (lane,) = drawn(root, "gantt-undated")
    assert lane["stroke-dasharray"]
    assert "Cada país dirá cuándo" in texts(root)
    assert "□ Sin informar" in texts(root)


def test_what_lies_elsewhere_is_pointed_at():
    root = picture(
        GanttRow("Red", start=date(2013, 1, 1), end=date(2013, 6, 30), precision="semester", when="2013-S1")
    )

    assert drawn(root, "gantt-elsewhere")
    assert any("2013-S1" in words for words in texts(root))
    assert not drawn(root, "gantt-soft")


# -- states and words -----------------------------------------------------------------------------------------


def test_a_state_is_colour_sign_and_word():
    root = picture(GanttRow("Taller", **MONTH, state="en_avance", sign="◐", word="En avance"))

    (bar,) = drawn(root, "gantt-soft")
    assert bar["fill"] == COLOURS["en_avance"]
    assert "◐ En avance" in texts(root)


def test_what_is_late_is_red_whatever_its_state():
    (bar,) = drawn(picture(GanttRow("Taller", **MONTH, state="silent", late=True)), "gantt-soft")

    assert bar["fill"] == COLOURS["no_cumplido"]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", sorted(set(COLOURS.values())))
@pytest.mark.parametrize("ground", ["#ffffff", "#faf7f3"])
def test_words_can_be_read_on_their_ground(colour, ground):
    assert (luminance(ground) + 0.05) / (luminance(colour) + 0.05) >= 4.5


def test_today_is_a_line_with_its_word():
    root = picture(GanttRow("Taller", **MONTH), today=DAY)
    axis = Axis.over("month", FIRST, LAST, 860)

    (line,) = drawn(root, "gantt-today")
    assert float(line["d"][1:].split()[0]) == pytest.approx(axis.x(DAY) + axis.pixels / 2, abs=0.1)
    assert "hoy" in texts(root)
    assert not drawn(picture(GanttRow("Taller", **MONTH), today=date(2026, 1, 1)), "gantt-today")


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_flag_of_today_stays_in_the_picture(day):
    root = picture(GanttRow("Taller", **MONTH), today=day, words=Words(today="al 31/12/2012"))
    x, width = box(drawn(root, "gantt-flag")[0])

    assert x >= 0
    assert x + width <= float(root.get("width"))


def test_titles_are_escaped_and_told_whole():
    title = "Taller <script>alert('x')</script> & \x0bmás " + "largo " * 60
    svg = draw([GanttRow(title, "1.1", **MONTH)], "month", FIRST, LAST)

    assert "<script" not in svg
    told = [one.text for one in ElementTree.fromstring(svg).iter(f"{SVG}title")]
    assert any("1.1 Taller <script>alert('x')</script> &" in one and one.count("largo") == 60 for one in told)


def test_signs_are_those_that_can_be_printed():
    svg = draw([GanttRow("pro\u00adducto 🫨 αβγ 漢", "1.1", **MONTH)], "month", FIRST, LAST)

    told = [one.text for one in ElementTree.fromstring(svg).iter(f"{SVG}title")]
    assert any("producto 🫨 αβγ □" in one for one in told)


def test_it_says_what_it_is_and_needs_no_style():
    svg = draw(
        [GanttRow("Taller", **MONTH)],
        "month",
        FIRST,
        LAST,
        DAY,
        words=Words("Plan <A>", "Dice lo mismo"),
        name="g",
    )
    root = ElementTree.fromstring(svg)

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "g-title g-desc"
    assert root.find(f"{SVG}title").text == "Plan <A>"
    assert "style" not in svg
    assert "url(" not in svg


def test_head_and_body_together_are_the_whole():
    rows = [GanttRow("Eje", level="eje"), GanttRow("Taller", **MONTH)]
    head, body, whole = (picture(*rows, part=part) for part in ("head", "body", "whole"))

    assert float(head.get("height")) + float(body.get("height")) == float(whole.get("height"))
    assert head.get("width") == body.get("width") == whole.get("width")
    assert head.get("aria-hidden") == "true"


def test_rows_under_a_heading_are_shaded_in_turn():
    rows = [
        GanttRow("Eje", level="eje"),
        GanttRow("a"),
        GanttRow("b"),
        GanttRow("Eje", level="eje"),
        GanttRow("c"),
    ]

    assert [shaded for _row, shaded in striped(rows)] == [False, True, False, False, True]


def test_labels_are_wrapped_by_words_and_cut_with_dots():
    assert wrap("Encuentros de la coalición regional", 14) == ["Encuentros de", "la coalición…"]
    assert wrap("corto", 14) == ["corto"]
    assert wrap("", 14) == []
    assert clip("una cosa  larga", 9) == "una cosa…"


@given(st.text(), st.integers(3, 40), st.integers(1, 3))
def test_wrapped_labels_fit(text, characters, lines):
    found = wrap(text, characters, lines)

    assert len(found) <= lines
    assert all(0 < len(one) <= characters for one in found)


def test_bad_questions_are_refused():
    for scale, first, last, part in (
        ("day", FIRST, LAST, "whole"),
        ("month", LAST, FIRST, "whole"),
        ("month", FIRST, LAST, "foot"),
    ):
        with pytest.raises(ValueError, match="no such"):
            draw([], scale, first, last, part=part)


def test_the_key_draws_every_kind():
    assert set(key()) == {"vague", "exact", "months", "products", "summary"}
    assert all(ElementTree.fromstring(svg) is not None for svg in key().values())


# -- whatever comes -------------------------------------------------------------------------------------------

DAYS = st.dates(date(2009, 1, 1), date(2015, 12, 31))
TEXT = st.text(max_size=120)


@st.composite
def rows(draw_one):
    start, end = sorted((draw_one(DAYS), draw_one(DAYS)))
    dated = draw_one(st.booleans())
    return GanttRow(
        draw_one(TEXT),
        draw_one(st.text(max_size=8)),
        draw_one(st.sampled_from(["plan", "eje", "undated", "activity", "sub", "deliverable"])),
        start if dated else None,
        end if dated else None,
        draw_one(st.sampled_from(["day", "month", "quarter", "semester", "year", "range", "none"])),
        tuple(f"{day:%Y-%m}" for day in draw_one(st.lists(DAYS, max_size=4))),
        draw_one(st.sampled_from(sorted(COLOURS))),
        word=draw_one(st.text(max_size=30)),
        when=draw_one(TEXT),
        is_summary=draw_one(st.booleans()),
    )


def extent(one: ElementTree.Element) -> tuple[float, float]:
    """Left and right of a shape; of words, as wide as they are reckoned to be."""
    if one.tag == f"{SVG}rect":
        return box(one.attrib)[0], sum(box(one.attrib))
    if one.tag == f"{SVG}text":
        wide = len(one.text) * float(one.get("font-size")) * 0.5
        x = float(one.get("x"))
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[one.get("text-anchor")]
        return left, left + wide
    first = float(one.get("d")[1:].split()[0])
    spread = 8 if "gantt-diamond" in one.get("class", "") else 0
    return first - spread, first + spread


def test_words_of_which_nothing_can_be_drawn_are_not_drawn():
    row = GanttRow("Taller", "1.1", start=None, end=None, when="\x08")

    assert "></text>" not in draw([row], "month", FIRST, LAST)


@given(st.lists(rows(), max_size=6), st.sampled_from(SCALES), DAYS, st.integers(0, 900))
def test_nothing_is_ever_drawn_outside(given_rows, scale, today, days):
    first = date(2011, 5, 20)
    svg = draw(given_rows, scale, first, first + timedelta(days=days), today)
    root = ElementTree.fromstring(svg)
    width, height = float(root.get("width")), float(root.get("height"))

    for one in root.iter():
        assert one.tag != f"{SVG}text" or one.text
        if one.tag in (f"{SVG}rect", f"{SVG}text", f"{SVG}path"):
            left, right = extent(one)
            assert -0.2 <= left <= right <= width + 0.2, ElementTree.tostring(one)
        if one.tag == f"{SVG}rect":
            assert float(one.get("y")) >= -0.1
            assert float(one.get("y")) + float(one.get("height")) <= height + 0.1


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_month_is_its_whole_span(day):
    start, end = month_span(f"{day:%Y-%m}")

    assert (start.day, end.day) == (1, calendar.monthrange(day.year, day.month)[1])


def test_a_thousand_rows_cost_a_thousand_times_one():
    row = GanttRow("Taller", "1.1", **MONTH, state="cumplido", sign="✓", word="Cumplido")
    one, thousand = (draw([row] * count, "month", FIRST, LAST, part="body") for count in (1, 1000))

    assert len(thousand) < 1000 * len(one)
