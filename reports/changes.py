"""What differs between two frozen reports, place by place. Pure: it knows no form.

Lists are matched by what names their rows (a code, a number, a title, a date), not by their place, so that a row
put in between changes nothing but itself. Rows of the same name are matched in their order.

>>> old = {"ejes": [{"code": "1", "title": "Redes", "done": "40.00"}]}
>>> new = {"ejes": [{"code": "2", "title": "Otra"}, {"code": "1", "title": "Redes", "done": "50.00"}]}
>>> [(one.path, one.label, one.before, one.after) for one in differences(old, new)]
[(('ejes',), '2 Otra', None, '2 Otra'), (('ejes', 'done'), '1 Redes', '40.00', '50.00')]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

# What names a row, the surest first; and what it is called in words.
NAMES = (
    ("code",),
    ("number",),
    ("folio",),
    ("sector", "entity", "post"),
    ("key",),
    ("name",),
    ("label",),
    ("item",),
    ("date", "decision"),
    ("date",),
    ("title",),
    ("body",),
    ("post",),
)
LABELS = (
    *("code", "number", "entity", "title", "label", "item", "name", "decision", "body", "post", "date", "where"),
)
# Words that make up no row of their own.
BARE = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class Difference:
    """`path` are the keys that lead to it, without the rows' own; `label` names the innermost row it stands in,
    empty outside of rows. `before` is None for what was not there, `after` for what is gone."""

    path: tuple[str, ...]
    label: str
    before: Any
    after: Any


def differences(before: Any, after: Any, path: tuple[str, ...] = (), label: str = "") -> Iterator[Difference]:
    """In the order of `after`, what is gone last."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*after, *before]):
            yield from differences(before.get(key), after.get(key), (*path, key), label)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _rows(before, after, path, label)
    elif isinstance(before, (dict, list)) or isinstance(after, (dict, list)):
        yield from _whole(before, after, path, label)
    elif before != after:
        yield Difference(path, label, before, after)


def _rows(before: list, after: list, path: tuple[str, ...], label: str) -> Iterator[Difference]:
    names = _names(before, after)
    old, new = _keyed(before, names), _keyed(after, names)
    for key, row in new.items():
        own = label_of(row) or label
        if key in old:
            yield from differences(old[key], row, path, own)
        else:
            yield Difference(path, own, None, words_of(row))
    for key, row in old.items():
        if key not in new:
            yield Difference(path, label_of(row) or label, words_of(row), None)


def _names(before: list, after: list) -> tuple[str, ...]:
    """The keys by which the rows of both are told apart; empty where they are words, or have none."""
    rows = [row for row in (*before, *after) if isinstance(row, dict)]
    if len(rows) < len(before) + len(after):
        return ()
    told = (names for names in NAMES if all(any(row.get(name) is not None for name in names) for row in rows))
    return next(told, ())


def _keyed(rows: list, names: tuple[str, ...]) -> dict[Hashable, Any]:
    """By name and by how often the same was there before; words are their own name."""
    seen: dict[Hashable, int] = defaultdict(int)
    found = {}
    for place, row in enumerate(rows):
        if names:
            name: Hashable = tuple(str(row.get(key)) for key in names)
        else:
            name = row if isinstance(row, BARE) else place
        found[name, seen[name]] = row
        seen[name] += 1
    return found


def _whole(before: Any, after: Any, path: tuple[str, ...], label: str) -> Iterator[Difference]:
    """One of them is no dict or list, or was not there."""
    if isinstance(before, dict) or isinstance(after, dict):
        yield from differences(_dict(before), _dict(after), path, label)
        bare = [None if isinstance(one, dict) else one for one in (before, after)]
        if any(one is not None for one in bare):
            yield Difference(path, label, *map(words_of, bare))
    else:
        yield from _rows(_list(before), _list(after), path, label)


def _dict(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def label_of(row: Any) -> str:
    """«1.1 Capacitar a las referentes»: its code or number and its title, or whatever names it."""
    if not isinstance(row, dict):
        return ""
    told = [str(row[key]) for key in LABELS if isinstance(row.get(key), (str, int)) and row[key] != ""]
    numbered = any(row.get(key) for key in ("code", "number"))
    return " ".join(told[: 2 if numbered else 1])


def words_of(value: Any) -> Any:
    """A row that came or went, in one line of what it says; what is bare stays so."""
    if isinstance(value, dict):
        own = label_of(value)
        said = [str(one) for one in value.values() if isinstance(one, (str, int)) and one not in ("", True, False)]
        return " · ".join(part for part in said if part not in own) or own
    if isinstance(value, list):
        return " · ".join(str(words_of(one)) for one in value)
    return value
