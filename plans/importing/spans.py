"""Columns of a cronograma that span several months: «I Trim», «1.er semestre», «T1», «2T», «Ene-Mar»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from plans.deadline_words import NOUNS, ORDINALS, VOCABULARY
from plans.importing.headings import normalised
from plans.importing.words import MONTH_NUMBERS

_SIZES = {"bimester": 2, "quarter": 3, "four_months": 4, "semester": 6}
_SPELLED = {
    2: "bimestre bimestres bim b",
    3: "trimestre trimestres trim tri t",
    4: "cuatrimestre cuatrimestres cuatrim quadrimestre quadrimestres",
    6: "semestre semestres sem s",
}
_UNITS = {word: size for size, words in _SPELLED.items() for word in words.split()}
_NUMBERS = {
    word: meaning.value
    for word, meaning in VOCABULARY.items()
    if meaning is not None and meaning.kind == "ordinal" and meaning.value in range(1, 7)
} | {str(number): number for number in range(1, 7)}
_FILLER_WORDS = "a al hasta ate de del do da er ro to o ano"
_FILLERS = frozenset(_FILLER_WORDS.split())
_PLANNED_OR_DONE = re.compile(
    r"\b(?:p|prog\w*|planific\w+|planead\w+|previst\w+|e|r|ejec\w*|executad\w+|realizad\w+)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# First and last month, and how the span is called: what a column may be told to be.
SPANS = tuple(
    (f"{number * size + 1}-{(number + 1) * size}", f"{ORDINALS[number]} {NOUNS[kind]}")
    for kind, size in _SIZES.items()
    for number in range(12 // size)
)


@dataclass(frozen=True, slots=True)
class Span:
    """The span of `size` months that is the `number`-th of its year; `year` None where the heading says none."""

    size: int
    number: int
    year: int | None = None

    @property
    def fits(self) -> bool:
        """«S3» is no semester: whoever writes it counts something else."""
        return self.number * self.size <= 12

    @property
    def months(self) -> str:
        return f"{(self.number - 1) * self.size + 1}-{self.number * self.size}"


@lru_cache(4096)
def span(heading: str) -> Span | None:
    """The span a heading names and nothing else.

    >>> span("III Trim. 2013"), span("2T"), span("Meta del trimestre")
    (Span(size=3, number=3, year=2013), Span(size=3, number=2, year=None), None)
    """
    plain = _PLANNED_OR_DONE.sub(" ", normalised(heading))
    words = [word for word in re.findall(r"[a-z]+|\d+", plain) if word not in _FILLERS]
    years = [word for word in words if _YEAR.fullmatch(word)]
    words = [word for word in words if word not in years]
    if len(words) == 3 and re.fullmatch(r"[1-9]\d", words[2]) and not years:
        years = [f"20{words.pop()}"]
    if len(words) != 2 or len(years) > 1:
        return None
    year = int(years[0]) if years else None
    first, second = words
    for unit, number in ((first, second), (second, first)):
        if unit in _UNITS and (number in _NUMBERS or number.isdecimal()):
            return Span(_UNITS[unit], _NUMBERS.get(number) or int(number) or 99, year)
    return _between(MONTH_NUMBERS.get(first), MONTH_NUMBERS.get(second), year)


def _between(first: int | None, last: int | None, year: int | None) -> Span | None:
    """«Ene-Mar», where it is one of `SPANS`."""
    size = last - first + 1 if first and last else 0
    if size not in _SIZES.values() or last % size:
        return None
    return Span(size, last // size, year)


def months_of(role: str) -> range:
    """The months of a role: `month:3`, `months:1-3`, `done:1-3`."""
    first, _, last = role.partition(":")[2].partition("-")
    return range(int(first), int(last or first) + 1)
