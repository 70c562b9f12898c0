"""The cells of an exported plan come back exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.deadlines import Deadline, parse
from plans.importing import fields
from plans.importing.draft import DraftIndicator, DraftMemberDeadline, DraftParty
from plans.importing.headings import NONE
from plans.weights import quantize

YEAR = 2012
# Signs that the grammar of cells uses must not be confused with it.
titles = st.text("abcÁñ |;:,=\\«»[]()¶›0123456789.%-", min_size=1, max_size=24).map(
    lambda text: f"T{text.strip()}z"
)
codes = st.text("ABC123.-;", min_size=1, max_size=6).map(lambda text: f"c{text}")
percents = st.none() | st.integers(0, 10000).map(lambda cents: quantize(Decimal(cents) / 100))
read_deadlines = st.sampled_from(["", "marzo de 2012", "2012-2013", "permanente", "segundo semestre"])
dated = st.dates(date(2012, 1, 1), date(2013, 12, 31))
ranges = st.tuples(titles, dated, dated).map(
    lambda found: Deadline(found[0], min(found[1:]), max(found[1:]), "range")
)
deadlines = read_deadlines.map(lambda text: parse(text, YEAR)) | ranges
parties = st.builds(
    DraftParty, kind=st.sampled_from(["responsible", "support", "funding"]), words=titles, scope=st.just("words")
) | st.builds(
    DraftParty,
    kind=st.just("support"),
    words=titles,
    scope=st.sampled_from(["member", "organization"]),
    ref=titles,
)
parties |= st.builds(
    DraftParty, kind=st.just("funding"), words=titles, scope=st.sampled_from(["every", "secretariat"])
)
indicators = st.builds(
    DraftIndicator,
    title=titles,
    unit=st.just("") | titles,
    is_numeric=st.booleans(),
    baseline=percents,
    target=percents,
    disaggregation=st.lists(titles | st.fixed_dictionaries({"by": titles, "values": st.lists(titles)})),
    over_periods=st.sampled_from(["sum", "latest"]),
    over_members=st.sampled_from(["sum", "mean", "latest"]),
)
member_deadlines = st.builds(
    DraftMemberDeadline, member=codes, deadline=deadlines.filter(lambda found: found.text)
)


@given(indicators)
def test_indicators_come_back(indicator):
    assert fields.parse_indicator(fields.format_indicator(indicator)) == (indicator, [])


@given(st.lists(parties, max_size=3))
def test_parties_come_back(found):
    lines = fields.format_parties(found).split("\n") if found else []
    back = [fields.parse_party(line, party.kind) for line, party in zip(lines, found, strict=True)]
    for party in back:
        assert fields.is_exact_party(fields.format_parties([party]))
    assert [replace(party, words=fields.literal_words(party.words) or party.words) for party in back] == found


@given(st.lists(member_deadlines, max_size=3))
def test_deadlines_of_members_come_back(rows):
    lines = fields.format_member_deadlines(rows, YEAR).split("\n") if rows else []
    assert fields.parse_member_deadlines(lines, YEAR) == (rows, [])


@given(deadlines)
def test_deadlines_come_back(deadline):
    assert fields.parse_deadline(*fields.format_deadline(deadline, YEAR), YEAR) == deadline


@given(st.sampled_from(["network", "every"]), st.lists(codes, min_size=1, unique=True))
def test_concerns_come_back(concern, members):
    assert fields.parse_concerns(fields.format_concerns(concern, [])) == (concern, [])
    assert fields.parse_concerns(fields.format_concerns("some", members)) == ("some", members)


def test_dates_say_themselves_only_where_the_words_do_not():
    assert fields.format_deadline(parse("marzo", YEAR), YEAR) == ("marzo", "", "", "")
    kept = Deadline("cada una", date(2012, 1, 1), date(2012, 3, 31), "quarter")
    assert fields.format_deadline(kept, YEAR) == ("cada una", "2012-01-01", "2012-03-31", "trimestre")
    with pytest.raises(ValueError, match="nunca"):
        fields.parse_deadline("cada una", "nunca", "", "", YEAR)


def test_months_as_people_write_them():
    assert fields.parse_months("enero a marzo", YEAR) == (["2012-01", "2012-02", "2012-03"], [])
    assert fields.parse_months("ene., feb. y jul. de 2013", YEAR) == (["2013-01", "2013-02", "2013-07"], [])
    assert fields.parse_months("2012-03, 2012-04", YEAR) == (["2012-03", "2012-04"], [])
    assert fields.parse_months("todo el tiempo, mayo", YEAR) == (["2012-05"], ["todo el tiempo"])


def test_empty_lines_of_a_text_are_kept():
    text = "Uno\n\nDos"
    assert fields.parse_text(fields.format_text(text).split("\n")) == text


def test_an_objective_named_as_none_is_told_apart():
    for title in ("—", "——", "Reunirse —", "Reunirse"):
        assert fields.format_objective(title) != NONE
        assert fields.parse_objective(fields.format_objective(title)) == title


def test_an_indicator_in_one_line():
    line = (
        "Mujeres formadas | unidad=mujeres | meta=100.00 | desagregación=sexo; edad: 0-17, 18-29 | periodos=último"
    )
    indicator, others = fields.parse_indicator(line)
    assert (indicator.title, indicator.unit, indicator.target) == ("Mujeres formadas", "mujeres", Decimal(100))
    assert indicator.disaggregation == ["sexo", {"by": "edad", "values": ["0-17", "18-29"]}]
    assert (indicator.over_periods, indicator.over_members, others) == ("latest", "sum", [])
    assert fields.format_indicator(indicator) == line


def test_what_no_grammar_knows_is_given_back():
    assert fields.parse_indicator("Redes | unidad=redes | color=rojo")[1] == ["color=rojo"]
    assert fields.parse_member_deadlines(["sin dos puntos"], YEAR) == ([], ["sin dos puntos"])
    assert fields.parse_concerns("las del norte") is None
