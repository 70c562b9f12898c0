"""A figure over the periods as a picture: a line of what was reached, dotted ones of what could be, and gaps of
silence. Pure; the table beside it says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import pairwise

STEP, LEFT, RIGHT, TOP, BOTTOM, PLOT = 108, 52, 28, 30, 46, 190
LONG = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """A period. `value` and `ceiling` are percents 0–100; None is silence, which is no 0.

    `change` says that another version of the plan rules since.
    """

    label: str
    value: Decimal | None
    ceiling: Decimal | None = None
    provisional: bool = False
    change: str = ""


def draw(dots: Sequence[Dot], *, label: str, point: str = ",") -> str:
    """The SVG; `label` is what it says to whoever cannot see it, `point` what parts the decimals."""
    width = LEFT + STEP * max(len(dots), 1) + RIGHT
    height = TOP + PLOT + BOTTOM
    size = "trend trend--long" if len(dots) > LONG else "trend"
    shapes = [*_grid(width), *_changes(dots), *_ceilings(dots), *_line(dots), *_dots(dots, point), *_labels(dots)]
    return (
        f'<svg class="{size}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"'
        f' aria-label="{escape(label)}" focusable="false">{"".join(shapes)}</svg>'
    )


def _x(place: int) -> float:
    return LEFT + STEP * (place + 0.5)


def _y(percent: Decimal | int) -> float:
    return TOP + PLOT * (1 - min(max(float(percent), 0.0), 100.0) / 100)


def _grid(width: int) -> list[str]:
    return [
        f'<path class="trend__grid" d="M{LEFT} {_y(percent):.1f}H{width - RIGHT}"/>'
        f'<text class="trend__text" x="{LEFT - 8}" y="{_y(percent) + 5:.1f}" text-anchor="end">{percent}</text>'
        for percent in (0, 25, 50, 75, 100)
    ]


def _changes(dots: Sequence[Dot]) -> list[str]:
    """Where another version of the plan begins to rule, between two periods."""
    return [
        f'<path class="trend__change" d="M{_x(place) - STEP / 2:.1f} {TOP - 8}V{TOP + PLOT}"/>'
        f'<text class="trend__text trend__text--change" x="{_x(place) - STEP / 2 + 5:.1f}" y="{TOP - 10}">'
        f"{escape(dot.change)}</text>"
        for place, dot in enumerate(dots)
        if dot.change
    ]


def _ceilings(dots: Sequence[Dot]) -> list[str]:
    half = STEP * 0.32
    return [
        f'<path class="trend__ceiling" d="M{_x(place) - half:.1f} {_y(dot.ceiling):.1f}h{2 * half:.1f}"/>'
        for place, dot in enumerate(dots)
        if dot.ceiling is not None and dot.ceiling != dot.value
    ]


def _line(dots: Sequence[Dot]) -> list[str]:
    """Between neighbours that both reported: silence is a gap."""
    found = []
    for (place, one), (after, other) in pairwise(enumerate(dots)):
        if one.value is not None and other.value is not None:
            ends = f"M{_x(place):.1f} {_y(one.value):.1f}L{_x(after):.1f} {_y(other.value):.1f}"
            css = "trend__line trend__line--provisional" if other.provisional else "trend__line"
            found.append(f'<path class="{css}" d="{ends}"/>')
    return found


def _dots(dots: Sequence[Dot], point: str) -> list[str]:
    found = []
    for place, dot in enumerate(dots):
        x = f"{_x(place):.1f}"
        if dot.value is None:
            found.append(f'<text class="trend__silence" x="{x}" y="{_y(0) - 8:.1f}" text-anchor="middle">□</text>')
            continue
        css = "trend__dot trend__dot--provisional" if dot.provisional else "trend__dot"
        above = _y(dot.value) - 13
        value = f"{dot.value:.2f}".replace(".", point)
        found.append(
            f'<circle class="{css}" cx="{x}" cy="{_y(dot.value):.1f}" r="6"/>'
            f'<text class="trend__value" x="{x}" y="{above:.1f}" text-anchor="middle">{value}</text>'
        )
    return found


def _labels(dots: Sequence[Dot]) -> list[str]:
    return [
        f'<text class="trend__text" x="{_x(place):.1f}" y="{TOP + PLOT + 26}" text-anchor="middle">'
        f"{escape(dot.label)}</text>"
        for place, dot in enumerate(dots)
    ]
