"""Answers as a table, without a database: what heads a column, what is counted, what cannot be added."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from monitoring.answers import CHOICE, DATE, NUMBER, TEXT, Given, Share, Wording, tabulate

LINEAGE = uuid.uuid4()
D = Decimal


def wordings(*rows: Wording) -> dict[int, Wording]:
    return {row.pk: row for row in rows}


def wording(pk: int = 1, kind: str = NUMBER, **fields) -> Wording:
    return Wording(pk, LINEAGE, fields.pop("number", pk), fields.pop("label", "Pregunta"), kind, **fields)


def column(given_rows, *rows: Wording, owed=("a", "b", "c")):
    return tabulate([LINEAGE], wordings(*rows), given_rows, owed)[0]


def test_numbers_are_added_and_silence_is_no_zero() -> None:
    found = column([Given("a", 1, D("1.5")), Given("b", 1, D("0"))], wording())
    assert (found.answered, found.owed, found.besides) == (2, 3, 0)
    assert (found.span.total, found.span.mean) == (D("1.5"), D("0.75"))
    assert (found.span.least, found.span.greatest) == (D("0"), D("1.5"))


def test_a_question_nobody_answered_has_its_column_and_no_figure() -> None:
    found = column([], wording(), owed=())
    assert (found.answered, found.owed, found.span) == (0, 0, None)


def test_options_are_counted_in_their_order_and_former_ones_last() -> None:
    old = wording(1, CHOICE, choices=("sí", "tal vez"), is_asked=False)
    now = wording(2, CHOICE, choices=("no", "sí"))
    found = column([Given("a", 1, "tal vez"), Given("b", 2, "sí"), Given("c", 1, "sí")], old, now)
    assert found.wording == now
    assert found.reworded == 2
    assert found.shares == [
        Share("no", 0, D("0.00")),
        Share("sí", 2, D("66.67")),
        Share("tal vez", 1, D("33.33"), is_offered=False),
    ]


def test_dates_have_a_first_and_a_last() -> None:
    first, last = datetime.date(2024, 1, 2), datetime.date(2024, 3, 8)
    found = column([Given("a", 1, last), Given("b", 1, first)], wording(kind=DATE))
    assert (found.span.least, found.span.greatest, found.span.total) == (first, last, None)


def test_texts_stand_by_their_row() -> None:
    assert column([Given("b", 1, "Esto")], wording(kind=TEXT)).texts == {"b": "Esto"}


def test_what_is_measured_otherwise_is_not_added() -> None:
    old, now = wording(1, unit="miles", is_asked=False), wording(2, unit="personas")
    found = column([Given("a", 1, D(3)), Given("b", 2, D(40))], old, now)
    assert (found.answered, found.reworded, found.left_out) == (2, 1, 1)
    assert found.span.total == D(40)
    assert found.cells == {"a": (D(3), old), "b": (D(40), None)}


def test_a_past_period_is_headed_by_what_was_asked_then() -> None:
    old, now = wording(1, is_asked=False), wording(2, TEXT)
    found = column([Given("a", 1, D(3))], old, now)
    assert (found.wording, found.today, found.reworded) == (old, now, 0)


def test_what_is_asked_no_more_has_a_column_where_somebody_answered_it() -> None:
    gone = wording(is_asked=False)
    assert column([Given("a", 1, D(3))], gone).is_withdrawn
    assert not tabulate([LINEAGE], wordings(gone), [], ["a"])


def test_who_did_not_owe_it_is_counted_apart() -> None:
    found = column([Given("a", 1, D(3)), Given("z", 1, D(4))], wording())
    assert (found.answered, found.besides) == (1, 1)
    assert found.span.total == D(7)


@given(
    st.dictionaries(st.integers(0, 30), st.sampled_from(["a", "b", "c", "former"])), st.sets(st.integers(0, 30))
)
def test_every_answer_is_counted_once(answers: dict[int, str], owed: set[int]) -> None:
    offered = wording(kind=CHOICE, choices=("a", "b", "c"))
    found = column([Given(row, 1, option) for row, option in answers.items()], offered, owed=owed)
    assert sum(share.count for share in found.shares) == len(answers)
    assert found.answered + found.besides == len(answers)
    assert found.answered <= found.owed
    if answers:
        assert abs(sum(share.percent for share in found.shares) - 100) <= D("0.02")


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1))
def test_a_mean_lies_between_the_least_and_the_greatest(values: list[Decimal]) -> None:
    span = column([Given(n, 1, value) for n, value in enumerate(values)], wording()).span
    assert span.total == sum(values)
    assert span.least - D("0.01") <= span.mean <= span.greatest + D("0.01")
