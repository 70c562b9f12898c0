"""The three levels of the matrix: ejes of the network, activities of an eje, members of an activity."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from monitoring.figures import GroupFigure, LeafFigure, PlanFigure
from monitoring.matrix import (
    MEMBERS_PER_PAGE,
    ROWS_PER_PAGE,
    Asked,
    Block,
    Head,
    Matrix,
    Row,
    crumbs,
    name_of,
    pages,
    period_heads,
)
from monitoring.matrix_cells import Cell, count_cell, entry_cell, figure_cell
from monitoring.matrix_filter import ACTIVITY, EJE, NETWORK
from monitoring.selectors import NetworkRollup, PlannedActivity, PlannedEje, PlanRollup
from monitoring.selectors.matrix_records import Cells, cells_of, own_figure
from monitoring.states import state_of
from networks.models import Member
from networks.models.directory import THE_NETWORK

Activities = Sequence[PlannedActivity]


def build_matrix(
    asked: Asked, page: str | None = None, member_page: str | None = None, *, everything: bool = False
) -> Matrix:
    """`everything`: all the pages as one."""
    kind = {NETWORK: _NetworkLevel, EJE: _EjeLevel, ACTIVITY: _ActivityLevel}[asked.filter.level]
    return kind(asked, page, member_page, everything).build()


class _Level:
    """What the levels share. With `by_period` the columns are periods, the cells everybody's or one member's."""

    level: ClassVar[str]

    def __init__(self, asked: Asked, page: str | None, member_page: str | None, everything: bool) -> None:
        self.asked, self.filter = asked, asked.filter
        self.by_period = asked.filter.by_period or self.level == ACTIVITY
        self.row_pages = pages(self.rows(), page, ROWS_PER_PAGE, everything)
        columns = [] if self.by_period else asked.columns
        self.member_pages = pages(columns, member_page, MEMBERS_PER_PAGE, everything)

    # -- what each level says of itself

    def rows(self) -> list[Any]:
        raise NotImplementedError

    def corner(self) -> str:
        raise NotImplementedError

    def blocks(self) -> list[Block]:
        raise NotImplementedError

    def lineages(self) -> list[uuid.UUID]:
        raise NotImplementedError

    # -- what they share

    @property
    def rolled(self) -> list[NetworkRollup]:
        return self.asked.run if self.by_period else [self.asked.rolled]

    @cached_property
    def has_one(self) -> bool:
        return self.filter.one_member and bool(self.asked.columns)

    @cached_property
    def members(self) -> list[Member | None]:
        """Whose entries are read: by periods those of one member, or all where they are counted."""
        if not self.by_period:
            return list(self.member_pages)
        if self.has_one:
            return self.asked.columns[:1]
        return self.asked.columns if self.filter.narrows_cells and not self.is_too_large else []

    @cached_property
    def is_too_large(self) -> bool:
        """Counting every entry of several large periods is not done: one member at a time."""
        return self.by_period and not self.has_one and any(one.is_large for one in self.rolled)

    @cached_property
    def entries(self) -> dict[int | None, Cells]:
        return cells_of(self.rolled, self.lineages(), [member and member.pk for member in self.members])

    def build(self) -> Matrix:
        return Matrix(
            level=self.level,
            corner=self.corner(),
            total_head=self.total_head(),
            columns=self.columns(),
            blocks=self.blocks(),
            crumbs=crumbs(self.asked),
            member_pages=self.member_pages,
            row_pages=self.row_pages,
        )

    def columns(self) -> list[Head]:
        if self.by_period:
            return period_heads(self.asked)
        if self.filter.one_member:
            return [Head(name_of(one)) for one in self.members]
        return [Head(name_of(one), self.filter.query(integrante=_code(one))) for one in self.members]

    def total_head(self) -> str:
        return "" if self.by_period or self.filter.narrows_cells else _("Toda la red")

    def entry(self, rolled: NetworkRollup, activity: PlannedActivity, member: Member | None) -> Cell | None:
        """The cell of one entry; None where none is asked and none was made, or the filter leaves it out."""
        at = activity.lineage, member and member.pk
        entry, owed = self.entries[rolled.period.pk].get(at), rolled.owes(*at)
        if entry is None and not owed:
            return None
        period = rolled.period
        state = state_of(entry and entry.review_state, period.due_on, self.asked.today, closed=period.is_closed)
        if not self.filter.takes((entry and entry.status) or "", state):
            return None
        due_on = activity.due_on(at[1]) if owed else None
        url = self.asked.links.to(period, activity.lineage, member, entry)
        return entry_cell(entry, state, due_on, self.asked.today, url)

    def counted(self, rolled: NetworkRollup, activities: Activities, members: Sequence, url: str) -> Cell | None:
        """How many of what these members owe of these activities are as the filter wants them."""
        owed = [(a, m) for a in activities for m in members if rolled.owes(a.lineage, m and m.pk)]
        return count_cell(sum(self.entry(rolled, *one) is not None for one in owed), len(owed), url)


class _NetworkLevel(_Level):
    """Ejes × members, or × periods: how much of each was met, and how many reported."""

    level = NETWORK

    def rows(self) -> list[tuple[PlanRollup, PlannedEje]]:
        return [(plan, eje) for plan in self.asked.plans for eje in plan.planned.ejes]

    def corner(self) -> str:
        return capfirst(self.asked.network.eje_word)

    def lineages(self) -> list[uuid.UUID]:
        return list({lineage for one in self.rolled for lineage in one.by_lineage})

    def blocks(self) -> list[Block]:
        found: dict[int, Block] = {}
        for plan, eje in self.row_pages:
            block = found.setdefault(plan.plan.pk, Block(plan.plan.title))
            block.rows.append(self._row(plan, eje))
        if not self.filter.narrows_cells:
            for plan in self.asked.plans:
                if plan.plan.pk in found:
                    found[plan.plan.pk].rows.append(self._whole(plan))
        return list(found.values())

    def _row(self, plan: PlanRollup, eje: PlannedEje) -> Row:
        url = self.filter.query(eje=str(eje.lineage))
        if self.by_period:
            return Row(eje.code, eje.title, url, [self._in_period(one, plan, eje, url) for one in self.rolled])
        cells = [self._of_member(plan, eje, member) for member in self.members]
        return Row(eje.code, eje.title, url, cells, _of_group(plan.eje(eje.lineage), url))

    def _whole(self, plan: PlanRollup) -> Row:
        title = _("Todo el plan")
        if not self.by_period:
            cells = [_of_plan(plan.members.get(member and member.pk)) for member in self.members]
            return Row("", title, "", cells, _of_plan(plan.figure), is_total=True)
        then = [_plan_in(rolled, plan) for rolled in self.rolled]
        return Row("", title, "", [_of_plan(self._figure(one)) if one else None for one in then], is_total=True)

    def _of_member(self, plan: PlanRollup, eje: PlannedEje, member: Member | None) -> Cell | None:
        url = self.filter.query(eje=str(eje.lineage), integrante=_code(member))
        if self.filter.narrows_cells:
            return self.counted(self.asked.rolled, plan.planned.of_eje(eje), [member], url)
        return _of_group(_group_of(plan.members.get(member and member.pk), eje), url)

    def _in_period(self, rolled: NetworkRollup, plan: PlanRollup, eje: PlannedEje, url: str) -> Cell | None:
        then = _plan_in(rolled, plan)
        if then is None or (self.filter.narrows_cells and self.is_too_large):
            return None
        if self.filter.narrows_cells:
            own = [one for one in then.planned.activities if one.eje.lineage == eje.lineage]
            return self.counted(rolled, own, self.members, url)
        return _of_group(_group_of(self._figure(then), eje), url)

    def _figure(self, then: PlanRollup) -> PlanFigure | None:
        """Of a plan in a period: everybody's, or the chosen member's."""
        if not self.has_one:
            return then.figure
        (member,) = self.members
        return own_figure(then, member and member.pk, self.entries[then.whole.period.pk])


class _EjeLevel(_Level):
    """Activities × members: what each reported; or × periods: how far each came."""

    level = EJE

    def rows(self) -> list[tuple[PlanRollup, PlannedActivity]]:
        return [
            (plan, one) for plan in self.asked.plans for one in self.filter.activities(plan) if self._shown(one)
        ]

    def _shown(self, activity: PlannedActivity) -> bool:
        """What nobody owes in the period is left out, but for a run of periods."""
        return self.by_period or bool(self.asked.rolled.obliged_by[activity.lineage])

    def corner(self) -> str:
        return capfirst(self.asked.network.activity_word)

    def lineages(self) -> list[uuid.UUID]:
        return [activity.lineage for _plan, activity in self.row_pages]

    def blocks(self) -> list[Block]:
        found: dict[int, Block] = {}
        for plan, activity in self.row_pages:
            title = f"{activity.eje.code}. {activity.eje.title}"
            found.setdefault(activity.eje.pk, Block(title)).rows.append(self._row(plan, activity))
        return list(found.values())

    def _row(self, plan: PlanRollup, activity: PlannedActivity) -> Row:
        url = self.filter.query(actividad=str(activity.lineage), columnas="")
        if self.by_period:
            cells = [self._in_period(one, activity, url) for one in self.rolled]
            return Row(activity.code, activity.title, url, cells)
        cells = [self.entry(self.asked.rolled, activity, member) for member in self.members]
        return Row(activity.code, activity.title, url, cells, _of_leaf(plan.leaves[activity.lineage], url))

    def _in_period(self, rolled: NetworkRollup, activity: PlannedActivity, url: str) -> Cell | None:
        then = rolled.by_lineage.get(activity.lineage)
        if then is None or (self.filter.narrows_cells and self.is_too_large):
            return None
        if self.has_one:
            return self.entry(rolled, then, self.members[0])
        if self.filter.narrows_cells:
            return self.counted(rolled, [then], self.members, url)
        return _of_leaf(_leaf_in(rolled, activity.lineage), url)


class _ActivityLevel(_Level):
    """Members × the periods of the run: what each reported of one activity."""

    level = ACTIVITY

    def rows(self) -> list[Member | None]:
        """Whom it is asked of in any of the periods, or who reported all the same."""
        lineage = self.filter.shown_activity.lineage
        return [one for one in self.asked.columns if self._has(lineage, one and one.pk)]

    def _has(self, lineage: uuid.UUID, member: int | None) -> bool:
        return any(
            one.owes(lineage, member) or (not one.is_large and (lineage, member) in one.entries)
            for one in self.asked.run
        )

    def corner(self) -> str:
        return capfirst(self.asked.network.member_word)

    def lineages(self) -> list[uuid.UUID]:
        return [self.filter.shown_activity.lineage]

    @cached_property
    def members(self) -> list[Member | None]:
        return list(self.row_pages)

    def blocks(self) -> list[Block]:
        activity = self.filter.shown_activity
        block = Block(f"{activity.code} {activity.title}")
        if not self.filter.narrows_cells:
            whole = [_of_leaf(_leaf_in(one, activity.lineage)) for one in self.rolled]
            block.rows.append(Row("", _("Toda la red"), "", whole, is_total=True))
        for member in self.members:
            cells = [self._cell(one, member) for one in self.rolled]
            if any(cells) or not self.filter.narrows_cells:
                block.rows.append(Row("", name_of(member), "", cells))
        return [block]

    def _cell(self, rolled: NetworkRollup, member: Member | None) -> Cell | None:
        then = rolled.by_lineage.get(self.filter.shown_activity.lineage)
        return self.entry(rolled, then, member) if then else None


# -- the roll-up's figures as cells ---------------------------------------------------------------------------


def _code(member: Member | None) -> str:
    return member.code if member else THE_NETWORK


def _plan_in(rolled: NetworkRollup, plan: PlanRollup) -> PlanRollup | None:
    """The same plan as it ruled in another period."""
    return next((one for one in rolled.plans if one.plan.pk == plan.plan.pk), None)


def _group_of(figure: PlanFigure | None, eje: PlannedEje) -> GroupFigure | None:
    return next((group for group in figure.groups if group.key == eje.lineage), None) if figure else None


def _leaf_in(rolled: NetworkRollup, lineage: uuid.UUID) -> LeafFigure | None:
    return next((plan.leaves[lineage] for plan in rolled.plans if lineage in plan.leaves), None)


def _of_group(figure: GroupFigure | None, url: str = "") -> Cell | None:
    if figure is None:
        return None
    return figure_cell(figure.percent, figure.reported, figure.obliged, figure.ceiling is not None, url)


def _of_plan(figure: PlanFigure | None) -> Cell | None:
    if figure is None:
        return None
    return figure_cell(figure.earned, figure.reported, figure.obliged, figure.ceiling is not None)


def _of_leaf(figure: LeafFigure | None, url: str = "") -> Cell | None:
    if figure is None:
        return None
    percent = None if figure.share is None else figure.share * 100
    return figure_cell(percent, figure.reported, figure.obliged, bool(figure.applicable), url)
