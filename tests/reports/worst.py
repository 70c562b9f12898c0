"""Frozen reports at their worst: what a person may lawfully type or a plan may come to, all at once.

Nobody sees these: they are the JSON of any form with its texts, codes, figures and rows made as long as may be.
Words keep their structure (a code stands for the same code everywhere), so that a form prints all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import count, cycle, islice
from typing import Any

# What has a meaning to the forms, and is not typed by anybody.
KEPT = {
    "form",
    "network",
    "period",
    "language",
    "logo",
    "logo_alt",
    "ink",
    "folio",
    "verify_url",
    "eje_word",
    "form_title",
    "period_label",
    "norm",
    "sha256",
    "scope",
    "state",
    "status",
    "kind",
    "role",
    "month",
    "months",
}
CODES = {"code", "eje", "ejes", "where", "parent"}
NARRATIVES = {
    "narrative",
    "changes",
    "recommendations",
    "commitments",
    "body",
    "decision",
    "follow_up",
    "action_plan",
    "functioning",
    "synthesis",
    "fulfilment",
    "obstacles",
    "message",
    "note",
    "goal",
}
# What a row is called by, in one form or another.
NAMES = {"title", "label", "entity", "name", "item", "decision"}
DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?.*")
FIGURE = re.compile(r"-?\d+\.\d{2}")
LONG_WORD = "W" * 300
LONG_CODE = 40
HUGE = "123456789012.34"
NARRATIVE = 10_000


def long_words(data: dict, most: int = 30) -> dict:
    """The first texts begin as they did and go on with a word of 300 letters without a blank."""
    left = iter(range(most))

    def lengthened(key: str, text: str) -> str:
        is_words = " " in text and key not in NARRATIVES
        return f"{text[:24]} {LONG_WORD}" if is_words and next(left, None) is not None else text

    return _mapped(data, lengthened)


def long_codes(data: dict) -> dict:
    return _mapped(
        data, lambda key, text: text if key not in CODES or " " in text else f"{text}-".ljust(LONG_CODE, "Q")
    )


def huge_figures(data: dict) -> dict:
    """Twelve digits before the comma wherever there is a figure."""
    return _mapped(data, lambda key, text: HUGE if FIGURE.fullmatch(text) else text, figures=True)


def long_narratives(data: dict, most: int = 3) -> dict:
    """The first few narratives have 10,000 signs, of numbered words: none may be lost."""
    number, left = count(), iter(range(most))

    def lengthened(key: str, text: str) -> str:
        if key not in NARRATIVES or next(left, None) is None:
            return text
        words = islice(number, NARRATIVE // 9)
        return " ".join(f"dicho{word:04}" for word in words)[:NARRATIVE].rpartition(" ")[0]

    return _mapped(data, lengthened)


def many_rows(data: dict, rows: int = 1000) -> dict:
    """The longest list of rows, wherever it stands, goes round until it has so many; each row says its number."""
    found = deepcopy(data)
    longest = max(_lists(found), key=len)
    longest[:] = [_numbered(deepcopy(row), number) for number, row in enumerate(islice(cycle(longest), rows), 1)]
    return found


def _lists(value: Any, key: str = "") -> Iterator[list]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _lists(each, name)
    elif isinstance(value, list) and key not in ("warnings", "signatures"):
        rows = [each for each in value if isinstance(each, dict)]
        if rows and NAMES & rows[0].keys():
            yield value
        for each in rows:
            yield from _lists(each, key)


def _numbered(row: dict, number: int) -> dict:
    """Its number stands before the first of its names."""
    name = next(key for key in row if key in NAMES)
    row[name] = f"fila{number:04} {row[name] or ''}"
    return row


def _mapped(data: dict, change, *, figures: bool = False) -> dict:
    def walk(value: Any, key: str) -> Any:
        if key in KEPT and not isinstance(value, (dict, list)):
            return value
        if isinstance(value, dict):
            return value if key == "scope" else {name: walk(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [walk(each, key) for each in value]
        if isinstance(value, str) and not DATE.fullmatch(value) and (figures or not FIGURE.fullmatch(value)):
            return change(key, value)
        return value

    return walk(data, "")


def worst(data: dict) -> dict:
    """All of it at once."""
    return huge_figures(long_codes(long_words(long_narratives(data))))
