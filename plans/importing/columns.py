"""What the tables of a document mean: matrices of a plan, cronogramas, or neither; and each of their columns."""

from __future__ import annotations

import re
from collections.abc import Mapping as Answers
from dataclasses import replace

from plans.importing.cells import Document, Table
from plans.importing.column_roles import OBJECTIVE
from plans.importing.header_rows import Header, find_header, header_at
from plans.importing.headings import normalised
from plans.importing.mapping import IGNORED, PLAN, SCHEDULE, TICKED, Mapping, TableMapping
from plans.importing.outline import guess_levels
from plans.importing.settling import settle
from plans.importing.spans import months_of
from plans.importing.table_levels import outline_columns, outline_start
from plans.importing.words import clean, similar, split_code

__all__ = ["normalised", "recognise"]

_TELLING_ROLES = """
weight deliverable deadline deadline_start deadline_end verification responsible support funding indicator status
progress earned narrative months code eje objective sub_activity notes themes
"""
_SCHEDULE_ROLES = "eje_code eje objective_code objective code activity sub_activity months notes"
_TELLING = frozenset((*_TELLING_ROLES.split(), *TICKED))
_OF_A_SCHEDULE = frozenset(_SCHEDULE_ROLES.split())
_OUTLINE_LINES = 3
_CONTINUED = re.compile(r"(?:continua\w*|viene de la pagina anterior)?(?: \d+)?$")


def recognise(document: Document, remembered: Answers[str, str] | None = None) -> Mapping:
    """A proposal for each table. `remembered` is {normalised heading: role} and wins over synonyms.

    Two plans in one file are two versions; tables with different ejes are parts of the same one. Without a matrix,
    the running text is the plan when it is numbered, and a table of months its cronograma.
    """
    mapping = Mapping()
    previous: TableMapping | None = None
    lists: list[TableMapping] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            previous = previous if _CONTINUED.match(normalised(block.text)) else None
            continue
        found, is_list = _continued(block, previous), bool(lists) and lists[-1] is previous
        if found is None:
            found, is_list = _recognise_table(block, remembered or {})
        mapping.tables.append(found)
        lists += [found] if is_list else []
        previous = found
    _settle_lists(document, mapping, lists)
    mapping.outline = not _plans(mapping) and _has_outline(document)
    if mapping.outline:
        mapping.levels = guess_levels(document) or mapping.levels
    _settle_schedules(mapping)
    _number_versions(document, mapping)
    return mapping


def _plans(mapping: Mapping) -> list[TableMapping]:
    return [table for table in mapping.tables if table.kind == PLAN]


def _settle_lists(document: Document, mapping: Mapping, lists: list[TableMapping]) -> None:
    """A table known by its numbered lines alone is the plan where neither a matrix nor the text is."""
    if len(lists) < len(_plans(mapping)) or (lists and len(guess_levels(document)) > 1):
        for found in lists:
            found.kind = IGNORED


def _recognise_table(table: Table, remembered: Answers[str, str]) -> tuple[TableMapping, bool]:
    """And whether only its numbered lines tell what it is."""
    found = header = find_header(table, remembered)
    if "activity" not in header.roles.values() and not header.months:
        header = _outlined(table, header, remembered)
    if not header.roles:
        return TableMapping(table.number, IGNORED, headings={}), False
    if header.months and "activity" not in header.roles.values():
        _name_activities(table, header)
    roles = settle(table, header)
    is_list = header is not found
    kind = PLAN if is_list else _kind(set(roles.values()))
    headings = {column: words for column, words in header.headings.items() if words}
    return TableMapping(table.number, kind, (header.first, header.last), roles, headings), is_list


def _outlined(table: Table, header: Header, remembered: Answers[str, str]) -> Header:
    """A list of codes and words is of activities, whatever its heading says, if it has any."""
    free = [
        column for column in range(table.width) if header.roles.get(column, "code") in ("code", "eje", OBJECTIVE)
    ]
    found = outline_columns(table, header.last + 1, free)
    if found is None:
        return header
    column, code = found
    if header.first < 0:
        start = outline_start(table, column, code)
        header = header_at(table, start - 1, remembered) if start else Header()
    else:
        header = replace(header)
    header.roles[column] = "activity"
    if code is not None:
        header.roles[code] = "code"
    return header


def _name_activities(table: Table, header: Header) -> None:
    """The column at the left of the months holds what is done, whatever its heading says."""
    body = table.rows[header.last + 1 :]
    for column in range(min(header.months) - 1, -1, -1):
        if any(row[column] for row in body) and header.roles.get(column, "eje") in (
            "eje",
            "objective",
            "deliverable",
        ):
            header.roles[column] = "activity"
            return


def _kind(roles: set[str]) -> str:
    months = {role for role in roles if ":" in role}
    if "activity" not in roles:
        return IGNORED
    spanned = sum(len(months_of(role)) for role in months)
    if len(months) >= 2 and spanned >= 3 and roles - months <= _OF_A_SCHEDULE:
        return SCHEDULE
    return PLAN if months or roles & _TELLING else IGNORED


def _continued(table: Table, previous: TableMapping | None) -> TableMapping | None:
    """A table right after a plan's, as wide and without headings of its own, goes on with it."""
    if previous is None or previous.kind != PLAN or not table.rows:
        return None
    width = 1 + max([*previous.roles, *previous.headings], default=-1)
    if table.width != width or find_header(table, {}).first >= 0:
        return None
    return TableMapping(
        table.number, PLAN, (-1, -1), dict(previous.roles), dict(previous.headings), previous.version
    )


def _has_outline(document: Document) -> bool:
    lines = 0
    for paragraph in document.paragraphs:
        if paragraph.marker or paragraph.level or split_code(clean(paragraph.text))[0]:
            lines += 1
    return lines >= _OUTLINE_LINES


def _settle_schedules(mapping: Mapping) -> None:
    """A cronograma by itself is the plan."""
    if not mapping.outline and not _plans(mapping):
        for table in mapping.tables:
            if table.kind == SCHEDULE:
                table.kind = PLAN


# -- versions -------------------------------------------------------------------------------------------------


def _number_versions(document: Document, mapping: Mapping) -> None:
    """A table that says again the ejes and activities of a version already read begins the next one."""
    tables = {table.number: table for table in document.tables}
    seen: list[tuple[set[str], set[str]]] = []
    for found in mapping.tables:
        if found.kind != PLAN:
            continue
        ejes, activities = (_titles(tables[found.number], found, role) for role in ("eje", "activity"))
        if seen and _repeats(ejes, activities, *seen[-1]):
            seen.append((ejes, activities))
        elif seen:
            seen[-1][0].update(ejes)
            seen[-1][1].update(activities)
        else:
            seen.append((ejes, activities))
        found.version = len(seen)


def _titles(table: Table, mapping: TableMapping, role: str) -> set[str]:
    column = mapping.column(role)
    if column is None:
        return set()
    lines = (line for row in table.rows[mapping.header[1] + 1 :] for line in row[column].lines)
    return {similar(split_code(clean(line))[1]) for line in lines} - {"", similar("Total")}


def _repeats(ejes: set[str], activities: set[str], ejes_before: set[str], activities_before: set[str]) -> bool:
    shared, same = ejes & ejes_before, activities & activities_before
    if len(shared) >= 2 and 2 * len(shared) >= min(len(ejes), len(ejes_before)):
        return True
    return 3 * len(same) >= len(activities) > 0 and len(same) >= min(2, len(activities))
