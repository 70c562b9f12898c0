"""Answers as a table: a row for each entry that is owed or was sent, a column for each question. Knows no Django.

A question may have been asked in several wordings; its column is headed by the newest that somebody answered here
(by today's where nobody did), and says how many answered another.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from uuid import UUID

TEXT, NUMBER, CHOICE, DATE = "text", "number", "choice", "date"
CENT = Decimal("0.01")
Row = Hashable
Value = str | Decimal | datetime.date


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a question. `is_asked`: it is the one asked today."""

    pk: int
    lineage: UUID
    number: int
    label: str
    kind: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    is_asked: bool = True


class Given(NamedTuple):
    """What a row answered to a wording, by its pk."""

    row: Row
    wording: int
    value: Value


class Cell(NamedTuple):
    """`wording` is None where it is the one that heads the column."""

    value: Value
    wording: Wording | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How many chose an option. `percent` is of those who answered, None where nobody did; `is_offered`: by the
    wording that heads the column."""

    option: str
    count: int
    percent: Decimal | None
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """Of numbers: their sum, mean (to the cent), least and greatest. Of dates: the earliest and the latest."""

    least: Decimal | datetime.date
    greatest: Decimal | datetime.date
    total: Decimal | None = None
    mean: Decimal | None = None


@dataclass(slots=True)
class Column:
    """`answered` of the `owed` rows did; `besides` did who did not owe it. `reworded` answered another wording, of
    which `left_out` can neither be added nor compared with the rest. `cells` by row: without one, no answer."""

    wording: Wording
    today: Wording | None
    owed: int
    answered: int = 0
    besides: int = 0
    reworded: int = 0
    left_out: int = 0
    shares: list[Share] = field(default_factory=list)
    span: Span | None = None
    texts: dict[Row, str] = field(default_factory=dict)
    cells: dict[Row, Cell] = field(default_factory=dict)

    @property
    def is_withdrawn(self) -> bool:
        return self.today is None


def tabulate(
    lineages: Sequence[UUID],
    wordings: Mapping[int, Wording],
    given: Iterable[Given],
    owed: Collection[Row],
) -> list[Column]:
    """The columns of `lineages` in their order, but for what is asked no more and nobody answered here.

    `owed` are the rows whose entry is owed; `wordings` has every wording of the lineages, by pk.
    """
    by_wording: dict[int, list[Given]] = {pk: [] for pk in wordings}
    for one in given:
        by_wording[one.wording].append(one)
    owing = frozenset(owed)
    columns = []
    for lineage in lineages:
        asked = [row for row in wordings.values() if row.lineage == lineage]
        today = next((row for row in asked if row.is_asked), None)
        answers = [(row, by_wording[row.pk]) for row in asked if by_wording[row.pk]]
        if answers or today:
            columns.append(_column(answers, today, owing))
    return columns


def _column(answers: list[tuple[Wording, list[Given]]], today: Wording | None, owing: frozenset[Row]) -> Column:
    heads = max((row for row, _given in answers), key=lambda row: row.number, default=today)
    column = Column(heads, today, owed=len(owing))
    alike: list[Given] = []
    for wording, given in answers:
        column.answered += sum(1 for one in given if one.row in owing)
        column.besides += sum(1 for one in given if one.row not in owing)
        other = None if wording is heads else wording
        column.cells.update((one.row, Cell(one.value, other)) for one in given)
        column.reworded += len(given) if other else 0
        if _adds_to(wording, heads):
            alike += given
        else:
            column.left_out += len(given)
    _sum_up(column, alike)
    return column


def _sum_up(column: Column, alike: list[Given]) -> None:
    kind, values = column.wording.kind, [one.value for one in alike]
    if kind == CHOICE:
        column.shares = _shares(column.wording, values)
    elif kind == TEXT:
        column.texts = {one.row: one.value for one in alike}
    elif values:
        column.span = _span(values, kind)


def _adds_to(wording: Wording, heads: Wording) -> bool:
    return (wording.kind, wording.unit) == (heads.kind, heads.unit)


def _shares(heads: Wording, values: list[Value]) -> list[Share]:
    """The options in their order, then those of other wordings that somebody chose."""
    counts = Counter(values)
    others = sorted(set(counts) - set(heads.choices))
    options = [(option, True) for option in heads.choices] + [(option, False) for option in others]
    return [Share(option, counts[option], _percent(counts[option], len(values)), own) for option, own in options]


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(part * 100) / whole).quantize(CENT, ROUND_HALF_UP) if whole else None


def _span(values: list[Value], kind: str) -> Span:
    if kind == DATE:
        return Span(min(values), max(values))
    total = sum(values, Decimal(0))
    return Span(min(values), max(values), total, (total / len(values)).quantize(CENT, ROUND_HALF_UP))
