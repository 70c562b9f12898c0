"""The calendar of a cronograma as pixels: days, months, quarters and years along a line. Pure.

A day is as wide as any other, so what is drawn from 1 March to 31 May starts and ends where those days do.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SCALES = ("month", "quarter", "year")
# Pixels a day: a month of 62, a quarter of 75, a year of 150; and at either side room for half a diamond.
PIXELS = {"month": 2.04, "quarter": 0.82, "year": 0.41}
PAD = 10
_MONTHS_OF_UNIT = {"month": 1, "quarter": 3, "year": 6}
_WHOLE = {"month": 1, "quarter": 3, "year": 12}

Mark = tuple[float, float, str]


def month_span(code: str) -> tuple[date, date]:
    """First and last day of «2012-03»."""
    year, month = int(code[:4]), int(code[5:7])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Axis:
    """From `first` to `last`, both drawn whole; `pixels` a day."""

    scale: str
    first: date
    last: date
    pixels: float

    @classmethod
    def over(cls, scale: str, first: date, last: date, min_width: int = 0, width: int | None = None) -> Axis:
        """Whole months, quarters or years around the two days, at least `min_width` or exactly `width` wide.

        ValueError for an unknown scale, or where the last day precedes the first.
        """
        if scale not in SCALES or last < first:
            raise ValueError(f"no such axis: {scale}, {first} … {last}")
        size = _WHOLE[scale]
        start = date(first.year, (first.month - 1) // size * size + 1, 1)
        month = (last.month - 1) // size * size + size
        end = date(last.year, month, calendar.monthrange(last.year, month)[1])
        days = (end - start).days + 1
        fitting = ((width or min_width) - 2 * PAD) / days
        return cls(scale, start, end, fitting if width else max(PIXELS[scale], fitting))

    @property
    def width(self) -> float:
        return round(2 * PAD + ((self.last - self.first).days + 1) * self.pixels, 1)

    def x(self, day: date) -> float:
        """Where a day begins; what is earlier or later is at the edge."""
        day = min(max(day, self.first), self.last)
        return PAD + (day - self.first).days * self.pixels

    def x_after(self, day: date) -> float:
        """Where a day ends."""
        if day < self.first:
            return PAD
        return self.x(day) + self.pixels

    def misses(self, start: date, end: date) -> bool:
        return end < self.first or start > self.last

    def years(self) -> Iterator[Mark]:
        """Left, right and name of each year."""
        for year in range(self.first.year, self.last.year + 1):
            yield self.x(date(year, 1, 1)), self.x_after(date(year, 12, 31)), str(year)

    def units(self, months: tuple[str, ...] = (), quarter: str = "T", semester: str = "S") -> Iterator[Mark]:
        """Left, right and name of each month, quarter, or on the scale of years semester."""
        size = _MONTHS_OF_UNIT[self.scale]
        letter = semester if self.scale == "year" else quarter
        day = self.first
        while day <= self.last:
            number = (day.month - 1) // size
            name = (months[number] if months else "") if size == 1 else f"{letter}{number + 1}"
            following = _months_after(day, size)
            yield self.x(day), self.x_after(following - timedelta(days=1)), name
            day = following


def _months_after(day: date, months: int) -> date:
    at = day.month - 1 + months
    return date(day.year + at // 12, at % 12 + 1, 1)
