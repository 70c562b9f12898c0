"""Weights that add exactly."""

import doctest
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import weights
from plans.weights import HUNDRED, check_weights, equal_weights, quantize, round_parts, share_out, spread

percents = st.decimals(0, 100, places=2)


def test_docstrings_tell_the_truth():
    result = doctest.testmod(weights)
    assert result.attempted >= 6
    assert result.failed == 0


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Decimal("0.005"), "0.01"),
        (Decimal("2.675"), "2.68"),
        (Decimal("2.665"), "2.67"),
        (Decimal("12.5"), "12.50"),
        (7, "7.00"),
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 3), "0.33"),
        (Fraction(-1, 200), "-0.01"),
        (Decimal("-0.005"), "-0.01"),
    ],
)
def test_quantize_rounds_half_up(value, rounded):
    assert str(quantize(value)) == rounded


@given(st.integers(1, 500))
def test_equal_weights_add_to_one_hundred_and_differ_by_a_cent_at_most(n):
    shares = equal_weights(n)
    assert len(shares) == n
    assert sum(shares) == HUNDRED
    assert max(shares) - min(shares) <= Decimal("0.01")
    assert shares == sorted(shares, reverse=True)


def test_equal_weights_of_nothing():
    assert equal_weights(0) == []
    assert [str(weight) for weight in equal_weights(7)] == ["14.29"] * 4 + ["14.28"] * 3


@given(percents, st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_spread_adds_exactly_and_stays_within_a_cent_of_the_exact_part(total, parts):
    shares = spread(total, parts)
    assert sum(shares) == total
    for share, part in zip(shares, parts, strict=True):
        exact = Fraction(total) * part / sum(parts)
        assert abs(Fraction(share) - exact) < Fraction(1, 100)
        assert share == 0 or part


def test_spread_gives_the_remainder_to_the_largest():
    assert spread(Decimal("1.00"), [Fraction(1, 3), Fraction(2, 3)]) == [Decimal("0.33"), Decimal("0.67")]


def test_spread_refuses_what_has_no_answer():
    with pytest.raises(ValueError, match="negative"):
        spread(10, [3, -1])
    with pytest.raises(ValueError, match="nothing"):
        spread(10, [0, 0])
    assert spread(0, [0, 0]) == [Decimal("0.00")] * 2


@given(st.lists(st.fractions(0, 100, max_denominator=400), min_size=1))
def test_round_parts_add_to_their_rounded_sum(parts):
    total = quantize(sum(parts))
    rounded = round_parts(total, parts)
    assert sum(rounded) == total
    assert all(abs(Fraction(got) - part) < Fraction(1, 100) for got, part in zip(rounded, parts, strict=True))


def test_share_out_refuses_a_total_that_is_not_the_sum():
    with pytest.raises(ValueError, match="cannot make 12"):
        share_out(12, [10, 10, 10], 3)
    with pytest.raises(ValueError, match="cannot make 8"):
        share_out(8, [10, 10, 10], 3)


@pytest.mark.parametrize(
    ("given_weights", "total", "missing", "state", "in_order"),
    [
        ([], None, None, "none", True),
        ([None, None], None, None, "none", True),
        (["16", "16", "17", "17", "17", "17"], "100.00", "0.00", "complete", True),
        (["33.33", "33.33", "33.33"], "99.99", "0.01", "off", False),
        (["60", "60"], "120.00", "-20.00", "off", False),
        (["0"], "0.00", "100.00", "off", False),
        (["100", None], "100.00", "0.00", "partial", False),
        (["40", None], "40.00", "60.00", "partial", False),
    ],
)
def test_check_weights(given_weights, total, missing, state, in_order):
    check = check_weights([None if weight is None else Decimal(weight) for weight in given_weights])
    as_text = [None if value is None else str(value) for value in (check.total, check.missing)]
    assert as_text == [total, missing]
    assert (check.state, check.in_order) == (state, in_order)


@given(st.lists(percents, min_size=1))
def test_check_weights_always_says_what_is_missing(given_weights):
    check = check_weights(given_weights)
    assert check.total + check.missing == HUNDRED
    assert (check.state == "complete") == (sum(given_weights) == 100)
