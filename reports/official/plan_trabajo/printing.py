"""From the frozen work plan to what its template prints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from plans.templatetags.plan_tags import month_name
from plans.templatetags.plan_tags import months as month_words
from reports.formatting import status_sign, status_word
from reports.official.planned.printing import all_notes, by_place, due_text, due_words, plans_shown, progress_shown

Data = dict[str, Any]
YEARS_PER_TABLE = 2
# A cronograma of more cells than this has empty months in a row as one: each costs the printer a while.
MANY_CELLS = 2500
SIGNS = {"plan": "■", "sample": "◇", "due": "●"}


def printed(data: Data) -> Data:
    notes = all_notes(data)
    places = by_place(notes)
    return {
        "report": data,
        "plans": [_plan(plan, data, places) for plan in plans_shown(data)],
        "progress": progress_shown(data),
        "notes": notes,
        "told": any(note["declared"] or note["computed"] for note in notes),
    }


def _plan(plan: Data, data: Data, places: Data) -> Data:
    part = plan["versions"][-1]
    calendar = next((one for one in data["calendars"] if one["plan"] == part["plan"]), None)
    marks = {mark for row in calendar["rows"] for mark in row["marks"].values()} if calendar else set()
    return {
        **plan,
        "themes": _themes(part),
        "groups": [_group(eje, data, places) for eje in part["ejes"]],
        "calendars": [_table(part, calendar, heads, data) for heads in month_heads(calendar)] if marks else [],
        "key": [(SIGNS[mark], word) for mark, word in _key() if mark in marks],
        "states": sorted({state for row in calendar["rows"] for state in row["states"].values()})
        if calendar
        else [],
    }


def _key() -> list[tuple[str, str]]:
    return [
        ("plan", _("mes del cronograma")),
        ("sample", _("mes de muestra: el documento no lo conserva")),
        ("due", _("mes dentro del plazo escrito, sin cronograma")),
    ]


def _themes(part: Data) -> list[Data]:
    """The themes of the plan in their order, each with the ejes that answer to it."""
    found: dict[str, list[Data]] = {}
    for eje in part["ejes"]:
        if eje["theme"]:
            found.setdefault(eje["theme"], []).append(eje)
    return [{"title": theme, "ejes": ejes} for theme, ejes in found.items()]


def _group(eje: Data, data: Data, places: Data) -> Data:
    rows, objective = [], None
    for line in eje["lines"]:
        if line["depth"] == 0 and line["objective"] != objective:
            objective = line["objective"]
            rows.append({"objective": objective or _("Sin objetivo específico")})
        rows.append(_row(line, data, places))
    return {**eje, "rows": rows, "notes": places.get(eje["where"], [])}


def _row(line: Data, data: Data, places: Data) -> Data:
    rows = [line, *line["products"]]
    return {
        "line": line,
        "notes": places.get(line["where"], []),
        "responsible": list(dict.fromkeys(word for row in rows for word in row["responsible"])),
        "proofs": list(dict.fromkeys(word for row in rows for word in row["proofs"])),
        "dues": _dues(line, data),
        "months": month_words(line["months"]) if line["months"] else "",
    }


def _dues(line: Data, data: Data) -> list[Data]:
    """Its deadline, then those of its products, each once."""
    word = data["words"]["member"]
    found = [due_words(row["due"], row["own_dues"], word) for row in (line, *line["products"])]
    kept: list[Data] = []
    for due in found:
        if due and due not in kept:
            kept.append(due)
    return kept


def when_words(line: Data, data: Data) -> str:
    """Its deadlines in one line, else its months."""
    said = "; ".join(due_text(due) for due in _dues(line, data))
    return said or (month_words(line["months"]) if line["months"] else "")


# -- cronograma -----------------------------------------------------------------------------------------------


def month_heads(calendar: Data) -> Iterator[list[Data]]:
    """The months of each table, two years at most."""
    years = list(range(calendar["first_year"], calendar["last_year"] + 1))
    for start in range(0, len(years), YEARS_PER_TABLE):
        own = years[start : start + YEARS_PER_TABLE]
        codes = [f"{year}-{month:02d}" for year in own for month in range(1, 13)]
        yield [{"code": code, "name": month_name(code)} for code in codes]


def _table(part: Data, calendar: Data, heads: list[Data], data: Data) -> Data:
    rows = {row["where"]: row for row in calendar["rows"]}
    short = len(heads) > 12
    wide = len(rows) * len(heads) > MANY_CELLS
    return {
        "heads": [{**head, "name": head["name"][:1] if short else head["name"]} for head in heads],
        "years": [(year, len(list(own))) for year, own in groupby(heads, key=lambda head: head["code"][:4])],
        "width": "w2" if short else "w4",
        "groups": [
            {**eje, "rows": [_calendar_row(line, rows[line["where"]], heads, wide) for line in eje["lines"]]}
            for eje in part["ejes"]
        ],
        "span": len(heads) + 1,
    }


def _calendar_row(line: Data, row: Data, heads: list[Data], wide: bool) -> Data:
    marks = row["marks"]
    said = month_words(list(marks)) if marks else _("sin meses")
    if "sample" in marks.values():
        said = _("%(months)s (muestra)") % {"months": said}
    cells = list(_cells([_cell(row, head["code"]) for head in heads], wide))
    return {"line": line, "said": said, "cells": cells, "told": _told(row)}


def _cells(cells: list[Data | None], wide: bool) -> Iterator[Data]:
    """`span` is how many months it stands for: one, or with `wide` the empty ones that follow each other."""
    for is_empty, own in groupby(cells, key=lambda cell: cell is None):
        run = list(own)
        if is_empty and wide:
            yield {"sign": "", "state": "", "span": len(run)}
        else:
            yield from ({**(cell or {"sign": "", "state": ""}), "span": 1} for cell in run)


def _cell(row: Data, month: str) -> Data | None:
    if month not in row["marks"]:
        return None
    state = row["states"].get(month)
    if state is None:
        return {"sign": SIGNS[row["marks"][month]], "state": ""}
    return {"sign": status_sign(state), "state": state}


def _told(row: Data) -> str:
    """«mar–jun 2012: Cumplido», the months of each state in words, in their order."""
    said = []
    for state, months in groupby(sorted(row["states"]), key=lambda month: row["states"][month]):
        said.append(f"{month_words(list(months))}: {status_word(state)}")
    return "; ".join(said)
