"""What a paragraph of Word says: its visible text, its heading level and the style it has."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from plans.importing.packages import WORD
from plans.importing.word_lists import attribute, whole

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXTS = (f"{WORD}t", _MATHS)
_RUN, _FIELD = f"{WORD}r", f"{WORD}fldChar"
_RUN_PROPERTIES, _VANISH = f"{WORD}rPr", f"{WORD}vanish"
_SIGNS = {
    f"{WORD}tab": " ",
    f"{WORD}ptab": " ",
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "-",
}
# What was deleted or moved away, field codes, drawings with their text boxes, properties, phonetic guides.
_SKIPPED = frozenset(
    f"{WORD}{name}"
    for name in (
        *("del", "moveFrom", "delText", "instrText", "delInstrText"),
        *("drawing", "pict", "object", "txbxContent"),
        *("pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "tblGrid", "rubyPr", "rt"),
    )
)
_CONTENT = f"{WORD}sdt"
_CHOICE = f"{_COMPATIBILITY}AlternateContent"
_SYMBOLS = {
    0xFC: "✓", 0xFE: "☑", 0xFB: "✗", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0xB7: "•", 0xA7: "•", 0x9F: "•",
    0x6C: "•", 0x6E: "■", 0xE0: "→", 0xF0: "→", 0xD8: "▸", 0xB0: "°", 0xB3: "≥", 0xA3: "≤", 0x50: "✓", 0x52: "☑",
    0x4F: "✗", 0x51: "✗",
}  # fmt: skip
_OFF = ("0", "false", "off")


def text_of(paragraph: Any) -> str:
    """The paragraph's text, its line breaks as «\\n». Nested tables and text boxes are not part of it."""
    words: list[str] = []
    _gather(paragraph, words, [])
    return "".join(words)


def _gather(element: Any, words: list[str], fields: list[bool]) -> None:
    """`fields` tells, for each field open here, whether its code is being read (and not yet its result)."""
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            if child.text and not any(fields):
                words.append(child.text)
        elif tag == _RUN:
            if not _hidden(child):
                _gather(child, words, fields)
        elif tag in _SIGNS:
            words.append(_SIGNS[tag])
        elif tag in _SKIPPED or not isinstance(tag, str):
            continue
        elif tag == _FIELD:
            _turn(fields, child.get(f"{WORD}fldCharType"))
        elif tag == f"{WORD}sym":
            words.append(_symbol(child))
        elif tag == _CHOICE:
            _gather(_chosen(child), words, fields)
        elif not is_placeholder(child):
            _gather(child, words, fields)


def is_placeholder(element: Any) -> bool:
    """A content control nobody filled in: what it shows is Word's own invitation to write."""
    return element.tag == _CONTENT and element.find(f"{WORD}sdtPr/{WORD}showingPlcHdr") is not None


def _hidden(run: Any) -> bool:
    if not len(run) or run[0].tag != _RUN_PROPERTIES:
        return False
    vanish = run[0].find(_VANISH)
    return vanish is not None and vanish.get(f"{WORD}val") not in _OFF


def _turn(fields: list[bool], kind: str | None) -> None:
    if kind == "begin":
        fields.append(True)
    elif kind == "separate" and fields:
        fields[-1] = False
    elif kind == "end" and fields:
        fields.pop()


def _symbol(element: Any) -> str:
    """Fonts of drawings (Wingdings, Symbol) keep their signs at private places, from F000 on."""
    code = element.get(f"{WORD}char") or ""
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else 0
    if 0xF000 <= number <= 0xF0FF or number < 0x100:
        return _SYMBOLS.get(number & 0xFF, "•")
    return chr(number) if unicodedata.category(chr(number)) not in ("Cs", "Co", "Cc") else "•"


def _chosen(element: Any) -> Any:
    """Of alternatives that say the same, the first."""
    choice = element.find(f"{_COMPATIBILITY}Choice")
    return element.find(f"{_COMPATIBILITY}Fallback") if choice is None else choice


@dataclass(slots=True)
class Style:
    """`heading` None where neither the style nor those it is based on say one."""

    name: str = ""
    based_on: str = ""
    heading: int | None = None
    number: str | None = None
    place: int | None = None


@dataclass(slots=True)
class Styles:
    styles: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    numberings: dict[str, tuple[str, int | None]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Any) -> Styles:
        found = cls()
        for element in () if root is None else root.iterfind(f"{WORD}style"):
            if element.get(f"{WORD}type", "paragraph") not in ("paragraph", "numbering"):
                continue
            key = element.get(f"{WORD}styleId", "")
            found.styles[key] = _style(element)
            if element.get(f"{WORD}default") in ("1", "true", "on") and element.get(f"{WORD}type") == "paragraph":
                found.default = key
        return found

    def chain(self, key: str) -> list[Style]:
        """The style and those it is based on, nearest first."""
        seen: dict[str, Style] = {}
        while key and key not in seen and key in self.styles:
            seen[key] = self.styles[key]
            key = seen[key].based_on
        return list(seen.values())

    def is_contents(self, key: str) -> bool:
        """The lines of a table of contents only repeat headings."""
        return any(re.match(r"toc \d", style.name, re.IGNORECASE) for style in self.chain(key))

    def heading(self, key: str) -> int:
        return next((style.heading for style in self.chain(key) if style.heading is not None), 0)

    def numbering(self, key: str) -> tuple[str, int | None]:
        """The list of the style's paragraphs, "" without one, and their level in it if the style says it."""
        if key not in self.styles:
            return "", None
        if key not in self.numberings:
            chain = self.chain(key)
            number = next((style.number for style in chain if style.number is not None), "")
            self.numberings[key] = number, next((style.place for style in chain if style.place is not None), None)
        return self.numberings[key]


def _style(element: Any) -> Style:
    properties = element.find(f"{WORD}pPr")
    name = attribute(element, "name") or ""
    place = attribute(properties, "numPr/ilvl")
    return Style(
        name=name,
        based_on=attribute(element, "basedOn") or "",
        heading=outline_level(properties, named_heading(name)),
        number=attribute(properties, "numPr/numId"),
        place=None if place is None else whole(place, 0),
    )


def named_heading(name: str) -> int | None:
    """«heading 2», «Título 2», «Título»: the names of headings in Word and LibreOffice, Spanish and Portuguese."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(sign))
    found = re.fullmatch(r"(?:heading|titulo|encabezado)\s*([1-9])|(title|titulo)", plain.strip())
    return None if found is None else int(found[1] or 1)


def outline_level(properties: Any, default: int | None) -> int | None:
    """The level a paragraph's or a style's own properties give; Word writes 9 for plain text."""
    level = attribute(properties, "outlineLvl")
    if level is None:
        return default
    return whole(level, 9) + 1 if 0 <= whole(level, 9) < 9 else 0
