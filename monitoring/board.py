"""The board of a period: activities × members, ready for a page, without asking the database cell by cell."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from monitoring.compliance import effective_earned
from monitoring.figures import GroupFigure, LeafFigure
from monitoring.filters import BoardFilter
from monitoring.labels import REVIEW_WORDS, SILENT_CSS, semaforo
from monitoring.models import Period
from monitoring.selectors import EntryRow, NetworkRollup, PlannedActivity, PlannedEje, PlanRollup
from networks.models import Member, PeriodKind, User
from networks.models.directory import THE_NETWORK
from networks.permissions import can_review_entry, can_write_entry
from plans.models import Party, PartyKind, PartyScope

MEMBERS_PER_PAGE = 25
ROWS_PER_PAGE = 100


@dataclass(slots=True)
class Cell:
    """Where a member stands with an activity. `word` says it all; `note` is the little that is shown beside;
    `declared` is given only where it is not what the report earns by itself."""

    url: str
    status: str
    css: str
    sign: str
    word: str
    note: str
    review_state: str
    is_owed: bool
    declared: Decimal | None


@dataclass(slots=True)
class Row:
    activity: PlannedActivity
    figure: LeafFigure
    due_on: datetime.date | None
    cells: list[Cell | None]


@dataclass(slots=True)
class EjeRows:
    """`declared` is given only where it is not the computed figure."""

    eje: PlannedEje
    figure: GroupFigure
    declared: Decimal | None
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class PlanBoard:
    plan: PlanRollup
    ejes: list[EjeRows]

    @property
    def rows(self) -> list[Row]:
        return [row for eje in self.ejes for row in eje.rows]


@dataclass(slots=True)
class Board:
    """`columns` are the members of this page, None for the network itself, which comes first."""

    plans: list[PlanBoard]
    columns: list[Member | None]
    member_pages: Page
    row_pages: Page
    not_due: int


def entry_url(base: str, lineage: uuid.UUID, member: Member | None, tail: str = "") -> str:
    """The page of an entry; `base` is the board's. A board writes thousands, and `reverse` is slow."""
    return f"{base}avances/{lineage}/{quote(member.code) if member else THE_NETWORK}/{tail}"


def responsible_by_activity(rolled: NetworkRollup) -> dict[int, set[str]]:
    """Who answers for each activity, as the plan names them; one query."""
    versions = [plan.version.pk for plan in rolled.plans]
    rows = Party.objects.filter(activity__eje__version__in=versions, kind=PartyKind.RESPONSIBLE).values_list(
        "activity_id", "words", "member__name", "organization__short_name", "organization__name", "scope"
    )
    scopes = {value: capfirst(label) for value, label in PartyScope.choices}
    found = defaultdict(set)
    for activity, words, member, short, name, scope in rows:
        found[activity].add(words or member or short or name or scopes[scope])
    return found


class BoardBuilder:
    """Puts a roll-up into rows and cells for one person on one day."""

    def __init__(self, rolled: NetworkRollup, chosen: BoardFilter, user: User, today: datetime.date) -> None:
        self.rolled, self.chosen, self.today = rolled, chosen, today
        self.bases = self._bases()
        self.reviews = can_review_entry(user, rolled.network)
        writers = [None, *rolled.members]
        self.writes = {member for member in writers if can_write_entry(user, rolled.network, member)}
        self.not_due = self._not_due()
        self.entries: dict = {}

    def _bases(self) -> dict[int | None, str]:
        """The address of each period's board: a year's board shows entries of its quarters or semesters, too."""
        rolled = self.rolled
        codes = {rolled.period.pk: rolled.period.code} if rolled.period.pk else {}
        others = set()
        if rolled.period.kind != PeriodKind.QUARTER and not rolled.is_large:
            others = {entry.period_id for entry in rolled.entries.values()} - set(codes)
        if others:
            codes |= dict(Period.objects.filter(pk__in=others).values_list("pk", "code"))
        return {
            pk: reverse("monitoring:period_detail", kwargs={"slug": rolled.network.slug, "code": code})
            for pk, code in codes.items()
        }

    def build(self, page: str | None, member_page: str | None) -> Board:
        members = [m for m in self.rolled.reporting_members if self.chosen.takes_member(m)]
        member_pages = Paginator(members, MEMBERS_PER_PAGE).get_page(member_page)
        columns: list[Member | None] = [None] if self.chosen.takes_member(None) else []
        columns += member_pages
        shown = [
            (plan, activity)
            for plan in self.rolled.plans
            for activity in plan.planned.activities
            if self._is_shown(activity)
        ]
        if self.chosen.narrows_cells:
            self.entries = self.rolled.entries
            shown = [pair for pair in shown if any(self._cells(pair[1], columns))]
        row_pages = Paginator(shown, ROWS_PER_PAGE).get_page(page)
        if not self.chosen.narrows_cells:
            lineages = [activity.lineage for _, activity in row_pages]
            self.entries = self.rolled.entries_at(lineages, [member and member.pk for member in columns])
        rows = [self._row(plan, activity, columns) for plan, activity in row_pages]
        return Board(self._plans(rows), columns, member_pages, row_pages, len(self.not_due))

    def _not_due(self) -> set[uuid.UUID]:
        """What nobody owes in the period, nor reported all the same."""
        rolled = self.rolled
        extra = {entry.activity_lineage for entry in rolled.network_entries}
        extra |= {one.entry.activity_lineage for one in rolled.outside}
        return {lineage for lineage, members in rolled.obliged_by.items() if not members} - extra

    def _plans(self, rows: list[Row]) -> list[PlanBoard]:
        by_eje = defaultdict(list)
        for row in rows:
            by_eje[row.activity.eje.pk].append(row)
        boards = []
        for plan in self.rolled.plans:
            ejes = [
                EjeRows(eje, plan.eje(eje.lineage), declared_eje(plan, eje), by_eje[eje.pk])
                for eje in plan.planned.ejes
                if by_eje[eje.pk]
            ]
            if ejes:
                boards.append(PlanBoard(plan, ejes))
        return boards

    def _is_shown(self, activity: PlannedActivity) -> bool:
        if activity.lineage in self.not_due and not self.chosen.shows_not_due:
            return False
        return self.chosen.takes_activity(activity)

    def _row(self, plan: PlanRollup, activity: PlannedActivity, columns: list[Member | None]) -> Row:
        cells = self._cells(activity, columns)
        return Row(activity, plan.leaves[activity.lineage], activity.due_on(), cells)

    def _cells(self, activity: PlannedActivity, columns: list[Member | None]) -> list[Cell | None]:
        cells = [self._cell(activity, member) for member in columns]
        if not self.chosen.narrows_cells:
            return cells
        return [cell if cell and self.chosen.takes_cell(cell) else None for cell in cells]

    def _cell(self, activity: PlannedActivity, member: Member | None) -> Cell | None:
        member_id = member and member.pk
        entry = self.entries.get((activity.lineage, member_id))
        is_owed = self.rolled.owes(activity.lineage, member_id)
        if entry is None and not is_owed:
            return self._consolidated(activity) if member is None else None
        shown = semaforo(entry and entry.status, activity.due_on(member_id) if is_owed else None, self.today)
        return Cell(
            url=self._url(activity, member, entry),
            status=(entry and entry.status) or SILENT_CSS,
            css=shown.css,
            sign=shown.sign,
            word=self._word(shown.word, entry),
            note=self._note(entry),
            review_state=entry.review_state if entry else "",
            is_owed=is_owed,
            declared=self._declared(activity, entry),
        )

    def _consolidated(self, activity: PlannedActivity) -> Cell | None:
        """The way to the network's own record of what its members owe, for whoever may write it."""
        period = self.rolled.period
        owed = self.rolled.obliged_by[activity.lineage]
        if not owed or None not in self.writes or period.pk is None or period.is_over or self.chosen.narrows_cells:
            return None
        word = _("Informar el consolidado de la red")
        return Cell(self._url(activity, None, None), "", "add", "+", word, "", "", False, None)

    def _declared(self, activity: PlannedActivity, entry: EntryRow | None) -> Decimal | None:
        if entry is None or entry.declared_earned is None or not entry.status:
            return None
        weight = Decimal(100) if activity.weight is None else activity.weight
        earned = effective_earned(weight, entry.status, entry.progress, self.rolled.network.earned_rule)
        return None if entry.declared_earned == earned else entry.declared_earned

    def _url(self, activity: PlannedActivity, member: Member | None, entry: EntryRow | None) -> str:
        """Straight to the form for whoever may still write there; empty where there is nothing to open."""
        period = self.rolled.period
        base = self.bases.get(entry.period_id if entry else period.pk)
        if base is None:
            return ""
        open_to_write = entry is None or entry.review_state in ("draft", "returned")
        writes = (member and member.pk) in self.writes and not period.is_over
        return entry_url(base, activity.lineage, member, "" if open_to_write and writes else "ver/")

    def _word(self, word: str, entry: EntryRow | None) -> str:
        if entry is None:
            return word
        progress = f" {_percent(entry.progress)}" if entry.progress is not None else ""
        return f"{word}{progress} ({REVIEW_WORDS[entry.review_state]})"

    def _note(self, entry: EntryRow | None) -> str:
        if entry is None:
            return ""
        if entry.review_state in ("draft", "returned"):
            return str(REVIEW_WORDS[entry.review_state])
        if entry.status == "en_avance" and entry.progress is not None:
            return _percent(entry.progress)
        return ""


def declared_eje(plan: PlanRollup, eje: PlannedEje) -> Decimal | None:
    declared = plan.declared.get(eje.lineage)
    return declared if declared is not None and declared != plan.eje(eje.lineage).earned else None


@dataclass(frozen=True, slots=True)
class EjeLine:
    """A line of «Resumen por eje»: figures out of `whole` (the applicable weight, or 100)."""

    eje: PlannedEje
    figure: GroupFigure
    declared: Decimal | None

    @property
    def whole(self) -> Decimal | None:
        return self.figure.applicable_weight if self.figure.weighted else Decimal("100.00")

    @property
    def is_out(self) -> bool:
        """Nothing of it is due in the period, or nothing applies."""
        return self.figure.ceiling is None


def eje_lines(plan: PlanRollup) -> list[EjeLine]:
    return [EjeLine(eje, plan.eje(eje.lineage), declared_eje(plan, eje)) for eje in plan.planned.ejes]


def _percent(value: Decimal) -> str:
    """50.00 → «50 %»."""
    return f"{number_format(f'{value.normalize():f}')} %"
