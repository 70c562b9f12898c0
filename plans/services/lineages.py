"""Which lines of a drafted plan are lines of an earlier version: those keep its lineage.

Within the same eje, the same title is the same line, wherever it stands and whatever its code; so is a title that
only one line has before and only one has now, though it moved to another eje; of the rest, the same code under the
same eje is the same line reworded. Nobody shares a lineage with another line of her version.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

Key = Callable[[Any], Hashable]
Pairs = list[tuple[Any, Any]]


class Lineages:
    """The lineages of one version being written, by row; a row that came with its own keeps it."""

    def __init__(self) -> None:
        self._given: dict[int, uuid.UUID] = {}

    def of(self, row: Any) -> uuid.UUID:
        """That of a row of the draft; a new one the first time a row without any is asked for."""
        own = getattr(row, "lineage", None)
        return own or self._given.setdefault(id(row), uuid.uuid4())

    def carry(self, before: Any, after: Any, known: Callable[[Any], uuid.UUID]) -> None:
        """Give `after`, a draft, the lineages of the same lines of `before`, a tree or a draft.

        `known` tells the lineage of a row of `before`.
        """
        ejes = _pair(before.ejes, after.ejes, [_code_and_title, _title, _code])
        self._take(ejes, known)
        for old, new in ejes:
            self._take(_pair(old.objectives, new.objectives, [_code_and_title, _title, _code]), known)
        for old, new in self._activities(before, after, ejes, known):
            self._take(_in_order(_pair(old.deliverables, new.deliverables, [_title]), old, new), known)
            proofs = _pair(_proofs(old), _proofs(new), [lambda row: plain(row.text)])
            self._take(proofs, known)
            self._take(_pair(old.indicators, new.indicators, [_title]), known)

    def _activities(self, before: Any, after: Any, ejes: Pairs, known: Callable[[Any], uuid.UUID]) -> Pairs:
        """The activities that are the same line, which take the lineage."""
        place = {id(eje): number for number, pair in enumerate(ejes) for eje in pair}
        branch = {
            id(activity): place.get(id(eje), -1 - number)
            for number, eje in enumerate([*before.ejes, *after.ejes])
            for activity in eje.walk()
        }
        olds, news = list(before.walk()), list(after.walk())
        keys: list[Key] = [
            lambda row: (branch[id(row)], row.code, plain(row.title)),
            lambda row: (branch[id(row)], plain(row.title)),
        ]
        pairs = _pair(olds, news, keys)
        pairs += _pair(*_rest(olds, news, pairs), [_title], unique=True)
        pairs += _pair(*_rest(olds, news, pairs), [lambda row: (branch[id(row)], row.code)])
        self._take(pairs, known)
        return pairs

    def _take(self, pairs: Pairs, known: Callable[[Any], uuid.UUID]) -> None:
        for old, new in pairs:
            if getattr(new, "lineage", None) is None:
                self._given[id(new)] = known(old)


def plain(text: str) -> str:
    """Words alone: no case, accents, punctuation or spacing."""
    text = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(sign for sign in text if not unicodedata.combining(sign))))


def _title(row: Any) -> Hashable:
    return plain(row.title)


def _code(row: Any) -> Hashable:
    return row.code


def _code_and_title(row: Any) -> Hashable:
    return row.code, plain(row.title)


def _pair(olds: Iterable[Any], news: Iterable[Any], keys: Sequence[Key], *, unique: bool = False) -> Pairs:
    """Pair the rows with the same key, key after key, each row once; those with several, in their order.

    A row that came with its lineage is the line that has it. `unique` leaves alone a key that several rows have on
    either side.
    """
    olds, news = list(olds), list(news)
    by_lineage = {row.lineage: row for row in olds if getattr(row, "lineage", None) is not None}
    own = [row for row in news if getattr(row, "lineage", None) in by_lineage]
    pairs: Pairs = [(by_lineage[row.lineage], row) for row in own]
    olds, news = _rest(olds, news, pairs)
    for key in keys:
        found = _grouped(olds, key)
        for value, rows in _grouped(news, key).items():
            same = found.get(value, [])
            if value and not (unique and (len(rows) > 1 or len(same) > 1)):
                pairs += zip(same, rows, strict=False)
        olds, news = _rest(olds, news, pairs)
    return pairs


def _grouped(rows: Iterable[Any], key: Key) -> dict[Hashable, list[Any]]:
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _rest(olds: Iterable[Any], news: Iterable[Any], pairs: Pairs) -> tuple[list[Any], list[Any]]:
    taken = {id(row) for pair in pairs for row in pair}
    return [row for row in olds if id(row) not in taken], [row for row in news if id(row) not in taken]


def _in_order(pairs: Pairs, old: Any, new: Any) -> Pairs:
    """The deliverables of the same activity: as many left on both sides are the same ones reworded."""
    olds, news = _rest(old.deliverables, new.deliverables, pairs)
    if len(olds) == len(news):
        pairs += [(before, after) for before, after in zip(olds, news, strict=True) if after.lineage is None]
    return pairs


def _proofs(activity: Any) -> list[Any]:
    return [*activity.verifications, *(row for product in activity.deliverables for row in product.verifications)]
