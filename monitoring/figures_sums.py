"""Figures of indicators put together over members and periods, with the parts they are told apart in.

Parts are `{by: {value: Decimal}}` with the words of the indicator's disaggregation; a value that is absent was not
said, which is not zero. Nothing here knows of Django.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from plans.weights import quantize, round_parts

SUM, MEAN, LATEST = "sum", "mean", "latest"
Parts = Mapping[str, Mapping[str, Decimal]]
ZERO = Decimal(0)


# -- one figure and its parts ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A dimension whose parts do not add to the total; None where no total was given."""

    by: str
    parts: Decimal
    total: Decimal | None

    @property
    def missing(self) -> Decimal:
        """What the parts lack to be the total; negative where they are more."""
        return (self.total or ZERO) - self.parts


def read_parts(stored: Any) -> dict[str, dict[str, Decimal]]:
    """What a measurement keeps, as numbers; what is none is left out, and so is a dimension without any.

    >>> read_parts({"sexo": {"mujeres": "8", "hombres": ""}, "edad": {}})
    {'sexo': {'mujeres': Decimal('8')}}
    """
    found = {}
    for by, values in stored.items() if isinstance(stored, Mapping) else ():
        given = values.items() if isinstance(values, Mapping) else ()
        numbers = {word: number for word, text in given if (number := _number(text)) is not None}
        if numbers:
            found[by] = numbers
    return found


def _number(text: Any) -> Decimal | None:
    try:
        number = Decimal(str(text))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def mismatches(total: Decimal | None, parts: Parts) -> list[Mismatch]:
    """The dimensions with any number that do not add to the total."""
    sums = {by: sum(values.values(), ZERO) for by, values in parts.items() if values}
    return [Mismatch(by, added, total) for by, added in sums.items() if added != total]


# -- many figures ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement with a value. `is_whole`: it stands for the year to its period's end.

    `order` decides which of two of one period is the later.
    """

    start: datetime.date
    end: datetime.date
    member: int | None
    value: Decimal
    is_whole: bool = False
    parts: Parts = field(default_factory=dict)
    order: tuple = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A figure made of `of` measurements.

    `parts` are those of the `told[by]` of them that told it apart by `by` in numbers that add: where that is all
    of them, the parts add to `value`.
    """

    value: Decimal
    parts: Parts
    told: Mapping[str, int]
    of: int


@dataclass(frozen=True, slots=True)
class _Step:
    """A total at a point of a series."""

    total: Total
    start: datetime.date
    end: datetime.date
    is_whole: bool
    order: tuple


def combined(readings: Iterable[Reading], over_periods: str, over_members: str) -> Total | None:
    """One figure out of measurements, oldest first; None of none.

    Over periods it is the latest or the sum, in which a figure of the year to date replaces what came before it.
    Over members it is the sum, the mean or the latest; what the network itself measured in a period stands for
    what its members did.
    """
    readings = list(readings)
    if not readings:
        return None
    if any(reading.member is None for reading in readings):
        return _over_periods(_network_series(readings, over_members), over_periods)
    series: dict[int | None, list[_Step]] = defaultdict(list)
    for reading in readings:
        series[reading.member].append(_step(reading))
    ends = [replace(own[-1], total=_over_periods(own, over_periods)) for own in series.values()]
    return _over_members(ends, over_members)


def _step(reading: Reading) -> _Step:
    off = {mismatch.by for mismatch in mismatches(reading.value, reading.parts)}
    parts = {by: dict(values) for by, values in reading.parts.items() if values and by not in off}
    total = Total(reading.value, parts, dict.fromkeys(parts, 1), 1)
    return _Step(total, reading.start, reading.end, reading.is_whole, reading.order)


def _network_series(readings: list[Reading], over_members: str) -> list[_Step]:
    """Period by period what the network measured, else what its members' figures of the period come to."""
    periods: dict[tuple, list[Reading]] = defaultdict(list)
    for reading in readings:
        periods[reading.end, reading.start].append(reading)
    series = []
    for own in periods.values():
        network = [reading for reading in own if reading.member is None]
        steps = [_step(reading) for reading in (network[-1:] or own)]
        whole = all(step.is_whole for step in steps)
        total = steps[0].total if network else _over_members(steps, over_members)
        series.append(replace(steps[-1], total=total, is_whole=whole))
    return series


def _over_periods(series: Sequence[_Step], rule: str) -> Total:
    kept: list[_Step] = []
    for step in series:
        kept = [step] if step.is_whole or rule == LATEST else [*kept, step]
    return _added([step.total for step in kept])


def _over_members(ends: Sequence[_Step], rule: str) -> Total:
    if rule == LATEST:
        return max(ends, key=lambda step: (step.end, step.order)).total
    total = _added([step.total for step in ends])
    return _divided(total, len(ends)) if rule == MEAN else total


def _added(totals: Sequence[Total]) -> Total:
    parts: dict[str, dict[str, Decimal]] = {}
    told: dict[str, int] = {}
    for total in totals:
        for by, values in total.parts.items():
            sums = parts.setdefault(by, {})
            for word, number in values.items():
                sums[word] = sums.get(word, ZERO) + number
            told[by] = told.get(by, 0) + total.told[by]
    return Total(sum((total.value for total in totals), ZERO), parts, told, sum(total.of for total in totals))


def _divided(total: Total, by_how_many: int) -> Total:
    """The mean in two places; each dimension's parts are rounded so that they add to theirs."""
    parts = {}
    for by, values in total.parts.items():
        exact = [Fraction(number) / by_how_many for number in values.values()]
        parts[by] = dict(zip(values, round_parts(quantize(sum(exact, Fraction())), exact), strict=True))
    return replace(total, value=quantize(Fraction(total.value) / by_how_many), parts=parts)
