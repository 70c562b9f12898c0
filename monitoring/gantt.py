"""The cronograma as a picture: rows in, SVG out, the same on the page and in the PDF. Pure.

One row of the picture is one row of the list beside it (`row_height` pixels each), so labels stay text: the page
keeps them in sight while the picture scrolls, and the PDF tags them.

How a deadline is drawn says how exact it is: a day has sharp ends; a month, quarter, semester, year or range
fades towards its ends, over the part nobody knows. Months of the schedule are solid blocks. A deliverable is a
diamond on the last day of its deadline, outlined unless that is an exact day. A state is colour, sign and word.
Only presentation attributes: the page allows no inline styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from monitoring.gantt_axis import PAD, Axis, month_span
from monitoring.gantt_shapes import (
    CHARACTER,
    COLOURS,
    GRID,
    GRID_STRONG,
    GROUP,
    INK,
    LATE,
    MUTED,
    PLAN,
    TODAY,
    ZEBRA,
    clip,
    line,
    n,
    path,
    plain,
    rect,
    text,
    width_of,
    wrap,
)

__all__ = ["GanttRow", "Words", "clip", "draw", "key", "striped", "wrap"]
GROUPS = ("plan", "eje", "undated")
HEAD = 48
# The part at either end that fades: where the deadline is one unit, more of it is unknown.
FADES = {"range": 0.15}
FADE = 0.35
# A fading bar is layers of one colour, each shorter than the one below: the engine that prints loses gradients.
LAYERS = 10
OPACITY = 0.2
SHARP = ("day",)
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@dataclass(frozen=True, slots=True)
class GanttRow:
    """A line of the cronograma.

    `level` is plan, eje, undated (headings), activity, sub or deliverable. `start` … `end` are both included, and
    None without dates. `months` are «2012-03». `state` is a status, `SILENT`, or empty where none is told; `late`
    turns it red; `word` and `sign` say it. `when` tells the deadline and `note` whatever else, in words.
    `is_summary` marks dates that are only those of what is under the row.
    """

    label: str
    code: str = ""
    level: str = "activity"
    start: date | None = None
    end: date | None = None
    precision: str = "none"
    months: Sequence[str] = ()
    state: str = ""
    note: str = ""
    href: str = ""
    word: str = ""
    sign: str = ""
    late: bool = False
    when: str = ""
    is_summary: bool = False

    @property
    def is_group(self) -> bool:
        return self.level in GROUPS

    @property
    def is_dated(self) -> bool:
        return self.end is not None or bool(self.months)

    @property
    def colour(self) -> str:
        return COLOURS[LATE if self.late else self.state]

    @property
    def told(self) -> str:
        """Its state, sign and word."""
        return f"{self.sign} {self.word}".strip()


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says by itself."""

    title: str = "Cronograma"
    description: str = ""
    today: str = "hoy"
    undated: str = "sin fecha"
    months: tuple[str, ...] = MONTHS
    quarter: str = "T"
    semester: str = "S"


def draw(
    rows: Sequence[GanttRow],
    scale: str,
    first: date,
    last: date,
    today: date | None = None,
    *,
    words: Words | None = None,
    row_height: int = 40,
    min_width: int = 860,
    width: int | None = None,
    name: str = "gantt",
    part: str = "whole",
) -> str:
    """The SVG of the rows between two days, `scale` being month, quarter or year.

    It is as wide as its scale asks and `min_width` at least, or exactly `width`. `part` is whole, or head or body
    alone for a page that keeps the head in sight. `name` begins every id. What lies outside the two days is cut,
    or pointed at from the edge. Raises ValueError for an unknown scale or part.
    """
    if part not in ("whole", "head", "body"):
        raise ValueError(f"no such part: {part}")
    axis = Axis.over(scale, first, last, min_width, width)
    picture = _Picture(axis, rows, today, words or Words(), row_height, name)
    return picture.svg(part)


def key() -> dict[str, str]:
    """How each kind of deadline is drawn, as small pictures: vague, exact, months, products, summary."""
    some = date(2000, 1, 1), date(2000, 12, 31)
    axis = Axis.over("year", *some, width=48)
    picture = _Picture(axis, (), None, Words(), 18, "key")
    row = GanttRow("", start=some[0], end=some[1], precision="year")
    months = [(date(2000, 2, 1), date(2000, 6, 15)), (date(2000, 6, 16), date(2000, 10, 31))]
    day = date(2000, 7, 1)
    exact, product = replace(row, precision="day"), replace(row, level="deliverable")
    drawn = {
        "vague": picture._bar(row, *some, 9, 12),
        "exact": picture._bar(exact, day, day, 9, 14),
        "months": "".join(picture._blocks(row, months, 3, 12)),
        "products": picture._diamond(product, date(2000, 2, 1), 9)
        + picture._diamond(replace(product, precision="day"), date(2000, 10, 1), 9),
        "summary": picture._bracket(row, *some, 6),
    }
    box = '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="18" viewBox="0 0 48 18" aria-hidden="true">'
    return {kind: f"{box}{shapes}</svg>" for kind, shapes in drawn.items()}


def striped(rows: Iterable[GanttRow]) -> Iterator[tuple[GanttRow, bool]]:
    """Each row, and whether it is shaded: every other one below a heading."""
    odd = False
    for row in rows:
        odd = not row.is_group and not odd
        yield row, odd


@dataclass(slots=True)
class _Picture:
    axis: Axis
    rows: Sequence[GanttRow]
    today: date | None
    words: Words
    row_height: int
    name: str

    @property
    def size(self) -> float:
        """Of the letters, in pixels."""
        return min(13.0, self.row_height * 0.34)

    def svg(self, part: str) -> str:
        head = self._head() if part != "body" else ""
        top = HEAD if part == "whole" else 0
        body = self._body(top) if part != "head" else ""
        height = (HEAD if part != "body" else 0) + (len(self.rows) * self.row_height if part != "head" else 0)
        width = n(self.axis.width)
        told = (
            ' aria-hidden="true" focusable="false">'
            if part == "head"
            else f' role="img" aria-labelledby="{self.name}-title {self.name}-desc">'
            f'<title id="{self.name}-title">{plain(self.words.title)}</title>'
            f'<desc id="{self.name}-desc">{plain(self.words.description)}</desc>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{n(height)}"'
            f' viewBox="0 0 {width} {n(height)}"{told}'
            f"{rect('paper', 0, 0, self.axis.width, height, '#fff')}{body}{head}</svg>"
        )

    # -- head and grid ----------------------------------------------------------------------------------------

    def _head(self) -> str:
        drawn = [rect("head", 0, 0, self.axis.width, HEAD, "#fff")]
        for start, end, name in self.axis.years():
            # From where a year begins, so that it can be read before scrolling to its middle.
            if width_of(name, 14) <= end - start - 8:
                drawn.append(text(start + 6, 18, name, 14, INK, bold=True))
            drawn.append(line(start, 0, HEAD, GRID_STRONG))
        marks = (self.words.months, self.words.quarter, self.words.semester)
        for start, end, name in self.axis.units(*marks):
            if width_of(name, 12) <= end - start - 2:
                drawn.append(text((start + end) / 2, HEAD - 9, name, 12, MUTED, anchor="middle"))
            drawn.append(line(start, 26, HEAD, GRID))
        drawn.append(path("edge", f"M0 {HEAD - 0.5}H{n(self.axis.width)}", "none", f' stroke="{GRID_STRONG}"'))
        return "".join([*drawn, self._today_flag()])

    def _body(self, top: float) -> str:
        """Backgrounds first, then the grid, then what is drawn on it."""
        bottom = top + len(self.rows) * self.row_height
        back, front = [], []
        for at, (row, odd) in enumerate(striped(self.rows)):
            y = top + at * self.row_height
            fill = {"plan": PLAN, "eje": GROUP, "undated": GROUP}.get(row.level) or (ZEBRA if odd else "")
            if fill:
                back.append(rect("stripe", 0, y, self.axis.width, self.row_height, fill))
            if not row.is_group:
                front.append(f"<g><title>{plain(self._tip(row))}</title>{self._row(row, y)}</g>")
        grid = [line(x, top, bottom, GRID) for x, _, _ in self.axis.units()]
        grid += [line(x, top, bottom, GRID_STRONG) for x, _, _ in self.axis.years()]
        return "".join([*back, *grid, self._today_line(top, bottom), *front])

    def _tip(self, row: GanttRow) -> str:
        told = (f"{row.code} {row.label}".strip(), row.when or self.words.undated, row.told, row.note)
        return ". ".join(part for part in told if part)

    def _is_now(self) -> bool:
        return self.today is not None and self.axis.first <= self.today <= self.axis.last

    def _today_line(self, top: float, bottom: float) -> str:
        if not self._is_now():
            return ""
        return line(self._today_x(), top, bottom, TODAY, ' stroke-width="2" stroke-dasharray="5 3"', "today")

    def _today_flag(self) -> str:
        if not self._is_now():
            return ""
        wide = width_of(self.words.today, 12) + 10
        left = min(max(self._today_x() - wide / 2, 0), self.axis.width - wide)
        flag = rect("flag", left, HEAD - 19, wide, 18, TODAY, ' rx="3"')
        return flag + text(left + wide / 2, HEAD - 6, self.words.today, 12, "#fff", anchor="middle", bold=True)

    def _today_x(self) -> float:
        return (self.axis.x(self.today) + self.axis.x_after(self.today)) / 2

    # -- rows -------------------------------------------------------------------------------------------------

    def _row(self, row: GanttRow, y: float) -> str:
        if not row.is_dated:
            return self._undated(row, y)
        middle = y + self.row_height / 2
        spans = [month_span(month) for month in row.months]
        dated = [(row.start or row.end, row.end)] if row.end else []
        if all(self.axis.misses(*span) for span in (*spans, *dated)):
            return self._elsewhere(row, middle, *(dated or spans)[0])
        drawn = []
        both = spans and dated and not row.is_summary
        if spans:
            drawn += self._blocks(row, spans, middle - (10 if both else 7), 9 if both else 14)
        if dated and not self.axis.misses(*dated[0]):
            drawn.append(self._deadline(row, *dated[0], middle + (6 if both else 0), thin=both))
        return "".join(drawn) + self._state(row, [*spans, *dated], middle)

    def _blocks(self, row: GanttRow, spans: Iterable[tuple[date, date]], y: float, height: float) -> list[str]:
        """Each month by itself, a hair apart."""
        found = []
        for start, end in spans:
            if not self.axis.misses(start, end):
                left, right = self.axis.x(start), self.axis.x_after(end)
                found.append(rect("month", left + 0.5, y, max(right - left - 1, 1), height, row.colour))
        return found

    def _deadline(self, row: GanttRow, start: date, end: date, y: float, *, thin: bool = False) -> str:
        if row.is_summary:
            return self._bracket(row, start, end, y)
        if row.level == "deliverable":
            return self._bar(row, start, end, y, 5) + self._diamond(row, end, y)
        return self._bar(row, start, end, y, 8 if thin else 14)

    def _bar(self, row: GanttRow, start: date, end: date, y: float, height: float) -> str:
        left, right = self.axis.x(start), self.axis.x_after(end)
        if row.precision in SHARP:
            width = max(right - left, 3)
            left = min(left, self.axis.width - width)
            return rect("sharp", left, y - height / 2, width, height, row.colour)
        # What begins before the picture or ends after it is cut, and does not fade where it is cut.
        before = max((self.axis.first - start).days, 0) * self.axis.pixels
        after = max((end - self.axis.last).days, 0) * self.axis.pixels
        step = (right - left + before + after) * FADES.get(row.precision, FADE) / (LAYERS - 1)
        drawn = []
        for layer in range(LAYERS):
            x = left + max(layer * step - before, 0)
            width = right - max(layer * step - after, 0) - x
            kind = "layer" if layer else "soft"
            more = f' fill-opacity="{OPACITY}"'
            if width > 0:
                drawn.append(rect(kind, x, y - height / 2, width, height, row.colour, more))
        return "".join(drawn)

    def _bracket(self, row: GanttRow, start: date, end: date, y: float) -> str:
        """With a hook at either end that is not cut."""
        left, right = self.axis.x(start) + 1, self.axis.x_after(end) - 1
        begin = f"M{n(left)} {n(y + 6)}V{n(y)}" if start >= self.axis.first else f"M{n(left)} {n(y)}"
        finish = f"H{n(right)}V{n(y + 6)}" if end <= self.axis.last else f"H{n(right)}"
        return path("summary", begin + finish, "none", f' stroke="{row.colour}" stroke-width="2.5"')

    def _diamond(self, row: GanttRow, end: date, y: float) -> str:
        sharp = row.precision in SHARP
        x = (self.axis.x(end) + self.axis.x_after(end)) / 2 if sharp else self.axis.x_after(end)
        if end > self.axis.last:
            return ""
        kind, fill = ("exact", row.colour) if sharp else ("vague", "#fff")
        edge = f' stroke="{row.colour}" stroke-width="1.8"'
        return path(f"diamond gantt-{kind}", f"M{n(x)} {n(y - 8)}l8 8l-8 8l-8 -8z", fill, edge)

    def _state(self, row: GanttRow, spans: Sequence[tuple[date, date]], y: float) -> str:
        """The sign and the word after the last mark, else before the first, else wherever months leave room."""
        if not row.told:
            return ""
        edges = [(self.axis.x(start), self.axis.x_after(end)) for start, end in sorted(spans)]
        room = width_of(row.told, self.size) + 8
        gap = 13 if row.level == "deliverable" else 6
        right, left = max(end for _, end in edges) + gap, edges[0][0] - 6
        baseline = y + self.size * 0.34
        if right + room <= self.axis.width:
            return text(right, baseline, row.told, self.size, row.colour, bold=True)
        if left - room >= 0:
            return text(left, baseline, row.told, self.size, row.colour, anchor="end", bold=True)
        for (_, end), (start, _) in pairwise(edges):
            if start - end >= room + 6:
                return text(end + 6, baseline, row.told, self.size, row.colour, bold=True)
        return self._tucked(row, y)

    def _tucked(self, row: GanttRow, y: float) -> str:
        """On a plate of its own in the middle of a mark that leaves room on neither side."""
        wide = min(width_of(row.told, self.size) + 10, self.axis.width - 2 * PAD)
        left = (self.axis.width - wide) / 2
        plate = rect("plate", left, y - 9, wide, 18, "#fff", f' rx="9" stroke="{row.colour}"')
        middle = left + wide / 2
        return plate + text(
            middle, y + self.size * 0.34, row.told, self.size, row.colour, anchor="middle", bold=True
        )

    def _undated(self, row: GanttRow, y: float) -> str:
        """A dashed lane over the whole time, with its words: it may fall anywhere."""
        height = min(24, self.row_height - 6)
        middle = y + self.row_height / 2
        width = self.axis.width - 2 * PAD
        lane = rect(
            "undated", PAD, middle - height / 2, width, height, "none",
            f' rx="4" stroke="{MUTED}" stroke-dasharray="2 3"',
        )  # fmt: skip
        baseline = middle + self.size * 0.34
        room = int((width - 16) / (self.size * CHARACTER))
        told = text(PAD + 8, baseline, clip(row.told, room), self.size, row.colour, bold=True)
        after = len(row.told) + 3 if row.told else 0
        words = clip(row.when or self.words.undated, max(room - after, 0)) if room - after > 6 else ""
        start = PAD + 8 + after * self.size * CHARACTER
        said = text(start, baseline, words, self.size, MUTED) if words else ""
        return lane + (told if row.told else "") + said

    def _elsewhere(self, row: GanttRow, y: float, start: date, end: date) -> str:
        """An arrow at the edge beyond which it lies."""
        before = end < self.axis.first
        x, step = (PAD, -8) if before else (self.axis.width - PAD, 8)
        arrow = path("elsewhere", f"M{n(x)} {n(y - 6)}l{step} 6l{-step} 6z", row.colour)
        told = " · ".join(part for part in (row.told, row.when) if part) or self.words.undated
        told = clip(told, int((self.axis.width - 2 * PAD) / (self.size * CHARACTER)) - 2)
        at, anchor = (PAD + 6, "start") if before else (self.axis.width - PAD - 6, "end")
        return arrow + text(at, y + self.size * 0.34, told, self.size, row.colour, anchor=anchor, bold=True)
