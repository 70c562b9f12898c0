"""Simple SVG (what our charts are made of) as PNG: shapes, paths, lines and words, by Pillow."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

from reports.word_twin.svg_paths import Point, dashes
from reports.word_twin.svg_shapes import NUMBER, SHAPES, length

FONTS = Path(__file__).resolve().parent.parent.parent / "static" / "fonts" / "print"
# Twice the size on the page, drawn finer still and made smaller: that is what smooths the edges.
SCALE, FINER = 2, 3
MOST_PIXELS, MOST_TILES = 16_000_000, 60_000
_TRANSFORM = re.compile(r"(translate|scale|rotate|matrix)\(([^)]*)\)")
_NAMED = re.compile(r"url\(#([\w-]+)\)")
_SILENT = frozenset(["title", "desc", "defs", "metadata", "pattern"])
_STYLED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity")
_WORDED = ("font-size", "font-weight", "text-anchor", "dominant-baseline", "fill-rule", "visibility", "display")
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[int, int, int, int]
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


def drawn(content: bytes, wide: float | None = None) -> Drawing:
    """As fine as it must be to be shown `wide` pixels wide (its own width, where nothing is said).

    Raises UndrawableError for what is no SVG or holds what is not drawn here.
    """
    root = _root(content)
    box, width, height = _size(root)
    wide = wide or width
    scale = min(SCALE * FINER, math.sqrt(MOST_PIXELS / (wide * wide * height / width))) * wide / width
    across, down = width / box[2] * scale, height / box[3] * scale
    pixels = max(1, round(width * scale)), max(1, round(height * scale))
    patterns = {one.get("id"): one for one in root.iter("{*}pattern") if one.get("id")}
    canvas = _Canvas(pixels, patterns)
    state = _State((across, 0, 0, down, -box[0] * across, -box[1] * down), {"fill": "#000000"})
    for child in root:
        canvas.element(child, state)
    small = max(1, round(pixels[0] / FINER)), max(1, round(pixels[1] / FINER))
    out = BytesIO()
    canvas.image.resize(small, Image.Resampling.LANCZOS).save(out, "PNG", optimize=False)
    return Drawing(out.getvalue(), width, height, _keeps_shape(root))


def measured(content: bytes) -> tuple[float, float, bool]:
    """Width and height in pixels of the page, and whether it keeps its shape. Raises UndrawableError."""
    root = _root(content)
    return *_size(root)[1:], _keeps_shape(root)


def _keeps_shape(root) -> bool:
    return root.get("preserveAspectRatio") != "none"


def _root(content: bytes):
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UndrawableError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise UndrawableError("doctype")
    return root


def _size(root) -> tuple[list[float], float, float]:
    if etree.QName(root).localname != "svg":
        raise UndrawableError("svg")
    box = [float(number) for number in re.findall(NUMBER, root.get("viewBox", ""))]
    width, height = length(root.get("width")), length(root.get("height"))
    if len(box) != 4:
        box = [0, 0, width or 0, height or 0]
    width, height = width or box[2], height or box[3]
    if min(box[2], box[3], width, height) <= 0:
        raise UndrawableError("size")
    return box, width, height


class _Canvas:
    def __init__(self, size: tuple[int, int], patterns: dict[str, Any]) -> None:
        self.image = Image.new("RGBA", size, (255, 255, 255, 0))
        self.patterns = patterns

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
        elif name in SHAPES:
            try:
                self.lines(SHAPES[name](element), state)
            except ValueError as error:
                raise UndrawableError(name) from error
        else:
            raise UndrawableError(name)

    def lines(self, found: list[tuple[list[Point], bool]], state: _State) -> None:
        placed = [([state.at(point) for point in line], closed) for line, closed in found]
        fill = state.style.get("fill", "#000000")
        if named := _NAMED.fullmatch(fill):
            self._pattern(named[1], placed, state)
        elif colour := _colour(fill, state.style, "fill-opacity"):
            self._fill(placed, colour)
        stroke = _colour(state.style.get("stroke", "none"), state.style, "stroke-opacity")
        if stroke:
            self._stroke(placed, stroke, state)

    def _fill(self, placed: list[tuple[list[Point], bool]], colour: tuple) -> None:
        box = self._box(placed, 1)
        if box is not None:
            self._paint(_inside(placed, box), colour, box)

    def _stroke(self, placed: list[tuple[list[Point], bool]], colour: tuple, state: _State) -> None:
        wide = max(1, round((length(state.style.get("stroke-width")) or 1) * state.scale))
        said = re.findall(NUMBER, state.style.get("stroke-dasharray", ""))
        pattern = [float(number) * state.scale for number in said]
        box = self._box(placed, wide + 1)
        if box is None:
            return
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        pen = ImageDraw.Draw(mask)
        for line, closed in placed:
            whole = [*line, line[0]] if closed else line
            for part in dashes(whole, pattern) if pattern else [whole]:
                pen.line(_moved(part, box), fill=255, width=wide, joint="curve")
        self._paint(mask, colour, box)

    def _box(self, placed: list[tuple[list[Point], bool]], room: float) -> Box | None:
        """Around all points, inside the picture; None where nothing of it is to be seen."""
        xs = [point[0] for line, _closed in placed for point in line]
        ys = [point[1] for line, _closed in placed for point in line]
        if not xs:
            return None
        left, top = max(math.floor(min(xs) - room), 0), max(math.floor(min(ys) - room), 0)
        right = min(math.ceil(max(xs) + room) + 1, self.image.width)
        bottom = min(math.ceil(max(ys) + room) + 1, self.image.height)
        return (left, top, right, bottom) if right > left and bottom > top else None

    def _paint(self, mask: Image.Image, colour: tuple[int, int, int, int], box: Box) -> None:
        if colour[3] < 255:
            mask = mask.point(lambda value: value * colour[3] // 255)
        layer = Image.new("RGBA", mask.size, (*colour[:3], 0))
        layer.putalpha(mask)
        self.image.alpha_composite(layer, box[:2])

    def _pattern(self, name: str, placed: list[tuple[list[Point], bool]], state: _State) -> None:
        """The shape, paved with the pattern's own picture."""
        pattern, box = self.patterns.get(name), self._box(placed, 1)
        if pattern is None:
            raise UndrawableError(name)
        if box is None:
            return
        width, height = length(pattern.get("width")), length(pattern.get("height"))
        if not width or not height or pattern.get("patternUnits") != "userSpaceOnUse":
            raise UndrawableError(name)
        matrix = _turned(state.matrix, pattern.get("patternTransform", ""))
        places = [_times(matrix, (1, 0, 0, 1, x, y)) for x, y in _tiles(matrix, box, width, height)]
        tiles = _Canvas((box[2] - box[0], box[3] - box[1]), {})
        for child in pattern:
            tiles.pave(child, [_times((1, 0, 0, 1, -box[0], -box[1]), place) for place in places])
        clear = Image.new("RGBA", tiles.image.size, (0, 0, 0, 0))
        self.image.alpha_composite(Image.composite(tiles.image, clear, _inside(placed, box)), box[:2])

    def pave(self, element, places: list[Matrix]) -> None:
        """One shape of a pattern in all its places at once."""
        state = _inner(element, _State(_SAME, {"fill": "#000000"}))
        found = SHAPES.get(etree.QName(element).localname)
        if found is None:
            raise UndrawableError(str(element.tag))
        lines = found(element)
        whole = 0, 0, *self.image.size
        fill, stroke = Image.new("L", self.image.size, 0), Image.new("L", self.image.size, 0)
        fill_pen, stroke_pen = ImageDraw.Draw(fill), ImageDraw.Draw(stroke)
        for matrix in places:
            one = replace(state, matrix=_times(matrix, state.matrix))
            wide = max(1, round((length(state.style.get("stroke-width")) or 1) * one.scale))
            for line, closed in lines:
                points = [one.at(point) for point in line]
                if len(points) > 2:
                    fill_pen.polygon(points, fill=255)
                stroke_pen.line([*points, points[0]] if closed else points, fill=255, width=wide)
        for mask, colour in (
            (fill, _colour(state.style["fill"], state.style, "fill-opacity")),
            (stroke, _colour(state.style.get("stroke", "none"), state.style, "stroke-opacity")),
        ):
            if colour:
                self._paint(mask, colour, whole)

    def text(self, element, state: _State) -> None:
        """Each piece of words on its own line of writing, turned as its matrix turns."""
        x, y = length(element.get("x")) or 0, length(element.get("y")) or 0
        self._words(element.text, x, y, state)
        for child in element:
            if etree.QName(child).localname != "tspan":
                raise UndrawableError("text")
            inner = _inner(child, state)
            x, y = length(child.get("x")) or x, length(child.get("y")) or y
            y += length(child.get("dy")) or 0
            self._words(child.text, x, y, inner)

    def _words(self, words: str | None, x: float, y: float, state: _State) -> None:
        words = " ".join((words or "").split())
        colour = _colour(state.style.get("fill", "#000000"), state.style, "fill-opacity")
        if not words or not colour:
            return
        size = (length(state.style.get("font-size")) or 16) * state.scale
        font = _font(state.style.get("font-weight") in ("600", "700", "bold"), max(1, round(size)))
        anchor = {"middle": "m", "end": "r"}.get(state.style.get("text-anchor", ""), "l")
        down = "m" if state.style.get("dominant-baseline") in ("middle", "central") else "s"
        mask = Image.new("L", self.image.size, 0)
        place = state.at((x, y))
        ImageDraw.Draw(mask).text(place, words, fill=255, font=font, anchor=f"{anchor}{down}")
        turn = math.degrees(math.atan2(state.matrix[1], state.matrix[0]))
        if abs(turn) > 0.1:
            mask = mask.rotate(-turn, center=place, resample=Image.Resampling.BICUBIC)
        self._paint(mask, colour, (0, 0, *self.image.size))


def _moved(line: list[Point], box: Box) -> list[Point]:
    return [(x - box[0], y - box[1]) for x, y in line]


def _inside(placed: list[tuple[list[Point], bool]], box: Box) -> Image.Image:
    """What the outlines hold, as a mask of the box; what two of them hold is a hole."""
    size = box[2] - box[0], box[3] - box[1]
    mask = Image.new("1", size, 0)
    for line, _closed in placed:
        if len(line) > 2:
            one = Image.new("1", size, 0)
            ImageDraw.Draw(one).polygon(_moved(line, box), fill=1)
            mask = ImageChops.logical_xor(mask, one) if len(placed) > 1 else one
    return mask.convert("L")


def _tiles(matrix: Matrix, box: Box, width: float, height: float) -> list[Point]:
    """Where the tiles of a pattern lie, in its own space, that cover a box of the picture."""
    corners = [_back(matrix, (x, y)) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, down = [x / width for x, _y in corners], [y / height for _x, y in corners]
    columns = range(math.floor(min(across)), math.ceil(max(across)))
    rows = range(math.floor(min(down)), math.ceil(max(down)))
    if len(columns) * len(rows) > MOST_TILES:
        raise UndrawableError("pattern")
    state = _State(matrix, {})
    room = math.hypot(width, height) * state.scale
    found = []
    for column in columns:
        for row in rows:
            x, y = state.at((column * width + width / 2, row * height + height / 2))
            if box[0] - room < x < box[2] + room and box[1] - room < y < box[3] + room:
                found.append((column * width, row * height))
    return found


def _back(matrix: Matrix, point: Point) -> Point:
    """Where a point of the picture lies in the space of a matrix."""
    a, b, c, d, e, f = matrix
    whole = a * d - b * c
    if not whole:
        raise UndrawableError("matrix")
    x, y = point[0] - e, point[1] - f
    return (d * x - c * y) / whole, (a * y - b * x) / whole


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
        numbers = [float(number) for number in re.findall(NUMBER, inside)]
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
