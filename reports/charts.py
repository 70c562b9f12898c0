"""Charts as SVG data addresses, the same on the page and in the PDF. Pure; no words inside the picture.

What a picture says is said in the table beside it and in its `alt`. Marks stand in the middle of columns of equal
width, so that a table of as many columns under the picture is its axis. What must be told apart differs by form
(full, hatched, dotted, empty) before it does by colour, so that it reads in black and white.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from urllib.parse import quote

WIDTH, HEIGHT = 200, 16
INK, TRACK, EDGE, TINT, PALE = "#4b2a63", "#ffffff", "#6b6472", "#e9e3ee", "#f4f1f6"
FULL = Decimal(100)
# Of the pictures with an axis, in tenths of a millimetre.
PLOT_WIDTH, PLOT_HEIGHT, PAD = 1480, 230, 14
# How each state is filled, from what is done to silence: no two neighbours alike in grey.
FILLS = {
    "cumplido": f'fill="{INK}"',
    "en_avance": 'fill="url(#hatch)"',
    "reprogramado": 'fill="url(#cross)"',
    "pendiente": 'fill="url(#dots)"',
    "no_cumplido": 'fill="#1c1820"',
    "no_aplica": f'fill="{TINT}"',
    None: f'fill="{TRACK}" stroke-dasharray="5 4"',
}
PATTERNS = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="7" height="7" fill="{PALE}"/><rect width="3" height="7" fill="{INK}"/></pattern>'
    '<pattern id="cross" width="8" height="8" patternUnits="userSpaceOnUse">'
    f'<rect width="8" height="8" fill="{TRACK}"/>'
    f'<path d="M0 0h8M0 0v8" stroke="{INK}" stroke-width="2"/></pattern>'
    '<pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse">'
    f'<rect width="8" height="8" fill="{TRACK}"/><circle cx="4" cy="4" r="1.8" fill="{EDGE}"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a trend. Percents 0–100; `value` None is silence, which is no 0."""

    value: Decimal | None
    ceiling: Decimal | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """People, or units, at the end of a day: who counts, who might, and of how many."""

    counted: int
    unknown: int = 0
    whole: int | None = None


def _address(shapes: str, width: int, height: int) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{shapes}</svg>'
    return "data:image/svg+xml," + quote(svg, safe="/:=")


def progress_bar(percent: Decimal | None) -> str:
    """`data:` address of a horizontal bar filled to `percent` (capped to 0–100); None draws it dashed.

    Filled against empty with an outline, so that it reads in black and white.
    """
    frame = f'x="1" y="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" fill="{TRACK}" stroke="{EDGE}"'
    if percent is None:
        shapes = f'<rect {frame} stroke-dasharray="4 3"/>'
    else:
        filled = min(max(percent, Decimal(0)), FULL) * (WIDTH - 2) / 100
        shapes = (
            f'<rect {frame}/><rect x="1" y="1" width="{filled:.1f}" height="{HEIGHT - 2}" fill="{INK}"/>'
            f'<path d="M{WIDTH / 4} 11v4M{WIDTH / 2} 11v4M{WIDTH * 3 / 4} 11v4" stroke="{EDGE}"/>'
        )
    return _address(shapes, WIDTH, HEIGHT)


def _between(percent: Decimal) -> Decimal:
    return min(max(percent, Decimal(0)), FULL)


def ceiling_bar(percent: Decimal | None, ceiling: Decimal | None) -> str:
    """A bar filled to `percent` and hatched on to what it could still come to; dashed where nobody reported."""
    width, height = 800, 40
    frame = f'x="1" y="1" width="{width - 2}" height="{height - 2}" fill="{TRACK}" stroke="{EDGE}"'
    dashed = ' stroke-dasharray="10 7"' if percent is None else ""
    shapes = [f"<rect {frame}{dashed}/>"]
    reached = _between(percent) if percent is not None else Decimal(0)
    if percent is not None and ceiling is not None and ceiling > reached:
        start, more = reached * (width - 2) / 100, (_between(ceiling) - reached) * (width - 2) / 100
        shapes.append(
            f'<rect x="{start + 1:.1f}" y="4" width="{more:.1f}" height="{height - 8}" fill="url(#dots)"'
            f' stroke="{EDGE}" stroke-width="1"/>'
        )
    if reached:
        shapes.append(
            f'<rect x="1" y="1" width="{reached * (width - 2) / 100:.1f}" height="{height - 2}" fill="{INK}"/>'
        )
    return _address(PATTERNS + "".join(shapes), width, height)


def stacked_states(parts: Sequence[tuple[str | None, int]]) -> str:
    """One bar cut by how many are in each state, in the order given; None is «sin informar»."""
    width, height = 1760, 44
    total = sum(number for _state, number in parts)
    shapes, left = [], Decimal(2)
    for state, number in parts:
        wide = Decimal(width - 4) * number / total if total else Decimal(0)
        if number:
            shapes.append(
                f'<rect x="{left:.1f}" y="2" width="{wide:.1f}" height="{height - 4}" {FILLS[state]}'
                f' stroke="{EDGE}" stroke-width="2"/>'
            )
        left += wide
    if not total:
        shapes.append(
            f'<rect x="2" y="2" width="{width - 4}" height="{height - 4}" {FILLS[None]} stroke="{EDGE}"'
            ' stroke-width="2"/>'
        )
    return _address(PATTERNS + "".join(shapes), width, height)


def state_swatch(state: str | None) -> str:
    """How a state is filled in `stacked_states`, as a small square."""
    square = f'<rect x="2" y="2" width="36" height="36" {FILLS[state]} stroke="{EDGE}" stroke-width="2"/>'
    return _address(PATTERNS + square, 40, 40)


# -- with an axis ---------------------------------------------------------------------------------------------


def _x(place: int, of: int) -> float:
    return PLOT_WIDTH * (place + 0.5) / max(of, 1)


def _y(value: Decimal | int, top: Decimal | int) -> float:
    return PAD + (PLOT_HEIGHT - 2 * PAD) * (1 - float(value) / float(top or 1))


def _grid(steps: Sequence[Decimal | int], top: Decimal | int) -> str:
    lines = "".join(f"M0 {_y(step, top):.1f}H{PLOT_WIDTH}" for step in steps)
    return f'<path d="{lines}" stroke="#cfc7d4" stroke-width="1.5" fill="none"/>'


def trend_line(points: Sequence[Point]) -> str:
    """A line from 0 to 100 of what was reached, dashed marks of what could still be, and a gap in silence.

    A provisional figure has an empty dot; silence an empty square on the ground.
    """
    of = len(points)
    shapes = [_grid((0, 25, 50, 75, 100), 100)]
    half = min(PLOT_WIDTH / max(of, 1) * 0.32, 120)
    for place, point in enumerate(points):
        x = _x(place, of)
        if point.ceiling is not None and point.ceiling != point.value:
            shapes.append(
                f'<path d="M{x - half:.1f} {_y(_between(point.ceiling), 100):.1f}h{2 * half:.1f}" stroke="{EDGE}"'
                ' stroke-width="5" stroke-dasharray="12 9"/>'
            )
    for (place, one), (after, other) in pairwise(enumerate(points)):
        if one.value is not None and other.value is not None:
            ends = f"M{_x(place, of):.1f} {_y(_between(one.value), 100):.1f}"
            ends += f"L{_x(after, of):.1f} {_y(_between(other.value), 100):.1f}"
            shapes.append(f'<path d="{ends}" stroke="{INK}" stroke-width="7" fill="none"/>')
    shapes += [_dot(_x(place, of), point) for place, point in enumerate(points)]
    return _address("".join(shapes), PLOT_WIDTH, PLOT_HEIGHT)


def _dot(x: float, point: Point) -> str:
    if point.value is None:
        at = f'x="{x - 9:.1f}" y="{_y(0, 100) - 22:.1f}"'
        return f'<rect {at} width="18" height="18" fill="{TRACK}" stroke="{EDGE}" stroke-width="3"/>'
    fill = TRACK if point.provisional else INK
    return (
        f'<circle cx="{x:.1f}" cy="{_y(_between(point.value), 100):.1f}" r="11" fill="{fill}" stroke="{INK}"'
        ' stroke-width="6"/>'
    )


def _top(goal: int | None, counts: Sequence[Count]) -> int:
    most = max([goal or 0, *(max(one.counted + one.unknown, one.whole or 0) for one in counts)], default=0)
    return max(most + max(most // 12, 1), 1)


def _column(x: float, half: float, low: int, high: int, top: int, fill: str) -> str:
    if high <= low:
        return ""
    return (
        f'<rect x="{x - half:.1f}" y="{_y(high, top):.1f}" width="{2 * half:.1f}"'
        f' height="{_y(low, top) - _y(high, top):.1f}" fill="{fill}" stroke="{INK}" stroke-width="2.5"/>'
    )


def goal_columns(counts: Sequence[Count], goal: int | None) -> str:
    """A column a mark: full who counts, dotted on it who might; a heavy dashed line where the goal is."""
    of, top = len(counts), _top(goal, counts)
    half = min(PLOT_WIDTH / max(of, 1) * 0.31, 60)
    shapes = [PATTERNS, _grid((0, top / 2, top), top)]
    for place, one in enumerate(counts):
        x, sure = _x(place, of), one.counted
        shapes.append(_column(x, half, 0, sure, top, INK))
        shapes.append(_column(x, half, sure, sure + one.unknown, top, "url(#dots)"))
    if goal:
        y = _y(goal, top)
        shapes.append(
            f'<path d="M0 {y:.1f}H{PLOT_WIDTH}" stroke="#1c1820" stroke-width="6" stroke-dasharray="26 12"/>'
        )
    shapes.append(f'<path d="M0 {_y(0, top):.1f}H{PLOT_WIDTH}" stroke="{EDGE}" stroke-width="3"/>')
    return _address("".join(shapes), PLOT_WIDTH, PLOT_HEIGHT)


def paired_columns(first: Sequence[Count], second: Sequence[Count]) -> str:
    """Two columns a mark, the first hatched and the second full; a short line over both at the `whole`."""
    of = len(first)
    top = _top(None, [*first, *second])
    half = min(PLOT_WIDTH / max(of, 1) * 0.17, 32)
    shapes = [PATTERNS, _grid((0, top / 2, top), top)]
    for place, (one, other) in enumerate(zip(first, second, strict=True)):
        x = _x(place, of)
        shapes.append(_column(x - half - 1, half, 0, one.counted, top, "url(#hatch)"))
        shapes.append(_column(x + half + 1, half, 0, other.counted, top, INK))
        if one.whole is not None:
            y = _y(one.whole, top)
            shapes.append(
                f'<path d="M{x - 2.4 * half:.1f} {y:.1f}h{4.8 * half:.1f}" stroke="#1c1820" stroke-width="6"'
                ' stroke-dasharray="14 8"/>'
            )
    shapes.append(f'<path d="M0 {_y(0, top):.1f}H{PLOT_WIDTH}" stroke="{EDGE}" stroke-width="3"/>')
    return _address("".join(shapes), PLOT_WIDTH, PLOT_HEIGHT)
