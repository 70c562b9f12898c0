"""The rows of one activity, or of several told in the same cells, as activities of the draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from plans.importing.aligning import HUNDRED, Figures, items, one, read_figures, read_statuses
from plans.importing.draft import DraftActivity, Options, Where
from plans.importing.fields import parse_line, parse_sub_title, parse_text
from plans.importing.grid import Grid
from plans.importing.hanging import Hanging
from plans.importing.marks import Marks
from plans.importing.telling import Teller
from plans.importing.ticks import Ticks
from plans.importing.words import number, read_status, split_code
from plans.weights import quantize


@dataclass(slots=True)
class Block:
    """`activities` in order; `depth` is 0 for activities, 1 for sub-activities, 2 under them. `total` and
    `earned_total` are those printed in its cells."""

    activities: list[DraftActivity]
    rows: list[int]
    depth: int = 0
    total: Decimal | None = None
    earned_total: Decimal | None = None
    weights: Decimal = field(default_factory=Decimal)


class BlockReader:
    """`scales` is 100 for columns written as fractions."""

    def __init__(self, grid: Grid, options: Options, teller: Teller, marks: Marks, scales: dict[str, int]) -> None:
        self.grid, self.options, self.teller, self.marks, self.scales = grid, options, teller, marks, scales
        self.hanging = Hanging(grid, options, teller)
        self.ticks = Ticks(grid, teller)

    def read(self, rows: list[int], role: str, before: Decimal) -> Block:
        """`before` is what the weights of the group's earlier rows add to."""
        first = rows[0]
        depth = 0
        if self.grid.exact:
            title, depth = self.exact_title(first, role)
            heads = [(self.grid.use_text(first, "code"), title)]
        else:
            heads = self.heads(first, role)
            depth = int(role == "sub_activity")
        block = Block([self.started(first, role, *head) for head in heads], rows, depth)
        self.read_weights(block, before)
        self.read_reported(block)
        self.hanging.read(rows, block.activities)
        for activity in block.activities:
            self.marks.read(rows, activity)
        return block

    def go_on(self, rows: list[int], activity: DraftActivity) -> None:
        """Products of an activity that stands at the foot of the page before."""
        self.hanging.read(rows, [activity], goes_on=True)
        self.marks.read(rows, activity)

    def exact_title(self, row: int, role: str) -> tuple[str, int]:
        lines = parse_text(self.grid.use(row, role))
        title, depth = parse_sub_title(lines) if role == "sub_activity" else (lines, 0)
        return parse_line(title), depth

    def started(self, row: int, role: str, code: str, title: str) -> DraftActivity:
        where = self.grid.where(row, role)
        places = {"activity": where}
        if code:
            places["code"] = self.grid.where(row, "code") if self.grid.has("code") else where
        return DraftActivity(code=code, title=title, where=where, places=places)

    # -- titles -------------------------------------------------------------------------------------------

    def heads(self, row: int, role: str) -> list[tuple[str, str]]:
        """Code and title of each activity of a row."""
        lines = self.grid.use(row, role)
        codes = self.grid.use(row, "code")
        titles = items(lines, self.expected(row)) if len(lines) > 1 else list(lines)
        if len(titles) > 1 and self.is_one(row, codes):
            titles = [one(lines)]
        if not self.grid.has("code"):
            return [split_code(title) for title in titles]
        if len(codes) != len(titles) and codes:
            self.teller.count("code", self.grid.where(row, "code"), len(codes), len(titles))
            for code in codes[len(titles) :]:
                self.teller.words(self.grid.where(row, "code"), code)
        given = [code.strip(" .):") for code in codes] + [""] * len(titles)
        heads = []
        for code, title in zip(given, titles, strict=False):
            own, rest = split_code(title)
            heads.append((code, rest if own.casefold() == code.casefold() else title) if code else (own, rest))
        return heads

    def expected(self, row: int) -> list[int]:
        """How many activities the cells beside speak of, the surest first."""
        counts = []
        weights = self.grid.lines(row, "weight")
        if weights:
            counts += [len(weights), len(weights) - 1] if number(weights[-1]) == HUNDRED else [len(weights)]
        for role in ("code", "deliverable", "deadline", "earned", "status"):
            if lines := self.grid.lines(row, role):
                counts.append(len(lines))
        return counts

    def is_one(self, row: int, codes: Sequence[str]) -> bool:
        """Several lines with one weight, or one code, are one activity told in several lines."""
        weights = [line for line in self.grid.lines(row, "weight") if number(line) is not None]
        return len(weights) == 1 or (not weights and len(codes) == 1)

    # -- figures ------------------------------------------------------------------------------------------

    def read_weights(self, block: Block, before: Decimal) -> None:
        row, count = block.rows[0], len(block.activities)
        figures = self.figures("weight", row, count, before)
        block.total = figures.total
        where = self.grid.where(row, "weight")
        for activity, value, words in zip(block.activities, figures.values, figures.words, strict=True):
            activity.weight = value
            if value is not None:
                activity.places["weight"] = where
                block.weights += value
            elif words:
                self.teller.words(where, words)

    def figures(self, role: str, row: int, count: int, before: Decimal = Decimal(0)) -> Figures:
        lines = self.grid.use(row, role)
        scale = self.scales.get(role, 1)
        figures = read_figures(
            lines, count, before, scale=scale, any_total=role == "earned" and not self.grid.exact
        )
        if figures.is_off:
            printed = len(lines) - (figures.total is not None)
            self.teller.count(role, self.grid.where(row, role), printed, count)
        for line in figures.rest:
            self.teller.words(self.grid.where(row, role), line)
        return figures

    # -- what was done ------------------------------------------------------------------------------------

    def read_reported(self, block: Block) -> None:
        row, activities = block.rows[0], block.activities
        self.read_status(row, activities)
        if len(activities) == 1:
            self.ticks.read(block.rows, activities[0])
        self.read_narratives(row, activities)
        if self.grid.has("earned"):
            earned = self.figures("earned", row, len(activities))
            block.earned_total = earned.total
            for activity, value, words in zip(activities, earned.values, earned.words, strict=True):
                activity.reported.earned, activity.reported.earned_text = value, words
                if value is not None or words:
                    activity.places["earned"] = self.grid.where(row, "earned")
                self.judge(activity)
        for later in block.rows[1:]:
            self.add_reported(row, later, activities[-1])

    def read_status(self, row: int, activities: list[DraftActivity]) -> None:
        lines = self.grid.use(row, "status")
        if lines:
            found = read_statuses(lines, len(activities))
            if found.is_off:
                self.teller.count("status", self.grid.where(row, "status"), len(lines), len(activities))
            for activity, (status, narrative) in zip(activities, found.values, strict=True):
                activity.reported.status, activity.reported.narrative = status, narrative
                activity.places["status"] = self.grid.where(row, "status")
        if self.grid.lines(row, "progress"):
            for activity, value, words in self.aligned("progress", row, activities):
                activity.reported.progress = value
                activity.places["progress"] = self.grid.where(row, "progress")
                if words:
                    self.teller.words(activity.places["progress"], words)

    def aligned(
        self, role: str, row: int, activities: list[DraftActivity]
    ) -> Iterable[tuple[DraftActivity, Decimal | None, str]]:
        figures = self.figures(role, row, len(activities))
        return zip(activities, figures.values, figures.words, strict=True)

    def read_narratives(self, row: int, activities: list[DraftActivity]) -> None:
        for role in ("narrative", "obstacles"):
            lines = self.grid.use(row, role)
            if not lines:
                continue
            texts = [parse_text(lines)] if len(activities) == 1 else items(lines, [len(activities)])
            if len(texts) > len(activities):
                texts = [*texts[: len(activities) - 1], "\n".join(texts[len(activities) - 1 :])]
            if len(texts) != len(activities) or (len(activities) > 1 and len(lines) != len(activities)):
                self.teller.count("narrative", self.grid.where(row, role), len(lines), len(activities))
            for activity, text in zip(activities, texts, strict=False):
                self.add_text(activity, role, text)
                activity.places[role] = self.grid.where(row, role)

    def add_text(self, activity: DraftActivity, role: str, text: str) -> None:
        said = getattr(activity.reported, role)
        setattr(activity.reported, role, "\n".join(part for part in (said, text) if part))

    def judge(self, activity: DraftActivity) -> None:
        """Where no word opens the narrative the earned column decides: a figure is cumplido, a word its status."""
        reported = activity.reported
        if reported.status or self.grid.exact:
            return
        if reported.earned_text and (word := read_status(reported.earned_text)):
            reported.status = word.status
        elif reported.earned:
            reported.status = "cumplido"
            partial = activity.weight and reported.earned < activity.weight
            if partial and self.options.earned_rule == "proportional":
                reported.status = "en_avance"
                reported.progress = reported.progress or quantize(100 * reported.earned / activity.weight)

    def add_reported(self, first: int, row: int, activity: DraftActivity) -> None:
        """A later row of the same activity adds to what the first one says; what it repeats is not told twice."""
        new = {
            role: lines
            for role in ("status", "narrative", "obstacles", "weight", "earned", "progress")
            if (lines := self.grid.use(row, role)) and lines != self.grid.lines(first, role)
        }
        status, narrative = read_statuses(new.get("status", ()), 1).values[0]
        if status and not activity.reported.status:
            activity.reported.status = status
            activity.places.setdefault("status", self.grid.where(row, "status"))
        self.add_text(activity, "narrative", narrative)
        for role in ("narrative", "obstacles"):
            self.add_text(activity, role, "\n".join(new.get(role, ())))
        for role in ("weight", "earned", "progress"):
            for line in new.get(role, ()):
                self.teller.words(self.grid.where(row, role), line)


def with_code(activity: DraftActivity) -> None:
    """Every place of an activity carries its code, once it has it."""
    coded: dict[tuple[int | None, ...], Where] = {}

    def place(where: Where) -> Where:
        key = where.table, where.row, where.column, where.paragraph
        if key not in coded:
            coded[key] = Where(where.sheet, *key, code=activity.code)
        return coded[key]

    hung = [*activity.verifications, *activity.parties, *activity.deliverables]
    for deliverable in activity.deliverables:
        hung += [*deliverable.verifications, *deliverable.parties]
    for thing in hung:
        thing.where = place(thing.where)
    activity.places = {role: place(where) for role, where in activity.places.items()}
    activity.where = place(activity.where)
