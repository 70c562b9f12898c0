"""The matrix: member × activity × period as a heat map, from the network to an eje, to an activity, to one entry.

Every figure is the roll-up's own. `Matrix` is what the page draws and what the workbook writes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from monitoring.matrix_cells import Cell
from monitoring.matrix_filter import ACTIVITY, EJE, MatrixFilter
from monitoring.matrix_links import CellLinks
from monitoring.models import Period
from monitoring.selectors import NetworkRollup, PlanRollup
from monitoring.selectors.matrix_records import periods_of, rolled_run
from networks.models import Member, MemberComparison, Network, User
from networks.permissions import is_only_technician, members_of

MEMBERS_PER_PAGE, ROWS_PER_PAGE = 25, 100


@dataclass(slots=True)
class Head:
    """A column's or a crumb's name; empty `url`: nothing nearer to see."""

    label: str
    url: str = ""


@dataclass(slots=True)
class Row:
    code: str
    title: str
    url: str
    cells: list[Cell | None]
    total: Cell | None = None
    is_total: bool = False


@dataclass(slots=True)
class Block:
    """The rows of a plan or of an eje, under its name; without a name where there is only one."""

    title: str
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Matrix:
    """`total_head` is empty where rows have no total. `crumbs` go from the network to what is shown."""

    level: str
    corner: str
    total_head: str
    columns: list[Head]
    blocks: list[Block]
    crumbs: list[Head]
    member_pages: Page
    row_pages: Page


class Asked:
    """What the matrix of a period is asked for by one person: its roll-ups are read once.

    Where the network keeps a member's figures to herself, a técnica sees her own beside the network's.
    """

    def __init__(self, network: Network, period: Period, query, user: User, today: datetime.date) -> None:
        self.network, self.period, self.user, self.today = network, period, user, today
        own_only = is_only_technician(user, network) and network.member_comparison == MemberComparison.OWN
        self._mine = members_of(user, network)
        self._visible = self._mine if own_only else None
        run = periods_of(network, period, query.get("desde", ""), query.get("hasta", ""))
        rolled = self._read(run, query)
        self.rolled = next(one for one in rolled if one.period.code == period.code)
        self.run = [one for one in rolled if one.period.pk in {each.pk for each in run}]
        self.filter = MatrixFilter(
            query,
            rolled=self.rolled,
            periods=periods_of(network, period),
            members=self.members,
            mine=self._mine,
        )

    def _read(self, run: list[Period], query) -> list[NetworkRollup]:
        """The run only where it is shown: its columns, or an activity."""
        shows_run = query.get("columnas") or query.get("actividad")
        periods = run if shows_run else []
        if all(one.code != self.period.code for one in periods):
            periods = [*periods, self.period]
        return rolled_run(self.network, periods)

    @property
    def members(self) -> list[Member]:
        shown = self.rolled.reporting_members
        return shown if self._visible is None else [one for one in shown if one.pk in self._visible]

    @cached_property
    def columns(self) -> list[Member | None]:
        """Who is shown, the network itself first where something is its own."""
        ours = self._visible is None or None in self._visible
        found: list[Member | None] = [None] if ours and self._has_own else []
        return [one for one in (*found, *self.members) if self.filter.takes_member(one)]

    @property
    def _has_own(self) -> bool:
        owed = any(None in members for members in self.rolled.obliged_by.values())
        return owed or bool(self.rolled.network_entries)

    @cached_property
    def links(self) -> CellLinks:
        return CellLinks([self.rolled, *self.run], self.user)

    @property
    def plans(self) -> list[PlanRollup]:
        return self.rolled.plans


def matrix_url(network: Network, period: Period, name: str = "matrix") -> str:
    return reverse(f"monitoring:{name}", kwargs={"slug": network.slug, "code": period.code})


def name_of(member: Member | None) -> str:
    return member.name if member else _("La red")


def period_heads(asked: Asked) -> list[Head]:
    """Each leads to its own matrix, as near as this one."""
    query = asked.filter.query(columnas="", desde="", hasta="")
    return [Head(one.period.code, matrix_url(asked.network, one.period) + query) for one in asked.run]


def crumbs(asked: Asked) -> list[Head]:
    chosen = asked.filter
    found = [Head(_("Toda la red"), matrix_url(asked.network, asked.period) + chosen.query(eje="", actividad=""))]
    if chosen.level == EJE and chosen.shown_eje is None:
        found.append(Head(_("Todas las actividades")))
    if eje := chosen.shown_eje:
        words = f"{capfirst(asked.network.eje_word)} {eje.code}"
        found.append(Head(words, chosen.query(eje=str(eje.lineage), actividad="")))
    if chosen.level == ACTIVITY:
        found.append(Head(chosen.shown_activity.code))
    found[-1].url = ""
    return found


def pages(rows: list, number: str | None, size: int, everything: bool) -> Page:
    """A page of them; the workbook takes all."""
    return Paginator(rows, max(len(rows), 1) if everything else size).get_page(number)
