"""The calendar of periods: quarters, semesters and years, what is due in them, and when they close.

Codes: `2024-T3` is a quarter (trimestre), `2012-S2` a semester, `2007` a year, `2023-T3_2024-T2` a run of them.
Nothing here knows of the database.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from networks.sentences import SentenceError
from networks.sentences import gettext_noop as _

KINDS = ("quarter", "semester", "year")
RUN = "run"
FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS_EACH = {"quarter": 3, "semester": 6, "year": 12}
_LETTERS = {"quarter": "T", "semester": "S"}
_CODE = re.compile(r"([0-9]{4})(?:-([TS])([1-4]))?")

Dates = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """A period of the calendar, both dates included."""

    code: str
    kind: str
    start: date
    end: date


def spans_of_year(year: int, kind: str) -> list[PeriodSpan]:
    """The year's four quarters, two semesters or one year, in order.

    >>> [span.code for span in spans_of_year(2024, "semester")]
    ['2024-S1', '2024-S2']
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        text = _("El año %(year)s está fuera del calendario: va de %(first)s a %(last)s.")
        raise SentenceError(text, year=year, first=FIRST_YEAR, last=LAST_YEAR)
    size = _MONTHS_EACH[kind]
    return [_span(year, kind, number) for number in range(1, 12 // size + 1)]


def _span(year: int, kind: str, number: int) -> PeriodSpan:
    size = _MONTHS_EACH[kind]
    code = f"{year}-{_LETTERS[kind]}{number}" if kind in _LETTERS else str(year)
    last_month = number * size
    end = date(year + last_month // 12, last_month % 12 + 1, 1) - timedelta(days=1)
    return PeriodSpan(code, kind, date(year, last_month - size + 1, 1), end)


def parse_code(code: str) -> PeriodSpan:
    """Read a period's code; small letters will do. SentenceError for any other text.

    >>> parse_code("2024-T3").end
    datetime.date(2024, 9, 30)
    """
    match = _CODE.fullmatch(code.strip().upper())
    if match:
        year, letter, number = int(match[1]), match[2], int(match[3] or 1)
        kind = {None: "year", "T": "quarter", "S": "semester"}[letter]
        if number <= 12 // _MONTHS_EACH[kind]:
            return spans_of_year(year, kind)[number - 1]
    text = _("«%(code)s» no es un periodo. Escriba un trimestre (2024-T3), un semestre (2012-S2) o un año (2007).")
    raise SentenceError(text, code=code)


def parse_run(code: str) -> PeriodSpan:
    """Read a period's code, or two joined by «_» that stand for all from the one to the other, of kind `run`.

    >>> parse_run("2023-T3_2024-T2").start
    datetime.date(2023, 7, 1)
    """
    first, joined, last = code.strip().upper().partition("_")
    if not joined:
        return parse_code(first)
    start, end = parse_code(first), parse_code(last)
    if start.start > end.start or start.end >= end.end:
        text = _(
            "«%(code)s» no es una serie de periodos: escriba el primero, «_» y el último, como en 2024-T1_2024-T3."
        )
        raise SentenceError(text, code=code)
    return PeriodSpan(f"{start.code}_{end.code}", RUN, start.start, end.end)


def covering(code: str, kind: str) -> list[PeriodSpan]:
    """The periods of `kind` that a code covers: the year 2024 covers four quarters, a quarter covers itself.

    SentenceError when the code is no period or is shorter than a period of that kind.

    >>> [span.code for span in covering("2024", "quarter")]
    ['2024-T1', '2024-T2', '2024-T3', '2024-T4']
    """
    whole = parse_code(code)
    spans = [
        span
        for span in spans_of_year(whole.start.year, kind)
        if whole.start <= span.start and span.end <= whole.end
    ]
    if not spans:
        texts = {
            "semester": _("«%(code)s» es demasiado corto: esta red informa por semestre."),
            "year": _("«%(code)s» es demasiado corto: esta red informa por año."),
        }
        raise SentenceError(texts[kind], code=whole.code)
    return spans


def year_to_date(span: PeriodSpan) -> tuple[date, date]:
    """Cumulative figures run from the first of January to the period's end."""
    return date(span.start.year, 1, 1), span.end


def is_due(
    span_start: date,
    span_end: date,
    *,
    months: Collection[str] = (),
    start: date | None = None,
    end: date | None = None,
    deliverable_spans: Iterable[Dates] = (),
) -> bool:
    """Whether an activity is due in the period `span_start` … `span_end`.

    Rule: its months (`2024-07`) decide; without months its dates; without dates the hull of its deliverables'
    dates; without any of them it is due in every period. One date alone stands for both.
    """
    if months:
        first, last = f"{span_start:%Y-%m}", f"{span_end:%Y-%m}"
        return any(first <= month <= last for month in months)
    start, end = _hull([(start, end)])
    if start is None or end is None:
        start, end = _hull(deliverable_spans)
    if start is None or end is None:
        return True
    return start <= span_end and span_start <= end


def _hull(spans: Iterable[Dates]) -> Dates:
    known = [day for span in spans for day in span if day is not None]
    return (min(known), max(known)) if known else (None, None)


def closing_instant(on: date, tz_name: str) -> datetime:
    """The network's own midnight at the end of the day `on`, as an aware datetime in its time zone.

    Where a clock skips midnight (daylight saving begins), it is the first instant of the next day.
    SentenceError for an unknown time zone.

    >>> closing_instant(date(2024, 9, 30), "America/Bogota").isoformat()
    '2024-10-01T00:00:00-05:00'
    """
    try:
        zone = ZoneInfo(tz_name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        text = _("«%(zone)s» no es una zona horaria. Un ejemplo: America/Bogota.")
        raise SentenceError(text, zone=tz_name) from error
    midnight = datetime.combine(on + timedelta(days=1), time.min, zone)
    return midnight.astimezone(UTC).astimezone(zone)
