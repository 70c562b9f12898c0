"""Outlines without a table: letters and numbers, headings, lists → the tree of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from networks.sentences import gettext_noop
from plans.deadlines import parse
from plans.importing.cells import Document
from plans.importing.draft import (
    Discrepancy,
    DraftActivity,
    DraftDeliverable,
    DraftEje,
    DraftObjective,
    DraftParty,
    DraftVerification,
    Options,
    Where,
)
from plans.importing.families import find_family, take
from plans.importing.headings import normalised
from plans.importing.items import TOKEN, Item, Line, Shape, is_label, parts_of, read_items
from plans.importing.leftovers import NOT_IMPORTED, document_title, first_words, unread_paragraphs
from plans.importing.mapping import Mapping
from plans.importing.party_words import split_parties

DEFAULT_LEVELS = {
    1: ["activity"],
    2: ["eje", "activity"],
    3: ["eje", "activity", "sub_activity"],
    4: ["eje", "objective", "activity", "sub_activity"],
}
_FIELDS = {
    "plazo": "deadline",
    "fecha": "deadline",
    "responsable": "responsible",
    "apoyo": "support",
    "financiamiento": "funding",
    "producto": "deliverable",
    "medio de verificacion": "verification",
    "fuente de verificacion": "verification",
}
_NAMED = re.compile(
    r"(?:^|[\s.;,(\[–—-])(plazos?|fechas?|responsables?|apoyos?|financiamiento|productos?"
    r"|(?:medios?|fuentes?) de verificaci[oó]n)\s*:\s*",
    re.I,
)
_CONTINUES_AT_MOST = 300
ONE_LINE = gettext_noop("Una línea entre las del plan no se leyó como parte de él.")
ORPHAN = gettext_noop("%(code)s cuelga de %(parent)s, que no está: queda bajo %(under)s.")
ORPHAN_PROPOSAL = gettext_noop("Revise dónde va, o agregue %(parent)s.")


@dataclass(slots=True)
class Outline:
    """`taken` are the places of the lines that became part of the tree."""

    ejes: list[DraftEje] = field(default_factory=list)
    discrepancies: list[Discrepancy] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)


def read_outline(
    document: Document, mapping: Mapping, options: Options
) -> tuple[list[DraftEje], list[Discrepancy]]:
    """The ejes of the running text, and what was not taken: introductions, sections, lines that hang loose."""
    lines = lines_of(document)
    outline = build(lines, mapping.levels, options, document_title(document))
    taken = {lines[place].where.paragraph for place in outline.taken}
    loose = [
        line for place, line in enumerate(lines) if place not in outline.taken and line.where.paragraph in taken
    ]
    return outline.ejes, [*outline.discrepancies, *map(_loose, loose), *unread_paragraphs(document, taken)]


def _loose(line: Line) -> Discrepancy:
    return Discrepancy(
        "not_understood", line.where, ONE_LINE, declared=first_words([line.text]), proposal=NOT_IMPORTED
    )


def lines_of(document: Document) -> list[Line]:
    return [
        Line(
            text,
            Where(paragraph=paragraph.number),
            paragraph.heading,
            "" if place else paragraph.marker,
            0 if place else paragraph.level,
        )
        for paragraph in document.paragraphs
        for place, text in enumerate(paragraph.text.split("\n"))
    ]


def guess_levels(document: Document) -> list[str]:
    """What the levels of the running text may be, for her to confirm; [] where it is no outline.

    Three levels are eje, activity and sub-activity, unless the middle one says «objetivo» or nearly every line of
    it has others beneath: then it is an objective.
    """
    items = [item for item in read_items(lines_of(document)) if item]
    family = find_family(items)
    return levels_for(items, family)


def levels_for(items: Sequence[Item], family: Sequence[Shape]) -> list[str]:
    """The same of lines whose family is known."""
    levels = list(DEFAULT_LEVELS.get(len(family), []))
    if len(family) == 3:
        label = str(family[1][1]) if family[1][0] == "label" else ""
        places = [level for level in take(items, family) if level is not None]
        middle = [place for place, level in enumerate(places) if level == 1]
        with_children = sum(places[place + 1 : place + 2] == [2] for place in middle)
        if label.startswith("objetivo") or (not label and with_children * 10 >= len(middle) * 7):
            levels = ["eje", "objective", "activity"]
    return levels


def outline_roles(ejes: Sequence[DraftEje]) -> set[str]:
    """The roles that some line of the text has: what none has is not missing."""
    roles = {"eje", "activity"}
    for activity in (row for eje in ejes for row in eje.walk()):
        roles |= set(activity.places) - {"code"}
    return roles | ({"objective"} if any(eje.objectives for eje in ejes) else set())


def build(lines: Sequence[Line], levels: Sequence[str], options: Options, title: str) -> Outline:
    """The tree of the lines that follow one family of codes; `title` names an eje where the text has none."""
    items = read_items(lines)
    coded = [item for item in items if item]
    family = find_family(coded)
    level_of = iter(take(coded, family))
    builder = _Builder(list(levels), options, title)
    before: int | None = None
    for place, (line, item) in enumerate(zip(lines, items, strict=True)):
        level = next(level_of) if item else None
        if item and level is not None:
            builder.add(item, level)
        elif is_label(line.text) and builder.last is not None:
            pass
        elif before is None or before != place - 1 or not builder.continue_with(line, item):
            continue
        before = place
        builder.outline.taken.add(place)
    for eje in builder.outline.ejes:
        _tell_apart(eje)
    return builder.outline


class _Builder:
    """Places items one after another: under the one their code names, else under the last one above."""

    def __init__(self, levels: list[str], options: Options, title: str) -> None:
        self.levels = levels or DEFAULT_LEVELS[2]
        self.options = options
        self.title = title
        self.outline = Outline()
        self.eje: DraftEje | None = None
        self.objective: int | None = None
        self.by_level: dict[int, dict[tuple[str, ...], DraftActivity]] = {}
        self.last: DraftEje | DraftObjective | DraftActivity | None = None
        self.homes: dict[tuple[str, ...], DraftEje] = {}
        self.orphans: set[tuple[str, ...]] = set()

    def add(self, item: Item, level: int) -> None:
        role = self.levels[level] if level < len(self.levels) else "sub_activity"
        if role == "eje":
            self.last = self._add_eje(item.code, item.title, item.line.where)
            self.homes[item.parts] = self.last
        elif role == "objective":
            self.last = self._add_objective(item)
        else:
            self.last = self._add_activity(item, level, nested=role == "sub_activity")

    def _add_eje(self, given: str, title: str, where: Where) -> DraftEje:
        code = given or str(len(self.outline.ejes) + 1)
        where = replace(where, code=code)
        self.eje = DraftEje(code, title, where=where, places={"eje_code": where} if given else {})
        self.objective = None
        self.by_level = {}
        self.outline.ejes.append(self.eje)
        return self.eje

    def _current_eje(self, item: Item) -> DraftEje:
        """The eje its code names, when an item stands under another; one made for those that have none."""
        home = next((self.homes[item.parts[:n]] for n in (1, 2) if item.parts[:n] in self.homes), None)
        if home and home is not self.eje and len(item.parts) > 1:
            self.eje, self.objective, self.by_level = home, None, {}
        eje = self.eje or self._add_eje("", self.title, item.line.where)
        if home is None and len(item.parts) > 1 and "eje_code" in eje.places:
            self._tell_orphan(item, item.parts[:1], eje.code)
        return eje

    def _add_objective(self, item: Item) -> DraftObjective:
        eje = self._current_eje(item)
        code = item.code or f"{eje.code}.{len(eje.objectives) + 1}"
        objective = DraftObjective(code, item.title, replace(item.line.where, code=code))
        self.objective = len(eje.objectives)
        self.by_level = {}
        eje.objectives.append(objective)
        return objective

    def _add_activity(self, item: Item, level: int, *, nested: bool) -> DraftActivity:
        eje = self._current_eje(item)
        parent = self._parent(item, level) if nested else None
        siblings = parent.children if parent else eje.activities
        code = item.code
        if not code:
            code = f"{parent.code if parent else eje.code}.{len(siblings) + 1}"
        elif parent and len(item.parts) == 1:
            code = f"{parent.code}.{code}"
        where = replace(item.line.where, code=code)
        objective = None if parent else self._objective_of(item, eje)
        activity = DraftActivity(code, "", objective=objective, where=where, places={"code": where})
        siblings.append(activity)
        self.by_level.setdefault(level, {})[item.parts] = activity
        self._fill(activity, item.title, is_title=True)
        return activity

    def _objective_of(self, item: Item, eje: DraftEje) -> int | None:
        """The one its code names, else the last one above."""
        codes = [parts_of(objective.code) for objective in eje.objectives]
        return codes.index(item.parts[:-1]) if item.parts[:-1] in codes else self.objective

    def _parent(self, item: Item, level: int) -> DraftActivity | None:
        above = self.by_level.get(level - 1) or next(
            (self.by_level[known] for known in sorted(self.by_level, reverse=True) if known < level), {}
        )
        if not above:
            return None
        last = list(above.values())[-1]
        if len(item.parts) == 1 or item.parts[:-1] in above:
            return above.get(item.parts[:-1], last)
        if item.parts[: len(parts_of(last.code))] != parts_of(last.code):
            self._tell_orphan(item, item.parts[:-1], last.code)
        return last

    def _tell_orphan(self, item: Item, parent: tuple[str, ...], under: str) -> None:
        """Once for each line that is not there, at the first that hangs from it."""
        if parent in self.orphans:
            return
        self.orphans.add(parent)
        end = list(TOKEN.finditer(item.code))[len(parent) - 1].end()
        values = {"code": item.code, "parent": item.code[:end], "under": under}
        where = replace(item.line.where, code=item.code)
        self.outline.discrepancies.append(
            Discrepancy("numbering_gap", where, ORPHAN, values, item.code, values["parent"], ORPHAN_PROPOSAL)
        )

    # -- lines without a code -------------------------------------------------------------------------------------

    def continue_with(self, line: Line, item: Item | None) -> bool:
        """Whether the line goes on with the one above: «Plazo: …», or the rest of a sentence."""
        if self.last is None or line.heading or (item and item.code):
            return False
        if _NAMED.match(line.text):
            return self._fill(self.last, line.text, is_title=False)
        if item or len(line.text) > _CONTINUES_AT_MOST or not _goes_on(self.last.title, line.text):
            return False
        self.last.title = f"{self.last.title} {line.text}"
        return True

    def _fill(self, row: DraftEje | DraftObjective | DraftActivity, text: str, *, is_title: bool) -> bool:
        """Sets the title and the fields named in the text; False where the row has no place for them."""
        pieces = _NAMED.split(text)
        if is_title:
            row.title = (pieces[0].rstrip(" ,;([–—-") if len(pieces) > 1 else "") or text.strip()
        if isinstance(row, DraftActivity):
            for name, words in zip(pieces[1::2], pieces[2::2], strict=True):
                self._set(row, _FIELDS[_singular(name)], words.strip(" ;)]"))
            return True
        return is_title

    def _set(self, row: DraftActivity, role: str, words: str) -> None:
        words = words.removesuffix(".") if role == "deadline" else words
        if not words:
            return
        row.places[role] = row.where
        if role == "deadline":
            row.deadline = parse(words, self.options.first_year)
        elif role == "deliverable":
            row.deliverables.append(DraftDeliverable(words, where=row.where))
        elif role == "verification":
            row.verifications.append(DraftVerification(words, row.where))
        else:
            names = split_parties((words,))
            row.parties += [DraftParty(role, name, where=row.where) for name in names]


def _singular(name: str) -> str:
    return " ".join(word.removesuffix("s") for word in normalised(name).split())


def _goes_on(title: str, text: str) -> bool:
    """A line goes on with the title above when it opens in small letters, or the title ends in the middle."""
    return text[:1].islower() or title.rstrip()[-1:] in ",;:-–("


def _tell_apart(eje: DraftEje) -> None:
    """Where each objective numbers its own from 1, their codes take the objective's before them."""
    codes = [activity.code for activity in eje.activities]
    if len(set(codes)) == len(codes) or not eje.objectives:
        return
    for activity in eje.activities:
        if activity.objective is not None and len(parts_of(activity.code)) == 1:
            before = eje.objectives[activity.objective].code
            for row in activity.walk():
                row.code = f"{before}.{row.code}"
                row.where = replace(row.where, code=row.code)
