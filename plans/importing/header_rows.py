"""Where the headings of a table stand, and what they say.

They may stand beneath rows of titles, in two or three rows with merged groups over them, or be missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from plans.importing.cells import Table
from plans.importing.column_roles import MAX_HEADING, role_of, span_of, ticked_of
from plans.importing.headings import normalised
from plans.importing.mapping import TICKED

_LOOKED_AT = 25
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_ROWS = 3
_INITIALS = tuple("efmamjjasond")
_NUMBERS = tuple(str(number) for number in range(1, 13))


_Headings = dict[int, tuple[list[str], str]]


@dataclass(slots=True)
class Header:
    """`first` and `last` are places in `Table.rows`, -1 without header. `roles` may hold what is not settled."""

    first: int = -1
    last: int = -1
    roles: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)

    @property
    def months(self) -> list[int]:
        return [column for column, role in self.roles.items() if ":" in role]

    @property
    def score(self) -> int:
        """How many different things its columns say; all the months count as two at most."""
        others = {"status" if role in TICKED else role for role in self.roles.values() if ":" not in role}
        return len(others) + min(len(self.months), 2)


def find_header(table: Table, remembered: Mapping[str, str]) -> Header:
    """The first rows that read as headings, unless later ones say twice as much."""
    best = Header()
    for first in range(min(len(table.rows), _LOOKED_AT)):
        if not _may_be_header(table, first):
            continue
        header = header_at(table, first, remembered)
        if header.score >= 2 and header.score >= 2 * best.score:
            best = header
    return best


def _may_be_header(table: Table, row: int) -> bool:
    texts = {cell.text for cell in table.rows[row] if cell}
    return len(texts) >= 2 and sum(len(text) <= MAX_HEADING for text in texts) * 3 >= len(texts) * 2


def header_at(table: Table, first: int, remembered: Mapping[str, str]) -> Header:
    last = first
    while last + 1 < len(table.rows) and last - first + 1 < _MOST_ROWS and _goes_on(table, last, remembered):
        last += 1
    header = Header(first, last)
    words = {}
    for column in range(table.width):
        groups, heading = words[column] = _words(table, first, last, column)
        header.headings[column] = " / ".join([*groups, heading]) if heading else ""
        if role := role_of(heading, remembered, " ".join(groups)):
            header.roles[column] = role
    _read_spans(header, words, remembered)
    _read_ticked(header, words, remembered)
    _read_initials(header, table, last)
    return header


def _goes_on(table: Table, row: int, remembered: Mapping[str, str]) -> bool:
    """Whether the next row still belongs to the header: it only divides what this one groups or leaves empty."""
    above, below = table.rows[row], table.rows[row + 1]
    divided = [column for column, cell in enumerate(below) if cell]
    if not divided or any(not _is_group(above, column) for column in divided):
        return False
    texts = [" ".join(below[column].lines) for column in divided]
    if any(len(text) > 60 for text in texts):
        return False
    if _series(texts, len(texts)):
        return True
    known = 0
    for text, column in _pairs(texts, divided):
        group = _group_text(above, column)
        known += bool(role_of(text, remembered, group) or span_of(text, [group] if group else [], remembered))
    said = {cell.text for cell in below if cell}
    is_year = len(divided) == 1 and bool(_YEAR.fullmatch(texts[0])) and _is_group(below, divided[0])
    return 2 * known >= len(divided) and (len(said) > 1 or is_year)


def _pairs(texts: list[str], columns: list[int]) -> list[tuple[str, int]]:
    return list(zip(texts, columns, strict=True))


def _is_group(row: list, column: int) -> bool:
    """A place of a merged heading, one with empty places at its right, or an empty one."""
    if not row[column] or column + 1 == len(row):
        return not row[column]
    return not row[column + 1]


def _group_text(row: list, column: int) -> str:
    """The heading drawn over a column: its own, or that of the nearest one at its left that reaches it."""
    while column >= 0 and not row[column]:
        if row[column].covered == "above":
            return ""
        column -= 1
    return " ".join(row[column].lines) if column >= 0 else ""


def _words(table: Table, first: int, last: int, column: int) -> tuple[list[str], str]:
    """The groups over a column, the outer first, and its own heading."""
    own = [" ".join(table.rows[row][column].lines) for row in range(first, last + 1)]
    lowest = max((place for place, text in enumerate(own) if text), default=-1)
    if lowest < 0:
        return [], ""
    groups = []
    for place in range(lowest):
        text = own[place] or _group_text(table.rows[first + place], column)
        if text and text not in groups:
            groups.append(text)
    return groups, own[lowest]


def _series(texts: list[str], size: int) -> bool:
    """«E F M A M J J A S O N D» or 1 … 12, once or several times over."""
    plain = [normalised(text) for text in texts]
    return (
        size >= 12
        and size % 12 == 0
        and plain
        in (
            list(_INITIALS) * (size // 12),
            list(_NUMBERS) * (size // 12),
        )
    )


def _read_spans(header: Header, words: _Headings, remembered: Mapping[str, str]) -> None:
    """Two columns at least that span months; «S1 … S4» are weeks, or something else."""
    found = {column: told for column, own in words.items() if (told := span_of(own[1], own[0], remembered))}
    counts = {span.size for _, span in found.values() if not span.fits}
    roles = {
        column: f"{family}:{span.months}" for column, (family, span) in found.items() if span.size not in counts
    }
    if len(set(roles.values())) > 1:
        header.roles.update(roles)


def _read_ticked(header: Header, words: _Headings, remembered: Mapping[str, str]) -> None:
    """Columns side by side, each for a status: «Sí» and «No» under «Cumple», «Cumplido» and «No cumplido»."""
    found = {column: told for column, own in words.items() if (told := ticked_of(own[1], own[0], remembered))}
    if not {"cumplido", *found.values()} <= set(found.values()) or len(set(found.values())) < len(found):
        return
    if len(found) > 1 and max(found) - min(found) == len(found) - 1:
        header.roles.update({column: f"status_{status}" for column, status in found.items()})


def _read_initials(header: Header, table: Table, last: int) -> None:
    """Twelve columns headed by initials or by numbers are the months."""
    row = [normalised(" ".join(cell.lines)) for cell in table.rows[last]]
    for start in range(table.width - 11):
        if tuple(row[start : start + 12]) not in (_INITIALS, _NUMBERS):
            continue
        words = normalised(header.headings[start])
        family = "done" if "ejecutad" in words or "realizad" in words else "month"
        header.roles.update({start + place: f"{family}:{place + 1}" for place in range(12)})
