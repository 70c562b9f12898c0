"""The answers of a period to the network's own questions, in a constant number of queries.

Only what counts is read: sent and validated entries. Drafts never are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from monitoring.answers import DATE, NUMBER, Column, Given, Wording, tabulate
from monitoring.models import Answer, ComplianceEntry, Question, ReviewState
from monitoring.selectors.planned import PlannedActivity
from monitoring.selectors.questions import in_order, place_of, place_titles
from monitoring.selectors.records import COUNTED
from monitoring.selectors.summing import NetworkRollup
from networks.models import Member
from plans.models import Activity, Plan, VersionStatus

VALIDATED = frozenset({ReviewState.VALIDATED})


@dataclass(frozen=True)
class AnswerPlace:
    """An eje or an activity that is asked something. `lineages` are the questions, in the order of the form; one
    that is `gone` from the version in force has no activities."""

    plan: Plan
    lineage: UUID
    is_eje: bool
    label: str
    group: str
    activities: tuple[PlannedActivity, ...]
    lineages: tuple[UUID, ...]
    gone: bool = False


class AnsweredEntry(NamedTuple):
    pk: int
    activity_lineage: UUID
    member_id: int | None
    review_state: str
    is_sample: bool


@dataclass(frozen=True)
class AnswerRow:
    """A member (None: the network itself) and an activity; `entry` None: nothing that counts was sent."""

    lineage: UUID
    code: str
    title: str
    member: Member | None
    entry: AnsweredEntry | None
    is_owed: bool

    @property
    def key(self) -> Hashable:
        """Its entry's id; without one, what it would be about."""
        return self.entry.pk if self.entry else (self.lineage, self.member and self.member.pk)


class PeriodAnswers:
    """The questions asked in a period, and the table of one place."""

    def __init__(self, rolled: NetworkRollup) -> None:
        self.rolled = rolled

    @cached_property
    def questions(self) -> list[Question]:
        """Every wording of the plans that rule in the period."""
        plans = [one.plan.pk for one in self.rolled.plans]
        return list(Question.objects.filter(plan__in=plans).order_by("number"))

    @cached_property
    def wordings(self) -> dict[int, Wording]:
        return {
            row.pk: Wording(
                row.pk,
                row.lineage,
                row.number,
                row.label,
                row.kind,
                tuple(row.choices),
                row.unit,
                row.superseded_at is None,
            )
            for row in self.questions
        }

    @cached_property
    def places(self) -> list[AnswerPlace]:
        """In the order of the plans; what their versions no longer have comes last."""
        last = {row.lineage: row for row in self.questions}
        by_place: dict[UUID, list[Question]] = defaultdict(list)
        for row in in_order(last.values()):
            by_place[place_of(row)].append(row)
        found = [place for plan in self.rolled.plans for place in _plan_places(plan.planned, by_place)]
        known = {place.lineage for place in found}
        for plan in self.rolled.plans:
            own = [rows for key, rows in by_place.items() if key not in known and rows[0].plan_id == plan.plan.pk]
            found.extend(_gone_places(plan.plan, own))
        return found

    def place(self, lineage: str) -> AnswerPlace | None:
        """The one asked for, else the first."""
        return next((one for one in self.places if str(one.lineage) == lineage), next(iter(self.places), None))

    def table(self, place: AnswerPlace, *, validated_only: bool = False) -> AnswerTable:
        return AnswerTable(self, place, validated_only)


def _plan_places(planned, by_place: dict[UUID, list[Question]]) -> Iterator[AnswerPlace]:
    for eje in planned.ejes:
        asked = by_place.get(eje.lineage, [])
        group = f"{eje.code}. {eje.title}"
        activities = tuple(planned.of_eje(eje))
        if asked:
            yield AnswerPlace(
                planned.plan, eje.lineage, True, group, group, activities, tuple(row.lineage for row in asked)
            )
        for one in activities:
            own = [*asked, *by_place.get(one.lineage, [])]
            if own:
                label = f"{one.code} {one.title}"
                lineages = tuple(row.lineage for row in own)
                yield AnswerPlace(planned.plan, one.lineage, False, label, group, (one,), lineages)


def _gone_places(plan: Plan, places: list[list[Question]]) -> Iterator[AnswerPlace]:
    titles = place_titles(plan, [rows[0] for rows in places])
    for rows in places:
        key = place_of(rows[0])
        is_eje = rows[0].activity_lineage is None
        lineages = tuple(row.lineage for row in rows)
        yield AnswerPlace(plan, key, is_eje, titles.get(key, "—"), "", (), lineages, gone=True)


class AnswerTable:
    """Who answered what at a place: a row for each activity and member that owes it, or sent it all the same."""

    def __init__(self, answers: PeriodAnswers, place: AnswerPlace, validated_only: bool) -> None:
        self.place, self.wordings = place, answers.wordings
        self.rolled, self.validated_only = answers.rolled, validated_only

    @property
    def _of_period(self) -> dict[str, object]:
        states = VALIDATED if self.validated_only else COUNTED
        return {"period": self.rolled.period, "review_state__in": list(states)}

    @cached_property
    def _given(self) -> list[Given]:
        """The answers to the place's questions, also of activities that an eje no longer has. There may be a
        hundred thousand: they are told by the ids of entry and wording, and nothing more is read of them."""
        of_period = {f"entry__{name}": value for name, value in self._of_period.items()}
        kinds = {row.pk: row.kind for row in self.wordings.values() if row.lineage in set(self.place.lineages)}
        rows = Answer.objects.filter(question__in=kinds, **of_period)
        rows = rows.exclude(entry__version__status=VersionStatus.DRAFT)
        if not self.place.is_eje:
            rows = rows.filter(entry__activity_lineage=self.place.lineage)
        found = []
        for entry, wording, text, value, day in rows.values_list("entry", "question", "text", "value", "day"):
            kind = kinds[wording]
            said = value if kind == NUMBER else day if kind == DATE else text
            if said not in (None, ""):
                found.append(Given(entry, wording, said))
        return found

    @cached_property
    def _entries(self) -> dict[tuple[UUID, int | None], AnsweredEntry]:
        """Those of the place's activities, and any other that answered its questions."""
        lineages = [one.lineage for one in self.place.activities]
        rows = ComplianceEntry.objects.agreed().filter(**self._of_period)
        fields = AnsweredEntry._fields
        found = [AnsweredEntry(*row) for row in rows.filter(activity_lineage__in=lineages).values_list(*fields)]
        missing = {one.row for one in self._given} - {entry.pk for entry in found}
        if missing:
            others = rows.exclude(activity_lineage__in=lineages).filter(
                answers__question_lineage__in=self.place.lineages
            )
            found += [row for row in map(AnsweredEntry._make, others.values_list(*fields)) if row.pk in missing]
        return {(entry.activity_lineage, entry.member_id): entry for entry in found}

    @cached_property
    def rows(self) -> list[AnswerRow]:
        """By activity in the plan's order, then by member in the network's; the network itself first."""
        order = {None: -1, **{pk: number for number, pk in enumerate(self.rolled.members)}}
        sent: dict[UUID, set[int | None]] = defaultdict(set)
        for lineage, member in self._entries:
            sent[lineage].add(member)
        titles = {one.lineage: (one.code, one.title) for one in self.place.activities}
        titles |= self._gone_titles(set(sent) - set(titles))
        return [
            AnswerRow(
                lineage,
                *named,
                self.rolled.members.get(member),
                self._entries.get((lineage, member)),
                self.rolled.owes(lineage, member),
            )
            for lineage, named in titles.items()
            for member in sorted({*self._owing(lineage), *sent[lineage]}, key=lambda pk: order.get(pk, len(order)))
        ]

    def _owing(self, lineage: UUID) -> tuple[int | None, ...]:
        return self.rolled.obliged_by.get(lineage, ())

    def _gone_titles(self, lineages: set[UUID]) -> dict[UUID, tuple[str, str]]:
        if not lineages:
            return {}
        rows = Activity.objects.filter(eje__version__plan=self.place.plan, lineage__in=lineages)
        newest = rows.order_by("eje__version__number").values_list("lineage", "code", "title")
        return {lineage: (code, title) for lineage, code, title in newest}

    @cached_property
    def columns(self) -> list[Column]:
        """With their cells by the `key` of a row."""
        owed = [row.key for row in self.rows if row.is_owed]
        return tabulate(self.place.lineages, self.wordings, self._given, owed)

    @cached_property
    def answered_rows(self) -> set[Hashable]:
        """The keys of the rows that answered anything."""
        return {one.row for one in self._given}
