"""Sample marks for the sample networks: abstract, drawn here, nobody's logo."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

# Drawn four times as large and made smaller, so that edges are smooth.
SIDE, TIMES = 200, 4
Point = tuple[float, float]


def mark_png(name: str, ink: str) -> bytes:
    """The mark as a PNG of 200 × 200 points on white. Raises KeyError for an unknown name."""
    side = SIDE * TIMES
    picture = Image.new("RGB", (side, side), "white")
    MARKS[name](ImageDraw.Draw(picture), side, ink, _paler(ink))
    out = BytesIO()
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _paler(ink: str) -> str:
    return "#" + "".join(f"{(int(ink[at : at + 2], 16) + 2 * 255) // 3:02x}" for at in (1, 3, 5))


def _around(side: int, count: int, share: float) -> list[Point]:
    """So many points on a circle, from the top."""
    angles = [2 * pi * number / count - pi / 2 for number in range(count)]
    return [(side / 2 * (1 + share * cos(angle)), side / 2 * (1 + share * sin(angle))) for angle in angles]


def _dot(draw: ImageDraw.ImageDraw, at: Point, radius: float, colour: str) -> None:
    draw.ellipse((at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius), fill=colour)


def _ring(draw: ImageDraw.ImageDraw, side: int, ink: str, pale: str) -> None:
    """Places on a ring, joined by it."""
    draw.ellipse((side * 0.16, side * 0.16, side * 0.84, side * 0.84), outline=pale, width=side // 16)
    for place in _around(side, 7, 0.68):
        _dot(draw, place, side * 0.085, ink)


def _petals(draw: ImageDraw.ImageDraw, side: int, ink: str, pale: str) -> None:
    for number, place in enumerate(_around(side, 6, 0.5)):
        _dot(draw, place, side * 0.19, pale if number % 2 else ink)
    _dot(draw, (side / 2, side / 2), side * 0.12, "white")


def _knots(draw: ImageDraw.ImageDraw, side: int, ink: str, pale: str) -> None:
    """A net: every place joined with every other."""
    places = _around(side, 5, 0.74)
    for number, place in enumerate(places):
        for other in places[number + 1 :]:
            draw.line((*place, *other), fill=pale, width=side // 32)
    for place in places:
        _dot(draw, place, side * 0.1, ink)


def _steps(draw: ImageDraw.ImageDraw, side: int, ink: str, pale: str) -> None:
    for number in range(4):
        left = side * (0.12 + 0.2 * number)
        top = side * (0.68 - 0.16 * number)
        draw.rectangle((left, top, left + side * 0.16, side * 0.86), fill=ink if number % 2 else pale)


def _weave(draw: ImageDraw.ImageDraw, side: int, ink: str, pale: str) -> None:
    """Three threads under and over three."""
    band, places = side * 0.14, [side * share for share in (0.16, 0.43, 0.70)]
    for at in places:
        draw.rectangle((at, side * 0.08, at + band, side * 0.92), fill=pale)
    for row, top in enumerate(places):
        draw.rectangle((side * 0.08, top, side * 0.92, top + band), fill=ink)
        for column, left in enumerate(places):
            if (row + column) % 2:
                draw.rectangle((left, top - side * 0.02, left + band, top + band + side * 0.02), fill=pale)


MARKS: dict[str, Callable[[ImageDraw.ImageDraw, int, str, str], None]] = {
    "ring": _ring,
    "petals": _petals,
    "knots": _knots,
    "steps": _steps,
    "weave": _weave,
}
