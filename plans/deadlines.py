"""Reads deadlines as people write them in plans, and keeps their words.

«Segundo semestre del año 2012» is 2012-07-01 … 2012-12-31. What is not understood whole is not read at all: it
keeps its words, has no dates and its precision is `none`, so that somebody looks at it. Nothing is guessed.

Three steps: the text becomes words of a closed vocabulary (`deadline_words`), the words become units of the
calendar joined by separators (`_Reader`), the units become one span of dates (`_hull`).

Readings: a month is its whole span; «fines de» the last ten days of a month, November–December of a year;
«mediados de» the 11th–20th, May–August; «inicios de» the first ten days, January–February. «Marzo y octubre»
spans from the first to the last. «Anual» is the plan's year; «trimestral» is a frequency, not a deadline.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from plans.deadline_words import LAST, MONTHS, NOUNS, ORDINALS, Word, read_words

PRECISIONS = ("day", "month", "bimester", "quarter", "four_months", "semester", "year", "range", "none")
FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS_EACH = {"bimester": 2, "quarter": 3, "four_months": 4, "semester": 6}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as written and as dates; both dates are None exactly when `precision` is `none`."""

    text: str
    start: date | None
    end: date | None
    precision: str


def parse(text: str | None, year: int | None = None) -> Deadline:
    """Read a deadline; a phrase without a year takes `year`, else it has no dates. Never raises.

    >>> parse("2012- Primer semestre de 2013").end
    datetime.date(2013, 6, 30)
    >>> parse("Cada país definirá el dónde y cómo").precision
    'none'
    """
    text = text or ""
    try:
        start, end, precision = _read(list(read_words(text)), year)
    except ValueError:
        return Deadline(text, None, None, "none")
    return Deadline(text, start, end, precision)


def phrase(start: date | None, end: date | None, precision: str) -> str:
    """The canonical Spanish words for a span; `parse` reads them back to the same dates and precision.

    Dates that do not fit their precision are phrased as the range they are; without dates, nothing is said.

    >>> phrase(date(2012, 7, 1), date(2012, 12, 31), "semester")
    'segundo semestre de 2012'
    """
    if start is None or end is None or precision == "none":
        return ""
    if precision == "day" and start == end:
        return _phrase_day(start)
    if precision == "month" and (start, end) == _months(start.year, start.month, start.month):
        return f"{MONTHS[start.month - 1]} de {start.year}"
    if precision == "year" and (start, end) == _months(start.year, 1, 12):
        return str(start.year)
    if size := _MONTHS_EACH.get(precision):
        number = (start.month - 1) // size + 1
        if (start, end) == _part_span(precision, number, start.year):
            return f"{ORDINALS[number - 1]} {NOUNS[precision]} de {start.year}"
    return _phrase_range(start, end)


def overdue(deadline_end: date | None, on: date) -> bool:
    """Overdue means after the end: on the last day itself there is still time. Without an end, never."""
    return deadline_end is not None and on > deadline_end


def _phrase_day(day: date) -> str:
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def _phrase_range(start: date, end: date) -> str:
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year < end.year:
        return f"{start.year}-{end.year}"
    whole_months = start.day == 1 and end == _months(end.year, end.month, end.month)[1]
    if whole_months and (start.year, start.month) != (end.year, end.month):
        first = f" de {start.year}" if start.year != end.year else ""
        return f"{MONTHS[start.month - 1]}{first} a {MONTHS[end.month - 1]} de {end.year}"
    return f"del {_phrase_day(start)} al {_phrase_day(end)}"


# -- calendar -------------------------------------------------------------------------------------------------


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _part_span(kind: str, number: int, year: int) -> tuple[date, date]:
    size = _MONTHS_EACH[kind]
    number = 12 // size if number == LAST else number
    if not 1 <= number <= 12 // size:
        raise ValueError(f"a year has no {kind} {number}")
    return _months(year, (number - 1) * size + 1, number * size)


def _edge_span(edge: str, year: int, month: int | None) -> tuple[date, date]:
    """«inicios», «mediados», «fines» of a month or of a year; the two «quincenas» of a month."""
    if month is None:
        return _months(year, *{"start": (1, 2), "middle": (5, 8), "end": (11, 12)}[edge])
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = {
        "start": (1, 10),
        "middle": (11, 20),
        "end": (last - 9, last),
        "fortnight 1": (1, 15),
        "fortnight 2": (16, last),
    }[edge]
    return date(year, month, first_day), date(year, month, last_day)


# -- grammar --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """One piece of a calendar. `kind` is a precision («range» for an edge), None while only its number is known.

    `ordinal` tells «primer» from «1». The year, and the month of a bare day, may come from a neighbour.
    """

    kind: str | None
    number: int = 0
    month: int | None = None
    year: int | None = None
    edge: str = ""
    ordinal: bool = False

    def span(self) -> tuple[date, date]:
        if self.year is None or not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError("no year")
        if self.edge:
            return _edge_span(self.edge, self.year, self.month)
        if self.kind == "day":
            day = date(self.year, self.month, self.number)
            return day, day
        if self.kind == "month":
            return _months(self.year, self.month, self.month)
        if self.kind == "year":
            return _months(self.year, 1, 12)
        return _part_span(self.kind, self.number, self.year)


class _Reader:
    """Reads words into units and the separators between them; ValueError where the grammar has no place."""

    def __init__(self, words: list[Word]):
        self.words = words
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        return self.words[self.at + ahead].kind if self.at + ahead < len(self.words) else ""

    def take(self, *kinds: str) -> Word | None:
        if self.peek() not in kinds:
            return None
        self.at += 1
        return self.words[self.at - 1]

    def need(self, *kinds: str) -> object:
        if (word := self.take(*kinds)) is None:
            raise ValueError(f"expected {' or '.join(kinds)}")
        return word.value

    def phrase(self) -> tuple[list[_Unit], list[str]]:
        units, separators = [self.unit()], []
        while self.at < len(self.words):
            separators.append(self.separator())
            units.append(self.unit())
        return units, separators

    def separator(self) -> str:
        kind = self.peek()
        self.need("to", "dash", "comma", "and")
        if kind == "comma":
            self.take("and")
        self.take("to")  # «y a fines de …»
        return "to" if kind in ("to", "dash") else "and"

    def year(self) -> int | None:
        """The year of the unit just read: «2012», «del año 2012», «, 2012», «del año» (None: somebody else's)."""
        if self.peek() in ("comma", "dash") and self.peek(1) == "year":
            self.at += 1
        if self.peek() == "whole" and self.peek(1) in ("year", "year word"):
            self.at += 1
        self.take("year word")
        word = self.take("year")
        return word.value if word else None

    def unit(self) -> _Unit:
        whole = False
        while self.take("whole"):
            whole = True
        match self.peek():
            case "year" | "year word" | "annual":
                return self.whole_year(whole)
            case "month":
                return self.month()
            case "number" | "ordinal":
                return self.numbered()
            case "part" | "parts":
                kind, word = self.need("part", "parts"), self.take("number", "ordinal", "month")
                if word is None or word.kind == "month":
                    raise ValueError("a part of the year without its number")
                return _Unit(kind, word.value, year=self.year())
            case "feminine":
                return self.half()
            case "edge":
                edge = self.need("edge")
                month = self.take("month")
                return self.dated(_Unit("range", edge=edge, month=month and month.value), of_year=not month)
        return self.figure()

    def whole_year(self, whole: bool) -> _Unit:
        whole = bool(self.take("annual")) or whole
        self.take("year word")
        word = self.take("year")
        if word is None and not whole:
            raise ValueError("which year")
        return _Unit("year", year=word.value if word else None)

    def month(self) -> _Unit:
        month = self.need("month")
        year_at = 2 if self.peek(1) == "comma" else 1
        if self.peek() == "number" and self.peek(year_at) == "year":  # «marzo 15 de 2012»
            return _Unit("day", self.need("number"), month, self.year())
        return _Unit("month", month=month, year=self.year())

    def numbered(self) -> _Unit:
        """«15 de marzo», «1º de marzo», «segundo semestre», or a number whose noun comes later."""
        ordinal = self.peek() == "ordinal"
        number = self.need("number", "ordinal")
        if month := self.take("month"):
            if ordinal and number != 1:
                raise ValueError("days are counted, not ordered")
            return _Unit("day", number, month.value, self.year())
        part = self.take("part", "parts") if ordinal else self.take("part")
        unit = _Unit(part.value if part else None, number, year=self.year(), ordinal=ordinal)
        if part and not ordinal and unit.year is None:
            raise ValueError("«1 semestre» may be how long it takes")
        return unit

    def half(self) -> _Unit:
        """«primera mitad de 2012», «segunda quincena de marzo»."""
        number = self.need("feminine")
        if number not in (1, 2):
            raise ValueError("there are two halves")
        if self.take("half"):
            return self.dated(_Unit("semester", number), of_year=True)
        self.need("fortnight")
        return self.dated(_Unit("range", edge=f"fortnight {number}", month=self.need("month")), of_year=False)

    def dated(self, unit: _Unit, *, of_year: bool) -> _Unit:
        before = self.at
        unit = replace(unit, year=self.year())
        if of_year and self.at == before:
            raise ValueError("of what")
        return unit

    def figure(self) -> _Unit:
        word = self.words[self.at] if self.at < len(self.words) else Word("")
        self.at += 1
        match word.kind:
            case "date":
                return _Unit("day", word.value.day, word.value.month, word.value.year)
            case "day month":
                return _Unit("day", *word.value, self.year())
            case "year month":
                return _Unit("month", year=word.value[0], month=word.value[1])
            case "code":
                return _Unit(*word.value, year=self.year())
        raise ValueError(f"no unit begins with {word.kind or 'nothing'}")


def _read(words: list[Word], year: int | None) -> tuple[date, date, str]:
    """Start, end and precision of the words read; ValueError for what is no deadline."""
    words = _without_labels(words)
    while words and words[0].kind in ("to", "dash"):
        words = words[1:]
    head = words[0].kind if words else ""
    if head == "year" and (rest := _labelled(words)):
        return _read(rest, words[0].value)
    if head == "part" and [word.kind for word in words[1:2]] == ["month"]:
        return _read_part(words, year)
    reader = _Reader(words)
    opening = reader.take("from", "between", "before")
    units, separators = reader.phrase()
    _check_shape(opening.kind if opening else "", units, separators)
    return _hull(_with_years(_with_kinds(units), year))


def _without_labels(words: list[Word]) -> list[Word]:
    """«mes de marzo» is «marzo», «lunes, 16» is «16»; elsewhere those words mean something and stay."""
    labelled = {"month word": ("month",), "day word": ("number", "ordinal", "date", "day month")}
    kept: list[Word] = []
    for word in reversed(words):
        follower = kept[-1].kind if kept else ""
        if word.kind == "day word" and follower == "comma":
            kept.pop()
            follower = kept[-1].kind if kept else ""
        if word.kind not in labelled or follower not in labelled[word.kind]:
            kept.append(word)
    return kept[::-1]


def _labelled(words: list[Word]) -> list[Word]:
    """What a year at the head is the year of, as in «2012-S2» or «2012: agosto»; else empty."""
    rest = words[1:]
    if rest[:1] and rest[0].kind in ("to", "and"):
        return []
    if any(word.kind in ("year", "date", "year month") for word in rest):
        return []
    return rest[1:] if rest and rest[0].kind in ("dash", "comma") else rest


def _read_part(words: list[Word], year: int | None) -> tuple[date, date, str]:
    """«trimestre julio-septiembre de 2012»: months that must be exactly such a part of the year."""
    kind = words[0].value
    start, end, _ = _read(words[1:], year)
    if (start, end) != _part_span(kind, (start.month - 1) // _MONTHS_EACH[kind] + 1, start.year):
        raise ValueError(f"those months are no {kind}")
    return start, end, kind


def _check_shape(opening: str, units: list[_Unit], separators: list[str]) -> None:
    """«desde» needs its «hasta», «entre» its two ends, «antes de» a day; a range has two ends, a list any."""
    shapes = {
        "": len(units) < 3 or set(separators) == {"and"},
        "from": separators == ["to"],
        "between": len(units) == 2,
        "before": len(units) == 1 and units[0].kind == "day",
    }
    if not shapes[opening]:
        raise ValueError("not a shape of a deadline")
    kinds = [unit.kind for unit in units]
    if any(kind == "year" != before for before, kind in pairwise(kinds)):
        raise ValueError("«agosto de 2012 y 2013» has more than one reading")


def _with_kinds(units: list[_Unit]) -> list[_Unit]:
    """Bare numbers take the noun of the next, «16 y 17 de abril», or of the one before, «trimestres I y II»."""
    known: list[_Unit] = []
    following: _Unit | None = None
    for unit in reversed(units):
        if unit.kind is None and following:
            if following.kind == "day" and (not unit.ordinal or unit.number == 1):
                unit = replace(unit, kind="day", month=following.month)
            elif following.kind in NOUNS:
                unit = replace(unit, kind=following.kind)
        following = unit
        known.append(unit)
    known.reverse()
    for index, unit in enumerate(known):
        if unit.kind is None:
            before = known[index - 1].kind if index else None
            if before not in NOUNS:
                raise ValueError("a number without its noun")
            known[index] = replace(unit, kind=before)
    return known


def _with_years(units: list[_Unit], year: int | None) -> list[_Unit]:
    """A unit without a year takes that of the next that has one, else of the one before, else the caller's."""
    for order in (range(len(units) - 1, -1, -1), range(len(units))):
        known = None
        for index in order:
            known = units[index].year or known
            units[index] = replace(units[index], year=known)
    return [replace(unit, year=unit.year or year) for unit in units]


def _hull(units: list[_Unit]) -> tuple[date, date, str]:
    spans = [unit.span() for unit in units]
    for (start, end), (next_start, next_end) in pairwise(spans):
        if next_start < start or next_end < end:
            raise ValueError("its end precedes its start")
    return spans[0][0], spans[-1][1], units[0].kind if len(units) == 1 else "range"
