"""Moves a plan's time to another year: its dates, the words of its deadlines, and the months of its cronograma.

Dates move by whole years; the 29th of February becomes the 28th where the other year has none, and a span that
ends with February still ends with it. The words keep saying what they said: «Primer semestre de 2013» becomes
«Primer semestre de 2014», «agosto» stays «agosto». Where words and dates no longer agree, the words are written
anew from the dates, and that is told.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from plans.deadlines import FIRST_YEAR, LAST_YEAR, Deadline, parse, phrase

# In words that nobody can read, a year is one of the plan's, and not that of a decree or a number of people.
UNREAD_REACH = 10
_YEAR = re.compile(r"(?<!\w)([12])(\.?)(\d{3})(?!\d)")
_SHORT_DATE = re.compile(r"(?<![\d/-])(\d{1,2}\s*/\s*\d{1,2}\s*/\s*)(\d{2})(?![\w/])")
_WEEKDAY = re.compile(r"\b(lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A deadline in its new year. `rewritten`: its words are not the old ones with another year."""

    text: str
    start: date | None
    end: date | None
    precision: str
    rewritten: bool = False


def shift_date(day: date, years: int) -> date:
    """The same day that many years later (before, when negative).

    >>> shift_date(date(2012, 2, 29), 1)
    datetime.date(2013, 2, 28)
    """
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def shift_month(month: str, years: int) -> str:
    """«2012-03» → «2013-03»."""
    return f"{int(month[:4]) + years:04d}{month[4:]}"


def shift_words(text: str, years: int, among: range = range(FIRST_YEAR, LAST_YEAR + 1)) -> str:
    """The text with the years it names moved; a number that is not `among` them is no year, or none of a deadline.

    >>> shift_words("2012- Primer semestre de 2013", 1)
    '2013- Primer semestre de 2014'
    """

    def moved(match: re.Match) -> str:
        year = int(match[1] + match[3])
        if year not in among:
            return match[0]
        figures = f"{year + years:04d}"
        return f"{figures[0]}{match[2]}{figures[1:]}"

    def moved_short(match: re.Match) -> str:
        return f"{match[1]}{(int(match[2]) + years) % 100:02d}"

    return _SHORT_DATE.sub(moved_short, _YEAR.sub(moved, text))


def shift_deadline(deadline: Deadline, years: int, first_year: int) -> Shifted:
    """The deadline `years` later; `first_year` is the first one of the plan that it comes from.

    What `parse` reads of the new words with the new plan's first year is the new dates. But for words that nobody
    can read («cada país fija la suya»): with the dates that somebody gave them, or with none, they stay unread.
    """
    if not years:
        return Shifted(deadline.text, deadline.start, deadline.end, deadline.precision)
    start, end = _shift_span(deadline.start, deadline.end, years)
    if parse(deadline.text, first_year).start is None:
        words = shift_words(deadline.text, years, range(first_year, first_year + UNREAD_REACH))
        if parse(words, first_year + years).start is not None:
            words = deadline.text  # «29 de febrero de 2013» was no date, and shall not become one
        return Shifted(words, start, end, deadline.precision)
    words = shift_words(deadline.text, years)
    read = parse(words, first_year + years)
    if read.start is not None and not _WEEKDAY.search(words) and _same_but_for_february(read, start, end):
        return Shifted(words, read.start, read.end, read.precision)
    written = phrase(start, end, deadline.precision)
    if not written:
        return Shifted(words, start, end, deadline.precision)
    return Shifted(written, start, end, parse(written).precision, rewritten=True)


def _shift_span(start: date | None, end: date | None, years: int) -> tuple[date | None, date | None]:
    """Both ends; a span that ends with February goes on ending with it, unless it is that one day."""
    moved = end and shift_date(end, years)
    if start and end and start != end and end.month == 2 and end.day == calendar.monthrange(end.year, 2)[1]:
        moved = moved.replace(day=calendar.monthrange(moved.year, 2)[1])
    return start and shift_date(start, years), moved


def _same_but_for_february(read: Deadline, start: date | None, end: date | None) -> bool:
    """«Fines de febrero» is the 19th to the 28th of one year and the 20th to the 29th of another."""

    def alike(one: date | None, other: date | None) -> bool:
        if one is None or other is None or (one.year, one.month) != (other.year, other.month):
            return False
        leap = one.month == 2 and read.precision != "day" and abs(one.day - other.day) == 1
        return one.day == other.day or leap

    return alike(read.start, start) and alike(read.end, end)
