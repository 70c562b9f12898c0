"""The word across a draft's pages, as a picture of its letters: no text that gets between what is read or copied.

Its style sheet is made by `python -m reports.watermarks > static/css/print/draft.css`, one picture a language.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

FONT = (
    Path(__file__).resolve().parent.parent / "static" / "fonts" / "print" / "source-serif-4-latin-600-normal.ttf"
)
INK = "#ece8ef"
# Thousandths of the letters' size, between them.
SPACING = 60
WORDS = {"es": "BORRADOR", "pt": "RASCUNHO", "en": "DRAFT"}
RULES = """/* Across each page of what is not issued. Made by reports/watermarks.py: background pictures are no
   text and are not read aloud, so that a draft's own words can still be taken out of it. */
.watermark--drawn { height: 26mm; background-position: center; background-size: 150mm; }
.watermark--drawn { background-repeat: no-repeat; }
.wide .watermark--drawn { background-size: 180mm; }
.watermark--drawn span { display: none; }
"""


def outlined(word: str) -> str:
    """A `data:` address of an SVG as wide as the word."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont

    with TTFont(FONT) as font:
        glyphs, signs = font.getGlyphSet(), font.getBestCmap()
        high, spacing = font["OS/2"].sCapHeight, SPACING * font["head"].unitsPerEm // 1000
        pen, left = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}"), 0
        for sign in word:
            glyph = glyphs[signs[ord(sign)]]
            glyph.draw(TransformPen(pen, (1, 0, 0, -1, left, high)))
            left += glyph.width + spacing
    box = f"0 {-spacing} {left} {high + 2 * spacing}"
    size = f'width="{left}" height="{high + 2 * spacing}"'
    path = f'<path fill="{INK}" d="{pen.getCommands()}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}">{path}</svg>'
    return f"data:image/svg+xml,{quote(svg, safe='/:=')}"


def sheet() -> str:
    """The style sheet, whole."""
    rules = (
        f':lang({code}) .watermark--drawn {{ background-image: url("{outlined(word)}"); }}\n'
        for code, word in WORDS.items()
    )
    return RULES + "".join(rules)


if __name__ == "__main__":
    print(sheet(), end="")
