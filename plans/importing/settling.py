"""Columns whose role depends on the others or on what stands beneath: metas, objectives, repeated roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice

from plans.deadlines import parse
from plans.importing.cells import EMPTY, Cell, Table
from plans.importing.column_roles import META, OBJECTIVE
from plans.importing.header_rows import Header
from plans.importing.headings import EXPORTED
from plans.importing.mapping import TICKED
from plans.importing.words import is_mark, is_nothing, number, read_status, split_code

_REPEATABLE = "responsible support funding verification notes narrative obstacles indicator deliverable"
_SEVERAL = frozenset(_REPEATABLE.split())
_SAMPLE = 400


def settle(table: Table, header: Header) -> dict[int, str]:
    """The final role of each column; every role but those that may repeat stands once."""
    columns = _Columns(table, header)
    if set(EXPORTED) <= set(columns.roles.values()):
        return columns.roles
    for step in (
        _marked,
        _metas,
        _objectives,
        _repeated,
        _codes,
        _weights,
        _dates,
        _told,
        _levels,
        _without_activity,
    ):
        step(columns)
    return {column: role for column, role in columns.roles.items() if not role.startswith("?")}


class _Columns:
    def __init__(self, table: Table, header: Header) -> None:
        self.roles = dict(header.roles)
        self.body = table.rows[header.last + 1 :]

    def of(self, *roles: str) -> list[int]:
        return [column for column, role in sorted(self.roles.items()) if role in roles]

    def has(self, *roles: str) -> bool:
        return any(role in roles for role in self.roles.values())

    def lines(self, column: int) -> list[str]:
        """The first lines of a column."""
        lines = (line for row in self.body for line in row[column].lines)
        return list(islice(lines, _SAMPLE))

    def share(self, column: int, test: Callable[[str], object]) -> float:
        lines = self.lines(column)
        return sum(bool(test(line)) for line in lines) / len(lines) if lines else 0

    def filled(self, column: int) -> list[int]:
        return [place for place, row in enumerate(islice(self.body, _SAMPLE)) if row[column]]


def _marked(columns: _Columns) -> None:
    """Columns for marks that hold words tell something else: a status, or what no role reads."""
    for column, role in sorted(columns.roles.items()):
        if "-" in role and columns.lines(column) and columns.share(column, _is_short) < 0.5:
            columns.roles[column] = "?"
    ticked = columns.of(*TICKED)
    lines = [line for column in ticked for line in columns.lines(column)]
    if lines and 2 * sum(map(_is_tick, lines)) < len(lines):
        columns.roles |= dict.fromkeys(ticked, "?")
        if not columns.has("status"):
            columns.roles[ticked[0]] = "status"


def _is_short(line: str) -> bool:
    return len(line) <= 3 or is_mark(line) or number(line) is not None or is_nothing(line)


def _is_tick(line: str) -> bool:
    word = read_status(line)
    return is_mark(line) or is_nothing(line) or line == "0" or (word is not None and word.bare)


def _metas(columns: _Columns) -> None:
    """«Metas» are deadlines where they hold dates and nothing else does; else the eje's goal, or an indicator."""
    for column in columns.of(META):
        dates = columns.share(column, lambda line: parse(line, 2000).start)
        if not columns.has("deadline", "deadline_start", "deadline_end") and (dates or not columns.lines(column)):
            columns.roles[column] = "deadline"
            continue
        activities = columns.of("activity")
        ejes = columns.of("eje", OBJECTIVE)
        before = activities and ejes and ejes[0] < column < activities[0]
        columns.roles[column] = "eje_goal" if before and not columns.has("eje_goal") else "indicator"


def _objectives(columns: _Columns) -> None:
    """A bare «Objetivos» is what the column of ejes leaves: the objective beside an eje, the eje without one."""
    for column in columns.of(OBJECTIVE):
        if columns.has("eje"):
            columns.roles[column] = "objective"
        elif columns.has("objective"):
            columns.roles[column] = "eje"
        else:
            columns.roles[column] = "objective" if _is_divided(columns, column) else "eje"
    if not columns.has("eje") and columns.has("objective") and _adds_alone(columns, columns.of("objective")[0]):
        columns.roles[columns.of("objective")[0]] = "eje"


def _is_divided(columns: _Columns, column: int) -> bool:
    """Whether totals of 100 close groups of several objectives: then they are not the groups themselves."""
    if columns.share(column, lambda line: split_code(line)[0]) > 0.7:
        return False
    return max((len(objectives) for objectives, _ in _groups(columns, column)), default=0) > 1


def _adds_alone(columns: _Columns, column: int) -> bool:
    """Whether each objective's own weights add to 100: then it is the group."""
    found = list(_groups(columns, column))
    return len(found) > 1 and all(len(objectives) == 1 and closed for objectives, closed in found)


def _groups(columns: _Columns, column: int) -> Iterator[tuple[list[str], bool]]:
    """The objectives of each run of weights that adds to 100, and whether it does; a total is no weight."""
    weights = columns.of("weight")
    objectives: list[str] = []
    total = Decimal(0)
    closed = False
    for row in columns.body if weights else ():
        lines = [line for line in row[column].lines if line not in objectives]
        for value in filter(None, map(number, row[weights[0]].lines)):
            if closed and value == 100:
                closed = False
                continue
            closed = False
            objectives += lines
            lines, total = [], total + value
            if total == 100:
                yield objectives, True
                objectives, total, closed = [], Decimal(0), True
        objectives += lines
    if objectives:
        yield objectives, False


_INNER = {"eje": "objective", "objective": "activity", "activity": "sub_activity"}


def _repeated(columns: _Columns) -> None:
    """The second column of a level is the next level down; of another role, what is left for it."""
    for role in ("eje", "objective", "activity"):
        for column in columns.of(role)[1:]:
            inner = _INNER[role]
            columns.roles[column] = inner if not columns.has(inner) else "?"
    seen = set()
    for column, role in sorted(columns.roles.items()):
        if role in seen and role not in _SEVERAL and ":" not in role and role not in ("weight", "code"):
            columns.roles[column] = "?"
        seen.add(role)


def _codes(columns: _Columns) -> None:
    """«N°» at the left of the ejes, saying no more than they do, numbers them; likewise for objectives."""
    for column in columns.of("code"):
        if _numbers_rows(columns, column):
            columns.roles[column] = "?"
            continue
        for role in ("eje", "objective"):
            if columns.roles.get(column + 1) == role and _numbers(columns, column, column + 1):
                columns.roles[column] = f"{role}_code"
    for column in columns.of("code")[1:]:
        columns.roles[column] = "?"


def _numbers_rows(columns: _Columns, column: int) -> bool:
    """«N°» that counts the rows, 1 to the last, where a row is not an activity: one goes on, or holds several."""
    rows = [row for row in columns.body if row[column].text.strip(" .)").isdecimal()]
    if len(rows) < 3 or any(int(row[column].text.strip(" .)")) != n for n, row in enumerate(rows, start=1)):
        return False
    activities = [row[place] for row in rows for place in columns.of("activity")[:1]]
    before = [EMPTY, *activities]
    goes_on = any(not cell or cell == last for last, cell in zip(before, activities, strict=False))
    return bool(activities) and (goes_on or any(_holds_several(columns, row) for row in rows))


def _holds_several(columns: _Columns, row: list[Cell]) -> bool:
    """Several weights, or as many products and deadlines as lines say what is done."""
    if any(sum(number(line) is not None for line in row[place].lines) > 1 for place in columns.of("weight")):
        return True
    counts = {len(row[place].lines) for place in columns.of("activity", "deliverable", "deadline")}
    return len(counts) == 1 and min(counts) > 1 and columns.has("deliverable") and columns.has("deadline")


def _numbers(columns: _Columns, column: int, level: int) -> bool:
    if len(columns.of("code")) > 1:
        return True
    return len(set(columns.lines(column))) <= len(set(columns.lines(level))) and len(columns.filled(column)) > 0


def _weights(columns: _Columns) -> None:
    """A second «%» is the eje's when it stands before the activity, else what was earned."""
    weights = columns.of("weight")
    activity = (columns.of("activity") or [0])[0]
    if len(weights) == 1 and weights[0] < activity and _only_with_ejes(columns, weights[0]):
        columns.roles[weights[0]] = "eje_weight"
    for column in weights[1:]:
        columns.roles[column] = "?"
        if weights[0] < activity < column and not columns.has("eje_weight"):
            columns.roles[weights[0]], columns.roles[column] = "eje_weight", "weight"
        elif not columns.has("earned"):
            columns.roles[column] = "earned"


def _only_with_ejes(columns: _Columns, column: int) -> bool:
    ejes, activities = columns.of("eje"), columns.of("activity")
    if not ejes or not activities:
        return False
    places = set(columns.filled(column))
    return places <= set(columns.filled(ejes[0])) and len(places) < len(columns.filled(activities[0]))


def _dates(columns: _Columns) -> None:
    """A lone «Inicio» or «Término» is the deadline."""
    alone = columns.of("deadline_start", "deadline_end")
    if len(alone) == 1 and not columns.has("deadline"):
        columns.roles[alone[0]] = "deadline"


def _told(columns: _Columns) -> None:
    """Avance in words is a narrative or a status, a status in figures is progress, notes on it are a narrative."""
    for column in columns.of("progress"):
        if columns.lines(column) and columns.share(column, number) < 0.5:
            is_status = columns.share(column, read_status) > 0.5 and not columns.has("status", *TICKED)
            columns.roles[column] = "status" if is_status else "narrative"
    for column in columns.of("status"):
        if not columns.has("progress") and columns.share(column, number) > 0.5:
            columns.roles[column] = "progress"
    for column in columns.of("narrative"):
        if not columns.has("status", *TICKED) and columns.share(column, read_status) > 0.5:
            columns.roles[column] = "status"
    if columns.has("status", "progress", "earned", *TICKED) and not columns.has("narrative"):
        for column in columns.of("notes")[-1:]:
            columns.roles[column] = "narrative"
    results = columns.of("deliverable")
    for column in results[1:]:
        after = columns.of("status", "progress", "earned", *TICKED)
        columns.roles[column] = "narrative" if after and column > after[0] else "indicator"


def _levels(columns: _Columns) -> None:
    """«Tema» is the eje where there is no other; themes are codes."""
    for column in columns.of("themes"):
        if not columns.has("eje") and not columns.share(column, lambda line: re.search(r"\d", line)):
            columns.roles[column] = "eje"


def _without_activity(columns: _Columns) -> None:
    """Without a column of activities, the products are what is done; else the inner of two levels."""
    if columns.has("activity"):
        return
    if columns.has("sub_activity", "deliverable"):
        columns.roles[(columns.of("sub_activity") or columns.of("deliverable"))[0]] = "activity"
    elif columns.has("objective") and columns.has("eje"):
        columns.roles[columns.of("objective")[0]] = "activity"
