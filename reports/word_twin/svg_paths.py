"""The outline of an SVG path as points. Pure."""

from __future__ import annotations

import math
import re
from itertools import pairwise

Point = tuple[float, float]
_TOKEN = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_STEPS = 24


class _Pen:
    def __init__(self) -> None:
        self.lines: list[tuple[list[Point], bool]] = []
        self.at: Point = (0.0, 0.0)
        self.control: Point | None = None  # of the last curve, for a smooth one

    @property
    def line(self) -> list[Point]:
        return self.lines[-1][0]

    def move(self, point: Point) -> None:
        self.lines.append(([point], False))
        self.at = point

    def draw(self, points: list[Point]) -> None:
        if not self.lines or self.lines[-1][1]:
            self.move(self.at)
        self.line.extend(points)
        self.at = points[-1]

    def close(self) -> None:
        if self.lines:
            self.lines[-1] = (self.line, True)
            self.at = self.line[0]


def outlines(drawn: str) -> list[tuple[list[Point], bool]]:
    """Each sub-path as its points, and whether it is closed. Raises ValueError for what is no path."""
    pen, command = _Pen(), ""
    tokens = _tokens(drawn)
    place = 0
    while place < len(tokens):
        if isinstance(tokens[place], str):
            command = tokens[place]
            place += 1
        elif command in ("M", "m"):
            command = "L" if command == "M" else "l"
        count = _COUNTS[command.upper()] if command else -1
        numbers = tokens[place : place + count] if count >= 0 else []
        if count < 0 or len(numbers) != count or any(isinstance(number, str) for number in numbers):
            raise ValueError("path")
        if count == 0 and place < len(tokens) and not isinstance(tokens[place], str):
            raise ValueError("path")
        _step(pen, command, numbers)
        place += count
    return pen.lines


def _tokens(drawn: str) -> list:
    if _TOKEN.sub("", drawn).strip(" ,\t\r\n+"):
        raise ValueError("path")
    return [found[1] or float(found[2]) for found in _TOKEN.finditer(drawn)]


def _step(pen: _Pen, command: str, numbers: list[float]) -> None:
    kind, (x, y) = command.upper(), pen.at
    base = (x, y) if command.islower() else (0.0, 0.0)
    if kind == "Z":
        pen.close()
    elif kind == "H":
        pen.draw([(base[0] + numbers[0], y)])
    elif kind == "V":
        pen.draw([(x, base[1] + numbers[0])])
    elif kind == "A":
        end = (base[0] + numbers[5], base[1] + numbers[6])
        pen.draw(_arc(pen.at, numbers, end))
    else:
        points = [(base[0] + numbers[n], base[1] + numbers[n + 1]) for n in range(0, len(numbers), 2)]
        _curve_or_line(pen, kind, points)
        return
    pen.control = None


def _curve_or_line(pen: _Pen, kind: str, points: list[Point]) -> None:
    if kind == "M":
        pen.move(points[0])
    elif kind == "L":
        pen.draw(points)
    if kind in "ML":
        pen.control = None
        return
    if kind in "ST":
        before = pen.control or pen.at
        points = [(2 * pen.at[0] - before[0], 2 * pen.at[1] - before[1]), *points]
    controls = [pen.at, *points]
    pen.draw([_bezier(controls, step / _STEPS) for step in range(1, _STEPS + 1)])
    pen.control = points[-2]


def _bezier(points: list[Point], share: float) -> Point:
    while len(points) > 1:
        points = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(points)]
    return points[0]


def _arc(start: Point, numbers: list[float], end: Point) -> list[Point]:
    """Points of an elliptical arc (SVG 1.1, appendix F.6)."""
    across, down, turn, is_large, sweeps = abs(numbers[0]), abs(numbers[1]), *numbers[2:5]
    if not across or not down or start == end:
        return [end]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    half = ((start[0] - end[0]) / 2, (start[1] - end[1]) / 2)
    x, y = cos * half[0] + sin * half[1], -sin * half[0] + cos * half[1]
    grow = math.sqrt(max(1.0, (x / across) ** 2 + (y / down) ** 2))
    across, down = across * grow, down * grow
    below = (across * y) ** 2 + (down * x) ** 2
    root = math.sqrt(max(0.0, ((across * down) ** 2 - below) / below))
    root = -root if bool(is_large) == bool(sweeps) else root
    middle = (root * across * y / down, -root * down * x / across)
    first = math.atan2((y - middle[1]) / down, (x - middle[0]) / across)
    span = math.atan2((-y - middle[1]) / down, (-x - middle[0]) / across) - first
    if sweeps and span < 0:
        span += 2 * math.pi
    elif not sweeps and span > 0:
        span -= 2 * math.pi
    at = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    steps = max(8, round(abs(span) / math.pi * 2 * _STEPS))
    found = []
    for step in range(1, steps + 1):
        angle = first + span * step / steps
        px, py = across * math.cos(angle) + middle[0], down * math.sin(angle) + middle[1]
        found.append((cos * px - sin * py + at[0], sin * px + cos * py + at[1]))
    return found


def dashes(line: list[Point], pattern: list[float]) -> list[list[Point]]:
    """The pieces of a line that a dash pattern leaves."""
    if len(pattern) % 2:
        pattern = pattern * 2
    if sum(pattern) <= 0:
        return [line]
    found, current, place, left = [], [line[0]], 0, pattern[0]
    for start, end in pairwise(line):
        length = math.dist(start, end)
        gone = 0.0
        while length - gone > left:
            gone += left
            share = gone / length
            point = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            if place % 2 == 0:
                found.append([*current, point])
            place = (place + 1) % len(pattern)
            left, current = max(pattern[place], 0.01), [point]
        left -= length - gone
        current.append(end)
    return [*found, current] if place % 2 == 0 and len(current) > 1 else found
