"""Where one figure stands among many, without saying whose the others are. Pure.

>>> found = spread_of([Decimal(10), Decimal(20), Decimal(20), Decimal(40), Decimal(60)])
>>> found.lower, found.median, found.upper
(Decimal('20.00'), Decimal('20.00'), Decimal('40.00'))
>>> standing(Decimal(20), [Decimal(10), Decimal(20), Decimal(40), Decimal(60)]).same_or_more
3
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape

from plans.weights import quantize

# With fewer figures a quartile, or a dot, would be somebody's; with fewer still, the median too.
ENOUGH = 5
ENOUGH_FOR_MEDIAN = 3

WIDTH, RADIUS, MARGIN = 640, 7, 24
STEP = 2  # percents that share a column of dots


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and quartiles of some figures; None where there are too few to give them without naming anybody."""

    count: int
    median: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def shows_all(self) -> bool:
        return self.count >= ENOUGH


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure among `others` figures: how many of those have the same or more.

    `side` of the median: above, same or below; empty where there is no median.
    """

    value: Decimal
    others: int
    same_or_more: int
    side: str = ""


def quantile(values: Sequence[Decimal], share: Fraction) -> Decimal:
    """Of figures in any order, in two places; between two of them in proportion. ValueError for none."""
    if not values:
        raise ValueError("no figures")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    low, high = Fraction(ordered[below]), Fraction(ordered[above])
    return quantize(low + (high - low) * (place - below))


def spread_of(values: Sequence[Decimal]) -> Spread:
    count = len(values)
    if count < ENOUGH_FOR_MEDIAN:
        return Spread(count)
    median = quantile(values, Fraction(1, 2))
    if count < ENOUGH:
        return Spread(count, median)
    return Spread(count, median, quantile(values, Fraction(1, 4)), quantile(values, Fraction(3, 4)))


def standing(own: Decimal, others: Sequence[Decimal], median: Decimal | None = None) -> Standing:
    side = ""
    if median is not None:
        side = "same" if own == median else "above" if own > median else "below"
    return Standing(own, len(others), sum(1 for value in others if value >= own), side)


# -- the picture ----------------------------------------------------------------------------------------------


def draw_strip(values: Sequence[Decimal], spread: Spread, own: Decimal | None = None, *, label: str) -> str:
    """An SVG strip from 0 to 100: a dot a figure, those alike one on top of another, the box of the quartiles, the
    median, and one's own figure. No dot says whose it is. `label` is what it says to whoever cannot see it."""
    columns = Counter(_column(value) for value in values)
    height = 2 * RADIUS * max(columns.values(), default=1) + 56
    floor = height - 34
    own_column = None if own is None else _column(own)
    shapes = [*_axis(floor), *_box(spread, floor)]
    for column, count in sorted(columns.items()):
        for level in range(count):
            is_own = column == own_column and level == 0
            shapes.append(_dot(column, floor - RADIUS - 3 - level * 2 * RADIUS, is_own))
    words = escape(label)
    return (
        f'<svg class="strip" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{words}" focusable="false">'
        f"{''.join(shapes)}</svg>"
    )


def _column(value: Decimal) -> int:
    """The nearest percent that has a column of dots."""
    return round(value / STEP) * STEP


def _x(percent: Decimal | int) -> str:
    return f"{MARGIN + float(percent) * (WIDTH - 2 * MARGIN) / 100:.1f}"


def _axis(floor: int) -> list[str]:
    line = f'<path class="strip__axis" d="M{_x(0)} {floor}H{_x(100)}"/>'
    ticks = [
        f'<path class="strip__axis" d="M{_x(percent)} {floor}v6"/>'
        f'<text class="strip__text" x="{_x(percent)}" y="{floor + 24}" text-anchor="middle">{percent} %</text>'
        for percent in (0, 25, 50, 75, 100)
    ]
    return [line, *ticks]


def _box(spread: Spread, floor: int) -> list[str]:
    shapes = []
    if spread.lower is not None and spread.upper is not None:
        width = float(spread.upper - spread.lower) * (WIDTH - 2 * MARGIN) / 100
        shapes.append(
            f'<rect class="strip__box" x="{_x(spread.lower)}" y="8" width="{max(width, 2):.1f}"'
            f' height="{floor - 8}" rx="4"/>'
        )
    if spread.median is not None:
        shapes.append(f'<path class="strip__median" d="M{_x(spread.median)} 4V{floor}"/>')
    return shapes


def _dot(column: int, y: int, is_own: bool) -> str:
    if is_own:
        return f'<circle class="strip__dot strip__dot--own" cx="{_x(column)}" cy="{y}" r="{RADIUS + 1}"/>'
    return f'<circle class="strip__dot" cx="{_x(column)}" cy="{y}" r="{RADIUS - 1}"/>'
