"""What the cronograma is drawn with: colours, texts cut to a width, shapes with presentation attributes. Pure."""

from __future__ import annotations

from xml.sax.saxutils import escape

from monitoring.figures import SILENT
from networks.signs import printable

LATE = "late"
COLOURS = {
    "cumplido": "#1b663b",
    "en_avance": "#774700",
    "no_cumplido": "#9d1f2d",
    "pendiente": "#5b2a68",
    "reprogramado": "#1c5088",
    "no_aplica": "#57505c",
    SILENT: "#655a6a",
    LATE: "#9d1f2d",
    "": "#5b2a68",
}
INK, MUTED, TODAY = "#2a2230", "#655a6a", "#0b6b68"
GRID, GRID_STRONG = "#e6dfd8", "#b9adb6"
ZEBRA, GROUP, PLAN = "#faf7f3", "#f1e7f3", "#dcc6e1"
# The page's family, then the PDF's; the engine that prints wants no spaces between them.
FONT = "'Source Sans 3','Informe','Trama Signos','Informe ext','Informe signos',sans-serif"
CHARACTER = 0.53  # of the letters' size: a mean width, a little wide so that nothing runs over


# -- text -----------------------------------------------------------------------------------------------------


def clip(text: str, characters: int) -> str:
    """The text in so many characters, ending in «…» where it was cut."""
    text = " ".join(text.split())
    return text if len(text) <= characters else text[: max(characters - 1, 0)].rstrip() + "…"


def wrap(text: str, characters: int, lines: int = 2) -> list[str]:
    """The text in so many lines of so many characters; what does not fit ends in «…».

    >>> wrap("Encuentros de la coalición regional", 14)
    ['Encuentros de', 'la coalición…']
    """
    left, found = " ".join(text.split()), []
    while left and len(found) < lines - 1 and len(left) > characters:
        cut = left.rfind(" ", 0, characters + 1)
        cut = cut if cut > characters // 2 else characters
        found.append(left[:cut].rstrip())
        left = left[cut:].lstrip()
    if len(left) > characters:
        cut = left.rfind(" ", 0, characters)
        left = left[: cut if cut > characters // 2 else characters - 1].rstrip() + "…"
    return [*found, left] if left else found


def plain(text: str) -> str:
    """As XML may carry it, and as a PDF draws it."""
    return escape(" ".join(printable(text).split("\n")))


def width_of(text: str, size: float) -> float:
    return len(text) * size * CHARACTER


# -- shapes ---------------------------------------------------------------------------------------------------


def n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def rect(kind: str, x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    box = f'x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"'
    return f'<rect class="gantt-{kind}" {box} fill="{fill}"{more}/>'


def path(kind: str, drawn: str, fill: str, more: str = "") -> str:
    return f'<path class="gantt-{kind}" d="{drawn}" fill="{fill}"{more}/>'


def line(x: float, top: float, bottom: float, colour: str, more: str = "", kind: str = "grid") -> str:
    return path(kind, f"M{n(x)} {n(top)}V{n(bottom)}", "none", f' stroke="{colour}"{more}')


def text(x: float, y: float, words: str, size: float, colour: str, *, anchor: str = "start", bold=False) -> str:
    """Nothing where nothing of the words can be drawn."""
    weight = ' font-weight="600"' if bold else ""
    said = plain(words)
    return said and (
        f'<text x="{n(x)}" y="{n(y)}" font-family="{FONT}" font-size="{n(size)}" fill="{colour}"'
        f' text-anchor="{anchor}"{weight}>{said}</text>'
    )
