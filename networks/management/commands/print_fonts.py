"""`manage.py print_fonts [--packages CARPETA] [--check]`: the fall-back fonts of what is printed, and their table.

With `--packages` the fonts are made again out of the npm packages that `static/fonts/print/README.md` names. The
table of the signs that can be printed (`networks/signs_table.py`) is always made of the fonts shipped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.unicodedata import block

from networks.signs import UNSEEN

FONTS = Path(settings.BASE_DIR) / "static" / "fonts" / "print"
TABLE = Path(settings.BASE_DIR) / "networks" / "signs_table.py"
HOUSE = ("source-sans-3-*-400-normal.ttf", "informe-signos.ttf")
FALL_BACK = ("noto-sans-400.ttf", "noto-signos.ttf", "noto-emoji.ttf")
# The first that has a sign draws it.
SIGN_FONTS = ("NotoSansMath_400Regular.ttf", "NotoSansSymbols2_400Regular.ttf", "NotoSansSymbols_400Regular.ttf")
NO_SIGNS = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
FIRST_PICTURE = 0x1F000
# Scripts and pictures that nobody types in a work plan, or that have few of their signs in these fonts.
LEFT_OUT = {
    "Alchemical Symbols",
    "Ancient Greek Numbers",
    "Ancient Symbols",
    "Arabic",
    "Arabic Mathematical Alphabetic Symbols",
    "Arabic Presentation Forms-B",
    "Chess Symbols",
    "Coptic Epact Numbers",
    "Counting Rod Numerals",
    "Devanagari",
    "Devanagari Extended",
    "Domino Tiles",
    "Georgian",
    "Kaktovik Numerals",
    "Kayah Li",
    "Mayan Numerals",
    "Optical Character Recognition",
    "Phaistos Disc",
    "Rumi Numeral Symbols",
    "Symbols for Legacy Computing",
    "Tai Xuan Jing Symbols",
    "Yijing Hexagram Symbols",
}
HEAD = '''"""The signs that our print fonts can draw, as the inside of a regular expression's brackets.

Made by `manage.py print_fonts` out of `static/fonts/print/*.ttf`; not to be edited by hand.
"""

'''


class Command(BaseCommand):
    help = gettext_lazy(
        "Rehace la tabla de los signos que se pueden imprimir y, con --packages, las tipografías de reserva."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--packages", metavar="CARPETA", type=Path, default=None)
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["packages"]:
            make_fonts(options["packages"])
        text = table()
        if options["check"]:
            if TABLE.read_text() != text:
                raise CommandError(_("La tabla de signos no corresponde a las tipografías: rehágala sin --check."))
        else:
            TABLE.write_text(text)
        self.stdout.write(_("La tabla de signos corresponde a las tipografías."))


# -- the table ------------------------------------------------------------------------------------------------


def table() -> str:
    """The text of `networks/signs_table.py`."""
    house = _signs_of(HOUSE)
    every = house | _signs_of(FALL_BACK)
    # What is printed is composed first: a sign that becomes another stands or falls with it.
    every = {sign for sign in every if {ord(one) for one in unicodedata.normalize("NFC", chr(sign))} <= every}
    return HEAD + _told("HOUSE", house & every) + "\n" + _told("PRINTABLE", every)


def _signs_of(patterns: Iterable[str]) -> set[int]:
    files = [file for pattern in patterns for file in sorted(FONTS.glob(pattern))]
    signs = set().union(*(TTFont(file).getBestCmap() for file in files))
    unseen = re.compile(f"[{UNSEEN}]")
    return {
        sign for sign in signs if unicodedata.category(chr(sign)) not in NO_SIGNS and not unseen.match(chr(sign))
    }


def _told(name: str, signs: set[int]) -> str:
    lines, line = [], ""
    for first, last in _ranges(signs):
        word = _escaped(first) + ("" if first == last else ("-" if last > first + 1 else "") + _escaped(last))
        if len(line) + len(word) > 100:
            lines.append(line)
            line = ""
        line += word
    return f"{name} = (\n" + "".join(f'    r"{line}"\n' for line in [*lines, line]) + ")\n"


def _ranges(signs: set[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for sign in sorted(signs):
        if found and found[-1][1] == sign - 1:
            found[-1] = (found[-1][0], sign)
        else:
            found.append((sign, sign))
    return found


def _escaped(sign: int) -> str:
    if sign < 0x100:
        return f"\\x{sign:02x}"
    return f"\\u{sign:04x}" if sign < 0x10000 else f"\\U{sign:08x}"


# -- the fonts ------------------------------------------------------------------------------------------------


def make_fonts(packages: Path) -> None:
    """Write the fall-back fonts. `packages` is a folder with the unpacked npm packages somewhere below it."""
    for weight, name in (("400", "400Regular"), ("600", "600SemiBold")):
        font = _open(packages, f"NotoSans_{name}.ttf")
        _cut(font, _wanted(font), keep=("mark", "mkmk"))
        font.save(FONTS / f"noto-sans-{weight}.ttf")
    # Each sign in one of them: which is asked first is not for us to say. A space is drawn with its neighbour's.
    have = {sign for sign in _signs_of((*HOUSE, "noto-sans-400.ttf")) if unicodedata.category(chr(sign)) != "Zs"}
    emoji = _open(packages, "NotoEmoji_400Regular.ttf")
    pictures = {sign for sign in _wanted(emoji) if sign >= FIRST_PICTURE}
    _make_sign_font(packages, have | pictures)
    have |= _signs_of(("noto-signos.ttf",))
    _leave_exact_ligatures(emoji)
    parts = {
        sign
        for sign in _wanted(emoji)
        if sign < 0x80 or unicodedata.category(chr(sign)) in ("Cf", "Mn", "Me", "Zs")
    }
    _cut(emoji, pictures | (_wanted(emoji) - have) | parts, keep=("ccmp",))
    emoji.save(FONTS / "noto-emoji.ttf")


def _make_sign_font(packages: Path, have: set[int]) -> None:
    with TemporaryDirectory() as folder:
        parts = []
        for name in SIGN_FONTS:
            font = _open(packages, name)
            signs = _wanted(font) - have
            have = have | signs
            _cut(font, signs, keep=())
            parts.append(str(Path(folder) / name))
            font.save(parts[-1])
        made_on = font["head"].modified
        font = merge.Merger().merge(parts)
        font.recalcTimestamp = False
        font["head"].created = font["head"].modified = made_on
        _give_each_its_glyph(font)
        font.save(FONTS / "noto-signos.ttf")


def _give_each_its_glyph(font: TTFont) -> None:
    """Two signs of one shape take a copy each: copied out of a PDF, each is what was typed."""
    taken: set[str] = set()
    shared = [sign for sign, glyph in sorted(font.getBestCmap().items()) if glyph in taken or taken.add(glyph)]
    glyphs, widths = font["glyf"], font["hmtx"]
    for sign in shared:
        glyph, copy = font.getBestCmap()[sign], f"copy{sign:05X}"
        glyphs[copy], widths[copy] = glyphs[glyph], widths[glyph]
        for one in font["cmap"].tables:
            if sign in one.cmap:
                one.cmap[sign] = copy
    font.setGlyphOrder(list(glyphs.glyphOrder))


def _open(packages: Path, name: str) -> TTFont:
    found = sorted(packages.rglob(name))
    if not found:
        raise CommandError(_("No está «%(name)s» en la carpeta dada.") % {"name": name})
    return TTFont(found[0], recalcTimestamp=False)


def _wanted(font: TTFont) -> set[int]:
    return {
        sign
        for sign in font.getBestCmap()
        if sign > 0x1F and unicodedata.category(chr(sign)) != "Co" and block(chr(sign)) not in LEFT_OUT
    }


def _cut(font: TTFont, signs: set[int], *, keep: tuple[str, ...]) -> None:
    """Without hints, without the substitutions that would leave a glyph that stands for no sign of its own."""
    options = subset.Options(
        hinting=False, layout_features=list(keep), notdef_outline=True, glyph_names=False, legacy_cmap=False
    )
    options.drop_tables += ["MATH", "STAT", "gasp", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs)
    cutter.subset(font)


def _leave_exact_ligatures(font: TTFont) -> None:
    """Only sequences with a picture of their own, so that what is copied out of a PDF is what was typed.

    Of the others each part is printed: the two letters of a flag, a hand and its tone, each person of a family.
    """
    gsub = font["GSUB"].table
    lookup = gsub.LookupList.Lookup[0]
    tables = [getattr(one, "ExtSubTable", one) for one in lookup.SubTable]
    single = set(font.getBestCmap().values())
    sources: dict[str, set[tuple[str, ...]]] = {}
    for one in tables:
        for first, many in one.ligatures.items():
            for ligature in many:
                parts = (first, *(part for part in ligature.Component if part != "uniFE0F"))
                sources.setdefault(ligature.LigGlyph, set()).add(parts)
    exact = {glyph for glyph, found in sources.items() if len(found) == 1 and glyph not in single}
    for one in tables:
        kept = {
            first: [ligature for ligature in many if ligature.LigGlyph in exact]
            for first, many in one.ligatures.items()
        }
        one.ligatures = {first: many for first, many in kept.items() if many}
    for record in gsub.FeatureList.FeatureRecord:
        record.Feature.LookupListIndex = [0]
        record.Feature.LookupCount = 1
