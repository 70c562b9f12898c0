"""An outline written in a table: one line a row, whose codes give the levels («A», «a.1», «b.5.1»).

The codes stand before the words or in a column of their own. They are read as those of running text are, so that a
list gives the same plan in a sheet and in a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice

from plans.importing.cells import Cell, Table
from plans.importing.families import find_family, take
from plans.importing.grid import Grid
from plans.importing.items import Item, Shape, coded_items, parts_of
from plans.importing.outline import levels_for

Level = tuple[str, int]
_LOOKED_AT = 1000
_MOST_COLUMNS, _MOST_CODES = 12, 2
_ENOUGH = 0.6
_FEWEST = 3
_BARE = frozenset(("", "code", "activity", "weight", "earned", "progress", "eje_weight"))
_CODE = re.compile(r"\(?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5})(?:[.\-](?:\d{1,3}|[a-z]))*\s*[.):]?", re.I)
_LEVEL_ROLES = ("eje", "eje_code", "objective", "objective_code", "sub_activity")


def read_levels(grid: Grid) -> dict[int, Level]:
    """For each row of an outline its role (eje, objective, activity, sub_activity) and how deep it hangs under an
    activity. {} where the columns give the levels, or no codes do.
    """
    if grid.exact or any(grid.has(role) for role in _LEVEL_ROLES):
        return {}
    rows = [row for row in grid.body if grid.lines(row, "activity")]
    items = coded_items((grid.text(row, "code"), grid.lines(row, "activity")[0]) for row in rows)
    family = family_of(items)
    if len(family) < 2:
        return {}
    coded = [(row, item) for row, item in zip(rows, items, strict=True) if item]
    found = [item for _, item in coded]
    places = zip([row for row, _ in coded], take(found, family), strict=True)
    levels = {row: level for row, level in places if level is not None}
    names = levels_for(found, family)
    if len(family) == 2 and not _are_ejes(grid, [row for row, level in levels.items() if level == 0]):
        names = ["activity"]
    elif len(family) == 2 and family[1][0] == "label" and str(family[1][1]).startswith("objetivo"):
        names = ["eje", "objective"]  # what is done stands between, without codes
    first = names.index("activity") if "activity" in names else len(names)
    return {
        row: (names[level] if level < len(names) else "sub_activity", max(level - first, 0))
        for row, level in levels.items()
    }


def _are_ejes(grid: Grid, rows: Sequence[int]) -> bool:
    """Whether the outer lines only name a group."""
    bare = sum({grid.roles.get(column, "") for column in grid.cells(row)} <= _BARE for row in rows)
    return 2 * bare > len(rows)


def family_of(items: Sequence[Item | None]) -> list[Shape]:
    """The levels of lines most of which are items of one family; [] of others."""
    found = [item for item in islice(items, _LOOKED_AT) if item]
    enough = max(_FEWEST, _ENOUGH * min(len(items), _LOOKED_AT))
    family = find_family(found) if len(found) >= enough else []
    return family if sum(item.shape in family for item in found) >= enough else []


def may_hang(parents: Sequence[str], code: str) -> bool:
    """Whether a line may stand under the last of these: b.5.2 under b.5 and never under b.4."""
    above = parts_of(parents[-1]) if parents else ()
    return len(parts_of(code)) == 1 or parts_of(code)[: len(above)] == above


def under(parent: str, code: str) -> str:
    """«a» under 1 is 1.a; b.5.1 is what it is."""
    return f"{parent}.{code}" if parent and code and len(parts_of(code)) == 1 else code


def outline_columns(table: Table, first: int, free: Collection[int]) -> tuple[int, int | None] | None:
    """Among the `free` columns, from row `first` on, the one of an outline's lines and the one of their codes."""
    body = table.rows[first : first + _LOOKED_AT]
    codes = [column for column in sorted(free) if _holds_codes([row[column].text for row in body])]
    for column in sorted(set(free) - set(codes))[:_MOST_COLUMNS]:
        for code in (None, *codes[:_MOST_CODES]):
            if len(family_of(coded_items(_lines_of(body, column, code)))) > 1:
                return column, code
    return None


def _holds_codes(texts: Sequence[str]) -> bool:
    told = [text for text in texts if text]
    return len(told) >= _FEWEST and sum(bool(_CODE.fullmatch(text)) for text in told) >= 0.8 * len(told)


def outline_start(table: Table, column: int, code: int | None) -> int:
    """The row of the first line of an outline: what stands above it is its heading, and titles."""
    rows = [place for place, row in enumerate(table.rows) if row[column]]
    items = coded_items(_lines_of(table.rows, column, code))
    found = [(place, item) for place, item in zip(rows, items, strict=True) if item]
    levels = take([item for _, item in found], family_of(items))
    return next((place for (place, _), level in zip(found, levels, strict=True) if level is not None), 0)


def _lines_of(rows: Sequence[list[Cell]], column: int, code: int | None) -> list[tuple[str, str]]:
    """The code and the words of each row that has words."""
    return [("" if code is None else row[code].text, row[column].lines[0]) for row in rows if row[column]]
