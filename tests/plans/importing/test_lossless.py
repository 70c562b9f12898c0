"""Whatever a table holds, reading it never fails, and every word of it is in the plan or is told."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from plans.importing.draft import Options
from plans.importing.headings import CANONICAL
from plans.importing.mapping import PLAN, TableMapping
from plans.importing.matrix import TableReading, read_table
from tests.plans.importing.tables import table

OPTIONS = Options(first_year=2012, last_year=2013)
ROLES = [*CANONICAL, "ignore", "month:3", "done:4"]
PIECES = [
    "I. ",
    "1.1 ",
    "a) ",
    "Eje 2: ",
    "Objetivo 1: ",
    "Cumplido: ",
    "Pendiente ",
    "Total ",
    "marzo de 2012 ",
    "cada país definirá ",
    "• ",
    "(40%)",
    "y Belice ",
    "; ",
    "| unidad=",
    "BZ: ",
    "algunas: ",
    "«",
    "» ",
    "¶",
    "2012-03, ",
    "x",
    "100",
    "50",
    "0,5",
    "- ",
    ".",
]
COVER = ["", "", "", "^", "<"]


@st.composite
def tables(draw) -> tuple[list[list[str]], dict[int, str]]:
    """Rows of lines made of pieces that mean something and of words that stand nowhere else."""
    width = draw(st.integers(1, 7))
    roles = {column: draw(st.sampled_from(ROLES)) for column in range(width)}
    words = iter(f"palabra{number}q" for number in range(1000))
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        row = []
        for _ in range(width):
            count = draw(st.integers(0, 3))
            lines = [_line(draw(st.sampled_from(PIECES)), next(words), draw(st.booleans())) for _ in range(count)]
            row.append("\n".join(lines) if lines else draw(st.sampled_from(COVER)))
        rows.append(row)
    return rows, roles


def _line(piece: str, word: str, is_said: bool) -> str:
    """What follows «Total» only names the total."""
    return piece + word if is_said and piece != "Total " else piece


def words_in(thing: object) -> str:
    """Every text of a reading, one after the other."""
    if isinstance(thing, str):
        return f" {thing}"
    if isinstance(thing, dict):
        return words_in([*thing.keys(), *thing.values()])
    if isinstance(thing, list | tuple | frozenset):
        return "".join(words_in(item) for item in thing)
    if is_dataclass(thing):
        return "".join(words_in(getattr(thing, field.name)) for field in fields(thing))
    return ""


def read(rows: list[list[str]], roles: dict[int, str]) -> TableReading:
    return read_table(table(*rows), TableMapping(1, PLAN, (-1, -1), roles), OPTIONS)


@settings(max_examples=400, phases=[Phase.generate])
@given(tables())
@example(([["palabra1q\npalabra2q"], ["^"]], {0: "objective"}))
def test_no_word_is_lost(made):
    rows, roles = made
    given_words = set(re.findall(r"palabra\d+q", "\n".join(cell for row in rows for cell in row)))
    reading = read(rows, roles)
    missing = given_words - set(re.findall(r"palabra\d+q", words_in(reading)))
    shown = [(role, [row[column] for row in rows]) for column, role in roles.items()]
    assert not missing, (missing, shown)


@settings(max_examples=200)
@given(tables())
def test_codes_are_there_once_each(made):
    reading = read(*made)
    codes = [eje.code for eje in reading.ejes]
    assert len(set(codes)) == len(codes)
    for eje in reading.ejes:
        below = [activity.code for activity in eje.walk()]
        assert len(set(below)) == len(below)
        assert all(0 < len(code) <= 20 for code in below)
        assert all(activity.title for activity in eje.walk())
        places = range(len(eje.objectives))
        assert all(activity.objective is None or activity.objective in places for activity in eje.activities)
