"""Text as the person sees it: one space where several stand, lines without the empty ones."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
# Most cells: words with one space between them, in letters that have one form only.
_PLAIN = re.compile("[!-~¡-¬®-ſ–—‘’“”…]+(?: [!-~¡-¬®-ſ–—‘’“”…]+)*")
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text, stripped, without the empty ones, doubled spaces and what is not seen."""
    if _PLAIN.fullmatch(text):
        return (text,)
    text = _BREAKS.sub("\n", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).replace("\u2011", "-")
    return tuple(line for part in _SPACES.sub(" ", text).split("\n") if (line := part.strip()))
