"""What changed between two versions of a plan, line by line.

A line is an eje, an objective, an activity or a deliverable. The same line carries the same lineage in both
versions; where a tree has none (it was just read from a file), the codes tell which line is which. A line is
*moved* when it hangs under another line or stands in another order among those that stayed beside it, *changed*
field by field. Nothing here knows of Django.

>>> from plans.importing.draft import DraftActivity, DraftEje, DraftVersion
>>> old = DraftVersion("", [DraftEje("I", "Eje", activities=[DraftActivity("I.1", "Mapeo")])])
>>> new = DraftVersion("", [DraftEje("I", "Eje", activities=[DraftActivity("I.1", "Mapeo regional")])])
>>> [(c.code, c.field, c.before, c.after) for c in compare(old, new).changed]
[('I.1', 'title', 'Mapeo', 'Mapeo regional')]
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from plans.disaggregation import format_line
from plans.importing.draft import (
    DraftActivity,
    DraftDeliverable,
    DraftEje,
    DraftIndicator,
    DraftObjective,
    DraftParty,
    DraftVersion,
)

EJE, OBJECTIVE, ACTIVITY, DELIVERABLE = "eje", "objective", "activity", "deliverable"
# Every field a line may change in, in the order they are told.
FIELDS = (
    "code",
    "title",
    "weight",
    "goal",
    "theme",
    "functions",
    "due_text",
    "due_start",
    "due_end",
    "due_precision",
    "due_by_member",
    "own_dates",
    "concerns",
    "members",
    "months",
    "months_are_sample",
    "responsible",
    "support",
    "funding",
    "verification",
    "indicators",
    "themes",
    "notes",
)
Value = str | None | list[str]
Key = Hashable


@dataclass(frozen=True, slots=True)
class Line:
    """`code` of a deliverable is its activity's, `number` its place there from 1 (None for the others).

    `above` says what it hangs under («III», «b.5», empty for an eje), `place` its order there from 1.
    """

    level: str
    code: str
    title: str
    number: int | None
    above: str
    place: int
    eje: str
    node: Any = field(compare=False, repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Move:
    line: Line
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one line, which `was` another before. Values are words, lists of words, or None for nothing."""

    line: Line
    field: str
    before: Value
    after: Value
    was: Line

    @property
    def code(self) -> str:
        return self.line.code


@dataclass(slots=True)
class Comparison:
    """`added` lines are those of the newer version, `removed` those of the older; what hangs under an added or
    removed line is told as well, line by line.
    """

    added: list[Line] = field(default_factory=list)
    removed: list[Line] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved or self.changed)

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """Lists of `code`, `level`, `deliverable` (its place in the activity, else null) and what became of it."""
        return {
            "added": [_line_json(line) for line in self.added],
            "removed": [_line_json(line) for line in self.removed],
            "moved": [_line_json(move.line) | {"from": move.before, "to": move.after} for move in self.moved],
            "changed": [
                {
                    "code": change.code,
                    "field": change.field,
                    "from": change.before,
                    "to": change.after,
                    "level": change.line.level,
                    "deliverable": change.line.number,
                }
                for change in self.changed
            ],
        }


def _line_json(line: Line) -> dict[str, Any]:
    return {"code": line.code, "level": line.level, "title": line.title, "deliverable": line.number}


def compare(before: DraftVersion, after: DraftVersion) -> Comparison:
    """What one must do to `before` to get `after`, in the reading order of `after`."""
    by_lineage = all(node.lineage is not None for version in (before, after) for node in _nodes(version))
    old, new = _lines(before, by_lineage=by_lineage), _lines(after, by_lineage=by_lineage)
    found = Comparison()
    found.added = [line for key, (line, _) in new.items() if key not in old]
    found.removed = [line for key, (line, _) in old.items() if key not in new]
    found.moved = _moves(old, new)
    for key, (line, _) in new.items():
        if key in old:
            found.changed += _changes(old[key][0], line)
    return found


# -- lines ----------------------------------------------------------------------------------------------------

Lines = dict[Key, tuple[Line, Key]]


def _nodes(version: DraftVersion) -> Iterator[Any]:
    for eje in version.ejes:
        yield eje
        yield from eje.objectives
        for activity in eje.walk():
            yield activity
            yield from activity.deliverables


def _lines(version: DraftVersion, *, by_lineage: bool) -> Lines:
    """Every line by its key, with the key of what it hangs under, in reading order."""
    lines: Lines = {}

    def put(line: Line, path: tuple, above: Key) -> Key:
        key: Key = (line.level, line.node.lineage) if by_lineage else (line.level, *path)
        while key in lines:  # Two lines with one code, in a file: the second is told apart by its turn.
            key = (key, "again")
        lines[key] = (line, above)
        return key

    for place, eje in enumerate(version.ejes, 1):
        _put_eje(eje, place, put)
    return lines


def _put_eje(eje: DraftEje, place: int, put: Callable[[Line, tuple, Key], Key]) -> None:
    own = put(Line(EJE, eje.code, eje.title, None, "", place, eje.code, eje), (eje.code,), None)
    objectives = []
    for number, objective in enumerate(eje.objectives, 1):
        code = objective.code or str(number)
        line = Line(OBJECTIVE, code, objective.title, None, eje.code, number, eje.code, objective)
        objectives.append(put(line, (eje.code, code), own))
    places: dict[int | None, int] = {}
    for activity in eje.activities:
        under = activity.objective
        places[under] = places.get(under, 0) + 1
        above, key = eje.code, own
        if under is not None:
            above, key = eje.objectives[under].code or str(under + 1), objectives[under]
        _put_activity(activity, places[under], above, key, eje.code, put)


def _put_activity(
    activity: DraftActivity, place: int, above: str, key: Key, eje: str, put: Callable[[Line, tuple, Key], Key]
) -> None:
    line = Line(ACTIVITY, activity.code, activity.title, None, above, place, eje, activity)
    own = put(line, (eje, activity.code), key)
    for number, deliverable in enumerate(activity.deliverables, 1):
        line = Line(DELIVERABLE, activity.code, deliverable.title, number, activity.code, number, eje, deliverable)
        put(line, (eje, activity.code, number), own)
    for number, child in enumerate(activity.children, 1):
        _put_activity(child, number, activity.code, own, eje, put)


# -- moves ----------------------------------------------------------------------------------------------------


def _moves(old: Lines, new: Lines) -> list[Move]:
    """Lines that hang under another line, then the fewest whose order among their siblings changed."""
    reordered = set()
    siblings: dict[Key, list[Key]] = {}
    for key, (line, above) in new.items():
        if key in old and old[key][1] == above:
            siblings.setdefault((line.level, above), []).append(key)
    for keys in siblings.values():
        places = [old[key][0].place for key in keys]
        kept = _longest_rising(places)
        reordered |= {key for index, key in enumerate(keys) if index not in kept}
    moves = []
    for key, (line, above) in new.items():
        if key not in old:
            continue
        before, was_above = old[key]
        if was_above != above or key in reordered:
            moves.append(Move(line, _spot(before), _spot(line)))
    return moves


def _spot(line: Line) -> str:
    """«III, 2»: what it hangs under and its place there."""
    return f"{line.above}, {line.place}" if line.above else str(line.place)


def _longest_rising(values: list[int]) -> set[int]:
    """The indexes of a longest rising run of places (patience sorting): what need not be moved.

    >>> sorted(_longest_rising([1, 4, 2, 3]))
    [0, 2, 3]
    """
    tails: list[int] = []
    at: list[int] = []
    previous: list[int | None] = []
    for index, value in enumerate(values):
        spot = bisect_left(tails, value)
        previous.append(at[spot - 1] if spot else None)
        if spot == len(tails):
            tails.append(value)
            at.append(index)
        else:
            tails[spot], at[spot] = value, index
    kept: set[int] = set()
    index: int | None = at[-1] if at else None
    while index is not None:
        kept.add(index)
        index = previous[index]
    return kept


# -- fields ---------------------------------------------------------------------------------------------------


def _changes(before: Line, after: Line) -> list[Change]:
    old, new = _fields(before), _fields(after)
    told = [name for name in FIELDS if old.get(name) != new.get(name)]
    return [Change(after, name, *_shown(old.get(name), new.get(name)), before) for name in told]


def _fields(line: Line) -> dict[str, Any]:
    node = line.node
    if isinstance(node, DraftEje):
        return {
            "code": node.code,
            "title": node.title,
            "weight": _text(node.weight),
            "goal": node.goal or None,
            "theme": node.theme or None,
            "functions": [str(number) for number in node.functions],
        }
    if isinstance(node, DraftObjective):
        return {"code": node.code or None, "title": node.title}
    if isinstance(node, DraftDeliverable):
        return {"title": node.title, **_hanging(node)}
    return {
        "code": node.code,
        "title": node.title,
        "weight": _text(node.weight),
        "concerns": node.concerns,
        "members": sorted(node.members),
        "months": sorted(node.months),
        "months_are_sample": "true" if node.months_are_sample else None,
        "indicators": [_indicator(row) for row in node.indicators],
        "themes": sorted(node.themes),
        "notes": node.notes or None,
        **_hanging(node),
    }


def _hanging(node: DraftActivity | DraftDeliverable) -> dict[str, Any]:
    deadline = node.deadline
    return {
        "due_text": deadline.text or None,
        "due_start": deadline.start and deadline.start.isoformat(),
        "due_end": deadline.end and deadline.end.isoformat(),
        "due_precision": None if deadline.precision == "none" else deadline.precision,
        "due_by_member": "true" if node.by_member else None,
        "own_dates": sorted(f"{own.member}: {own.deadline.text}" for own in node.member_deadlines),
        "verification": [row.text for row in node.verifications],
        **{kind: _parties(node.parties, kind) for kind in ("responsible", "support", "funding")},
    }


def _parties(parties: Iterable[DraftParty], kind: str) -> list[tuple[str, str, str]]:
    return [(party.words, party.scope, party.ref) for party in parties if party.kind == kind]


def _indicator(row: DraftIndicator) -> str:
    given = (row.title, row.unit, _text(row.baseline), _text(row.target), row.over_periods, row.over_members)
    said = " · ".join(part for part in given if part)
    return f"{said} · {format_line(row.disaggregation)}" if row.disaggregation else said


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:.2f}"


def _shown(before: Any, after: Any) -> tuple[Value, Value]:
    """Parties as their words; where the words are the same and who they are is not, with that beside."""
    pair = [value or None if isinstance(value, list) else value for value in (before, after)]
    if not any(isinstance(value, list) and isinstance(value[0], tuple) for value in pair):
        return pair[0], pair[1]
    names = [[name or ref or scope for name, scope, ref in value or []] for value in pair]
    if names[0] == names[1]:
        names = [[f"{name} [{ref or scope}]" for name, scope, ref in value or []] for value in pair]
    return names[0] or None, names[1] or None
