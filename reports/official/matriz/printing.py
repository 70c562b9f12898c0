"""From the frozen matrix to its rows on paper: cells that span the products of an activity, cut to a page's share.

A body of the table is a part of an eje that a page holds whole, so that no cell goes on over the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plans.comparing import parts
from reports.official.planned.printing import (
    all_lines,
    all_notes,
    by_place,
    due_text,
    due_words,
    plans_shown,
    progress_shown,
)

Data = dict[str, Any]
# Percent of the table's width, and what a column keeps of which nothing is said; signs in a line of one percent.
WIDTHS = {
    "eje": 12,
    "line": 16,
    "product": 16,
    "due": 13,
    "proofs": 12,
    "funding": 10,
    "support": 11,
    "responsible": 10,
}
BARE = {"product": 7, "due": 6, "proofs": 9, "funding": 10, "support": 6, "responsible": 9}
SIGNS = 1.7
LINES_PER_BODY = 15
PRODUCTS_PER_BODY = 6
COLUMNS = ("due", "proofs", "funding", "support", "responsible")


def printed(data: Data) -> Data:
    notes = all_notes(data)
    places = by_place(notes)
    return {
        "report": data,
        "paper": "wide",
        "parts": [_part(part, data, places) for part in data["parts"]],
        "plans": plans_shown(data),
        "totals": _totals(data),
        "comparisons": [_comparison(pair) for pair in data["comparisons"]],
        "progress": progress_shown(data),
        "notes": notes,
        "told": any(note["declared"] or note["computed"] for note in notes),
    }


def _totals(data: Data) -> Data:
    """Of the last version: what stands in it."""
    last = data["parts"][-1:] if len({part["plan"] for part in data["parts"]}) == 1 else data["parts"]
    lines = list(all_lines({"parts": last}))
    products = [product for line in lines for product in line["products"]]
    return {
        "ejes": sum(len(part["ejes"]) for part in last),
        "activities": len(lines),
        "products": len(products),
        "unread": sum(bool(one["due"] and one["due"]["unread"]) for one in (*lines, *products)),
        "versions": len(data["parts"]),
    }


def _part(part: Data, data: Data, places: Data) -> Data:
    widths = _widths(part)
    bodies = [body for eje in part["ejes"] for body in _bodies(eje, data, places, widths)]
    return {**part, "heading": _heading(part, data), "bodies": bodies, "widths": list(widths.values())}


def _widths(part: Data) -> dict[str, int]:
    """What bare columns leave goes to the titles."""
    lines = [line for eje in part["ejes"] for line in eje["lines"]]
    rows = [row for line in lines for row in (line, *line["products"])]
    said = {name for name in COLUMNS if any(row[name] for row in rows)}
    said |= {"due"} if any(row["own_dues"] for row in rows) else set()
    said |= {"product"} if any(line["products"] for line in lines) else set()
    widths = WIDTHS | {name: width for name, width in BARE.items() if name not in said}
    left = 100 - sum(widths.values())
    return widths | {"eje": widths["eje"] + left * 2 // 5, "line": widths["line"] + left - left * 2 // 5}


def _heading(part: Data, data: Data) -> str:
    several_plans = len({one["plan"] for one in data["parts"]}) > 1
    if len(data["parts"]) == 1:
        return part["title"]
    said = {"plan": part["title"], "number": part["number"], "name": part["name"] or ""}
    if several_plans:
        return _("%(plan)s, versión %(number)s") % said
    return _("Versión %(number)s: %(name)s") % said if part["name"] else _("Versión %(number)s") % said


# -- bodies ---------------------------------------------------------------------------------------------------


def _bodies(eje: Data, data: Data, places: Data, widths: Data) -> Iterator[Data]:
    """The rows of an eje in parts of about the same height."""
    blocks = [(rows, sum(_height(row, widths) for row in rows)) for rows in _blocks(eje, data, places)]
    total = sum(height for _rows, height in blocks)
    share = total / (-(-total // LINES_PER_BODY) or 1)
    bodies: list[list[Data]] = [[]]
    above = 0
    for rows, height in blocks:
        if bodies[-1] and above + height / 2 > share * len(bodies):
            bodies.append([])
        bodies[-1] += rows
        above += height
    for number, rows in enumerate(bodies):
        notes = places.get(eje["where"], []) if number == 0 else []
        yield {"eje": eje, "notes": notes, "continued": number > 0, "rows": rows, "span": len(rows) or 1}


def _blocks(eje: Data, data: Data, places: Data) -> Iterator[list[Data]]:
    """The rows of each activity that stay together, with the objective over the first that it has."""
    objective = None
    for line in eje["lines"]:
        heading = []
        if line["depth"] == 0 and line["objective"] != objective:
            objective = line["objective"]
            if objective:
                heading = [{"objective": objective}]
        for number, rows in enumerate(_line(line, data, places)):
            yield [*heading, *rows] if number == 0 else rows


def _line(line: Data, data: Data, places: Data) -> Iterator[list[Data]]:
    products = line["products"]
    starts = range(0, max(1, len(products)), PRODUCTS_PER_BODY)
    own = _cells(line, data)
    for start in starts:
        piece = [
            (product["title"], _cells(product, data)) for product in products[start : start + PRODUCTS_PER_BODY]
        ]
        head = {
            "line": line,
            "span": max(1, len(piece)),
            "notes": places.get(line["where"], []) if start == 0 else [],
            "continued": start > 0,
        }
        yield list(_rows(head, own, piece))


def _cells(row: Data, data: Data) -> Data:
    word = data["words"]["member"]
    return {"due": due_words(row["due"], row["own_dues"], word), **{name: row[name] for name in COLUMNS[1:]}}


def _rows(head: Data, own: Data, piece: list[tuple[str, Data]]) -> Iterator[Data]:
    """One row each product; a cell spans the products that follow each other with the same in it. Where no product
    has anything of its own, what the activity has is that of all; else it stands apart in the first cell."""
    titles = [title for title, _cells in piece] or [None]
    shown = {name: list(_runs([cells[name] for _title, cells in piece], own[name])) for name in COLUMNS}
    for number, title in enumerate(titles):
        cells = [{"name": name, **cell} for name in COLUMNS for at, cell in shown[name] if at == number]
        yield {"head": None if number else head, "product": title, "cells": cells}


def _runs(values: list[Any], own: Any) -> Iterator[tuple[int, Data]]:
    """Each cell of a column with the row where it begins."""
    if not any(values):
        yield 0, {"span": max(1, len(values)), "own": own, "whole": None}
        return
    at = 0
    for _value, run in groupby(values):
        span = len(list(run))
        yield at, {"span": span, "own": values[at], "whole": None if at else own}
        at += span


def _height(row: Data, widths: dict[str, int]) -> int:
    """How many lines of text it takes, about."""
    if "objective" in row:
        return 1 + len(row["objective"]) // 140

    def lines(text: str, column: str) -> int:
        return -(-len(text) // int(widths[column] * SIGNS)) or 1

    found = [lines(row["product"] or "", "product")]
    if row["head"]:
        line = row["head"]["line"]
        found.append(-(-(lines(f"{line['code']} {line['title']}", "line") + 1) // row["head"]["span"]))
    for cell in row["cells"]:
        said = [one for value in (cell["own"], cell["whole"]) if value for one in _said(cell["name"], value)]
        found.append(-(-sum(lines(one, cell["name"]) for one in said) // cell["span"]))
    return max(found) + 1


def _said(name: str, value: Any) -> list[str]:
    if name != "due":
        return value
    return [value["text"] or "", value["dates"], *value["flags"], *(due_text(one) for one in value["own"])]


# -- what changed ---------------------------------------------------------------------------------------------


def _comparison(pair: Data) -> Data:
    counts = [
        (pair["added"], _("añadidas")),
        (pair["removed"], _("quitadas")),
        (pair["moved"], _("movidas")),
        (pair["changed"], _("cambiadas")),
    ]
    groups = [{**group, "rows": [_changed(row) for row in group["rows"]]} for group in pair["groups"]]
    return {**pair, "counts": counts, "groups": groups}


def _changed(row: Data) -> Data:
    changes = []
    for change in row["changes"]:
        before, after = parts(change["before"] or "", change["after"] or "")
        changes.append({"label": change["label"], "before": before, "after": after})
    return {**row, "said": capfirst(row["level"]), "fields": changes}
