"""Reads lines that somebody pastes, each an activity: an outline, or columns of a spreadsheet.

A line is «1.2 Título», «a.3. Título», «• Título», or cells separated by tabs: title, weight, deadline; the code
may have a cell of its own before. Indentation, or a code that continues one above, makes a sub-activity. Nothing
here knows of the database: what is there already comes in as codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from django.utils.translation import gettext as _

from plans.codes import next_code
from plans.deadlines import Deadline, parse
from plans.importing.words import clean, number, parent_codes, split_code
from plans.weights import HUNDRED, quantize

MOST_LINES = 200
LONGEST_TITLE, LONGEST_CODE, LONGEST_DEADLINE = 1000, 20, 200


@dataclass(slots=True)
class PastedLine:
    """`number` is that of the line in the text; `above` the pasted line it goes under, `parent_code` the activity
    that is there already, neither for the first level of what is pasted. `errors` say why it cannot be added.
    """

    number: int
    indent: int
    code: str
    title: str
    weight: Decimal | None
    deadline: Deadline
    above: PastedLine | None = None
    parent_code: str = ""
    groups: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def level(self) -> int:
        return self.above.level + 1 if self.above else 0

    @property
    def loses_weight(self) -> bool:
        """It only groups what follows: its weight is not kept."""
        return self.groups and self.weight is not None


def read_pasted(
    text: str, *, year: int, taken: Mapping[str, str], siblings: Iterable[str], under: str = "", first: str = ""
) -> list[PastedLine]:
    """Read each line that has something in it.

    `year` is for deadlines without one; `taken` are the eje's codes with their titles; `siblings` the codes of the
    list they are added to, in order; `under` the code of the activity they go under; `first` the code a first one
    would have.
    """
    lines = [_read(n, raw, year) for n, raw in enumerate(text.splitlines(), start=1) if raw.strip()]
    _nest(lines, taken, under)
    _give_codes(lines, taken, list(siblings), first)
    return lines


def _read(n: int, raw: str, year: int) -> PastedLine:
    stripped = raw.lstrip()
    indent = len(raw[: len(raw) - len(stripped)].expandtabs(4))
    cells = [cell.strip() for cell in stripped.rstrip().split("\t")]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    code, title = split_code(clean(cells[0]))
    if not code and len(cells) > 1 and split_code(f"{cells[0].rstrip('.)')}. X") == (cells[0].rstrip(".)"), "X"):
        code, title, cells = cells[0].rstrip(".)"), clean(cells[1]), cells[1:]
    weight, words, errors = _read_columns(cells[1:])
    deadline = parse(words, year)
    line = PastedLine(n, indent, code, title, weight, deadline, errors=errors)
    _check_lengths(line)
    return line


def _read_columns(cells: list[str]) -> tuple[Decimal | None, str, list[str]]:
    """Weight and deadline; a lone cell that is no number is the deadline."""
    if len(cells) == 1 and cells[0] and number(cells[0]) is None:
        cells = ["", cells[0]]
    words = cells[1] if len(cells) > 1 else ""
    errors = []
    if len(cells) > 2:
        errors.append(_("Tiene columnas de más: se leen título, ponderación y plazo."))
    weight = None
    if cells and cells[0]:
        weight = number(cells[0])
        if weight is None or not 0 <= weight <= HUNDRED or weight != quantize(weight):
            text = _("«%(text)s» no es una ponderación: escriba de 0 a 100, con dos decimales como mucho.")
            errors.append(text % {"text": cells[0]})
            weight = None
    return weight if weight is None else quantize(weight), words, errors


def _check_lengths(line: PastedLine) -> None:
    if not line.title:
        line.errors.append(_("Falta el título."))
    limits = (
        (line.title, LONGEST_TITLE, _("El título tiene más de %(n)s caracteres.")),
        (line.code, LONGEST_CODE, _("El código tiene más de %(n)s caracteres.")),
        (line.deadline.text, LONGEST_DEADLINE, _("El plazo tiene más de %(n)s caracteres.")),
    )
    line.errors += [message % {"n": limit} for text, limit, message in limits if len(text) > limit]


def _nest(lines: list[PastedLine], taken: Mapping[str, str], under: str) -> None:
    """Say under what each line goes: its code decides, else its indentation."""
    by_code: dict[str, PastedLine] = {}
    open_lines: list[PastedLine] = []
    for line in lines:
        while open_lines and open_lines[-1].indent >= line.indent:
            open_lines.pop()
        codes = parent_codes(line.code) if line.code else []
        line.above = next((by_code[code] for code in codes if code in by_code), None)
        if line.above is None:
            line.parent_code = next((code for code in codes if code in taken), "")
        if line.above is None and not line.parent_code:
            line.above = open_lines[-1] if open_lines else None
            line.parent_code = "" if line.above else under
        if line.above:
            line.above.groups = True
        open_lines.append(line)
        if line.code:
            by_code.setdefault(line.code, line)


def _give_codes(lines: list[PastedLine], taken: Mapping[str, str], siblings: list[str], first: str) -> None:
    """Give a code to those without, and tell those that repeat one."""
    used = set(taken)
    for line in lines:
        if not line.code:
            continue
        if line.code in taken:
            message = _("El código %(code)s ya lo tiene «%(title)s».")
            line.errors.append(message % {"code": line.code, "title": taken[line.code]})
        elif line.code in used:
            line.errors.append(_("El código %(code)s está repetido en lo pegado.") % {"code": line.code})
        used.add(line.code)
    lists: dict[int | None, list[str]] = {None: siblings}
    for line in lines:
        above = line.above
        beside = lists.setdefault(above.number if above else None, [])
        if not line.code:
            line.code = free_code(beside, f"{above.code}.1" if above else first, used)
            used.add(line.code)
        beside.append(line.code)


def free_code(siblings: list[str], first: str, used: Iterable[str]) -> str:
    """The code that follows those of a list and that nobody else has."""
    used = set(used)
    code = next_code(siblings, first)
    if code and code not in used:
        return code
    tried = list(siblings)
    for _try in range(len(used)):
        code = next_code([*tried, code] if code else tried, first)
        if code and code not in used:
            return code
    stem = siblings[-1] if siblings else first
    return next(f"{stem}-{n}" for n in count(2) if f"{stem}-{n}" not in used)
