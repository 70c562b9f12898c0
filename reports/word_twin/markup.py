"""The elements of a Word document, each with its properties in the order that Word's own schema asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docx.oxml.ns import nsmap, qn
from lxml import etree

from reports.word import clean

W = f"{{{nsmap['w']}}}"
# A twip is a twentieth of a point; pictures are measured in EMU.
TWIPS, EMU = 20, 12700
_LINES = {"dashed": "dashed", "dotted": "dotted", "double": "double"}
PROPERTIES_FIRST = ("pStyle", "keepNext", "keepLines", "pageBreakBefore")


def add(parent, name: str, /, **attributes: object):
    """A child `w:name` with `w:` attributes; None leaves one out."""
    element = etree.SubElement(parent, f"{W}{name}")
    for key, value in attributes.items():
        if value is not None:
            element.set(f"{W}{key}", str(value))
    return element


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A paragraph's own layout. Spaces are points; `lines` are borders: side → (points, kind, colour, space)."""

    style: str = ""
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    numbering: tuple[int, int] | None = None  # number, level
    lines: tuple[tuple[str, tuple[float, str, str, int]], ...] = ()
    shade: str | None = None
    before: float | None = None
    after: float | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    align: str = ""


def paragraph(parent, layout: Layout):
    """An empty `w:p`."""
    found = etree.SubElement(parent, f"{W}p")
    properties = etree.SubElement(found, f"{W}pPr")
    if layout.style:
        add(properties, "pStyle", val=layout.style)
    for wanted, name in (
        (layout.keep_next, "keepNext"),
        (layout.keep_lines, "keepLines"),
        (layout.page_break, "pageBreakBefore"),
    ):
        if wanted:
            add(properties, name)
    if layout.numbering:
        numbering = add(properties, "numPr")
        add(numbering, "ilvl", val=layout.numbering[1])
        add(numbering, "numId", val=layout.numbering[0])
    if layout.lines:
        lines(add(properties, "pBdr"), layout.lines)
    if layout.shade:
        add(properties, "shd", val="clear", color="auto", fill=layout.shade)
    _spacing(properties, layout)
    if layout.align in ("right", "center", "justify"):
        add(properties, "jc", val="both" if layout.align == "justify" else layout.align)
    return found


def _spacing(properties, layout: Layout) -> None:
    if layout.before is not None or layout.after is not None:
        add(properties, "spacing", before=_twips(layout.before), after=_twips(layout.after))
    if any(value is not None for value in (layout.left, layout.right, layout.hanging)):
        add(
            properties,
            "ind",
            left=_twips(layout.left),
            right=_twips(layout.right),
            hanging=_twips(layout.hanging),
        )


def _twips(value: float | None) -> int | None:
    return None if value is None else max(round(value * TWIPS), 0)


def lines(parent, sides: Iterable[tuple[str, tuple[float, str, str, int]]]) -> None:
    """Borders, in the schema's order whatever the one they come in."""
    found = dict(sides)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in found:
            width, kind, colour, space = found[side]
            add(
                parent,
                side,
                val=_LINES.get(kind, "single"),
                sz=max(2, round(width * 8)),
                space=space,
                color=colour,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """A run's own looks; what is False or empty is left to its style."""

    bold: bool | None = None
    italic: bool = False
    struck: bool = False
    underlined: bool = False
    color: str | None = None
    size: float | None = None
    font: str = ""
    raised: str = ""  # superscript | subscript


def run(parent, ink: Ink):
    found = etree.SubElement(parent, f"{W}r")
    if ink == Ink():
        return found
    properties = add(found, "rPr")
    if ink.font:
        add(properties, "rFonts", ascii=ink.font, hAnsi=ink.font, cs=ink.font)
    if ink.bold is not None:
        add(properties, "b", val=None if ink.bold else "0")
    if ink.italic:
        add(properties, "i")
    if ink.struck:
        add(properties, "strike")
    if ink.color:
        add(properties, "color", val=ink.color)
    if ink.size:
        add(properties, "sz", val=round(ink.size * 2))
    if ink.underlined:
        add(properties, "u", val="single")
    if ink.raised:
        add(properties, "vertAlign", val=ink.raised)
    return found


def words(parent_run, text: str) -> None:
    element = etree.SubElement(parent_run, f"{W}t")
    element.text = clean(text)
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def field(parent, instruction: str, ink: Ink = Ink()) -> None:
    """A field of Word's (PAGE, NUMPAGES), with «1» until it is counted."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        one = run(parent, ink)
        if kind == "instr":
            text = etree.SubElement(one, f"{W}instrText")
            text.text = f" {instruction} "
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        elif kind == "text":
            words(one, "1")
        else:
            add(one, "fldChar", fldCharType=kind)


def keep_with_next(element) -> None:
    """Every paragraph of a block stays on the page of the following one."""
    for found in element.iter(f"{W}p"):
        properties = found.find(f"{W}pPr")
        if properties is not None and properties.find(f"{W}keepNext") is None:
            style = properties.find(f"{W}pStyle")
            place = 0 if style is None else 1
            properties.insert(place, properties.makeelement(qn("w:keepNext")))
