"""What a PDF needs so that every sign is drawn by a font of ours and copied out of it as it was typed.

Nothing of Django is imported here: it runs in the process that renders.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, unquote

from networks import signs

STATIC = Path(__file__).resolve().parent.parent / "static"
FALL_BACK_SHEET = STATIC / "css" / "print" / "signs.css"
NO_SYSTEM_FONTS = STATIC / "fonts" / "print" / "fonts.conf"
# Drawings carry their words percent-encoded; all but ASCII begins with one of these.
PICTURE = re.compile(r"data:image/svg\+xml,[^\"'\s]*%[C-Fc-f][^\"'\s]*")


def printable(html: str) -> str:
    """The same HTML with nothing that our fonts cannot draw, in its drawings neither."""
    return signs.printable(PICTURE.sub(_printable_picture, html))


def _printable_picture(found: re.Match) -> str:
    head, words = found[0].split(",", 1)
    drawn = unquote(words)
    fit = signs.printable(drawn)
    return found[0] if fit == drawn else f"{head},{quote(fit, safe='/:=')}"


def unprintable(text: str) -> tuple[str, ...]:
    """The signs of a text, or of a page of HTML, that are printed as «□» or left out: whoever prints is told."""
    drawn = " ".join(unquote(found[0]) for found in PICTURE.finditer(text))
    return tuple(signs.unprintable_signs(f"{text}\n{drawn}"))


def needs_fall_back(html: str) -> bool:
    """Whether printable HTML has signs outside the house fonts: reading the others takes a while."""
    return not (signs.is_house(html) and all(signs.is_house(unquote(one[0])) for one in PICTURE.finditer(html)))


@contextmanager
def no_system_fonts() -> Iterator[None]:
    """While fonts are set up, those of the machine are not seen: a PDF is the same on every machine."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(NO_SYSTEM_FONTS)
    try:
        yield
    finally:
        os.environ.pop("FONTCONFIG_FILE")
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


def tell_signs_exactly(engine_fonts, engine_stream) -> None:
    """Where a letter and its accents are several glyphs, the engine says of one of them what all of them are and
    of the others nothing: copied text would lose letters. Of each glyph its own sign is kept instead."""

    if engine_stream.Font is not engine_fonts.Font:
        return

    class Font(engine_fonts.Font):
        def __init__(self, *args):
            super().__init__(*args)
            self.to_unicode = _SignsOfGlyphs(self.file_content, self.index)

    engine_stream.Font = Font


class _SignsOfGlyphs(dict):
    """Glyph → the text it is."""

    def __init__(self, content: bytes, index: int) -> None:
        super().__init__()
        self._content, self._index, self._own = content, index, None

    def __setitem__(self, glyph: int, text: str) -> None:
        if len(text) != 1:
            own = self._own_sign(glyph)
            if own and (not text or unicodedata.combining(own) or _is_base(own, text)):
                text = own
        super().__setitem__(glyph, text)

    def _own_sign(self, glyph: int) -> str:
        if self._own is None:
            from fontTools.ttLib import TTFont

            font = TTFont(BytesIO(self._content), fontNumber=self._index)
            self._own = {}
            for sign, name in font.getBestCmap().items():
                self._own.setdefault(font.getGlyphID(name), chr(sign))
        return self._own.get(glyph, "")


def _is_base(sign: str, text: str) -> bool:
    return text.startswith(sign) and all(unicodedata.category(one)[0] in "MC" for one in text[1:])
