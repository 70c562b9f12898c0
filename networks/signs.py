"""Which signs a printed report can carry, and where in a text the others stand. Pure.

What a person may type is what our print fonts can draw (`networks/signs_table.py`), what is not seen at all (a
soft hyphen, marks that Word leaves) and the bullets of Word's own picture fonts, which are printed as common ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from networks.signs_table import HOUSE, PRINTABLE

# Soft hyphen, joiners, marks of direction, byte order, variants of a sign, tags: typed without being seen.
UNSEEN = (
    r"\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
BREAKS = r"\t\n\r\u2028\u2029"
# Code points for private use under which Word keeps the pictures of Symbol and Wingdings.
FROM_WORD = {
    0xF076: "❖",
    0xF0A7: "▪",
    0xF0A8: "◻",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0FC: "✓",
    0xF0FE: "☒",
}
_WORD = "".join(map(chr, FROM_WORD))
_HOUSE = re.compile(f"[{HOUSE}\\t\\n]*")
_ACCEPTED = re.compile(f"[{PRINTABLE}{UNSEEN}{BREAKS}{_WORD}]*")
_REFUSED = re.compile(f"[^{PRINTABLE}{UNSEEN}{BREAKS}{_WORD}]")
_UNDRAWN = re.compile(f"[^{PRINTABLE}\\t\\n]")
_PICTURE = r"[\xa9\xae‼⁉\u2100-\u2bff〰〽㊗㊙\U0001f000-\U0001faff]"
# A joiner between two pictures, and the mark that asks for a picture after a sign that can be one, draw something.
_JOINED = re.compile(
    f"(?<={_PICTURE})\\ufe0f(?:\\u200d(?={_PICTURE}))?|(?<=[0-9#*])\\ufe0f(?=\\u20e3)"
    f"|(?<={_PICTURE})\\u200d(?={_PICTURE})|([{UNSEEN}])"
)
_LINES = re.compile(r"\r\n|[\r\u2028\u2029]")
AROUND = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sign first stands: `around` is the words about it, in signs that can be shown anywhere."""

    sign: str
    line: int
    around: str

    @property
    def code(self) -> str:
        return f"U+{ord(self.sign):04X}"

    @property
    def is_visible(self) -> bool:
        return not unicodedata.category(self.sign).startswith("C")


def is_house(text: str) -> bool:
    """Whether the house fonts alone draw it."""
    return _HOUSE.fullmatch(text) is not None


def unprintable_signs(text: str) -> list[str]:
    """The signs that no report can carry, each once, in their order.

    >>> unprintable_signs("Niñas y niños ✓ Łódź αβγ 👍")
    []
    >>> unprintable_signs("de 漢 a 字 y 漢")
    ['漢', '字']
    """
    if _ACCEPTED.fullmatch(text):
        return []
    return list(dict.fromkeys(_REFUSED.findall(unicodedata.normalize("NFC", text))))


def places(text: str) -> list[Place]:
    """The same, with the first place of each."""
    return list(_places(text)) if unprintable_signs(text) else []


def _places(text: str) -> Iterator[Place]:
    seen = set()
    for number, line in enumerate(_LINES.sub("\n", unicodedata.normalize("NFC", text)).split("\n"), start=1):
        for found in _REFUSED.finditer(line):
            sign, at = found[0], found.start()
            if sign not in seen:
                seen.add(sign)
                yield Place(sign, number, _around(line, at))


def _around(line: str, at: int) -> str:
    first, last = max(at - AROUND, 0), at + 1 + AROUND
    words = line[first:last]
    if first and " " in words[: at - first]:
        words = words[words.index(" ") + 1 :]
    if last < len(line) and " " in words[-AROUND:]:
        words = words[: words.rindex(" ")]
    told = "".join(sign if unicodedata.category(sign)[0] != "C" else "□" for sign in words).strip()
    return ("…" if first else "") + told + ("…" if last < len(line) else "")


def printable(text: str) -> str:
    """The same text with nothing that our fonts cannot draw: an archival PDF refuses it.

    An accent written apart is joined to its letter, what is not seen is left out, Word's bullets become common
    ones. What cannot be drawn, which only data from before may hold, loses its mark or becomes «□».
    """
    if is_house(text):
        return text
    joined = unicodedata.normalize("NFC", _LINES.sub("\n", text)).translate(FROM_WORD)
    seen = _JOINED.sub(lambda found: "" if found[1] else found[0], joined)
    return _UNDRAWN.sub(lambda found: _nearest(found[0]), seen)


def _nearest(sign: str) -> str:
    if sign in "\ufe0f\u200d":
        return sign
    if unicodedata.category(sign) in ("Cc", "Mn", "Me"):
        return ""
    return _UNDRAWN.sub("", unicodedata.normalize("NFKD", sign)).strip() or "□"
