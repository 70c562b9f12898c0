"""The queue of a period's review: what waits, narrowed and ordered, with what speaks against each."""

from __future__ import annotations

import datetime
import unicodedata
import uuid
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext_lazy

from monitoring.models import ComplianceEntry, Period, ReviewState
from monitoring.selectors.planned import PlannedActivity, PlannedEje, plan_book
from monitoring.selectors.warnings import EntryFacts, activities_of, facts_for
from networks.models import Member, User
from networks.models.directory import THE_NETWORK
from plans.models import Activity

PAGE = 50
# From so many rows on, warnings are looked for on the page that is shown only.
MANY = 1_000
# The most that are validated in one go: a form of more fields is refused, and nobody reads a longer list.
BULK = 200

IN_PLAN_ORDER, OLDEST_FIRST, WARNINGS_FIRST = "", "antiguos", "avisos"
ORDERS = {
    IN_PLAN_ORDER: gettext_lazy("Como en el plan"),
    OLDEST_FIRST: gettext_lazy("Los más antiguos primero"),
    WARNINGS_FIRST: gettext_lazy("Con más avisos primero"),
}


@dataclass(frozen=True, slots=True)
class QueueAsk:
    """`eje` is a lineage, `member` a code («red»: the network itself), `words` parts of the names of both."""

    eje: str = ""
    member: str = ""
    words: str = ""
    order: str = IN_PLAN_ORDER


class _Light(NamedTuple):
    pk: int
    activity_lineage: uuid.UUID
    member_id: int | None
    version_id: int
    submitted_at: datetime.datetime | None


@dataclass(slots=True)
class QueueRow:
    """One entry in the queue; `member` None is the network itself."""

    pk: int
    activity: PlannedActivity | Activity
    member: Member | None
    submitted_at: datetime.datetime | None
    place: tuple[int, int]
    facts: EntryFacts | None = None

    @property
    def entry(self) -> ComplianceEntry:
        return self.facts.entry

    @property
    def who(self) -> str:
        return self.member.code if self.member else THE_NETWORK


class ReviewQueue:
    """The entries of a period in one state of review. Its network comes with the period."""

    def __init__(self, period: Period, state: str, reviewer: User) -> None:
        self.period, self.network, self.state, self.reviewer = period, period.network, state, reviewer
        self.book = plan_book([(period.network_id, period.end_on)])
        self.planned = self.book.in_force(period.network_id, period.end_on)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many there are in each state."""
        rows = self._entries().order_by().values_list("review_state").annotate(Count("pk"))
        return Counter(dict(rows))

    def _entries(self) -> Any:
        return ComplianceEntry.objects.agreed().filter(period=self.period)

    @property
    def ejes(self) -> list[PlannedEje]:
        return [eje for one in self.planned for eje in one.ejes]

    @cached_property
    def members(self) -> list[Member]:
        """Those with something in this state, in the network's order."""
        there = {row.member_id for row in self._light}
        return [member for pk, member in self.book.members.items() if pk in there]

    @cached_property
    def _light(self) -> list[_Light]:
        rows = self._entries().filter(review_state=self.state)
        return [_Light(*row) for row in rows.values_list(*_Light._fields)]

    @cached_property
    def _all(self) -> list[QueueRow]:
        """In the plan's order, then the members'; what the plan no longer has comes last."""
        written = {row.activity_lineage: row.version_id for row in self._light}
        activities = activities_of(self.planned, written)
        places = {lineage: n for n, lineage in enumerate(activities)}
        seats = {pk: n for n, pk in enumerate((None, *self.book.members))}
        found = [
            QueueRow(
                row.pk,
                activities[row.activity_lineage],
                self.book.members.get(row.member_id),
                row.submitted_at,
                (places[row.activity_lineage], seats.get(row.member_id, 0)),
            )
            for row in self._light
            if row.activity_lineage in activities
        ]
        return sorted(found, key=lambda row: row.place)

    def name(self, entry: ComplianceEntry) -> str:
        """«1.2 Talleres · Bosa», of any entry of the period."""
        activities = {a.lineage: a for one in self.planned for a in one.activities}
        activity = activities.get(entry.activity_lineage)
        who = self.book.members.get(entry.member_id) or self.network.short_name
        return f"{activity.code} {activity.title} · {who}" if activity else str(who)

    # -- narrowed ---------------------------------------------------------------------------------------------

    def ask(self, asked: QueueAsk) -> list[QueueRow]:
        """Narrowed and ordered, with the facts of each; of very many, without: `read` them for a page."""
        rows = [row for row in self._all if _takes(asked, row)]
        if len(rows) <= MANY:
            self.read(rows)
        if asked.order == OLDEST_FIRST:
            rows.sort(key=lambda row: (row.submitted_at is None, row.submitted_at or 0, row.place))
        elif asked.order == WARNINGS_FIRST and len(rows) <= MANY:
            rows.sort(key=lambda row: (-len(row.facts.warnings), row.place))
        return rows

    def read(self, rows: list[QueueRow]) -> None:
        """Give each row its facts, where it has none yet."""
        bare = {row.pk: row for row in rows if row.facts is None}
        entries = ComplianceEntry.objects.filter(pk__in=bare).select_related("submitted_by", "reviewed_by")
        for pk, facts in facts_for(self.period, entries, reviewer=self.reviewer, book=self.book).items():
            bare[pk].facts = facts

    def page(self, rows: list[QueueRow], number: str | int | None) -> Page:
        page = Paginator(rows, PAGE).get_page(number)
        self.read(page.object_list)
        return page


def without_warnings(rows: list[QueueRow]) -> list[QueueRow]:
    """Those read that wait for a decision, and nothing speaks against."""
    return [
        row
        for row in rows
        if row.facts and not row.facts.warnings and row.entry.review_state == ReviewState.SUBMITTED
    ]


def _takes(asked: QueueAsk, row: QueueRow) -> bool:
    if asked.eje and str(row.activity.eje.lineage) != asked.eje:
        return False
    if asked.member and row.who != asked.member:
        return False
    member = row.member.name if row.member else ""
    text = _plain(f"{row.activity.code} {row.activity.title} {member} {row.who}")
    return all(word in text for word in _plain(asked.words).split())


def _plain(text: str) -> str:
    """Without capitals or accents: «Bogotá» is found by «bogota»."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
