"""How the form looks as a workbook. Every look is a named style that cells only name."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from monitoring.roundtrip.layout import Field
from monitoring.roundtrip.values import Kind
from plans.exporting.styling import HEAD as DARK
from plans.exporting.styling import INK, MUTED, RULE

TITLE, QUIET, HEAD, HEAD_FILLS = "trama título", "trama guía", "trama encabezado", "trama por llenar"
LOCKED, STRONG, SECTION, BODY = "trama fija", "trama fija fuerte", "trama apartado", "trama texto"
FILLS = {kind: f"trama {kind}" for kind in Kind}
GREY, WHITE, TEAL = "EFEBF0", "FFFFFF", "0B6B68"
# Text cells take «- se hizo…» as words, where Excel would see a formula.
NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.STATUS: "@",
    Kind.BASIS: "@",
    Kind.NUMBER: "General",
    Kind.PERCENT: "General",
    Kind.DATE: "dd/mm/yyyy",
}


def of_field(field: Field, may_fill: bool) -> str:
    return FILLS[field.kind] if may_fill else LOCKED


def add(book: Workbook) -> None:
    side = Side(style="thin", color=RULE)
    box = Border(top=side, bottom=side, left=side, right=side)
    text = Alignment(wrap_text=True, vertical="top")
    head = Alignment(wrap_text=True, vertical="center")
    for style in (
        _style(TITLE, Font(name="Calibri", size=14, bold=True, color=DARK)),
        _style(QUIET, Font(name="Calibri", size=10, color=MUTED)),
        _style(HEAD, Font(name="Calibri", size=10, bold=True, color="FFFFFF"), DARK, head, box),
        _style(HEAD_FILLS, Font(name="Calibri", size=10, bold=True, color="FFFFFF"), TEAL, head, box),
        _style(LOCKED, Font(name="Calibri", size=10, color=MUTED), GREY, text, box),
        _style(STRONG, Font(name="Calibri", size=10, bold=True, color=INK), GREY, text, box),
        _style(SECTION, Font(name="Calibri", size=12, bold=True, color=DARK)),
        _style(BODY, Font(name="Calibri", size=11, color=INK), alignment=text),
    ):
        book.add_named_style(style)
    for kind, name in FILLS.items():
        style = _style(name, Font(name="Calibri", size=10, color=INK), WHITE, text, box)
        style.number_format = NUMBER_FORMATS[kind]
        style.protection = Protection(locked=False)
        book.add_named_style(style)


def _style(
    name: str,
    font: Font,
    fill: str = "",
    alignment: Alignment | None = None,
    border: Border | None = None,
) -> NamedStyle:
    style = NamedStyle(name=name, font=font)
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    style.alignment = alignment or style.alignment
    style.border = border or style.border
    style.protection = Protection(locked=True)
    return style
