"""The shapes of an SVG as outlines: each as its points, and whether it is closed. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from reports.word_twin.svg_paths import Point, outlines

NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"


def length(text: str | None) -> float | None:
    found = re.fullmatch(rf"\s*({NUMBER})(?:px)?\s*", text or "")
    return float(found[1]) if found else None


def _numbers(element, *names: str) -> list[float]:
    return [length(element.get(name)) or 0.0 for name in names]


def _rect(element) -> list[tuple[list[Point], bool]]:
    x, y, width, height = _numbers(element, "x", "y", "width", "height")
    if width <= 0 or height <= 0:
        return []
    radius = min(length(element.get("rx")) or length(element.get("ry")) or 0, width / 2, height / 2)
    if not radius:
        return [([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], True)]
    arc = f"A{radius} {radius} 0 0 1"
    return outlines(
        f"M{x + radius} {y}H{x + width - radius}{arc} {x + width} {y + radius}V{y + height - radius}"
        f"{arc} {x + width - radius} {y + height}H{x + radius}{arc} {x} {y + height - radius}V{y + radius}"
        f"{arc} {x + radius} {y}Z"
    )


def _ellipse(x: float, y: float, across: float, down: float) -> list[tuple[list[Point], bool]]:
    if across <= 0 or down <= 0:
        return []
    angles = [2 * math.pi * step / 90 for step in range(90)]
    return [([(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles], True)]


def _points(element, closed: bool) -> list[tuple[list[Point], bool]]:
    numbers = [float(number) for number in re.findall(NUMBER, element.get("points", ""))]
    line = list(zip(numbers[::2], numbers[1::2], strict=False))
    return [(line, closed)] if line else []


def _line(element) -> list[tuple[list[Point], bool]]:
    x, y, other_x, other_y = _numbers(element, "x1", "y1", "x2", "y2")
    return [([(x, y), (other_x, other_y)], False)]


def _circle(element) -> list[tuple[list[Point], bool]]:
    x, y, radius = _numbers(element, "cx", "cy", "r")
    return _ellipse(x, y, radius, radius)


SHAPES: dict[str, Callable] = {
    "rect": _rect,
    "circle": _circle,
    "ellipse": lambda element: _ellipse(*_numbers(element, "cx", "cy", "rx", "ry")),
    "line": _line,
    "polyline": lambda element: _points(element, False),
    "polygon": lambda element: _points(element, True),
    "path": lambda element: outlines(element.get("d", "")),
}
