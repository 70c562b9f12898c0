"""Simple SVG (what our charts are made of) as PNG: shapes, paths, lines and words, by Pillow."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

from lxml import etree
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

from reports.word_twin.svg_paths import Point, dashes, outlines

FONTS = Path(__file__).resolve().parent.parent.parent / "static" / "fonts" / "print"
# Twice the size on the page, drawn finer still and made smaller: that is what smooths the edges.
SCALE, FINER = 2, 3
MOST_PIXELS = 24_000_000
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_TRANSFORM = re.compile(r"(translate|scale|rotate|matrix)\(([^)]*)\)")
_SILENT = frozenset(["title", "desc", "defs", "metadata"])
_STYLED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity")
_WORDED = ("font-size", "font-weight", "text-anchor", "dominant-baseline", "fill-rule", "visibility", "display")
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class UndrawableError(Exception):
    """There is something in the picture that is not drawn here."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """`width` and `height` in pixels of the page. One that `keeps_shape` is never stretched."""

    png: bytes
    width: float
    height: float
    keeps_shape: bool


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix
    style: dict[str, str]

    @property
    def scale(self) -> float:
        a, b, c, d, _e, _f = self.matrix
        return math.sqrt(abs(a * d - b * c))

    def at(self, point: Point) -> Point:
        a, b, c, d, e, f = self.matrix
        return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def drawn(content: bytes) -> Drawing:
    """Raises UndrawableError for what is no SVG or holds what is not drawn here."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UndrawableError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise UndrawableError("doctype")
    box, width, height = _size(root)
    scale = SCALE * FINER
    if width * height * scale * scale > MOST_PIXELS:
        scale = math.sqrt(MOST_PIXELS / (width * height))
    across, down = width / box[2] * scale, height / box[3] * scale
    pixels = max(1, round(width * scale)), max(1, round(height * scale))
    canvas = _Canvas(pixels)
    state = _State((across, 0, 0, down, -box[0] * across, -box[1] * down), {"fill": "#000000"})
    for child in root:
        canvas.element(child, state)
    small = max(1, round(pixels[0] / FINER)), max(1, round(pixels[1] / FINER))
    out = BytesIO()
    canvas.image.resize(small, Image.Resampling.LANCZOS).save(out, "PNG", optimize=False)
    return Drawing(out.getvalue(), width, height, root.get("preserveAspectRatio") != "none")


def _size(root) -> tuple[list[float], float, float]:
    if etree.QName(root).localname != "svg":
        raise UndrawableError("svg")
    box = [float(number) for number in re.findall(_NUMBER, root.get("viewBox", ""))]
    width, height = _length(root.get("width")), _length(root.get("height"))
    if len(box) != 4:
        box = [0, 0, width or 0, height or 0]
    width, height = width or box[2], height or box[3]
    if min(box[2], box[3], width, height) <= 0:
        raise UndrawableError("size")
    return box, width, height


def _length(text: str | None) -> float | None:
    found = re.fullmatch(rf"\s*({_NUMBER})(?:px)?\s*", text or "")
    return float(found[1]) if found else None


class _Canvas:
    def __init__(self, size: tuple[int, int]) -> None:
        self.image = Image.new("RGBA", size, (255, 255, 255, 0))

    def element(self, element, state: _State) -> None:
        if not isinstance(element.tag, str):
            return
        name = etree.QName(element).localname
        if name in _SILENT:
            return
        state = _inner(element, state)
        if state.style.get("display") == "none" or state.style.get("visibility") == "hidden":
            return
        if name in ("g", "a"):
            for child in element:
                self.element(child, state)
        elif name == "text":
            self.text(element, state)
        elif name in _SHAPES:
            try:
                self.lines(_SHAPES[name](element), state)
            except ValueError as error:
                raise UndrawableError(name) from error
        else:
            raise UndrawableError(name)

    def lines(self, found: list[tuple[list[Point], bool]], state: _State) -> None:
        placed = [([state.at(point) for point in line], closed) for line, closed in found]
        fill = _colour(state.style.get("fill", "#000000"), state.style, "fill-opacity")
        if fill:
            mask = Image.new("1", self.image.size, 0)
            for line, _closed in placed:
                if len(line) > 2:
                    one = Image.new("1", self.image.size, 0)
                    ImageDraw.Draw(one).polygon(line, fill=1)
                    mask = ImageChops.logical_xor(mask, one) if len(placed) > 1 else one
            self._paint(mask.convert("L"), fill)
        stroke = _colour(state.style.get("stroke", "none"), state.style, "stroke-opacity")
        if stroke:
            self._stroke(placed, stroke, state)

    def _stroke(self, placed: list[tuple[list[Point], bool]], colour: tuple, state: _State) -> None:
        wide = max(1, round((_length(state.style.get("stroke-width")) or 1) * state.scale))
        said = re.findall(_NUMBER, state.style.get("stroke-dasharray", ""))
        pattern = [float(number) * state.scale for number in said]
        mask = Image.new("L", self.image.size, 0)
        pen = ImageDraw.Draw(mask)
        for line, closed in placed:
            whole = [*line, line[0]] if closed else line
            for part in dashes(whole, pattern) if pattern else [whole]:
                pen.line(part, fill=255, width=wide, joint="curve")
        self._paint(mask, colour)

    def _paint(self, mask: Image.Image, colour: tuple[int, int, int, int]) -> None:
        if colour[3] < 255:
            mask = mask.point(lambda value: value * colour[3] // 255)
        layer = Image.new("RGBA", self.image.size, (*colour[:3], 0))
        layer.putalpha(mask)
        self.image.alpha_composite(layer)

    def text(self, element, state: _State) -> None:
        """Each piece of words on its own line of writing, turned as its matrix turns."""
        x, y = _length(element.get("x")) or 0, _length(element.get("y")) or 0
        self._words(element.text, x, y, state)
        for child in element:
            if etree.QName(child).localname != "tspan":
                raise UndrawableError("text")
            inner = _inner(child, state)
            x, y = _length(child.get("x")) or x, _length(child.get("y")) or y
            y += _length(child.get("dy")) or 0
            self._words(child.text, x, y, inner)

    def _words(self, words: str | None, x: float, y: float, state: _State) -> None:
        words = " ".join((words or "").split())
        colour = _colour(state.style.get("fill", "#000000"), state.style, "fill-opacity")
        if not words or not colour:
            return
        size = (_length(state.style.get("font-size")) or 16) * state.scale
        font = _font(state.style.get("font-weight") in ("600", "700", "bold"), max(1, round(size)))
        anchor = {"middle": "m", "end": "r"}.get(state.style.get("text-anchor", ""), "l")
        down = "m" if state.style.get("dominant-baseline") in ("middle", "central") else "s"
        mask = Image.new("L", self.image.size, 0)
        place = state.at((x, y))
        ImageDraw.Draw(mask).text(place, words, fill=255, font=font, anchor=f"{anchor}{down}")
        turn = math.degrees(math.atan2(state.matrix[1], state.matrix[0]))
        if abs(turn) > 0.1:
            mask = mask.rotate(-turn, center=place, resample=Image.Resampling.BICUBIC)
        self._paint(mask, colour)


@cache
def _font(is_bold: bool, size: int) -> ImageFont.FreeTypeFont:
    weight = 600 if is_bold else 400
    return ImageFont.truetype(FONTS / f"source-sans-3-latin-{weight}-normal.ttf", size)


def _inner(element, state: _State) -> _State:
    """The state inside an element: its own attributes, its transform."""
    own = {name: element.get(name) for name in (*_STYLED, *_WORDED) if element.get(name)}
    for part in (element.get("style") or "").split(";"):
        name, colon, value = part.partition(":")
        if colon:
            own[name.strip()] = value.strip()
    style = {**state.style, **own}
    if "opacity" in own and "opacity" in state.style:
        style["opacity"] = str(float(own["opacity"]) * float(state.style["opacity"]))
    return replace(state, matrix=_turned(state.matrix, element.get("transform", "")), style=style)


def _turned(matrix: Matrix, text: str) -> Matrix:
    for kind, inside in _TRANSFORM.findall(text):
        numbers = [float(number) for number in re.findall(_NUMBER, inside)]
        matrix = _times(matrix, _matrix(kind, numbers))
    return matrix


def _matrix(kind: str, numbers: list[float]) -> Matrix:
    if kind == "translate" and numbers:
        return (1, 0, 0, 1, numbers[0], numbers[1] if len(numbers) > 1 else 0)
    if kind == "scale" and numbers:
        return (numbers[0], 0, 0, numbers[-1], 0, 0)
    if kind == "rotate" and numbers:
        cos, sin = math.cos(math.radians(numbers[0])), math.sin(math.radians(numbers[0]))
        turned = (cos, sin, -sin, cos, 0, 0)
        if len(numbers) < 3:
            return turned
        x, y = numbers[1:3]
        return _times(_times((1, 0, 0, 1, x, y), turned), (1, 0, 0, 1, -x, -y))
    if kind == "matrix" and len(numbers) == 6:
        return tuple(numbers)
    raise UndrawableError(kind)


def _times(left: Matrix, right: Matrix) -> Matrix:
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _colour(text: str, style: dict[str, str], own_opacity: str) -> tuple[int, int, int, int] | None:
    if text in ("none", "transparent", ""):
        return None
    try:
        red, green, blue, *_alpha = ImageColor.getrgb(text)
        share = float(style.get("opacity", 1)) * float(style.get(own_opacity, 1))
    except ValueError as error:
        raise UndrawableError(text) from error
    return red, green, blue, round(255 * min(max(share, 0), 1))


# -- shapes ---------------------------------------------------------------------------------------------------


def _numbers(element, *names: str) -> list[float]:
    return [_length(element.get(name)) or 0.0 for name in names]


def _rect(element) -> list[tuple[list[Point], bool]]:
    x, y, width, height = _numbers(element, "x", "y", "width", "height")
    if width <= 0 or height <= 0:
        return []
    radius = min(_length(element.get("rx")) or _length(element.get("ry")) or 0, width / 2, height / 2)
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
    numbers = [float(number) for number in re.findall(_NUMBER, element.get("points", ""))]
    line = list(zip(numbers[::2], numbers[1::2], strict=False))
    return [(line, closed)] if line else []


def _line(element) -> list[tuple[list[Point], bool]]:
    x, y, other_x, other_y = _numbers(element, "x1", "y1", "x2", "y2")
    return [([(x, y), (other_x, other_y)], False)]


def _circle(element) -> list[tuple[list[Point], bool]]:
    x, y, radius = _numbers(element, "cx", "cy", "r")
    return _ellipse(x, y, radius, radius)


_SHAPES: dict[str, Callable] = {
    "rect": _rect,
    "circle": _circle,
    "ellipse": lambda element: _ellipse(*_numbers(element, "cx", "cy", "rx", "ry")),
    "line": _line,
    "polyline": lambda element: _points(element, False),
    "polygon": lambda element: _points(element, True),
    "path": lambda element: outlines(element.get("d", "")),
}
