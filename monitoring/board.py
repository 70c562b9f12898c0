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
from django.utils.text import capfirst

from monitoring.figures import GroupFigure, LeafFigure
from monitoring.filters import NETWORK_ITSELF, BoardFilter
from monitoring.labels import REVIEW_WORDS, SILENT_CSS, semaforo
from monitoring.models import Period
from monitoring.selectors import EntryRow, NetworkRollup, PlannedActivity, PlannedEje, PlanRollup
from networks.models import Member, User
from networks.permissions import can_review_entry, can_write_entry
from plans.models import Party, PartyKind, PartyScope

MEMBERS_PER_PAGE = 25
ROWS_PER_PAGE = 100


@dataclass(slots=True)
class Cell:
    """Where a member stands with an activity. `word` says it all; `note` is the little that is shown beside."""

    url: str
    status: str
    css: str
    sign: str
    word: str
    note: str
    review_state: str
    is_owed: bool


@dataclass(slots=True)
class Row:
    activity: PlannedActivity
    figure: LeafFigure
    due_on: datetime.date | None
    declared: Decimal | None
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
    return f"{base}avances/{lineage}/{quote(member.code) if member else NETWORK_ITSELF}/{tail}"


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
        there = {lineage for lineage, _ in (*rolled.owed, *rolled.entries)}
        self.not_due = set(rolled.by_lineage) - there
        self.differing = {
            (d.key, d.member): d.declared
            for plan in rolled.plans
            for d in plan.differences
            if d.kind == "activity"
        }

    def _bases(self) -> dict[int | None, str]:
        """The address of each period's board: a year's board shows entries of its quarters or semesters, too."""
        rolled = self.rolled
        codes = {rolled.period.pk: rolled.period.code} if rolled.period.pk else {}
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
        rows = [
            row
            for plan in self.rolled.plans
            for activity in plan.planned.activities
            if self._is_shown(activity) and (row := self._row(plan, activity, columns))
        ]
        row_pages = Paginator(rows, ROWS_PER_PAGE).get_page(page)
        return Board(self._plans(list(row_pages)), columns, member_pages, row_pages, len(self.not_due))

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

    def _row(self, plan: PlanRollup, activity: PlannedActivity, columns: list[Member | None]) -> Row | None:
        cells = [self._cell(activity, member) for member in columns]
        if self.chosen.narrows_cells:
            cells = [cell if cell and self.chosen.takes_cell(cell) else None for cell in cells]
            if not any(cells):
                return None
        declared = self.differing.get((activity.lineage, None))
        return Row(activity, plan.activity(activity.lineage), activity.due_on(), declared, cells)

    def _cell(self, activity: PlannedActivity, member: Member | None) -> Cell | None:
        at = activity.lineage, member and member.pk
        owed, entry = self.rolled.owed.get(at), self.rolled.entries.get(at)
        if owed is None and entry is None:
            return None
        due_on = owed.due_on if owed else None
        shown = semaforo(entry and entry.status, due_on, self.today)
        return Cell(
            url=self._url(activity, member, entry),
            status=(entry and entry.status) or SILENT_CSS,
            css=shown.css,
            sign=shown.sign,
            word=self._word(shown.word, entry),
            note=self._note(entry),
            review_state=entry.review_state if entry else "",
            is_owed=owed is not None,
        )

    def _url(self, activity: PlannedActivity, member: Member | None, entry: EntryRow | None) -> str:
        """Straight to the form for whoever may still write there; empty where there is nothing to open."""
        period = self.rolled.period
        base = self.bases.get(entry.period_id if entry else period.pk)
        if base is None:
            return ""
        open_to_write = entry is None or entry.review_state in ("draft", "returned")
        writes = (member and member.pk) in self.writes and not period.is_closed
        return entry_url(base, activity.lineage, member, "" if open_to_write and writes else "ver/")

    def _word(self, word: str, entry: EntryRow | None) -> str:
        if entry is None:
            return word
        progress = f" {entry.progress.normalize():f} %".replace(".", ",") if entry.progress is not None else ""
        return f"{word}{progress} ({REVIEW_WORDS[entry.review_state]})"

    def _note(self, entry: EntryRow | None) -> str:
        if entry is None:
            return ""
        if entry.review_state in ("draft", "returned"):
            return str(REVIEW_WORDS[entry.review_state])
        if entry.status == "en_avance" and entry.progress is not None:
            return f"{entry.progress.normalize():f} %".replace(".", ",")
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
