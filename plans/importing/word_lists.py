"""The numbers and letters that Word draws before a paragraph: numbering.xml → «1.», «b)», «2.1»."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from plans.importing.packages import WORD

_ROMANS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LEVELS = 9
_UNCOUNTED = ("bullet", "none")


def roman(number: int) -> str:
    words = []
    for value, letters in _ROMANS:
        count, number = divmod(number, value)
        words.append(letters * count)
    return "".join(words)


def letters(number: int) -> str:
    """As Word goes on after z: aa, bb, cc."""
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def formatted(number: int, form: str) -> str:
    """Word itself goes back to figures where letters and Roman numbers grow out of hand."""
    if "Letter" in form and 1 <= number <= 780:
        return letters(number).upper() if form.startswith("upper") else letters(number)
    if "Roman" in form and 1 <= number < 4000:
        return roman(number) if form.startswith("upper") else roman(number).lower()
    if form == "decimalZero":
        return f"{number:02d}"
    return f"{number}º" if form == "ordinal" else str(number)


def attribute(element: Any, path: str, name: str = "val") -> str | None:
    """The attribute of a child, None without it."""
    if element is None:
        return None
    found = element.find(_full(path))
    return None if found is None else found.get(WORD + name)


@cache
def _full(path: str) -> str:
    return "/".join(WORD + name for name in path.split("/"))


def whole(text: str | None, default: int) -> int:
    """A number of the file; one that is none, or beyond any document, counts as absent."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default


@dataclass(slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    figures_only: bool = False
    style: str = ""

    @classmethod
    def read(cls, element: Any) -> Level:
        restart = attribute(element, "lvlRestart")
        return cls(
            start=whole(attribute(element, "start"), 0),
            form=attribute(element, "numFmt") or "decimal",
            text=attribute(element, "lvlText") or "",
            restart=None if restart is None else whole(restart, 0),
            figures_only=element.find(f"{WORD}isLgl") is not None,
            style=attribute(element, "pStyle") or "",
        )


@dataclass(slots=True)
class Scheme:
    """A list of the document: its levels, and the count all the lists made from one model share."""

    model: str
    levels: dict[int, Level]
    counts: dict[int, int]
    starts: dict[int, int] = field(default_factory=dict)
    begun: bool = False


def _levels(element: Any) -> dict[int, Level]:
    found = {whole(level.get(f"{WORD}ilvl"), 0): Level.read(level) for level in element.iterfind(f"{WORD}lvl")}
    return {place: level for place, level in found.items() if 0 <= place < _LEVELS}


class Lists:
    """Counts as the paragraphs come, in reading order: `marker` for each of them."""

    def __init__(self, root: Any) -> None:
        self.schemes: dict[str, Scheme] = {}
        if root is None:
            return
        models = {model.get(f"{WORD}abstractNumId"): model for model in root.iterfind(f"{WORD}abstractNum")}
        linked = {attribute(model, "styleLink"): model for model in models.values()}
        counts: dict[str | None, dict[int, int]] = {}
        for number in root.iterfind(f"{WORD}num"):
            key = attribute(number, "abstractNumId")
            model = models.get(key)
            if model is None:
                continue
            link = attribute(model, "numStyleLink")
            if link and link in linked:
                model = linked[link]
                key = model.get(f"{WORD}abstractNumId")
            scheme = Scheme(key or "", _levels(model), counts.setdefault(key, {}))
            self._override(scheme, number)
            self.schemes[number.get(f"{WORD}numId") or ""] = scheme

    def _override(self, scheme: Scheme, number: Any) -> None:
        for override in number.iterfind(f"{WORD}lvlOverride"):
            place = whole(override.get(f"{WORD}ilvl"), 0)
            level = override.find(f"{WORD}lvl")
            if level is not None:
                scheme.levels[place] = Level.read(level)
            start = attribute(override, "startOverride")
            if start is not None:
                scheme.starts[place] = whole(start, 1)

    def place_of(self, number: str, style: str) -> int:
        """The level whose paragraphs have that style."""
        scheme = self.schemes.get(number)
        levels = scheme.levels.items() if scheme else ()
        return next((place for place, level in levels if style and level.style == style), 0)

    def marker(self, number: str, place: int) -> tuple[str, int]:
        """Counts one paragraph: what Word draws before it and its depth from 1, ("", 0) outside any list."""
        scheme = self.schemes.get(number)
        if scheme is None or not 0 <= place < _LEVELS:
            return "", 0
        level = scheme.levels.get(place) or Level(form="none")
        self._count(scheme, place)
        if level.form == "bullet":
            return "", place + 1
        return re.sub(
            r"%([1-9])", lambda found: self._figure(scheme, level, int(found[1]) - 1), level.text
        ), place + 1

    def _start(self, scheme: Scheme, place: int) -> int:
        level = scheme.levels.get(place)
        return scheme.starts.get(place, level.start if level else 1)

    def _count(self, scheme: Scheme, place: int) -> None:
        counts = scheme.counts
        if not scheme.begun:
            scheme.begun = True
            for restarted in scheme.starts:
                counts.pop(restarted, None)
        for above in range(place):
            counts.setdefault(above, self._start(scheme, above))
        counts[place] = counts[place] + 1 if place in counts else self._start(scheme, place)
        for below in [below for below in counts if below > place]:
            restart = scheme.levels[below].restart if below in scheme.levels else None
            if restart is None or place < restart:
                del counts[below]

    def _figure(self, scheme: Scheme, level: Level, place: int) -> str:
        own = scheme.levels.get(place)
        form = own.form if own else "decimal"
        if form in _UNCOUNTED:
            return ""
        return formatted(
            scheme.counts.get(place, self._start(scheme, place)), "decimal" if level.figures_only else form
        )
