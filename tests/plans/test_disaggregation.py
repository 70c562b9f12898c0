"""By what an indicator is told apart: read from a line, written back, and checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.disaggregation import PRESETS, DisaggregationError, format_line, normal, parse_line


def test_a_line_is_read_and_written_back():
    line = "sexo: mujeres, hombres; edad: 0-17, 18-29, 30+"
    read = parse_line(line)
    assert read == [
        {"by": "sexo", "values": ["mujeres", "hombres"]},
        {"by": "edad", "values": ["0-17", "18-29", "30+"]},
    ]
    assert format_line(read) == line


def test_a_name_alone_takes_the_values_everybody_uses():
    assert parse_line(" Sexo ;edad") == [
        {"by": "Sexo", "values": list(PRESETS["sexo"])},
        {"by": "edad", "values": list(PRESETS["edad"])},
    ]
    own = {"territorio": ["Suba", "Usme"]}
    assert parse_line("territorio", own) == [{"by": "territorio", "values": ["Suba", "Usme"]}]
    assert parse_line(" ; ") == []


def test_older_data_is_read_too():
    assert normal(["sexo", "zona"]) == [
        {"by": "sexo", "values": ["mujeres", "hombres", "otra"]},
        {"by": "zona", "values": []},
    ]
    assert format_line(["sexo", "zona"]) == "sexo: mujeres, hombres, otra; zona"
    assert normal({"sexo": 1}) == []
    assert normal([3, {"by": "sexo"}, None]) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("zona", "al menos dos valores de «zona»"),
        ("zona: rural", "al menos dos valores de «zona»"),
        (": rural, urbana", "Falta por qué se desagrega"),
        ("zona: rural, Rural", "está dos veces «Rural»"),
        ("sexo; Sexo: a, b", "«Sexo» está dos veces"),
        ("zona: rural,, urbana", "un valor vacío"),
        ("zona: rural, urbana: costa", "un «:» de más"),
        ("zona: a, " + "b" * 130, "demasiado largo"),
        ("; ".join(f"d{n}: a, b" for n in range(7)), "como mucho 6"),
        ("zona: " + ", ".join(map(str, range(101))), "como mucho 100"),
    ],
)
def test_what_is_wrong_is_said(line, said):
    with pytest.raises(DisaggregationError) as caught:
        parse_line(line)
    assert said in str(caught.value)
    assert caught.value.text % caught.value.values == str(caught.value)


NAMES = st.text("abcñé 0-9+%", min_size=1, max_size=9).map(lambda words: " ".join(words.split())).filter(bool)
LISTS = st.lists(NAMES, min_size=2, max_size=5, unique_by=str.casefold)


@given(st.lists(st.tuples(NAMES, LISTS), max_size=6, unique_by=lambda pair: pair[0].casefold()))
def test_written_and_read_again_it_is_the_same(rows):
    stored = [{"by": name, "values": values} for name, values in rows]
    assert parse_line(format_line(stored)) == stored
