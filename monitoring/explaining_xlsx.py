"""A figure as a workbook with live formulas: change a share and the figure follows; anyone can recompute it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from fractions import Fraction
from io import BytesIO
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from monitoring.explaining import Explained, Piece, Twig, explain_plan
from monitoring.explaining_page import Explainer, Explanation
from monitoring.figures import SILENT
from monitoring.labels import STATUS_WORDS, period_label
from monitoring.selectors.explaining import Behind, behind
from monitoring.selectors.records import EntryAt

HEAD = PatternFill("solid", fgColor="43194E")
FIRST_ROW = 14
WIDTHS = (10, 12, 48, 28, 16, 14, 12, 10, 14, 12, 12, 14, 26, 18, 26)
Value = str | int | float | datetime.datetime | None


def explanation_workbook(explainer: Explainer, explanation: Explanation) -> bytes:
    """One row for each member's report of each activity of the figure, and the sum above."""
    return _Book(explainer, explanation).content()


class _Book:
    def __init__(self, explainer: Explainer, explanation: Explanation) -> None:
        self.explainer, self.explanation = explainer, explanation
        self.rolled, self.network = explainer.rolled, explainer.network
        self.found = self._detailed(explanation)
        self.book = Workbook(write_only=True)
        self.sheet = self.book.create_sheet(_("Cifra"))
        self.zone = ZoneInfo(self.network.time_zone)
        self.words = {status: str(word) for status, word in STATUS_WORDS.items()}

    def _detailed(self, explanation: Explanation) -> Explained:
        """With parts: the page of a large period has the plan's figure without them."""
        if explanation.kind == "plan" and self.rolled.is_large:
            return explain_plan(self.explainer.plan.detailed)
        return explanation.found

    def content(self) -> bytes:
        for column, width in zip("ABCDEFGHIJKLMNO", WIDTHS, strict=True):
            self.sheet.column_dimensions[column].width = width
        self.sheet.freeze_panes = f"A{FIRST_ROW}"
        for row in self._head():
            self.sheet.append(row)
        people = self._people()
        for number, (twig, piece) in enumerate(self._parts(), FIRST_ROW):
            self.sheet.append(self._row(number, twig, piece, people))
        content = BytesIO()
        self.book.save(content)
        return content.getvalue()

    def _parts(self) -> Iterable[tuple[Twig, Piece]]:
        return ((twig, piece) for twig in self.found.twigs for piece in twig.parts)

    def _people(self) -> dict[EntryAt, Behind]:
        lineages = {piece.leaf for _twig, piece in self._parts()}
        entries = self.rolled.entries_at(lineages, {piece.member for _twig, piece in self._parts()})
        wanted = {(piece.leaf, piece.member) for _twig, piece in self._parts()}
        return behind(entry for at, entry in entries.items() if entry.counts and at in wanted)

    # -- above the table --------------------------------------------------------------------------------------

    def _head(self) -> list[list]:
        last = FIRST_ROW - 1 + max(sum(len(twig.parts) for twig in self.found.twigs), 1)
        weights, shares = f"I{FIRST_ROW}:I{last}", f"J{FIRST_ROW}:J{last}"
        state = _("provisional: el periodo sigue abierto") if self.rolled.provisional else _("periodo cerrado")
        earned = self.found.earned
        rows = [
            [self._text(self.explanation.subject, bold=True, size=14)],
            [self._text(f"{self.network.name} · {period_label(self.rolled.period)} · {state}")],
            [],
            self._line(_("Cifra impresa"), None if earned is None else float(earned)),
            self._line(_("Recalculada aquí"), f"=ROUND(SUMPRODUCT({weights},{shares})+0.0000001,2)"),
            self._line(
                _("Comprobación"),
                f'=IF(C4="","{_("sin cifra")}",IF(ABS(C4-C5)<0.005,"{_("coinciden")}","{_("NO coinciden")}"))',
            ),
            self._line(_("Suma de lo ganado, ya redondeado"), f"=ROUND(SUM(L{FIRST_ROW}:L{last}),2)"),
            self._line(_("De cuánto"), float(self.found.weight)),
            self._line(_("Informaron"), f"{self.found.reported} / {self.found.obliged}"),
            self._line(_("Puede llegar a"), None if self.found.ceiling is None else float(self.found.ceiling)),
            [self._text(" ".join(self.explanation.rules))],
            [],
        ]
        return [*rows, [self._heading(name) for name in self._names()]]

    def _names(self) -> Sequence[str]:
        network = self.network
        return (
            capfirst(network.eje_word),
            _("Código"),
            capfirst(network.activity_word),
            capfirst(network.member_word),
            _("Estado"),
            _("Pesa en la cifra"),
            _("A cuántas aplica"),
            _("Le aplica"),
            _("Pesa esta parte"),
            _("Logrado (0 a 1)"),
            _("Gana"),
            _("Gana, redondeado"),
            _("Informó"),
            _("Enviado"),
            _("Revisó"),
        )

    # -- the table --------------------------------------------------------------------------------------------

    def _row(self, number: int, twig: Twig, piece: Piece, people: dict[EntryAt, Behind]) -> list:
        leaf = self.explainer.activities[piece.leaf]
        member = self.rolled.members.get(piece.member)
        who = people.get((piece.leaf, piece.member))
        return [
            self._plain(leaf.eje.code),
            self._plain(leaf.code),
            self._plain(leaf.title),
            self._plain(member.name if member else self.network.short_name),
            self.words[piece.status or SILENT],
            _exact(twig),
            twig.figure.applicable,
            int(piece.status != "no_aplica"),
            f"=IF(G{number}=0,0,F{number}*H{number}/G{number})",
            None if piece.share is None else float(piece.share),
            f"=I{number}*J{number}",
            None if piece.earned is None else float(piece.earned),
            self._plain(who.reported_by) if who else None,
            self._moment(who.reported_at if who else None),
            self._plain(who.reviewed_by) if who else None,
        ]

    def _line(self, label: str, value: Value) -> list:
        """Label in A, value in C: the width of B is a code's."""
        if isinstance(value, str) and not value.startswith("="):
            return [self._text(label, bold=True), None, self._text(value)]
        cell = WriteOnlyCell(self.sheet, value)
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="left")
        return [self._text(label, bold=True), None, cell]

    def _plain(self, value: str) -> WriteOnlyCell | str:
        """As text too; a cell of its own only where it is needed, because there may be a million."""
        return self._text(value) if value.startswith("=") else value

    def _text(self, value: str, *, bold: bool = False, size: int = 11) -> WriteOnlyCell:
        """As text, whatever it begins with: what somebody typed is never run as a formula."""
        cell = WriteOnlyCell(self.sheet, value)
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True, size=size)
        return cell

    def _heading(self, name: str) -> WriteOnlyCell:
        cell = self._text(name)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    def _moment(self, at: datetime.datetime | None) -> WriteOnlyCell | None:
        if at is None:
            return None
        cell = WriteOnlyCell(self.sheet, at.astimezone(self.zone).replace(tzinfo=None))
        cell.number_format = "dd/mm/yyyy hh:mm"
        return cell


def _exact(twig: Twig) -> float | str:
    """What the activity weighs in the figure, as a formula where no decimal says it exactly."""
    own, scale = twig.own, twig.scale
    if (own * scale * 100).denominator == 1:
        return float(own * scale)
    factors = [_ratio(part) for part in (own, scale) if part != 1]
    return "=" + "*".join(factors)


def _ratio(value: Fraction) -> str:
    """«14», «12.5», «100/7»."""
    if (value * 100).denominator == 1:
        return f"{float(value):g}"
    return f"{value.numerator}/{value.denominator}"
