"""The blocks of a report, one after the other: headings, paragraphs, lists, boxes, signature lines, sections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from reports.word_twin import inline, markup, tables
from reports.word_twin.inline import Collector, Piece, Runs
from reports.word_twin.looks import BLOCKS, Look, Looks, Place, points
from reports.word_twin.markup import Layout, W
from reports.word_twin.sections import Geometry
from reports.word_twin.styles import Styles

HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2"} | dict.fromkeys(("h4", "h5", "h6"), "Heading 3")
KEPT_BLOCKS = 14
_NO_MARKER: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What paragraphs are written into. `width` is in points; `base` the look of their style."""

    parent: object
    width: float
    base: Look
    style: str = ""
    is_cell: bool = False
    left: float | None = None
    right: float | None = None
    align: str = ""


class Writer:
    """Writes HTML elements as blocks into `root`, an empty element of the document."""

    def __init__(
        self, root, looks: Looks, runs: Runs, styles: Styles, geometry: Geometry, anchors: frozenset[str]
    ) -> None:
        self.root = root
        self.looks, self.runs, self.styles, self.geometry = looks, runs, styles, geometry
        self.collector = Collector(looks, anchors)
        self.is_wide = self.written_wide = False
        self.watermark = ""
        self.pending: list[Piece] = []  # marks of elements that have no words of their own
        self.marker = _NO_MARKER
        self.page_break = False
        self.level = 0
        self.headed = False
        self.written: set = set()  # what stands already, beside something else

    # -- where the next block goes --------------------------------------------------------------------------

    def turn(self, box: Box) -> None:
        """Before a block at the top: a section ends where the paper turns."""
        if box.parent is not self.root or self.is_wide == self.written_wide:
            return
        if len(self.root):
            self._end_section()
        self.written_wide = self.is_wide

    def _end_section(self) -> None:
        last = self.root[-1]
        if last.tag != f"{W}p" or last.find(f"{W}pPr") is None:
            last = self.spacer(self.root, 1)
        last.find(f"{W}pPr").append(self.geometry.section(self.written_wide))

    def spacer(self, parent, height: float):
        """An empty paragraph of exactly so many points: between two tables, or after the last."""
        found = markup.paragraph(parent, Layout(style=self.styles.id("Normal")))
        exact = max(20, round(height * markup.TWIPS))
        markup.add(found[0], "spacing", before=0, after=0, line=exact, lineRule="exact")
        markup.add(markup.add(found[0], "rPr"), "sz", val=2)
        return found

    @contextmanager
    def _paper(self, look: Look, box: Box) -> Iterator[Box]:
        before = self.is_wide
        if look.page == "wide" and box.parent is self.root:
            self.is_wide = True
            box = replace(box, width=self.geometry.width(True))
        yield box
        self.is_wide = before

    # -- blocks ---------------------------------------------------------------------------------------------

    def block(self, element, place: Place, box: Box) -> None:
        look = place.look
        if look.display == "none":
            return
        if "watermark" in place.classes:
            self.watermark = " ".join("".join(element.itertext()).split())
            return
        if look.break_before in ("page", "always"):
            self.page_break = True
        with self._paper(look, box) as turned:
            start = len(turned.parent)
            self._write(element, place, turned)
            if look.break_inside == "avoid" and not turned.is_cell:
                _keep_together(turned.parent, start)
        if look.break_after in ("page", "always"):
            self.page_break = True

    def _write(self, element, place: Place, box: Box) -> None:
        tag = element.tag
        if tag == "table":
            tables.write(self, element, place, box)
        elif tag in ("ul", "ol"):
            self._list(element, place, box)
        elif tag in HEADINGS or tag == "p":
            self._paragraph(element, place, box)
        elif tag == "hr" or self._is_line(element, place.look):
            self._line(place.look, box)
        elif self._is_panel(element, place) and not box.is_cell:
            self._panel(element, place, box)
        else:
            self.flow(element, place, box)

    def flow(self, element, place: Place, box: Box, layout: Layout | None = None) -> None:
        """What is inside an element: words become paragraphs, blocks follow them."""
        pieces: list[Piece] = []
        self.collector.mark(pieces, element, place)
        self.collector.text(pieces, element.text, place.look)
        beside = self._beside(element, place, box)
        later = {one for row in beside.values() for one in row[1:]}
        for child in element:
            if isinstance(child.tag, str):
                below = self.looks.place(child, place)
                if child in beside:
                    self.paragraph(pieces, place.look, box, layout)
                    pieces = []
                    self._side_by_side(beside.pop(child), place, box)
                elif child in later or child in self.written:
                    pass
                elif child.tag in BLOCKS:
                    self.paragraph(pieces, place.look, box, layout)
                    pieces = []
                    self.block(child, below, box)
                else:
                    self.collector.inline(pieces, child, below)
            self.collector.text(pieces, child.tail, place.look)
        self.paragraph(pieces, place.look, box, layout)

    def paragraph(self, pieces: list[Piece], look: Look, box: Box, layout: Layout | None = None) -> None:
        """One paragraph, if there is anything in it. Marks wait for the next one."""
        pieces = inline.squeezed(self.pending + pieces)
        if all(piece.kind == inline.MARK for piece in pieces):
            self.pending = pieces
            return
        self.pending = []
        self.turn(box)
        layout = layout or Layout(style=box.style)
        found = markup.paragraph(box.parent, self._laid_out(layout, look, box))
        self.page_break, self.marker = False, _NO_MARKER
        self.runs.write(found, pieces, box.base, box.width)

    def _laid_out(self, layout: Layout, look: Look, box: Box) -> Layout:
        changes: dict = {"page_break": layout.page_break or self.page_break}
        align = look.align if look.align in ("right", "center", "justify") else box.align
        changes["align"] = layout.align or align
        if look.break_after == "avoid":
            changes["keep_next"] = True
        if self.marker:
            changes |= {"numbering": self.marker, "left": layout.left, "hanging": layout.hanging}
        elif box.left and layout.left is None:
            changes["left"] = box.left
        if box.right and layout.right is None:
            changes["right"] = box.right
        gap = _gap_before(box.parent)
        if gap is not None and not layout.style.startswith("Heading") and layout.before is None:
            changes["before"] = max(gap + (look.margin_top or 0), 0)
        return replace(layout, **changes)

    def _paragraph(self, element, place: Place, box: Box) -> None:
        """A heading or a `p`: the style by what it is, spaces where its class asks for others."""
        style = self._style_of(element, place, box)
        look = place.look
        if style is None:
            own = self._spaced(element, look, box)
            self.flow(element, place, box, replace(own, style=box.style))
            return
        layout = Layout(style=self.styles.id(style))
        self.flow(element, place, replace(box, base=_style_look(look)), layout)

    def _style_of(self, element, place: Place, box: Box) -> str | None:
        if element.tag in HEADINGS:
            first = element.tag == "h1" and not self.headed
            self.headed = self.headed or first
            return HEADINGS[element.tag] if element.tag != "h1" or first else "Heading 1"
        if box.is_cell:
            return None
        return "Subtitle" if "subtitle" in place.classes else None

    def _spaced(self, element, look: Look, box: Box) -> Layout:
        if box.is_cell:
            is_last = element.getnext() is None and not (element.tail or "").strip()
            before = look.margin_top if look.margin_top and len(box.parent) > 1 else None
            return Layout(before=before, after=0 if is_last else 2.5)
        plain = box.base.margin_bottom or 0
        lines = self.borders(look, 6)
        return Layout(
            before=look.margin_top if (look.margin_top or 0) > 0 else None,
            after=look.margin_bottom if abs((look.margin_bottom or 0) - plain) > 0.5 else None,
            shade=look.background,
            lines=lines,
            left=9 if lines else None,
            right=9 if lines else None,
            keep_lines=bool(lines),
        )

    def borders(self, look: Look, space: int) -> tuple:
        found = ((side, self.looks.line(look.border(side))) for side in ("top", "left", "bottom", "right"))
        return tuple((side, (*line, space)) for side, line in found if line)

    def _list(self, element, place: Place, box: Box) -> None:
        number = self.styles.numbering(element.tag == "ol", element.get("start")) if place.look.bullets else 0
        style = "List Number" if element.tag == "ol" else "List Bullet"
        self.level += 1
        left = 12.0 * self.level if box.is_cell else 18.0 * self.level
        for item in element:
            if not isinstance(item.tag, str):
                continue
            below = self.looks.place(item, place)
            self.marker = (number, self.level - 1) if number else _NO_MARKER
            is_listed = number and not box.is_cell
            inner = replace(box, left=left if number else box.left)
            inner = replace(inner, style=self.styles.id(style)) if is_listed else inner
            hanging = 12.0 if number else None
            self.flow(item, below, inner, Layout(style=inner.style, left=inner.left, hanging=hanging, after=3))
        self.marker = _NO_MARKER
        self.level -= 1

    def _is_line(self, element, look: Look) -> bool:
        return bool(look.border("bottom")) and not len(element) and not (element.text or "").strip()

    def _line(self, look: Look, box: Box) -> None:
        """A line to sign on: as far below as the box is high, as long as it is wide."""
        self.turn(box)
        line = self.looks.line(look.border("bottom")) or (0.6, "single", "8A8391")
        width = points(look.width, box.width) or box.width
        layout = Layout(
            style=box.style,
            keep_next=True,
            lines=(("bottom", (*line, 1)),),
            before=points(look.height) or 0,
            after=3,
            right=max(box.width - width, 0),
        )
        markup.paragraph(box.parent, layout)

    def _is_panel(self, element, place: Place) -> bool:
        """Whether an element is a box of its own: coloured, lined, or with a picture at its side."""
        look = place.look
        if look.background or self._floating(element, place) is not None:
            return element.tag not in ("body", "main")
        return any(self.looks.line(look.border(side)) for side in tables.SIDES)

    def _floating(self, element, place: Place):
        """The picture that stands at one side of all the rest."""
        for child in element:
            if child.tag == "img" and self.looks.place(child, place).look.floats in ("left", "right"):
                return child
        return None

    def _panel(self, element, place: Place, box: Box) -> None:
        """A table of one row: the words, and the picture beside them."""
        picture = self._floating(element, place)
        look = place.look
        if picture is None:
            [cell] = tables.panel(self, box, look, [1])
            self._into(cell, element, place, box, box.width - 2 * tables.PANEL_PAD)
            return
        beside = self.looks.place(picture, place).look
        share = min((points(beside.width or beside.max_width or "x", box.width) or 90) + 10, box.width * 0.45)
        is_left = beside.floats == "left"
        cells = tables.panel(self, box, look, [share, box.width - share][:: 1 if is_left else -1])
        own, words = cells if is_left else cells[::-1]
        inner = self._in_cell(box, own, share - 10)
        inner = replace(inner, align="" if is_left else "right")
        self.paragraph([Piece(inline.PICTURE, beside, element=picture)], replace(beside, align=inner.align), inner)
        tables.close_cell(self, own)
        self.written.add(picture)
        self._into(words, element, place, box, box.width - share)

    def _in_cell(self, box: Box, cell, width: float) -> Box:
        style, base = self.styles.cell, self.styles.cell_look
        return replace(box, parent=cell, width=width, is_cell=True, style=style, base=base, left=None)

    def _into(self, cell, element, place: Place, box: Box, width: float) -> None:
        self.flow(element, place, self._in_cell(box, cell, width))
        tables.close_cell(self, cell)

    def _beside(self, element, place: Place, box: Box) -> dict:
        """Blocks that stand side by side, by the first of them: those that the style sheet sets in one line."""
        found: dict = {}
        if box.is_cell:
            return found
        run: list = []
        for child in [*element, None]:
            is_one = child is not None and child.tag in BLOCKS and self._is_inline_block(child, place)
            if is_one:
                run.append(child)
            elif run:
                each = points(self.looks.place(run[0], place).look.width or "100%", 100) or 100
                across = max(round(100 / each), 1)
                found |= {run[n]: run[n : n + across] for n in range(0, len(run), across)}
                run = []
        return found

    def _is_inline_block(self, element, place: Place) -> bool:
        look = self.looks.place(element, place).look
        return look.display == "inline-block" and look.width.endswith("%")

    def _side_by_side(self, elements: list, place: Place, box: Box) -> None:
        first = self.looks.place(elements[0], place).look
        across = max(round(100 / (points(first.width, 100) or 100)), 1)
        cells = tables.panel(self, box, Look(margin_bottom=10), [1] * across)
        width = box.width / across
        for element, cell in zip(elements, cells, strict=False):
            below = self.looks.place(element, place)
            self._into(cell, element, below, box, width - 12)
            self.written.add(element)
        for cell in cells[len(elements) :]:
            markup.paragraph(cell, Layout(style=self.styles.cell))


def _style_look(look: Look) -> Look:
    return replace(look, struck=False, underlined=False)


def _gap_before(parent) -> float | None:
    """The space that a table wants below it, where the last block is one."""
    if not len(parent) or parent[-1].tag != f"{W}tbl":
        return None
    return float(parent[-1].get(tables.GAP, "8"))


def _keep_together(parent, start: int) -> None:
    blocks = list(parent)[start:]
    if len(blocks) <= KEPT_BLOCKS:
        for element in blocks[:-1]:
            markup.keep_with_next(element)
