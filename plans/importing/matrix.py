"""A table of a plan → its tree.

Rows are read in blocks: the row of an activity and those that go on with it. The ejes come from their column, from
title rows between, from totals of 100 that close a group, or from the table's own title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from plans.importing.aligning import HUNDRED, items, one, shares
from plans.importing.blocks import Block, BlockReader
from plans.importing.cells import Table
from plans.importing.draft import Discrepancy, DraftActivity, DraftEje, DraftObjective, Options
from plans.importing.fields import parse_line, parse_list, parse_objective, parse_text
from plans.importing.finishing import finish
from plans.importing.grid import Grid
from plans.importing.groups import find_groups
from plans.importing.headings import NONE
from plans.importing.mapping import TableMapping
from plans.importing.marks import Marks
from plans.importing.row_kinds import DATA, TITLE, TOTAL, RowKinds
from plans.importing.scales import column_scales, unscale
from plans.importing.table_levels import may_hang, under
from plans.importing.telling import FIRST_TAKE, GRAND_TOTAL, TOTALS_ARE_COMPUTED, Teller
from plans.importing.words import is_nothing, number, similar, split_code, split_weight
from plans.weights import quantize

_STEP = 250
_OF_EJE = ("eje_weight", "eje_goal", "eje_theme", "eje_functions")


@dataclass(slots=True)
class TableReading:
    """`roles` are those of the columns the table has; `last` is the activity that a next page may go on with."""

    ejes: list[DraftEje] = field(default_factory=list)
    roles: frozenset[str] = frozenset()
    discrepancies: list[Discrepancy] = field(default_factory=list)
    last: DraftActivity | None = None


def read_table(
    table: Table,
    mapping: TableMapping,
    options: Options,
    step: Callable[[int], None] | None = None,
    above: DraftActivity | None = None,
) -> TableReading:
    """Everything the table says, with whatever was not understood; codes are given where it has none.

    `step` is told, every few hundred rows, how many more have been read. `above` is the activity at the foot of
    the page before: products that come first, under no activity, are its.
    """
    return _Reader(Grid(table, mapping), options, above).read(step or (lambda rows: None))


class _Reader:
    def __init__(self, grid: Grid, options: Options, above: DraftActivity | None) -> None:
        self.grid, self.options, self.above, self.last = grid, options, above, above
        self.teller = Teller()
        self.kinds = RowKinds(grid)
        self.marks = Marks(grid, options)
        self.scales = {} if grid.exact else column_scales(grid)
        self.blocks = BlockReader(grid, options, self.teller, self.marks, self.scales)
        self.ejes: list[DraftEje] = []
        self.by_key: dict[str, DraftEje] = {}
        self.eje: DraftEje | None = None
        self.objective: int | None = None
        self.parents: list[DraftActivity] = []
        self.summed = self.since_total = Decimal(0)
        self.rows: list[int] = []
        self.role = "activity"
        self.titled_by_eje = False
        self.lines = [(row, self.kinds.kind(row)) for row in grid.body]
        self.groups = find_groups(grid, self.lines, self.scales.get("weight", 1))

    def read(self, step: Callable[[int], None]) -> TableReading:
        if self.groups.above:
            self._start_titled(*self.groups.above)
        for place, (row, kind) in enumerate(self.lines, start=1):
            if place % _STEP == 0:
                step(_STEP)
            if kind == DATA:
                self._data(row)
            elif kind in (TOTAL, TITLE):
                self._flush()
                self.last = None
                (self._total if kind == TOTAL else self._title)(row)
        self._flush()
        return self._reading()

    def _reading(self) -> TableReading:
        self.teller.discrepancies += unscale(self.grid, self.ejes, self.scales)
        finish(self.ejes, self.options, self.teller, exact=self.grid.exact)
        told = [row for row, kind in self.lines if kind in (DATA, TITLE, TOTAL)]
        skipped = frozenset() if self.marks.column is None else frozenset({self.marks.column})
        self.teller.discrepancies += self.grid.unread(told, skipped)
        self.teller.discrepancies += self.marks.unread()
        return TableReading(self.ejes, frozenset(self.grid.columns), self.teller.discrepancies, self.last)

    # -- rows ---------------------------------------------------------------------------------------------

    def _data(self, row: int) -> None:
        if self.grid.lines(row, "eje") or self.grid.lines(row, "eje_code"):
            self._eje_row(row)
        if self.eje is not None and any(self.grid.lines(row, role) for role in _OF_EJE):
            self._eje_fields(row)
        if self._repeats_activity(row):
            self.rows.append(row)
            return
        for role in ("activity", "sub_activity"):
            if self.grid.lines(row, role):
                self._flush()
                self.rows, self.role = [row], role
                if role == "activity" and self.grid.lines(row, "sub_activity"):
                    self._start_parents(row)
        if self.rows and self.rows[-1] == row:
            return
        if self._says_objective(row):
            self._flush()
            self._objective(row, 0)
        if self.rows:
            self.rows.append(row)
        else:
            self._orphan(row)

    def _says_objective(self, row: int) -> bool:
        """An objective that is not that of the activity at hand said again."""
        roles = ("objective_code", "objective")
        said = [self.grid.lines(row, role) for role in roles]
        if self.rows and said == [self.grid.lines(self.rows[0], role) for role in roles]:
            for role in roles:
                self.grid.use(row, role)
            return False
        return any(said)

    def _repeats_activity(self, row: int) -> bool:
        """The activity of the row above said again beside another product, as spreadsheets do."""
        if not self.rows or self.grid.exact or not self.grid.lines(row, "deliverable"):
            return False
        roles = ("code", "activity", "sub_activity", "objective")
        first = self.rows[0]
        said = [self.grid.lines(row, role) for role in roles]
        if not any(said[:3]) or said != [self.grid.lines(first, role) for role in roles]:
            return False
        for role in roles:
            self.grid.use(row, role)
        return True

    def _start_parents(self, row: int) -> None:
        """An activity whose first sub-activity stands in its own row: what the row says is the sub-activity's."""
        heads = self.blocks.heads(row, "activity")
        code, title = heads[0][0], " ".join(title for _, title in heads)
        if self.parents and (self.parents[0].code, self.parents[0].title) == (code, title):
            return
        activity = self.blocks.started(row, "activity", code, title)
        self._hang(Block([activity], [row]), row)
        self.rows = []

    def _orphan(self, row: int) -> None:
        """Products without an activity: what they leave behind is what is done."""
        if self.grid.lines(row, "deliverable"):
            goes_on = self.above is not None and not self.ejes and self.blocks.hanging.is_all(row)
            self.rows, self.role = [row], "above" if goes_on else "deliverable"

    def _flush(self) -> None:
        if not self.rows:
            return
        rows, self.rows = self.rows, []
        if self.role == "above":
            self.blocks.go_on(rows, self.above)
            return
        block = self.blocks.read(rows, self.role, self.summed)
        depth = self.kinds.depth(rows[0])
        if depth and may_hang([parent.code for parent in self.parents[:depth]], block.activities[0].code):
            block.depth = depth
        self._hang(block, rows[0])
        self._close(block)

    def _hang(self, block: Block, row: int) -> None:
        """Puts activities under their eje and objective, or under the activity above."""
        eje = self._current(row)
        self.last = block.activities[-1] if len(block.activities) == 1 else None
        if block.depth and self.parents:
            del self.parents[block.depth :]
            for activity in block.activities if row in self.kinds.levels else ():
                activity.code = under(self.parents[-1].code, activity.code)
            self.parents[-1].children += block.activities
            self.parents.append(block.activities[-1])
            return
        counts = self._objective(row, len(block.activities))
        for activity, objective in zip(block.activities, counts, strict=True):
            activity.objective = objective
        eje.activities += block.activities
        self.parents = block.activities[-1:]

    def _close(self, block: Block) -> None:
        self.summed += block.weights
        self.since_total += block.weights
        if self.eje is None:
            return
        if block.total is not None:
            self._declare("weight", block.total, self.grid.where(block.rows[0], "weight"))
        if block.earned_total is not None:
            self._declare("earned", block.earned_total, self.grid.where(block.rows[0], "earned"))
        if self.groups.closes and (block.total is not None or (self.groups.adds_up and self.summed == HUNDRED)):
            self._leave()

    def _leave(self) -> None:
        self.eje, self.objective, self.parents = None, None, []
        self.summed = self.since_total = Decimal(0)

    # -- ejes ---------------------------------------------------------------------------------------------

    def _current(self, row: int) -> DraftEje:
        if self.eje is None:
            self.eje = DraftEje(code="", title="", where=self.grid.where(row))
            self.ejes.append(self.eje)
        return self.eje

    def _eje_row(self, row: int) -> None:
        if self.grid.exact:
            code, title = self.grid.use_text(row, "eje_code"), parse_line(parse_text(self.grid.use(row, "eje")))
            key, weight = code, None
        else:
            text, weight = split_weight(one(self.grid.use(row, "eje")))
            given = self.grid.use_text(row, "eje_code").strip(" .):")
            code, title = (given, text) if given else split_code(text)
            if given and split_code(text)[0].casefold() == given.casefold():
                title = split_code(text)[1]
            title = title or code
            key = f"{code} {similar(title)}"
        self._enter(key, code, title, weight, row, "eje" if self.grid.lines(row, "eje") else "eje_code")

    def _enter(self, key: str, code: str, title: str, weight: Decimal | None, row: int, role: str) -> None:
        eje = self.by_key.get(key)
        if eje is not None and eje is self.eje:
            return
        self._flush()
        self._leave()
        self.last = None
        if eje is None:
            where = self.grid.where(row, role)
            eje = DraftEje(code, title, weight=None if weight is None else quantize(weight), where=where)
            if code:
                eje.places["eje_code"] = where
            self.by_key[key] = eje
            self.ejes.append(eje)
        self.eje = eje

    def _eje_fields(self, row: int) -> None:
        eje = self.eje
        for line in self.grid.use(row, "eje_weight"):
            value = number(line)
            weight = None if value is None else value * self.scales.get("eje_weight", 1)
            if weight is None or not 0 <= weight <= HUNDRED or eje.weight not in (None, quantize(weight)):
                self.teller.words(self.grid.where(row, "eje_weight"), line)
            else:
                eje.weight = quantize(weight)
                eje.places.setdefault("eje_weight", self.grid.where(row, "eje_weight"))
        goal = parse_text(self.grid.use(row, "eje_goal"))
        if goal and goal not in eje.goal:
            eje.goal = "\n".join(filter(None, (eje.goal, goal)))
        theme = parse_line(parse_text(self.grid.use(row, "eje_theme")))
        if eje.theme and theme and theme != eje.theme:
            self.teller.words(self.grid.where(row, "eje_theme"), theme)
        eje.theme = eje.theme or theme
        for words in parse_list("\n".join(self.grid.use(row, "eje_functions"))):
            if not words.isdecimal():
                self.teller.words(self.grid.where(row, "eje_functions"), words)
            elif int(words) not in eje.functions:
                eje.functions.append(int(words))

    def _start_titled(self, text: str, row: int | None) -> None:
        """The eje of a whole table, from the title above it or from its sheet's name."""
        title, weight = split_weight(text)
        code, title = split_code(title)
        self._enter(text, code, title, weight, row or 0, "")

    def _title(self, row: int) -> None:
        """A title between rows: the eje of those that follow, or an objective under an eje titled so too."""
        text = one(self.kinds.labels(row))
        given = ""
        if self.grid.lines(row, "code") and self.grid.lines(row, "activity"):
            given, text = self.grid.text(row, "code").strip(" .):"), one(self.grid.lines(row, "activity"))
        title, weight = split_weight(text)
        code, title = (given, title) if given else split_code(title)
        if self.kinds.levels.get(row, ("",))[0] == "objective":
            self._add_objective(code, title, row)
            return
        is_objective = similar(text).startswith("objetivo")
        if is_objective and self.eje is not None and self.titled_by_eje:
            self._add_objective(code, title, row)
            return
        self.titled_by_eje = not is_objective
        self._enter(f"{code} {similar(title)}", code, title, weight, row, "")
        self._title_figures(row)

    def _title_figures(self, row: int) -> None:
        where = self.grid.where(row, "weight")
        for line in self.grid.use(row, "weight"):
            value = (number(line) or Decimal(0)) * self.scales.get("weight", 1)
            if value == HUNDRED:
                self._declare("weight", value, where)
            elif 0 < value < HUNDRED and self.eje.weight is None:
                self.eje.weight = quantize(value)
                self.eje.places["eje_weight"] = where
            else:
                self.teller.words(where, line)
        self._eje_fields(row)

    # -- totals -------------------------------------------------------------------------------------------

    def _total(self, row: int) -> None:
        """Kept as declared. A subtotal that adds up says nothing new; a total when the eje already has its own is
        the whole document's, and is told."""
        eje = self.eje
        self.kinds.labels(row)
        since, self.since_total = self.since_total, Decimal(0)
        for role in ("weight", "earned"):
            for line in self.grid.use(row, role):
                value = (number(line) or Decimal(0)) * self.scales.get(role, 1)
                where = self.grid.where(row, role)
                if role == "weight" and value == since and value < HUNDRED and not self.groups.closes:
                    continue
                if eje is None or getattr(eje, f"declared_{role}") is not None:
                    self.teller.words(where, line, GRAND_TOTAL, TOTALS_ARE_COMPUTED)
                else:
                    self._declare(role, quantize(value), where)
        if self.groups.closes and eje is not None:
            self._leave()

    def _declare(self, role: str, value: Decimal, where: object) -> None:
        setattr(self.eje, f"declared_{role}", quantize(value))
        self.eje.places[f"declared_{role}"] = where

    # -- objectives ---------------------------------------------------------------------------------------

    def _objective(self, row: int, count: int) -> list[int | None]:
        """The objective of each of `count` activities of a row; new ones join the eje."""
        lines = self.grid.use(row, "objective")
        if self.grid.exact:
            code, text = self.grid.use_text(row, "objective_code"), parse_text(lines)
            if text == NONE or not (text or code):
                self.objective = None
            else:
                self._add_objective(code, parse_objective(text), row)
            return [self.objective] * count
        heads = self._objective_heads(row, lines, count)
        if not heads:
            if any(is_nothing(line) for line in self._raw(row, "objective")):
                self.objective = None
            return [self.objective] * count
        places = []
        for code, title in heads:
            self._add_objective(code, title, row)
            places.append(self.objective)
        if count and count % len(places):
            self.teller.count("objective", self.grid.where(row, "objective"), len(places), count, FIRST_TAKE)
        return [
            place for place, share in zip(places, shares(len(places), count), strict=True) for _ in range(share)
        ]

    def _objective_heads(self, row: int, lines: tuple[str, ...], count: int) -> list[tuple[str, str]]:
        """Code and title of each; a code by itself that is not the one at hand is its own title."""
        titles = items(lines, [count]) if count > 1 else [one(lines)] if lines else []
        codes = self.grid.use(row, "objective_code")
        if not titles:
            last = None if self.objective is None else self.eje.objectives[self.objective]
            code = one(codes)
            return [(code, code)] if code and (last is None or last.code != code) else []
        if len(codes) == len(titles):
            return list(zip(codes, titles, strict=True))
        for code in codes:
            self.teller.words(self.grid.where(row, "objective_code"), code)
        return [split_code(title) for title in titles]

    def _raw(self, row: int, role: str) -> Iterable[str]:
        cells = self.grid.table.rows[row]
        return (line for column in self.grid.columns.get(role, ()) for line in cells[column].lines)

    def _add_objective(self, code: str, title: str, row: int) -> None:
        """The objective of the row: the one at hand when it says the same again."""
        eje = self._current(row)
        if self.objective is not None:
            last = eje.objectives[self.objective]
            if (last.code, last.title) == (code, title):
                return
        eje.objectives.append(DraftObjective(code, title, self.grid.where(row, "objective")))
        self.objective = len(eje.objectives) - 1
        self.parents = []
