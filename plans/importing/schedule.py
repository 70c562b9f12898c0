"""A cronograma against the plan it belongs to: its marks are the months, and what differs is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from networks.sentences import gettext_noop
from plans.importing.cells import Table
from plans.importing.draft import (
    Discrepancy,
    DraftActivity,
    DraftEje,
    DraftObjective,
    Options,
    Where,
)
from plans.importing.grid import Grid
from plans.importing.items import Line, parts_of
from plans.importing.mapping import TableMapping
from plans.importing.marks import Marks
from plans.importing.numbering import Sequencer
from plans.importing.outline import Outline, build
from plans.importing.phrases import listed, short
from plans.importing.words import similar, split_code

_LEVELS = (("eje_code", "eje"), ("objective_code", "objective"), ("code", "activity"), ("", "sub_activity"))
_ALIKE = 0.8
_COMPARED_AT_MOST = 40_000
_SHOWN = 90

DIFFERS = gettext_noop("%(code)s: el cronograma dice «%(there)s» y el plan «%(here)s».")
PLAN_RULES = gettext_noop("Vale el texto del plan.")
OTHER_CODE = gettext_noop("«%(title)s» es %(there)s en el cronograma y %(here)s en el plan.")
CODE_RULES = gettext_noop("Vale el código del plan.")
MISSING = gettext_noop(
    "El cronograma tiene %(there)s líneas y el plan %(here)s. Sin línea en el cronograma: %(missing)s."
)
EXTRA = gettext_noop("El cronograma tiene %(there)s líneas y el plan %(here)s. Sin línea en el plan: %(extra)s.")
BOTH = gettext_noop(
    "El cronograma tiene %(there)s líneas y el plan %(here)s. Sin línea en el cronograma: %(missing)s. Sin línea "
    "en el plan: %(extra)s."
)
NO_MONTHS = gettext_noop("Lo que falta queda sin meses: márquelos en el plan.")
NOT_ADDED = gettext_noop("Las líneas que el plan no tiene no se agregan.")
UNMARKED = gettext_noop(
    "Las marcas de los meses no están en el archivo: todas las celdas del cronograma están vacías."
)
UNMARKED_PROPOSAL = gettext_noop("Las actividades quedan sin meses: márquelos en el plan.")
EJE_MARKS = gettext_noop("%(code)s tiene meses marcados en el cronograma y ninguna actividad que los lleve.")
EJE_MARKS_PROPOSAL = gettext_noop("No se importan: un %(eje)s no tiene meses, los tienen sus actividades.")


@dataclass(slots=True)
class ScheduleLine:
    """`marks` and `done` are months as «2012-03»."""

    code: str
    title: str
    where: Where
    role: str = "activity"
    marks: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @property
    def parts(self) -> tuple[str, ...]:
        return parts_of(self.code)


@dataclass(slots=True)
class _Node:
    """A line of the plan: `kind` is eje, objective, activity or sub_activity."""

    row: DraftEje | DraftObjective | DraftActivity
    kind: str
    eje: int


_Pair = tuple[ScheduleLine, "_Node | None"]


def read_lines(
    table: Table, mapping: TableMapping, options: Options
) -> tuple[list[ScheduleLine], list[Discrepancy]]:
    """The lines of a cronograma, and what its marks do not say. A row's marks belong to the innermost line it
    names, or to the one above when it names none («programado» and «ejecutado» in two rows)."""
    grid = Grid(table, mapping)
    marks = Marks(grid, options)
    lines: list[ScheduleLine] = []
    for row in grid.body:
        if grid.repeats_header(row):
            continue
        lines += _named_in(grid, row)
        if lines:
            marked = DraftActivity("", "")
            marks.read([row], marked)
            lines[-1].marks += marked.months
            lines[-1].done += marked.reported.done_months
    return lines, marks.unread()


def _named_in(grid: Grid, row: int) -> Iterator[ScheduleLine]:
    for code_role, role in _LEVELS:
        text = grid.text(row, role)
        if not text:
            continue
        code, title = split_code(text)
        own = grid.text(row, code_role).strip(" .)") if code_role else ""
        if own and not code:
            code, title = own, text
        yield ScheduleLine(code, title, replace(grid.where(row, role), code=code), role)


def shares(table: Table, mapping: TableMapping, ejes: Sequence[DraftEje], options: Options) -> int:
    """How many lines of the cronograma are lines of this plan, by code or by text."""
    lines, _ = read_lines(table, mapping, options)
    nodes = list(_nodes(ejes))
    texts = {similar(node.row.title) for node in nodes}
    codes = {parts_of(node.row.code) for node in nodes}
    return sum(similar(line.title) in texts or (bool(line.code) and line.parts in codes) for line in lines)


def apply(table: Table, mapping: TableMapping, ejes: Sequence[DraftEje], options: Options) -> list[Discrepancy]:
    """Sets the months of the plan's activities; tells texts and codes that differ and lines without their pair."""
    lines, found = read_lines(table, mapping, options)
    nodes = list(_nodes(ejes))
    pairs = _paired(lines, ejes)
    if not any(line.marks or line.done for line in lines):
        found.append(_unmarked(table))
    for line, node in pairs:
        if node:
            found += _differences(line, node)
            _mark(line, node)
    found += _eje_marks(pairs, options)
    found += _numbering(pairs)
    found += _counts(pairs, nodes, Where(sheet=table.sheet, table=table.number))
    return found


def _paired(lines: Sequence[ScheduleLine], ejes: Sequence[DraftEje]) -> list[_Pair]:
    matcher = _Matcher(list(_nodes(ejes)))
    return matcher.find_alike([(line, matcher.find(line)) for line in lines])


def _unmarked(table: Table) -> Discrepancy:
    where = Where(sheet=table.sheet, table=table.number)
    return Discrepancy("not_understood", where, UNMARKED, proposal=UNMARKED_PROPOSAL)


def plan(table: Table, mapping: TableMapping, levels: Sequence[str], options: Options) -> Outline:
    """A cronograma that is all there is of the plan: its codes give the levels, its marks the months."""
    lines, found = read_lines(table, mapping, options)
    texts = [f"{line.code}. {line.title}" if line.code else line.title for line in lines]
    outline = build(
        [Line(text, line.where) for text, line in zip(texts, lines, strict=True)],
        levels,
        options,
        short(table.title or table.sheet, 500),
    )
    for line, node in _paired(lines, outline.ejes):
        if node:
            _mark(line, node)
    if not any(line.marks or line.done for line in lines):
        found.append(_unmarked(table))
    outline.discrepancies += found
    return outline


def _nodes(ejes: Sequence[DraftEje]) -> Iterator[_Node]:
    for place, eje in enumerate(ejes):
        yield _Node(eje, "eje", place)
        for objective in eje.objectives:
            yield _Node(objective, "objective", place)
        for activity in eje.activities:
            for row in activity.walk():
                yield _Node(row, "activity" if row is activity else "sub_activity", place)


class _Matcher:
    """Lines of the cronograma to lines of the plan: by code, else by text, else by what is nearly the text."""

    def __init__(self, nodes: list[_Node]) -> None:
        self.nodes = nodes
        self.by_code: dict[tuple[str, ...], list[_Node]] = {}
        self.by_text: dict[str, list[_Node]] = {}
        for node in nodes:
            self.by_code.setdefault(parts_of(node.row.code), []).append(node)
            self.by_text.setdefault(similar(node.row.title), []).append(node)
        self.eje: int | None = None

    def find(self, line: ScheduleLine) -> _Node | None:
        text = similar(line.title)
        coded = self.by_code.get(line.parts, []) if line.code else []
        worded = self.by_text.get(text, [])
        both = [node for node in coded if node in worded]
        node = self._choose(both, line) or self._choose(worded, line) or self._choose(coded, line)
        if node and node.kind == "eje":
            self.eje = node.eje
        return node

    def _choose(self, nodes: list[_Node], line: ScheduleLine) -> _Node | None:
        """The only one, or the one of the eje the cronograma is in; the same letters in the same case first."""
        if len(nodes) < 2:
            return nodes[0] if nodes else None
        same = [node for node in nodes if node.row.code == line.code and line.code] or nodes
        here = [node for node in same if node.eje == self.eje]
        return (here or same)[0] if len(here or same) == 1 else None

    def find_alike(self, pairs: list[_Pair]) -> list[_Pair]:
        """Pairs what is left when the words are nearly the same."""
        taken = {id(node.row) for _, node in pairs if node}
        free = [node for node in self.nodes if id(node.row) not in taken]
        lonely = sum(node is None for _, node in pairs)
        if not free or lonely * len(free) > _COMPARED_AT_MOST:
            return pairs
        found = []
        for line, node in pairs:
            if node is None and (best := _most_alike(line, free)):
                free.remove(best)
                node = best
            found.append((line, node))
        return found


def _most_alike(line: ScheduleLine, nodes: Sequence[_Node]) -> _Node | None:
    matcher = SequenceMatcher(b=similar(line.title), autojunk=False)
    best, ratio = None, _ALIKE
    for node in nodes:
        matcher.set_seq1(similar(node.row.title))
        if matcher.quick_ratio() > ratio and matcher.ratio() > ratio:
            best, ratio = node, matcher.ratio()
    return best


def _differences(line: ScheduleLine, node: _Node) -> Iterator[Discrepancy]:
    where = replace(line.where, code=node.row.code)
    there, here = line.title, node.row.title
    if line.code and node.row.code and line.parts != parts_of(node.row.code)[-len(line.parts) :]:
        values = {"title": short(here), "there": line.code, "here": node.row.code}
        yield Discrepancy("text_differs", where, OTHER_CODE, values, line.code, node.row.code, proposal=CODE_RULES)
    cut = there.rstrip(" .").removesuffix("…")
    if similar(there) == similar(here) or (there.rstrip().endswith(("…", "...")) and _begins(here, cut)):
        return
    shown_there, shown_here = _around(there, here)
    values = {"code": node.row.code, "there": shown_there, "here": shown_here}
    yield Discrepancy("text_differs", where, DIFFERS, values, there, here, PLAN_RULES)


def _begins(text: str, start: str) -> bool:
    return similar(text).startswith(similar(start))


def _around(there: str, here: str) -> tuple[str, str]:
    """Both texts; of long ones, what differs with two words at each side."""
    if max(len(there), len(here)) <= _SHOWN:
        return there, here
    first, second = there.split(), here.split()
    start = next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if similar(a) != similar(b)),
        min(len(first), len(second)),
    )
    end = next(
        (
            n
            for n, (a, b) in enumerate(zip(reversed(first), reversed(second), strict=False))
            if similar(a) != similar(b)
        ),
        0,
    )
    end = min(end, len(first) - start, len(second) - start)

    def window(words: list[str]) -> str:
        low, high = max(start - 2, 0), min(len(words) - end + 2, len(words))
        shown = " ".join(words[low:high])
        return short(f"{'… ' if low else ''}{shown}{' …' if high < len(words) else ''}", 2 * _SHOWN)

    return window(first), window(second)


def _mark(line: ScheduleLine, node: _Node) -> None:
    if isinstance(node.row, DraftActivity):
        node.row.months = sorted({*node.row.months, *line.marks})
        node.row.reported.done_months = sorted({*node.row.reported.done_months, *line.done})


def _eje_marks(pairs: Sequence[_Pair], options: Options) -> Iterator[Discrepancy]:
    """Marks on an eje whose activities have none: they would be lost."""
    for line, node in pairs:
        if not node or isinstance(node.row, DraftActivity) or not (line.marks or line.done):
            continue
        if isinstance(node.row, DraftEje) and any(row.months for row in node.row.walk()):
            continue
        yield Discrepancy(
            "not_understood",
            replace(line.where, code=node.row.code),
            EJE_MARKS,
            {"code": node.row.code, "eje": options.eje_word},
            ", ".join(line.marks or line.done),
            proposal=EJE_MARKS_PROPOSAL,
        )


def _numbering(pairs: Sequence[_Pair]) -> Iterator[Discrepancy]:
    """Jumps inside the cronograma, among the lines that hang from the same one."""
    siblings: dict[tuple[object, ...], list[tuple[str, Where]]] = {}
    parents: dict[tuple[object, ...], str] = {}
    eje: int | None = None
    for line, node in pairs:
        if not line.code:
            continue
        if node:
            eje = node.eje
        kind = "eje" if (node.kind == "eje" if node else line.role == "eje") else "line"
        inside = eje if kind == "line" and len(line.parts) == 1 else None
        key = (kind, line.parts[:-1], inside)
        siblings.setdefault(key, []).append((line.code, line.where))
        parents.setdefault(key, ".".join(line.parts[:-1]))
    sequencer = Sequencer()
    for key, codes in siblings.items():
        yield from sequencer.check(codes, parents[key])


def _counts(pairs: Sequence[_Pair], nodes: Sequence[_Node], place: Where) -> Iterator[Discrepancy]:
    """Lines of one side that the other has not; a level the cronograma does not go down to is not missing."""
    matched = {id(node.row) for _, node in pairs if node}
    kinds = {node.kind for _, node in pairs if node}
    compared = [node for node in nodes if node.kind in kinds]
    missing = [node.row.code or short(node.row.title, 40) for node in compared if id(node.row) not in matched]
    extra = [line.code or short(line.title, 40) for line, node in pairs if not node]
    if not missing and not extra:
        return
    values = {
        "there": str(len(pairs)),
        "here": str(len(compared)),
        "missing": listed(missing),
        "extra": listed(extra),
    }
    text = BOTH if missing and extra else MISSING if missing else EXTRA
    yield Discrepancy(
        "count_mismatch",
        place,
        text,
        values,
        declared=values["there"],
        computed=values["here"],
        proposal=NO_MONTHS if missing else NOT_ADDED,
    )
