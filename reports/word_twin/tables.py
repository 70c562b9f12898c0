"""Tables: widths from their columns, cells that span rows and columns, heads that return, rows that stay whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from reports.word_twin import markup
from reports.word_twin.looks import Look, Place, points
from reports.word_twin.markup import Layout, W
from reports.word_twin.styles import FACTS, GRID, PLAIN

if TYPE_CHECKING:
    from reports.word_twin.blocks import Box, Writer

# Kept on the element until the document is put together: the points that a table wants below it.
GAP = "gap"
CELL_PAD, PANEL_PAD, HAIRLINE = 5.0, 11.0, 0.5
SIDES = ("top", "left", "bottom", "right")
MOST_COLUMNS = 63  # Word's own limit
# A row longer than this is let run over the page: it could fill one alone.
LONG_ROW = 2500
KEPT_ROWS = 8


@dataclass(slots=True)
class Cell:
    element: object  # None where a cell above goes on
    place: Place | None
    column: int
    span: int
    down: int = 1
    goes_on: bool = False


@dataclass(slots=True)
class Row:
    look: Look
    is_head: bool
    cells: list[Cell] = field(default_factory=list)
    group: int = 0
    is_kept: bool = False  # its group stays on one page


def write(writer: Writer, element, place: Place, box: Box) -> None:
    rows, columns = _grid(writer, element, place)
    if not rows:
        return
    _caption(writer, element, place, box)
    writer.turn(box)
    if len(box.parent) and box.parent[-1].tag == f"{W}tbl":
        writer.spacer(box.parent, float(box.parent[-1].get(GAP, "8")))
    widths = _widths(writer, element, place, columns, box.width)
    table = _table(writer, box, widths, _style(place, rows))
    table.set(GAP, f"{place.look.margin_bottom or 0:.1f}")
    for number, row in enumerate(rows):
        following = rows[number + 1] if number + 1 < len(rows) else None
        made = _row(writer, table, row, widths, box)
        if _stays(row, following, rows):
            markup.keep_with_next(made)


def _style(place: Place, rows: list[Row]) -> str:
    """By what it is, and by the lines that its cells have."""
    looks = [cell.place.look for row in rows for cell in row.cells if cell.place][:3]
    if "facts" in place.classes:
        return FACTS
    has_lines = any(look.border("bottom") for look in looks)
    return GRID if has_lines else PLAIN


def _table(writer: Writer, box: Box, widths: list[int], style: str):
    table = etree.SubElement(box.parent, f"{W}tbl")
    properties = markup.add(table, "tblPr")
    markup.add(properties, "tblStyle", val=writer.styles.id(style))
    markup.add(properties, "tblW", w=sum(widths), type="dxa")
    if writer.geometry.hangs and style != FACTS:
        markup.add(properties, "tblInd", w=round(CELL_PAD * markup.TWIPS), type="dxa")
    markup.add(properties, "tblLayout", type="fixed")
    markup.add(properties, "tblLook", val="0420", firstRow="1", noVBand="1")
    grid = markup.add(table, "tblGrid")
    for width in widths:
        markup.add(grid, "gridCol", w=width)
    return table


def _caption(writer: Writer, element, place: Place, box: Box) -> None:
    for caption in element.findall("caption"):
        layout = Layout(style=box.style, keep_next=True, after=3)
        writer.flow(caption, writer.looks.place(caption, place), box, layout)


# -- the grid -------------------------------------------------------------------------------------------------


def _grid(writer: Writer, table, place: Place) -> tuple[list[Row], int]:
    """Every row with its cells, and those of rows above that reach into it."""
    rows: list[Row] = []
    for group, (section, section_place) in enumerate(_sections(writer, table, place)):
        open_cells: dict[int, tuple[int, int]] = {}  # column → rows still to go, span
        own = [row for row in section if row.tag == "tr"]
        for number, element in enumerate(own):
            row_place = writer.looks.place(element, section_place)
            row = Row(row_place.look, section.tag == "thead", group=group)
            row.is_kept = section_place.look.break_inside == "avoid" and len(own) <= KEPT_ROWS
            _fill(writer, row, element, row_place, open_cells, len(own) - number)
            if row.cells:
                rows.append(row)
    # A head in the middle is a row like others: Word repeats only the first ones.
    heads = next((place for place, row in enumerate(rows) if not row.is_head), 0)
    for row in rows[heads:]:
        row.is_head = False
    width = max((cell.column + cell.span for row in rows for cell in row.cells), default=0)
    return rows, min(width, MOST_COLUMNS)


def _sections(writer: Writer, table, place: Place) -> Iterator[tuple[object, Place]]:
    """Heads first, feet last, bodies as they come; rows that stand in none are a body."""
    parts = [child for child in table if child.tag in ("thead", "tbody", "tfoot")]
    for tag in ("thead", "tbody", "tfoot"):
        for part in parts:
            if part.tag == tag:
                yield part, writer.looks.place(part, place)
    if any(child.tag == "tr" for child in table):
        yield table, place


def _fill(writer: Writer, row: Row, element, place: Place, open_cells: dict, rows_left: int) -> None:
    column = 0

    def pass_open() -> None:
        nonlocal column
        while column in open_cells:
            left, span = open_cells.pop(column)
            row.cells.append(Cell(None, None, column, span, goes_on=True))
            if left > 1:
                following[column] = (left - 1, span)
            column += span

    following: dict[int, tuple[int, int]] = {}
    for cell in element:
        if cell.tag not in ("td", "th"):
            continue
        pass_open()
        span = min(_number(cell.get("colspan")), MOST_COLUMNS - column)
        if span < 1:
            break
        down = min(_number(cell.get("rowspan")) if cell.get("rowspan") != "0" else rows_left, rows_left)
        row.cells.append(Cell(cell, writer.looks.place(cell, place), column, span, down))
        if down > 1:
            following[column] = (down - 1, span)
        column += span
    for start in sorted(open_cells):
        if start >= column:
            column = start
            pass_open()
    open_cells.clear()
    open_cells.update(following)


def _number(text: str | None) -> int:
    return max(int(text), 1) if text and text.isdigit() else 1


def _widths(writer: Writer, table, place: Place, columns: int, width: float) -> list[int]:
    """Of each column, in twips: its own share, and what is left evenly among the rest."""
    shares: list[float | None] = []
    for group in table.findall("colgroup"):
        group_place = writer.looks.place(group, place)
        for column in group.findall("col"):
            said = points(writer.looks.place(column, group_place).look.width or "x", width)
            shares += [said] * _number(column.get("span"))
    shares = (shares + [None] * columns)[:columns]
    known = sum(share for share in shares if share)
    rest = sum(not share for share in shares)
    each = max((width - known) / rest, width / columns / 3) if rest else 0
    found = [share or each for share in shares]
    scale = width / sum(found)
    return [round(share * scale * markup.TWIPS) for share in found]


# -- rows -----------------------------------------------------------------------------------------------------


def _row(writer: Writer, table, row: Row, widths: list[int], box: Box):
    made = etree.SubElement(table, f"{W}tr")
    properties = markup.add(made, "trPr")
    if sum(_length(cell) for cell in row.cells) < LONG_ROW:
        markup.add(properties, "cantSplit")
    if row.is_head:
        markup.add(properties, "tblHeader")
    column = 0
    for cell in row.cells:
        if cell.column > column:
            _gap(writer, made, widths[column : cell.column])
        _cell(writer, made, cell, widths, box)
        column = cell.column + cell.span
    if column < len(widths):
        _gap(writer, made, widths[column:])
    return made


def _length(cell: Cell) -> int:
    return 0 if cell.element is None else sum(len(text) for text in cell.element.itertext())


def _gap(writer: Writer, row, widths: list[int]) -> None:
    """Where the HTML has no cell: Word wants one."""
    cell = markup.add(row, "tc")
    properties = markup.add(cell, "tcPr")
    markup.add(properties, "tcW", w=sum(widths), type="dxa")
    if len(widths) > 1:
        markup.add(properties, "gridSpan", val=len(widths))
    close_cell(writer, cell)


def _cell(writer: Writer, row, cell: Cell, widths: list[int], box: Box) -> None:
    made = markup.add(row, "tc")
    properties = markup.add(made, "tcPr")
    width = sum(widths[cell.column : cell.column + cell.span])
    markup.add(properties, "tcW", w=width, type="dxa")
    if cell.span > 1:
        markup.add(properties, "gridSpan", val=cell.span)
    if cell.goes_on:
        markup.add(properties, "vMerge")
        close_cell(writer, made)
        return
    if cell.down > 1:
        markup.add(properties, "vMerge", val="restart")
    look = cell.place.look
    _cell_lines(writer, properties, look)
    if look.background and look.background != "FFFFFF":
        markup.add(properties, "shd", val="clear", color="auto", fill=look.background)
    pads = _pads(properties, look)
    if look.valign in ("bottom", "middle"):
        markup.add(properties, "vAlign", val="center" if look.valign == "middle" else "bottom")
    inner = replace(
        box,
        parent=made,
        width=width / markup.TWIPS - pads,
        is_cell=True,
        style=writer.styles.cell,
        base=writer.styles.cell_look,
        align=look.align,
        left=None,
        right=look.inset or None,
    )
    writer.flow(cell.element, cell.place, inner)
    close_cell(writer, made)


def _pads(properties, look: Look) -> float:
    """The room at its two sides together, in points; said where it is not the table's."""
    left = CELL_PAD if look.pad_left is None else look.pad_left
    right = CELL_PAD if look.pad_right is None else look.pad_right
    if abs(left - CELL_PAD) + abs(right - CELL_PAD) > 0.5:
        margins = markup.add(properties, "tcMar")
        markup.add(margins, "left", w=round(left * markup.TWIPS), type="dxa")
        markup.add(margins, "right", w=round(right * markup.TWIPS), type="dxa")
    return left + right


def close_cell(writer: Writer, cell) -> None:
    """Word wants a paragraph at a cell's end."""
    if cell[-1].tag != f"{W}p":
        markup.paragraph(cell, Layout(style=writer.styles.cell))


def _stays(row: Row, following: Row | None, rows: list[Row]) -> bool:
    """Whether a row keeps to the one below it."""
    if following is None:
        return False
    if row.is_kept and following.group == row.group:
        return True
    if row.is_head:
        return True
    return "avoid" in (_of_row(row, "break_after"), _of_row(following, "break_before"))


def _of_row(row: Row, name: str) -> str:
    """The row's own word, or that of its cells."""
    looks = [row.look, *(cell.place.look for cell in row.cells if cell.place)]
    return next((getattr(look, name) for look in looks if getattr(look, name)), "")


def _cell_lines(writer: Writer, properties, look: Look) -> None:
    """Its own borders: the hairline under each row is the table's."""
    found = [(side, (*line, 0)) for side in SIDES if (line := writer.looks.line(look.border(side)))]
    own = [(side, line) for side, line in found if side != "bottom" or line[0] > HAIRLINE]
    if own:
        markup.lines(markup.add(properties, "tcBorders"), own)


def panel(writer: Writer, box: Box, look: Look, shares: list[float]) -> list:
    """The cells of a table of one row: a coloured or lined box, or things that stand side by side."""
    writer.turn(box)
    if len(box.parent) and box.parent[-1].tag == f"{W}tbl":
        writer.spacer(box.parent, max(float(box.parent[-1].get(GAP, "8")), look.margin_top or 0))
    whole = sum(shares)
    widths = [round(box.width * share / whole * markup.TWIPS) for share in shares]
    table = _table(writer, box, widths, PLAIN)
    table.set(GAP, f"{look.margin_bottom or 6:.1f}")
    row = markup.add(table, "tr")
    markup.add(markup.add(row, "trPr"), "cantSplit")
    return [
        _panel_cell(writer, row, width, look, (n == 0, n == len(widths) - 1)) for n, width in enumerate(widths)
    ]


def _panel_cell(writer: Writer, row, width: int, look: Look, ends: tuple[bool, bool]):
    cell = markup.add(row, "tc")
    properties = markup.add(cell, "tcPr")
    markup.add(properties, "tcW", w=width, type="dxa")
    lines = {side: line for side in SIDES if (line := writer.looks.line(look.border(side)))}
    inner = {"left": ends[0], "right": ends[1]}
    own = [(side, (*line, 0)) for side, line in lines.items() if inner.get(side, True)]
    if own:
        markup.lines(markup.add(properties, "tcBorders"), own)
    if look.background:
        markup.add(properties, "shd", val="clear", color="auto", fill=look.background)
    margins = markup.add(properties, "tcMar")
    is_box = bool(look.background) or "left" in lines
    high, wide = (7, PANEL_PAD) if is_box else (8 if lines else 0, 0)
    for side, pad in (("top", high), ("left", wide), ("bottom", high), ("right", wide)):
        markup.add(margins, side, w=round(pad * markup.TWIPS), type="dxa")
    return cell
