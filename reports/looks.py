"""How a report presents its network: logo, colour, signatures; and what its HTML needs before it is printed.

The print style sheets are written in the house's ink and in two tints of it; a network's own ink takes their place
wherever they stand. Apart from `identity_of`, nothing here reads records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from networks.logos import logo_address
from networks.models.identity import HOUSE_INK, NetworkIdentity, SignatureBlock
from networks.models.network import Network
from reports.context import SignaturePlace

STYLES = tuple(
    Path(__file__).resolve().parent.parent / "static" / "css" / "print" / name
    for name in ("type.css", "tables.css", "parts.css", "schedule.css")
)
# The house's tints, and how much of the ink (percent) is in them.
TINTS = {"#e9e3ee": 12, "#f4f1f6": 6}
HEX = re.compile(r"#[0-9a-f]{6}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLOCK = re.compile(r"([^{};]+)\{((?:[^{}]|\{[^{}]*\})*)\}")
# What colours are set by. All of them are said again, so that each still gives way to the same ones as before.
COLOURED = re.compile(r"(?:color|background|border[a-z-]*)\s*:[^;{}]+")
BLOCKS = "br|col|colgroup|div|h[1-6]|main|p|section|table|tbody|td|th|thead|tr"
AROUND_BLOCKS = re.compile(rf"\s*(</?(?:{BLOCKS})\b[^>]*>)\s*")
# A row with more letters than this in one of its cells, or a body with more in all, may go on over the page: it
# might be higher than one. Words that no line holds take more room: there the second figure counts.
LONG_CELL, LONG_BODY = (900, 300), (2800, 1000)
ENDLESS = re.compile(r"[^\s<>]{40}")
CELL = re.compile(r"</t[dh]>")
ROW = re.compile(r"<tr\b[^>]*>")
# A table of so few rows, heads included, and so few letters stays on one page: no row of it is left alone.
SHORT_ROWS, SHORT_LETTERS = 7, 1300
GRID = re.compile(r'<table class="grid[^"]*">')
KEPT = re.compile(r'<(tbody|table)\b[^>]*class="[^"]*\b(?:keep|summary)\b[^>]*>')
TAG = re.compile(r"<[^>]*>")


def identity_of(network: Network, form: str = "") -> dict:
    """What a header keeps of it: `logo` (a `data:` address or None), `logo_alt`, `ink` and `signatures`.

    The blocks of the form come before those of all forms; without either, the one who holds the secretariat signs.
    """
    found = NetworkIdentity.objects.filter(network=network).first()
    logo = logo_address(found) if found else None
    return {
        "logo": logo,
        "logo_alt": (found.logo_alt or network.name) if logo else None,
        "ink": found.ink if found else HOUSE_INK,
        "signatures": tuple(_signatures(network, form)),
    }


def _signatures(network: Network, form: str) -> Iterator[SignaturePlace]:
    blocks = list(SignatureBlock.objects.filter(network=network, form__in=["", form]).order_by("order", "pk"))
    own = [block for block in blocks if block.form == form] or blocks
    for block in own:
        yield SignaturePlace(name=block.name or None, post=block.post, entity=block.entity or None)
    if not own and network.secretariat_post:
        yield SignaturePlace(post=network.secretariat_post, entity=network.secretariat or None)


def ink_style(ink: str) -> str:
    """CSS that sets the ink and its tints in place of the house's; empty for the house's own.

    Raises ValueError for what is not «#rrggbb» in small letters.
    """
    if not HEX.fullmatch(ink):
        raise ValueError(f"no colour: {ink[:20]!r}")
    if ink == HOUSE_INK:
        return ""
    style = _coloured()
    for house, percent in TINTS.items():
        style = style.replace(house, tint(ink, percent))
    return style.replace(HOUSE_INK, ink)


def tint(ink: str, percent: int) -> str:
    """So much of the ink on white paper."""
    return "#" + "".join(f"{255 - (255 - int(ink[at : at + 2], 16)) * percent // 100:02x}" for at in (1, 3, 5))


@cache
def _coloured() -> str:
    """All that the style sheets say about colours, rule by rule in their order, and nothing else."""
    text = COMMENT.sub("", "".join(style.read_text(encoding="utf-8") for style in STYLES))
    return "\n".join(filter(None, (_colours_of(*block.groups()) for block in BLOCK.finditer(text))))


def _colours_of(selector: str, body: str) -> str:
    """The rule with only what it says about colours; a page's with those of its margins."""
    nested = "".join(filter(None, (_colours_of(*block.groups()) for block in BLOCK.finditer(body))))
    said = "; ".join(found.group().strip() for found in COLOURED.finditer(BLOCK.sub("", body)))
    return f"{selector.strip()} {{ {said}{';' if said and nested else ''} {nested} }}" if said or nested else ""


def ready(html: str, ink: str = HOUSE_INK, *, styled: bool = True) -> str:
    """A rendered page as it is printed: in the network's ink, its pictures too, and with long rows marked.

    `styled` writes the ink's style into the page; a preview, which allows no style of its own, links it instead.
    """
    # A template's indentation inside a cell makes the printing engine break its lines in odd places.
    page = AROUND_BLOCKS.sub(r"\1", html)
    if ink != HOUSE_INK:
        for house, own in ((HOUSE_INK, ink), *((house, tint(ink, share)) for house, share in TINTS.items())):
            page = page.replace(f"%23{house[1:]}", f"%23{own[1:]}")
        if styled:
            page = page.replace("</head>", f"<style>{ink_style(ink)}</style></head>", 1)
    return _with_long_rows(_with_short_tables(page))


def _with_short_tables(html: str) -> str:
    def kept(found: re.Match[str]) -> str:
        end = html.find("</table>", found.end())
        if html.count("<tr", found.end(), end) > SHORT_ROWS or _letters(html[found.end() : end]) > SHORT_LETTERS:
            return found.group()
        return found.group().replace('class="', 'class="keep ', 1)

    return GRID.sub(kept, html)


def _with_long_rows(html: str) -> str:
    """What a page may be too short for is not kept whole, or the engine would leave one empty before it."""
    rows = html.split("</tr>")
    for number, row in enumerate(rows):
        start = ROW.search(row) if len(row) > LONG_CELL[1] else None
        if start and any(_is_long(cell, LONG_CELL) for cell in CELL.split(row[start.end() :])):
            rows[number] = row[: start.start()] + _loosened(start.group()) + row[start.end() :]
    html = "</tr>".join(rows)

    def kept(found: re.Match[str]) -> str:
        inside = html[found.end() : html.find(f"</{found[1]}>", found.end())]
        return _loosened(found.group()) if _is_long(inside, LONG_BODY) else found.group()

    return KEPT.sub(kept, html)


def _is_long(html: str, limits: tuple[int, int]) -> bool:
    """Whether the words in it pass the limit: the first, or the second where one is longer than any line."""
    if len(html) <= limits[1]:
        return False
    words = TAG.sub("", html)
    return len(words) > limits[0] or (len(words) > limits[1] and bool(ENDLESS.search(words)))


def _letters(html: str) -> int:
    return len(TAG.sub("", html))


def _loosened(tag: str) -> str:
    """The opening tag with class «long»."""
    if 'class="' in tag:
        return tag.replace('class="', 'class="long ', 1)
    return f'{tag[:-1]} class="long">'
