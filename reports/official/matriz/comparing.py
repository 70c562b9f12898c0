"""What changed from one version to the next, as far as the report speaks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from django.utils.translation import gettext as _

from plans.comparing import CHANGED, LineRow, versions_compared
from plans.comparison import ACTIVITY, DELIVERABLE
from reports.official.form import Scope
from reports.official.matriz.context import Change, ChangedGroup, ChangedLine, VersionChange
from reports.official.planned.reading import Ruled


def comparisons_of(ruled: Iterable[Ruled], scope: Scope) -> Iterator[VersionChange]:
    for _plan, own in groupby(ruled, key=lambda one: one.version.plan_id):
        for older, newer in pairwise(own):
            yield _comparison(older, newer, scope)


def _comparison(older: Ruled, newer: Ruled, scope: Scope) -> VersionChange:
    compared = versions_compared(older.version, newer.version)
    shown = _Shown(older, newer, scope)
    kept = [(section, [row for row in section.rows if shown.has(row)]) for section in compared.sections]
    told, plan = compared.comparison, newer.version.plan
    return VersionChange(
        plan=plan.slug,
        title=plan.title,
        older=older.version.number,
        newer=newer.version.number,
        activities=(shown.activities(older), shown.activities(newer)),
        products=(shown.products(older), shown.products(newer)),
        added=sum(shown.has_line(line) for line in told.added),
        removed=sum(shown.has_line(line) for line in told.removed),
        moved=sum(shown.has_line(move.line) for move in told.moved),
        changed=sum(CHANGED in row.kinds for _section, rows in kept for row in rows),
        groups=tuple(
            ChangedGroup(code=section.code, title=section.title, rows=tuple(shown.row(row) for row in rows))
            for section, rows in kept
            if rows
        ),
    )


class _Shown:
    """Which lines the report speaks of; a member's says nothing of the deadlines that others set."""

    def __init__(self, older: Ruled, newer: Ruled, scope: Scope) -> None:
        self.scope = scope
        self.codes = {row.code for one in (older, newer) for row in one.tree.walk() if row.pk in one.shown}
        self.others = _("Plazos propios") if scope.member else None

    def has(self, row: LineRow) -> bool:
        return self.has_line(row.line) and (bool(self._fields(row)) or not row.fields)

    def has_line(self, line) -> bool:
        if self.scope.eje not in (None, line.eje):
            return False
        if self.scope.member is None:
            return True
        return line.level in (ACTIVITY, DELIVERABLE) and line.code in self.codes

    def _fields(self, row: LineRow):
        return [field for field in row.fields if field.label != self.others]

    def row(self, row: LineRow) -> ChangedLine:
        return ChangedLine(
            code=row.line.code,
            level=row.level,
            title=row.line.title,
            kinds=tuple(word for _kind, word in row.labels),
            changes=tuple(
                Change(label=str(field.label), before=field.before or None, after=field.after or None)
                for field in self._fields(row)
            ),
        )

    def activities(self, one: Ruled) -> int:
        return len(one.shown)

    def products(self, one: Ruled) -> int:
        return sum(len(row.deliverables) for row in one.tree.walk() if row.pk in one.shown)
