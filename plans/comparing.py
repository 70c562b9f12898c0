"""The comparison of two versions as people read it: by eje, line by line, the words that changed marked."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from networks.models import Network
from plans.comparison import ACTIVITY, DELIVERABLE, EJE, OBJECTIVE, Change, Comparison, Line, Value, compare
from plans.drafting import from_tree
from plans.models import Concern, PlanVersion
from plans.selectors import version_tree

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"
# A deadline is one thing to who reads it: its words and its dates.
DUE = ("due_text", "due_start", "due_end", "due_precision")
TOKENS = re.compile(r"\d+(?:[,./]\d+)+|\s+|\w+|[^\w\s]")
SAME, GONE, NEW = "same", "gone", "new"
Parts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field, as words: `before` and `after` whole, and cut in parts that are `same`, `gone` or `new`."""

    label: str
    before: str
    after: str
    before_parts: Parts
    after_parts: Parts


@dataclass(slots=True)
class LineRow:
    """`kinds` are what happened to it: added or removed alone, moved and changed maybe together."""

    line: Line
    level: str
    kinds: list[str] = field(default_factory=list)
    fields: list[FieldRow] = field(default_factory=list)

    @property
    def labels(self) -> list[tuple[str, str]]:
        said = {ADDED: _("añadida"), REMOVED: _("quitada"), MOVED: _("movida"), CHANGED: _("cambiada")}
        return [(kind, said[kind]) for kind in self.kinds]


@dataclass(slots=True)
class Section:
    """An eje with the lines of it that are not as they were."""

    code: str
    title: str
    rows: list[LineRow] = field(default_factory=list)


@dataclass(slots=True)
class Compared:
    """Two versions of a plan, the older first; `sections` hold only what changed."""

    older: PlanVersion
    newer: PlanVersion
    comparison: Comparison
    sections: list[Section]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Kind, word and how many lines; fields do not count, lines do."""
        changed = {id(row) for section in self.sections for row in section.rows if CHANGED in row.kinds}
        return [
            (ADDED, _("añadidas"), len(self.comparison.added)),
            (REMOVED, _("quitadas"), len(self.comparison.removed)),
            (MOVED, _("movidas"), len(self.comparison.moved)),
            (CHANGED, _("cambiadas"), len(changed)),
        ]


def versions_compared(older: PlanVersion, newer: PlanVersion) -> Compared:
    """Read both trees and compare them."""
    before, after = (from_tree(version_tree(version)) for version in (older, newer))
    found = compare(before, after)
    titles = {eje.code: eje.title for eje in (*before.ejes, *after.ejes)}
    order = [eje.code for eje in (*after.ejes, *before.ejes)]
    sections = _sections(found, older.plan.network)
    ordered = [
        Section(code, titles.get(code, ""), sections[code]) for code in dict.fromkeys(order) if code in sections
    ]
    return Compared(older, newer, found, ordered)


def _sections(found: Comparison, network: Network) -> dict[str, list[LineRow]]:
    """The rows of each eje, by its code: what was removed after the rest."""
    rows: dict[tuple, LineRow] = {}

    def row(line: Line, kind: str) -> LineRow:
        key = (line.level, id(line.node), kind == REMOVED)
        known = rows.setdefault(key, LineRow(line, level_word(line, network)))
        if kind not in known.kinds:
            known.kinds.append(kind)
        return known

    for line in found.added:
        row(line, ADDED)
    for move in found.moved:
        said = _field(_("Lugar"), move.before, move.after)
        row(move.line, MOVED).fields.append(said)
    for change in _merged(found.changed):
        row(change.line, CHANGED).fields.append(_told(change, network))
    for line in found.removed:
        row(line, REMOVED)
    sections: dict[str, list[LineRow]] = {}
    for one in sorted(rows.values(), key=_reading_order):
        sections.setdefault(one.line.eje, []).append(one)
    return sections


def _reading_order(row: LineRow) -> tuple:
    line = row.line
    depth = {EJE: 0, OBJECTIVE: 1, ACTIVITY: 2, DELIVERABLE: 2}[line.level]
    return (REMOVED in row.kinds, depth, _natural(line.code), line.number or 0)


def _natural(code: str) -> list[tuple[int, int, str]]:
    """«1.10» after «1.9»."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d+|\D+", code)]


def level_word(line: Line, network: Network) -> str:
    if line.level == DELIVERABLE:
        return _("producto %(n)s") % {"n": line.number}
    return {EJE: network.eje_word, OBJECTIVE: network.objective_word, ACTIVITY: network.activity_word}[line.level]


# -- fields ---------------------------------------------------------------------------------------------------


def _merged(changes: list[Change]) -> list[Change]:
    """A line's changes of deadline as one, in the place of the first."""
    kept, seen = [], set()
    for change in changes:
        key = id(change.line.node)
        if change.field in DUE:
            if key in seen:
                continue
            seen.add(key)
            change = Change(change.line, "due", _due(change.was), _due(change.line), change.was)
        kept.append(change)
    return kept


def _due(line: Line) -> str | None:
    """«Junio de 2012 (01/06/2012 – 30/06/2012)»."""
    deadline = line.node.deadline
    days = [f"{day:%d/%m/%Y}" for day in dict.fromkeys((deadline.start, deadline.end)) if day]
    if not days:
        return deadline.text or None
    return f"{deadline.text} ({' – '.join(days)})" if deadline.text else " – ".join(days)


def _told(change: Change, network: Network) -> FieldRow:
    label, say = _labels(network)[change.field]
    return _field(label, *(say(value) for value in (change.before, change.after)))


def _labels(network: Network) -> dict[str, tuple[str, Callable[[Value], str]]]:
    """The name of each field and how its values are said."""
    return {
        "code": (_("Código"), _plain),
        "title": (_("Título"), _plain),
        "weight": (_("Ponderación"), _percent),
        "goal": (_("Meta"), _plain),
        "theme": (_("Tema"), _plain),
        "functions": (_("Funciones"), _plain),
        "due": (_("Plazo"), _plain),
        "due_by_member": (_("Fecha de cada quien"), _yes),
        "own_dates": (_("Plazos propios"), _plain),
        "concerns": (_("A quién concierne"), lambda value: str(Concern(value).label) if value else ""),
        "members": (capfirst(network.member_word_plural), _plain),
        "months": (_("Cronograma"), _plain),
        "months_are_sample": (_("Cronograma de muestra"), _yes),
        "responsible": (_("Responsables"), _plain),
        "support": (_("Apoyo"), _plain),
        "funding": (_("Financiamiento"), _plain),
        "verification": (_("Medios de verificación"), _plain),
        "indicators": (_("Indicadores"), _plain),
        "themes": (_("Temas"), _plain),
        "notes": (_("Notas"), _plain),
    }


def _plain(value: Value) -> str:
    return "; ".join(value) if isinstance(value, list) else value or ""


def _percent(value: Value) -> str:
    return f"{number_format(value)} %" if value else ""


def _yes(value: Value) -> str:
    return _("Sí") if value else _("No")


def _field(label: str, before: str, after: str) -> FieldRow:
    return FieldRow(label, before, after, *parts(before, after))


def parts(before: str, after: str) -> tuple[Parts, Parts]:
    """Cut two wordings in what stayed and what did not, by words.

    >>> parts("informe trimestral", "informe semestral")[1]
    [('same', 'informe '), ('new', 'semestral')]
    """
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    left: Parts = []
    right: Parts = []
    for tag, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i < j:
            left.append((SAME if tag == "equal" else GONE, "".join(old[i:j])))
        if m < n:
            right.append((SAME if tag == "equal" else NEW, "".join(new[m:n])))
    return left, right


def file_stem(compared: Compared, today: datetime.date) -> str:
    plan = compared.newer.plan
    pair = f"v{compared.older.number}-v{compared.newer.number}"
    return f"comparacion-{plan.network.slug}-{plan.slug}-{pair}-{today:%Y%m%d}"
