"""Lines of running text as items of an outline: «a.3.Coordinar» is item a.3, «Eje 1: Autonomía» is 1 of «eje»."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plans.importing.draft import Where
from plans.importing.headings import normalised
from plans.importing.numbering import read_codes
from plans.importing.words import clean, split_code

TOKEN = re.compile(r"\d+|[^\W\d_]+")
_CONTENTS = re.compile(r"(?:\t|\.{3,}|…)\s*\d{1,4}$")
_HEADING_CODE = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\s+(?=[^\W\d])(.+)$", re.S)
_LABELS = """
actividades; acciones; actividades principales; tareas; subactividades; objetivos; objetivos especificos; ejes;
lineas de accion; actividades y subactividades; atividades; acoes; objetivos e atividades; objetivos y actividades
"""
_ONLY_LABELS = frozenset(normalised(label) for label in _LABELS.split(";"))
_ROMAN_LETTERS = frozenset("ivx")

Shape = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph or of a table. `marker`, `level` and `heading` are as in `cells.Paragraph`."""

    text: str
    where: Where
    heading: int = 0
    marker: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A line that may belong to an outline. `parts` are those of its code in small letters, () without one.

    `shape` is the same for items of one level; `value` is the place of its last part in its sequence, 0 without.
    """

    line: Line
    code: str
    title: str
    parts: tuple[str, ...]
    shape: Shape
    value: int = 0


def read_items(lines: Iterable[Line]) -> list[Item | None]:
    """What each line is as an item; None for plain text."""
    romans = _Romans()
    return [_item(line, romans) for line in lines]


def coded_items(rows: Iterable[tuple[str, str]]) -> list[Item | None]:
    """The same for rows of a table: the code in a column of its own, "" where it stands before the words."""
    romans = _Romans()
    nowhere = Where()
    items: list[Item | None] = []
    for given, text in rows:
        code = given.strip(" .):(")
        if not code:
            items.append(_item(Line(text, nowhere), romans))
            continue
        own, title = split_code(text)
        title = title if own.casefold() == code.casefold() else text
        items.append(_coded(Line(text, nowhere, marker=given), code, title, True, romans))
    return items


def is_label(text: str) -> bool:
    """«Actividades:» alone: it names what follows, and is no line of the plan."""
    return normalised(text) in _ONLY_LABELS


def parts_of(code: str) -> tuple[str, ...]:
    return tuple(TOKEN.findall(code.casefold()))


class _Romans:
    """Tells the number I from the letter I by what came before it: after V, VI; after H, the letter."""

    def __init__(self) -> None:
        self.last: dict[tuple[bool, int], int] = {}
        self.letter: dict[tuple[bool, int], str] = {}

    def is_roman(self, text: str, heading: int) -> bool:
        key = (text.isupper(), heading)
        before = self.letter.get(key)
        follows = before is not None and len(text) == 1 and ord(text) == ord(before) + 1
        if follows or not set(text.lower()) <= _ROMAN_LETTERS:
            self.letter[key] = text[:1]
            return False
        value = read_codes(["i", text])[1].value
        if len(text) == 1 and value not in (1, self.last.get(key, 0) + 1):
            return False
        self.last[key] = value
        return True


def _item(line: Line, romans: _Romans) -> Item | None:
    text = line.text
    if _CONTENTS.search(text) or is_label(text):
        return None
    code, title = split_code(text)
    marked = False
    if not code and line.marker:
        code, title = split_code(f"{line.marker} {text}")
        marked = bool(code)
    if not code and line.heading and (match := _HEADING_CODE.match(text)):
        code, title = match.groups()
    if code:
        return _coded(line, code, title, marked, romans)
    if line.heading:
        return Item(line, "", text, (), ("heading", line.heading))
    if line.level or clean(text) != text:
        return Item(line, "", clean(text), (), ("list", max(line.level, 1)))
    return None


def _coded(line: Line, code: str, title: str, marked: bool, romans: _Romans) -> Item:
    parts = parts_of(code)
    first = normalised(line.text).split(maxsplit=1)[0]
    label = "" if marked or line.text.lstrip("( ").startswith(code) else first
    roman = len(parts) == 1 and not parts[0].isdigit() and romans.is_roman(code, line.heading)
    value = read_codes([code])[0].value
    if roman:
        value = read_codes(["I", code])[1].value
    if label:
        return Item(line, code, title, parts, ("label", label, len(parts)), value)
    if len(parts) > 1:
        shape: Shape = ("code", len(parts), parts[0].isdigit(), _kind(code, False))
    else:
        paren = f"{code})" in (line.marker if marked else line.text)
        shape = ("code", 1, _kind(code, roman), paren, line.heading, line.level if marked else 0)
    return Item(line, code, title, parts, shape, value)


def _kind(code: str, roman: bool) -> str:
    last = TOKEN.findall(code)[-1]
    if last.isdigit():
        return "number"
    return f"{'upper' if last.isupper() else 'lower'} {'roman' if roman else 'letter'}"
