"""How each part of a report looks: the very style sheet that the PDF is printed with, for as much as Word needs.

A small cascade: tags, classes, descendants and children; selectors that look at siblings or order are left out.
Pure. Lengths are points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import tinycss2

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
        ),
        *("hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "tr", "ul"),
    )
)
HIDDEN = frozenset(
    ("head", "script", "style", "nav", "template", "noscript", "button", "input", "select", "textarea", "svg")
)
DEFAULT_INK = "4B2A63"
_UNITS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "px": 0.75, "in": 72.0}
_BORDERS = ("border", "border-top", "border-bottom", "border-left", "border-right")
_NAMES = {"white": "FFFFFF", "black": "000000"}
_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:\.[\w-]+)*)")
_FONT = re.compile(r"(?:(\d{3})\s+)?([\d.]+(?:pt|px|mm))")
_IMPORT = re.compile(r'@import\s+url\("([\w.-]+\.css)"\)\s*;')
_LENGTH = re.compile(r"(-?[\d.]+)(pt|mm|cm|px|in)?")
_INHERITED = ("color", "size", "bold", "italic", "align", "titling")


@dataclass(frozen=True, slots=True)
class Look:
    """Six signs for colours, points for lengths; None is «not said»."""

    color: str | None = None
    size: float = 9.6
    bold: bool = False
    italic: bool = False
    align: str = "left"
    titling: bool = False  # in the typeface of titles
    display: str = "inline"
    background: str | None = None
    width: str = ""
    height: str = ""
    page: str = ""
    break_before: str = ""
    break_after: str = ""
    break_inside: str = ""
    valign: str = ""
    borders: tuple[tuple[str, str], ...] = ()
    margin_top: float | None = None
    margin_bottom: float | None = None
    struck: bool = False
    underlined: bool = False
    bullets: bool = True
    floats: str = ""
    max_width: str = ""
    max_height: str = ""
    inset: float = 0  # on the right, so that figures stand under each other
    pad_left: float | None = None
    pad_right: float | None = None

    def border(self, side: str) -> str:
        """«0.6pt solid #4b2a63» of a side, empty where there is none."""
        found = dict(self.borders)
        return found.get(f"border-{side}", found.get("border", ""))


@dataclass(frozen=True)
class Rule:
    parts: tuple[tuple[str, str, frozenset[str]], ...]  # (combinator before, tag, classes)
    declarations: tuple[tuple[str, str], ...]
    rank: tuple[int, int, int]


@dataclass(eq=False)
class Place:
    """A chain of tags and classes from the top; elements of the same chain share one, and its look."""

    tag: str
    classes: frozenset[str]
    look: Look
    parent: Place | None = None
    children: dict[tuple[str, str], Place] = field(default_factory=dict)


class Looks:
    """`ink` takes the place of the style sheet's own colour."""

    def __init__(self, css: str, ink: str = DEFAULT_INK) -> None:
        self.rules = _rules(css)
        self.ink = ink.lstrip("#").upper()
        self.top = Place("html", frozenset(), Look(color=None))

    def place(self, element, parent: Place) -> Place:
        key = (element.tag, element.get("class", ""))
        found = parent.children.get(key)
        if found is None:
            found = Place(key[0], frozenset(key[1].split()), parent.look, parent)
            found.look = self._look(found, parent.look)
            parent.children[key] = found
        return found

    def _look(self, place: Place, above: Look) -> Look:
        values = {name: getattr(above, name) for name in _INHERITED}
        own = _of_tag(place.tag)
        for rule in self.rules:
            if _matches(rule.parts, place):
                own |= dict(rule.declarations)
        look = Look(**values)
        for name, value in own.items():
            look = _declared(look, name, value, above.size, self._colour)
        return look

    def _colour(self, text: str) -> str | None:
        text = text.strip().lower()
        if text in _NAMES:
            return _NAMES[text]
        if not re.fullmatch(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", text):
            return None
        digits = text[1:] if len(text) == 7 else "".join(sign * 2 for sign in text[1:])
        return self.ink if digits.upper() == DEFAULT_INK else digits.upper()

    def line(self, border: str) -> tuple[float, str, str] | None:
        """Width in points, kind and colour of a border; None where there is none."""
        found = re.match(r"([\d.]+)(pt|px|mm)\s+(\w+)\s+(#\w+|\w+)", border.strip())
        if not found:
            return None
        return float(found[1]) * _UNITS[found[2]], found[3], self._colour(found[4]) or "000000"


def points(text: str, whole: float = 0) -> float | None:
    """A length in points; a percentage is of `whole`."""
    if text.endswith("%"):
        return float(text[:-1]) * whole / 100
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _UNITS.get(found[2] or "px", 0.75) if found else None


def sheet(file: Path) -> str:
    """A style sheet with those it imports, each in its place; only those that lie beside it."""
    return _IMPORT.sub(lambda found: sheet(file.parent / Path(found[1]).name), file.read_text())


@lru_cache(maxsize=4)
def _rules(css: str) -> tuple[Rule, ...]:
    """In the order in which they hold: later ones win over earlier."""
    found = []
    for number, rule in enumerate(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)):
        if rule.type == "qualified-rule":
            declarations = tuple(_declarations(rule.content))
            for selector in tinycss2.serialize(rule.prelude).split(","):
                if parts := _selector(selector.strip()):
                    classes = sum(len(part[2]) for part in parts)
                    rank = (classes, sum(bool(part[1]) for part in parts), number)
                    found.append(Rule(parts, declarations, rank))
    return tuple(sorted(found, key=lambda rule: rule.rank))


def _declarations(content: list) -> Iterator[tuple[str, str]]:
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration":
            yield item.lower_name, tinycss2.serialize(item.value).strip()


def _selector(text: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    parts, combinator = [], ""
    for word in text.replace(">", " > ").split():
        if word == ">":
            combinator = ">"
            continue
        found = _COMPOUND.fullmatch(word)
        if not found or not word:
            return ()
        parts.append((combinator, found[1] or "", frozenset(found[2].split(".")[1:])))
        combinator = " "
    return tuple(parts)


def _matches(parts: tuple, place: Place | None) -> bool:
    if not parts:
        return True
    combinator, tag, classes = parts[-1]
    if place is None or (tag and tag != place.tag) or not classes <= place.classes:
        return False
    if len(parts) == 1:
        return True
    above = place.parent
    if combinator == ">":
        return _matches(parts[:-1], above)
    while above is not None:
        if _matches(parts[:-1], above):
            return True
        above = above.parent
    return False


def _of_tag(tag: str) -> dict[str, str]:
    """What a tag says without any style sheet."""
    own = {"display": "block" if tag in BLOCKS else "inline"}
    if tag in ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt"):
        own["font-weight"] = "700"
    if tag in ("i", "em", "cite", "dfn", "var"):
        own["font-style"] = "italic"
    if tag in ("del", "s", "strike"):
        own["text-decoration"] = "line-through"
    if tag in ("ins", "u"):
        own["text-decoration"] = "underline"
    if tag in HIDDEN:
        own["display"] = "none"
    return own


def _declared(look: Look, name: str, value: str, size_above: float, colour) -> Look:
    if value == "inherit":
        return look
    plain = {
        "text-align": "align",
        "display": "display",
        "width": "width",
        "height": "height",
        "page": "page",
        "break-before": "break_before",
        "page-break-before": "break_before",
        "break-after": "break_after",
        "break-inside": "break_inside",
        "vertical-align": "valign",
        "float": "floats",
        "max-width": "max_width",
        "max-height": "max_height",
    }
    if name in plain:
        return replace(look, **{plain[name]: value})
    if name == "color":
        return replace(look, color=colour(value) or look.color)
    if name in ("background", "background-color"):
        return replace(look, background=colour(value))
    if name == "font-size":
        return replace(look, size=_size(value, size_above) or look.size)
    if name == "font":
        return _font(look, value)
    if name == "font-weight":
        return replace(look, bold=value in ("bold", "bolder") or (value.isdigit() and int(value) >= 600))
    if name == "font-style":
        return replace(look, italic=value in ("italic", "oblique"))
    if name == "font-family":
        return replace(look, titling="titular" in value.split(",")[0])
    if name in _BORDERS:
        return replace(look, borders=(*look.borders, (name, value)))
    if name in ("text-decoration", "text-decoration-line"):
        return replace(look, struck="line-through" in value, underlined="underline" in value)
    if name.startswith("list-style"):
        return replace(look, bullets="none" not in value)
    if name == "padding-right" and value.endswith("em"):
        return replace(look, inset=float(value[:-2]) * look.size)
    if name.startswith("padding"):
        return _paddings(look, name, value)
    return _margins(look, name, value)


def _size(value: str, above: float) -> float | None:
    if value.endswith("%"):
        return float(value[:-1]) * above / 100
    if value.endswith("em"):
        return float(value.removesuffix("em").removesuffix("r")) * (9.6 if value.endswith("rem") else above)
    return points(value)


def _font(look: Look, value: str) -> Look:
    found = _FONT.search(value)
    if not found:
        return look
    bold = bool(found[1]) and int(found[1]) >= 600
    family = value.split('"')[1] if '"' in value else ""
    return replace(look, size=points(found[2]) or look.size, bold=bold, titling="titular" in family)


def _margins(look: Look, name: str, value: str) -> Look:
    if name == "margin":
        sides = value.split()
        top, bottom = points(sides[0]), points(sides[2 if len(sides) > 2 else 0])
        return replace(look, margin_top=top, margin_bottom=bottom)
    if name == "margin-top":
        return replace(look, margin_top=points(value))
    if name == "margin-bottom":
        return replace(look, margin_bottom=points(value))
    return look


def _paddings(look: Look, name: str, value: str) -> Look:
    sides = value.split()
    if name == "padding":
        right = points(sides[1 if len(sides) > 1 else 0])
        return replace(look, pad_right=right, pad_left=points(sides[3]) if len(sides) > 3 else right)
    if name == "padding-left":
        return replace(look, pad_left=points(value))
    return replace(look, pad_right=points(value)) if name == "padding-right" else look
