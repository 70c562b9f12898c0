"""Which items of a text are its plan: the chain of shapes that nests deepest and most consistently.

«A., a.1., b.5.1.» nest by their codes; «I., 1., a)» by their places, when the inner ones start again under each
outer one. An introduction numbered «1., 2., 3.» that nothing nests under is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plans.importing.items import Item, Shape

DEEPEST = 4
_SHAPES_AT_MOST = 14
_BY_CODE, _BY_PLACE = 2, 1
_FLAT = 3


@dataclass(frozen=True, slots=True)
class _Edge:
    """`alone`: by place, under one item only."""

    inner: Shape
    weight: int
    alone: bool = False


@dataclass(slots=True)
class _Nest:
    """How the items of one shape stand after those of another."""

    total: int = 0
    by_code: int = 0
    after: int = 0
    parents: int = 0
    starts: int = 0


def find_family(items: Sequence[Item]) -> list[Shape]:
    """The shapes of the levels, the outer first; [] where no line is an item of an outline."""
    counts = Counter(item.shape for item in items)
    shapes = [shape for shape, _ in counts.most_common(_SHAPES_AT_MOST)]
    owners = _owners(items)
    edges: dict[Shape, list[_Edge]] = {shape: [] for shape in shapes}
    for outer in shapes:
        for inner in shapes:
            if outer != inner and (edge := _edge(outer, inner, items, owners)):
                edges[outer].append(edge)
    chains = [_best(shape, edges, (shape,), counts[shape]) for shape in shapes]
    # A list that nothing nests under is worth less than one with an inside: it may be an introduction.
    chains = [(score if len(chain) > 1 else score // _FLAT, chain) for score, chain in chains]
    chains = [chain for chain in chains if len(chain[1]) > 1 or chain[1][0][0] in ("code", "label")]
    return list(max(chains, key=lambda chain: chain[0])[1]) if chains else []


def _best(
    shape: Shape, edges: dict[Shape, list[_Edge]], path: tuple[Shape, ...], score: int
) -> tuple[int, tuple[Shape, ...]]:
    """The best chain that goes on from a shape: its score and its shapes.

    What nests by place under one item alone may be a section with all the plan in it: only deeper levels may.
    """
    best = (score, path)
    if len(path) < DEEPEST:
        for edge in edges[shape]:
            if edge.inner not in path and (len(path) > 1 or not edge.alone):
                found = _best(edge.inner, edges, (*path, edge.inner), score + edge.weight)
                best = max(best, found, key=lambda chain: chain[0])
    return best


def _owners(items: Sequence[Item]) -> list[Shape | None]:
    """For each item, the shape of the nearest one above whose code its own begins with."""
    last: dict[tuple[str, ...], Shape] = {}
    owners = []
    for item in items:
        owners.append(last.get(item.parts[:-1]) if len(item.parts) > 1 else None)
        last[item.parts] = item.shape
    return owners


def _edge(outer: Shape, inner: Shape, items: Sequence[Item], owners: Sequence[Shape | None]) -> _Edge | None:
    """What nesting one shape in another is worth; None where it is not consistent."""
    if not _may_nest(outer, inner):
        return None
    nest = _measure(outer, inner, items, owners)
    if nest.by_code * 2 >= nest.total:
        return _Edge(inner, nest.by_code * _BY_CODE)
    coded_apart = inner[0] == "code" and inner[1] > 1 and outer[0] != "heading"
    if coded_apart or nest.after * 10 < nest.total * 9 or nest.starts * 10 < nest.parents * 6:
        return None
    deeper = 0 < _depth(outer) < _depth(inner)
    return _Edge(inner, nest.after * _BY_PLACE, alone=nest.parents < 2 and not deeper)


def _depth(shape: Shape) -> int:
    """How deep in its list Word has it; 0 outside lists."""
    if shape[0] == "list":
        return shape[1]
    return shape[5] if shape[0] == "code" and shape[1] == 1 else 0


def _may_nest(outer: Shape, inner: Shape) -> bool:
    """Headings nest in headings above them only, and nothing but a deeper list nests in a list without codes."""
    if inner[0] == "heading":
        return outer[0] == "heading" and outer[1] < inner[1]
    if outer[0] == "list":
        return inner[0] == "list" and outer[1] < inner[1]
    return True


def _measure(outer: Shape, inner: Shape, items: Sequence[Item], owners: Sequence[Shape | None]) -> _Nest:
    nest = _Nest()
    parent: Item | None = None
    has_children = False
    last = 0
    for item, owner in zip(items, owners, strict=True):
        if item.shape == outer:
            parent, has_children = item, False
        elif item.shape == inner:
            nest.total += 1
            if parent:
                nest.after += 1
                nest.by_code += owner == outer
                if not has_children:
                    nest.parents += 1
                    nest.starts += item.value in (0, 1, last + 1)
                has_children = True
            last = item.value
    return nest


def take(items: Sequence[Item], family: Sequence[Shape]) -> list[int | None]:
    """The level of each item in the family, from 0; None for what is no part of it.

    Where the outermost level starts again, only the rounds that something nests under are taken.
    """
    levels = [family.index(item.shape) if item.shape in family else None for item in items]
    rounds: list[list[int]] = []
    nested: list[bool] = []
    seen: set[tuple[str, ...]] = set()
    for place, (item, level) in enumerate(zip(items, levels, strict=True)):
        if level is None:
            continue
        if level == 0 and (not rounds or (item.parts and item.parts in seen)):
            rounds.append([])
            nested.append(False)
            seen = set()
        if level == 0:
            seen.add(item.parts)
        if not rounds:
            levels[place] = None
            continue
        rounds[-1].append(place)
        nested[-1] = nested[-1] or level > 0
    for places, is_nested in zip(rounds, nested, strict=True):
        if not is_nested and any(nested):
            for place in places:
                levels[place] = None
    return levels
