"""The words of a paragraph: pieces collected from the HTML, spaces squeezed as a browser does, written as runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from reports.word_twin import markup
from reports.word_twin.looks import Look, Looks, Place
from reports.word_twin.markup import Ink

TEXT, BREAK, SOFT, PICTURE, MARK = "text", "break", "soft", "picture", "mark"
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SAFE_ADDRESS = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
_RAISED = {"sup": "superscript", "sub": "subscript"}
# Word's letters run smaller than the PDF's at the same size.
SCALE = 10 / 9.6


@dataclass(slots=True)
class Piece:
    """Text, a line break, a picture (`element`), or a place that others point to (`text` is its name).

    A `SOFT` break parts lines only where there is something on both sides.
    """

    kind: str
    look: Look
    text: str = ""
    href: str = ""
    raised: str = ""
    element: object = None


def mark_name(anchor: str) -> str:
    """An id as the name of a bookmark."""
    return ("m_" + re.sub(r"\W", "_", anchor))[:40]


class Collector:
    """`anchors` are the ids that a link of the same page points to."""

    def __init__(self, looks: Looks, anchors: frozenset[str]) -> None:
        self.looks, self.anchors = looks, anchors

    def mark(self, pieces: list[Piece], element, place: Place) -> None:
        if element.get("id") in self.anchors:
            pieces.append(Piece(MARK, place.look, mark_name(element.get("id"))))

    def text(self, pieces: list[Piece], text: str | None, look: Look, href: str = "", raised: str = "") -> None:
        if text:
            pieces.append(Piece(TEXT, look, text, href, raised))

    def inline(self, pieces: list[Piece], element, place: Place, href: str = "", raised: str = "") -> None:
        """An element inside a line; a block in there stands on lines of its own."""
        look = place.look
        if look.display == "none":
            return
        self.mark(pieces, element, place)
        if element.tag == "br":
            pieces.append(Piece(BREAK, look))
            return
        if element.tag == "img":
            pieces.append(Piece(PICTURE, look, href=href, element=element))
            return
        href = element.get("href", "") if element.tag == "a" else href
        raised = _RAISED.get(element.tag, raised)
        is_block = look.display not in ("inline", "inline-block")
        if is_block:
            pieces.append(Piece(SOFT, look))
        self.text(pieces, element.text, look, href, raised)
        for child in element:
            if isinstance(child.tag, str):
                self.inline(pieces, child, self.looks.place(child, place), href, raised)
            self.text(pieces, child.tail, look, href, raised)
        if is_block:
            pieces.append(Piece(SOFT, look))
        elif look.display == "inline-block":
            pieces.append(Piece(TEXT, look, ": " if look.width and not _ends(pieces, ":") else " "))


def _ends(pieces: list[Piece], sign: str) -> bool:
    return bool(pieces) and pieces[-1].text.rstrip().endswith(sign)


def squeezed(pieces: list[Piece]) -> list[Piece]:
    """One space between words, none at the ends of a line; empty where there is nothing to write but marks."""
    found: list[Piece] = []
    open_line = False  # whether something stands on the line so far
    ends_in_space = True
    for piece in pieces:
        if piece.kind == TEXT:
            text = _SPACE.sub(" ", piece.text)
            text = text.lstrip(" ") if ends_in_space else text
            if text:
                found.append(replace(piece, text=text))
                ends_in_space, open_line = text.endswith(" "), True
        elif piece.kind in (BREAK, SOFT):
            _strip_end(found)
            if piece.kind == BREAK or open_line:
                found.append(piece)
            ends_in_space, open_line = True, False
        else:
            found.append(piece)
            if piece.kind == PICTURE:
                ends_in_space, open_line = False, True
    while found and (found[-1].kind in (BREAK, SOFT) or _is_blank(found[-1])):
        found.pop()
    _strip_end(found)
    return found


def _is_blank(piece: Piece) -> bool:
    return piece.kind == TEXT and not piece.text.strip(" ")


def _strip_end(found: list[Piece]) -> None:
    for place in range(len(found) - 1, -1, -1):
        piece = found[place]
        if piece.kind == TEXT:
            found[place] = replace(piece, text=piece.text.rstrip(" "))
            return
        if piece.kind != MARK:
            return


class Runs:
    """Writes pieces into paragraphs of one document part."""

    def __init__(self, part, pictures, title_font: str, link_style: str) -> None:
        self.part, self.pictures, self.title_font, self.link_style = part, pictures, title_font, link_style
        self.marks = 0
        self.addresses: dict[str, str] = {}

    def write(self, paragraph, pieces: list[Piece], base: Look, width: float) -> None:
        """`base` is the look of the paragraph's style: only what differs is written. `width` limits pictures."""
        for piece in pieces:
            if piece.kind == MARK:
                self._mark(paragraph, piece.text)
                continue
            parent = self._link(paragraph, piece.href) if piece.href else paragraph
            run = markup.run(parent, ink_of(piece, base, self.title_font))
            if piece.kind == TEXT:
                markup.words(run, piece.text)
            elif piece.kind == PICTURE:
                self.pictures.write(run, piece.element, piece.look, width)
            else:
                markup.add(run, "br")

    def _mark(self, paragraph, name: str) -> None:
        self.marks += 1
        markup.add(paragraph, "bookmarkStart", id=9000 + self.marks, name=name)
        markup.add(paragraph, "bookmarkEnd", id=9000 + self.marks)

    def _link(self, paragraph, href: str):
        """A link inside the document or to the web; any other address is left as words."""
        if href.startswith("#"):
            return markup.add(paragraph, "hyperlink", anchor=mark_name(href[1:]), history="1")
        if not _SAFE_ADDRESS.fullmatch(href):
            return paragraph
        if href not in self.addresses:
            self.addresses[href] = self.part.relate_to(href, RT.HYPERLINK, is_external=True)
        link = etree.SubElement(paragraph, f"{markup.W}hyperlink")
        link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", self.addresses[href])
        return link


def ink_of(piece: Piece, base: Look, title_font: str) -> Ink:
    look = piece.look
    is_link = bool(piece.href) and (piece.href.startswith("#") or bool(_SAFE_ADDRESS.fullmatch(piece.href)))
    return Ink(
        bold=look.bold if look.bold != base.bold else None,
        italic=look.italic and not base.italic,
        struck=look.struck,
        underlined=look.underlined or is_link,
        color=look.color if look.color and look.color != base.color else None,
        size=half_point(look.size) if abs(look.size - base.size) > 0.2 else None,
        font=title_font if look.titling and not base.titling else "",
        raised=piece.raised,
    )


def half_point(size: float) -> float:
    return round(size * SCALE * 2) / 2
