"""Three texts of one value: as it left, as the file has it, and as it is now. Nothing of Django.

>>> outcome("a", "b", "a"), outcome("a", "a", "c"), outcome("a", "b", "b"), outcome("a", "b", "c")
(<Outcome.CHANGED: 'changed'>, <Outcome.SAME: 'same'>, <Outcome.SAME: 'same'>, <Outcome.CONFLICT: 'conflict'>)
"""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum


class Outcome(StrEnum):
    """Of a value in a file that comes back. `SAME`: there is nothing to write."""

    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"


def outcome(exported: Hashable, file: Hashable, now: Hashable) -> Outcome:
    """What only one side changed stands as that side has it; what both changed alike is no conflict."""
    if file in (exported, now):
        return Outcome.SAME
    return Outcome.CHANGED if now == exported else Outcome.CONFLICT
