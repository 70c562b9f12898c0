"""Several things in one cell, aligned by position with those of the cells beside.

Rules of the SUBDERE form: the last line of a cell of weights is the group's total when it is 100; the objectives
of a row share its activities in order, the first ones taking what is left over; a bare status word takes the lines
after it as its narrative.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from plans.deadlines import Deadline, parse
from plans.importing.headings import normalised
from plans.importing.words import PLACE, number, read_status, split_code
from plans.weights import quantize

HUNDRED = Decimal(100)
_BY_MEMBER = re.compile(
    r"\b(?:cada|segun)\b.*\b(?:defin|fij|establec|determin|decid|escog|acuerd|program)\w*|\ba definir por cada\b"
)
_OPEN = re.compile(r"^[a-záéíóúñüâêôãõç(]")


# -- one or several -------------------------------------------------------------------------------------------


def items(lines: Sequence[str], counts: Sequence[int]) -> list[str]:
    """The things a cell lists. A line that begins in small letters goes on with the one before, unless that spoils
    a count that the cells beside (`counts`) bear out; codes at the head of lines decide.
    """
    if len(lines) < 2:
        return list(lines)
    coded = [bool(split_code(line)[0]) for line in lines]
    if coded[0] and sum(coded) > 1:
        return _join(lines, [not has for has in coded])
    joined = _join(lines, [bool(_OPEN.match(line)) for line in lines])
    for count in counts:
        if count == len(lines):
            return list(lines)
        if count == len(joined):
            return joined
    return joined


def one(lines: Sequence[str]) -> str:
    return " ".join(lines)


def _join(lines: Sequence[str], goes_on: Sequence[bool]) -> list[str]:
    joined: list[str] = []
    for line, on in zip(lines, goes_on, strict=True):
        if on and joined:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def shares(objectives: int, activities: int) -> list[int]:
    """How many activities each objective of a row takes, in order.

    >>> shares(3, 4), shares(2, 4)
    ([2, 1, 1], [2, 2])
    """
    each, rest = divmod(activities, objectives)
    return [each + (place < rest) for place in range(objectives)]


# -- figures --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Figures:
    """`values` one an activity; `words` what stands where a figure was expected; `total` the printed total.

    `is_off` tells that the lines do not fit the activities, `rest` the lines that found no place.
    """

    values: list[Decimal | None]
    words: list[str]
    total: Decimal | None = None
    is_off: bool = False
    rest: tuple[str, ...] = ()


def read_figures(
    lines: Sequence[str], count: int, before: Decimal = Decimal(0), *, scale: int = 1, any_total: bool = False
) -> Figures:
    """Weights or earned figures of `count` activities; `before` is what the group's earlier rows add to.

    A figure too many at the end is the total when it is 100 or the sum; any, with `any_total`.
    """
    found = [number(line) for line in lines]
    found = [None if value is None else value * scale for value in found]
    total = _total(found, count, before, any_total)
    if total is not None:
        lines, found = lines[:-1], found[:-1]
    values: list[Decimal | None] = []
    words: list[str] = []
    for line, value in zip(lines[:count], found, strict=False):
        is_percent = value is not None and 0 <= value <= HUNDRED
        values.append(quantize(value) if is_percent else None)
        words.append("" if is_percent or line == PLACE else line)
    missing = count - len(values)
    values += [None] * missing
    words += [""] * missing
    is_off = bool(lines) and len(lines) != count
    return Figures(values, words, total, is_off, tuple(lines[count:]))


def _total(found: Sequence[Decimal | None], count: int, before: Decimal, any_total: bool) -> Decimal | None:
    if len(found) < 2 or found[-1] is None:
        return None
    last, others = found[-1], sum((value for value in found[:-1] if value is not None), before)
    if len(found) > count:
        is_total = last in (HUNDRED, others) or (any_total and len(found) == count + 1)
    else:
        is_total = last == HUNDRED == others
    return quantize(last) if is_total else None


# -- statuses -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Statuses:
    """(status, narrative) one an activity; `rest` are lines that fit nowhere: they went to the last narrative."""

    values: list[tuple[str, str]]
    is_off: bool = False
    rest: tuple[str, ...] = ()


def read_statuses(lines: Sequence[str], count: int) -> Statuses:
    if not lines:
        return Statuses([("", "")] * count)
    if count == 1:
        return Statuses([_status(lines)])
    groups = [[line] for line in lines]
    if len(lines) > count:
        groups = _absorbed(lines, count)
    if len(groups) == 1 and (word := read_status(lines[0])) and word.bare:
        return Statuses([_status(lines)] * count, is_off=True)
    rest = tuple(line for group in groups[count:] for line in group if line != PLACE)
    values = [_status(group) for group in groups[:count]]
    if rest:
        status, narrative = values[-1]
        values[-1] = status, "\n".join(part for part in (narrative, *rest) if part)
    is_off = len(groups) != count
    return Statuses(values + [("", "")] * (count - len(values)), is_off, rest)


def _absorbed(lines: Sequence[str], count: int) -> list[list[str]]:
    """Lines in `count` groups: first bare words take one line each, then any opened one what opens nothing."""
    groups = [[line] for line in lines]
    for most in (1, len(lines)):
        place = 0
        while place + 1 < len(groups) and len(groups) > count:
            head, following = read_status(groups[place][0]), read_status(groups[place + 1][0])
            takes = head is not None and (head.bare or most > 1) and len(groups[place]) <= most
            if takes and following is None:
                groups[place] += groups.pop(place + 1)
            else:
                place += 1
    return groups


def _status(lines: Sequence[str]) -> tuple[str, str]:
    lines = [line for line in lines if line != PLACE] or [""]
    word = read_status(lines[0])
    if word is None:
        return "", "\n".join(lines)
    return word.status, "\n".join(part for part in (word.rest, *lines[1:]) if part)


# -- deadlines ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Deadlines:
    """(deadline, whether each member sets her own) one a thing."""

    values: list[tuple[Deadline, bool]]
    is_off: bool = False


@lru_cache(4096)
def is_by_member(text: str) -> bool:
    """«Cada país definirá el dónde y cómo»."""
    return bool(_BY_MEMBER.search(normalised(text)))


@lru_cache(8192)
def read_deadline(lines: tuple[str, ...], year: int) -> tuple[Deadline, bool]:
    """The deadline a cell gives as a whole: where only one of its lines has dates, they are its dates."""
    lines = tuple(line for line in lines if line != PLACE)
    text = " / ".join(lines)
    by_member = any(is_by_member(line) for line in lines)
    for whole in (" ".join(lines), text):
        if (read := parse(whole, year)).start:
            return Deadline(text if len(lines) > 1 else read.text, read.start, read.end, read.precision), by_member
    dated = [read for read in (parse(line, year) for line in lines) if read.start]
    if len(dated) == 1:
        return Deadline(text, dated[0].start, dated[0].end, dated[0].precision), by_member
    return parse(text, year), by_member


def read_deadlines(lines: tuple[str, ...], count: int, year: int) -> Deadlines:
    """One for all, one each, or one for each member and its dates for all."""
    if not lines:
        return Deadlines([(parse(""), False)] * count)
    if count == 1 or len(lines) == 1 or (len(lines) != count and any(is_by_member(line) for line in lines)):
        return Deadlines([read_deadline(lines, year)] * count)
    if len(lines) == count:
        if any(is_by_member(line) for line in lines) and not all(parse(line, year).start for line in lines[1:]):
            return Deadlines([read_deadline(lines, year)] * count)
        return Deadlines([read_deadline((line,), year) for line in lines])
    if (whole := parse(" ".join(lines), year)).start:
        return Deadlines([(whole, False)] * count)
    values = [read_deadline((line,), year) for line in lines[:count]]
    values[-1] = read_deadline(lines[len(values) - 1 :], year)
    return Deadlines(values + values[-1:] * (count - len(values)), is_off=True)


# -- words ----------------------------------------------------------------------------------------------------


@lru_cache(8192)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word.rstrip("s")[:5] for word in re.findall(r"\w{4,}", normalised(text)))


def match_words(texts: Sequence[str], things: Sequence[str]) -> list[int]:
    """The place of the thing each text shares most words with; order is kept, and one that shares none goes with
    the next that does, else with the last thing. Where none shares any and there are enough, they are dealt out.

    >>> match_words(["Lista", "Informe FODA", "Convenio"], ["Reunión FODA", "Firma del convenio"])
    [0, 0, 1]
    >>> match_words(["Lista", "Acta", "Foto"], ["Jornada", "Campaña"])
    [0, 0, 1]
    """
    places: list[int | None] = []
    lowest = 0
    for text in texts:
        shared = [len(_stems(text) & _stems(thing)) for thing in things[lowest:]]
        best = max(shared, default=0)
        places.append(lowest + shared.index(best) if best else None)
        lowest = places[-1] if places[-1] is not None else lowest
    if len(texts) > len(things) and all(place is None for place in places):
        return [at * len(things) // len(texts) for at in range(len(texts))]
    following = len(things) - 1
    for place in range(len(places) - 1, -1, -1):
        if places[place] is None:
            places[place] = following
        following = places[place]
    return places
