"""The warnings of many entries of one period at once: as many queries for one entry as for a thousand."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from monitoring.compliance import effective_earned
from monitoring.figures import STATUSES
from monitoring.models import Basis, ComplianceEntry, Evidence, Measurement, Period, Sensitivity
from monitoring.observed import observed_field
from monitoring.periods import closing_instant
from monitoring.selectors.planned import PlanBook, PlannedActivity, PlannedVersion, plan_book
from monitoring.selectors.records import COUNTED, EntryAt
from monitoring.warnings import Figure, Proof, ReviewWarning, Telling, warnings
from networks.models import User
from plans.models import Activity, Indicator, Verification
from plans.weights import HUNDRED


@dataclass(slots=True)
class EntryFacts:
    """What a reviewer compares. `activity` is a leaf of the version in force, else the one it was written under.

    `computed` is what the report earns by itself: of the activity's weight, of 100 without; None earns no figure.
    """

    entry: ComplianceEntry
    activity: PlannedActivity | Activity | None
    before: ComplianceEntry | None
    evidence: int
    computed: Decimal | None
    warnings: list[ReviewWarning] = field(default_factory=list)

    @property
    def kinds(self) -> list[tuple[ReviewWarning, int]]:
        """The first of each code, and how many there are of it."""
        first = {one.code: one for one in reversed(self.warnings)}
        times = Counter(one.code for one in self.warnings)
        return [(first[code], n) for code, n in times.items()]


def warnings_for(
    period: Period, entries: Iterable[ComplianceEntry], *, reviewer: User | None = None
) -> dict[int, list[ReviewWarning]]:
    """By entry id; an empty list where nothing speaks against it. With `reviewer`, also that she sent it herself.

    For at most a few thousand entries of `period`, which brings its network.
    """
    return {pk: facts.warnings for pk, facts in facts_for(period, entries, reviewer=reviewer).items()}


def facts_for(
    period: Period,
    entries: Iterable[ComplianceEntry],
    *,
    reviewer: User | None = None,
    book: PlanBook | None = None,
) -> dict[int, EntryFacts]:
    entries = list(entries)
    if not entries:
        return {}
    read = _Read(period, entries, book or plan_book([(period.network_id, period.end_on)]))
    return {entry.pk: read.facts(entry, reviewer) for entry in entries}


class _Read:
    """All that hangs on the entries, and what was reported the time before."""

    def __init__(self, period: Period, entries: list[ComplianceEntry], book: PlanBook) -> None:
        self.period, self.entries, self.rule = period, entries, period.network.earned_rule
        self.deadline = closing_instant(period.due_on, period.network.time_zone)
        planned = book.in_force(period.network_id, period.end_on)
        self.activities = activities_of(planned, {entry.activity_lineage: entry.version_id for entry in entries})
        self.weighted = _weighted(planned)
        self.before = previous_entries(period, entries)
        self.measured = self._measurements()
        self.indicators = self._indicators()
        self.proofs, self.filled = self._evidence()
        self.slots = self._slots()

    def _measurements(self) -> dict[int, list[Measurement]]:
        wanted = [entry.pk for entry in (*self.entries, *self.before.values())]
        found = defaultdict(list)
        for row in Measurement.objects.filter(entry__in=wanted).order_by("pk"):
            found[row.entry_id].append(row)
        return found

    def _indicators(self) -> dict[tuple[int, uuid.UUID], Indicator]:
        """By the activity's id and their lineage."""
        rows = Indicator.objects.filter(activity__in=self._activity_ids())
        return {(row.activity_id, row.lineage): row for row in rows}

    def _activity_ids(self) -> list[int]:
        lineages = {entry.activity_lineage for entry in self.entries}
        return [self.activities[lineage].pk for lineage in lineages if lineage in self.activities]

    def _evidence(self) -> tuple[dict[int, list[Proof]], dict[int, set[uuid.UUID]]]:
        """The proofs of each entry, and the lineages of the verification slots they fill."""
        wanted = [entry.pk for entry in self.entries]
        proofs, filled, owner = defaultdict(list), defaultdict(set), {}
        for row in Evidence.objects.filter(entry__in=wanted).order_by("pk"):
            is_restricted = row.sensitivity == Sensitivity.RESTRICTED
            title = _("evidencia reservada") if is_restricted else str(row)
            proofs[row.entry_id].append(
                Proof(where=observed_field("evidence", row.pk), title=title, dated_on=row.dated_on)
            )
            owner[row.pk] = row.entry_id
        links = Evidence.verifications.through.objects.filter(evidence__entry__in=wanted)
        for evidence, lineage in links.values_list("evidence_id", "verification__lineage"):
            if evidence in owner:
                filled[owner[evidence]].add(lineage)
        return proofs, filled

    def _slots(self) -> dict[int, list[tuple[uuid.UUID, str]]]:
        """What each activity is to be verified by, in the plan's order; its deliverables' too."""
        rows = Verification.objects.filter(activity__in=self._activity_ids()).order_by("order", "pk")
        found = defaultdict(list)
        for activity, lineage, text in rows.values_list("activity_id", "lineage", "text"):
            found[activity].append((lineage, text))
        return found

    # -- one entry --------------------------------------------------------------------------------------------

    def facts(self, entry: ComplianceEntry, reviewer: User | None) -> EntryFacts:
        activity = self.activities.get(entry.activity_lineage)
        before = self.before.get((entry.activity_lineage, entry.member_id))
        weight = activity.weight if activity is not None and activity.eje.lineage in self.weighted else None
        worth = HUNDRED if weight is None else weight
        known = entry.status in STATUSES
        return EntryFacts(
            entry=entry,
            activity=activity,
            before=before,
            evidence=len(self.proofs[entry.pk]),
            computed=effective_earned(worth, entry.status, entry.progress, self.rule) if known else None,
            warnings=warnings(
                self._telling(entry, activity, reviewer),
                self._telling(before, activity) if before else None,
                rule=self.rule,
                weight=weight,
            ),
        )

    def _telling(self, entry: ComplianceEntry, activity: Any, reviewer: User | None = None) -> Telling:
        period = self.period if entry.period_id == self.period.pk else entry.period
        sent_at = entry.first_submitted_at or entry.submitted_at
        slots = self.slots[activity.pk] if activity is not None else []
        return Telling(
            status=entry.status,
            start_on=period.start_on,
            end_on=period.end_on,
            period=period.code,
            progress=entry.progress,
            narrative=entry.narrative,
            declared=entry.declared_earned,
            figures=tuple(self._figures(entry, activity)),
            proofs=tuple(self.proofs.get(entry.pk, ())),
            empty_slots=tuple(text for lineage, text in slots if lineage not in self.filled.get(entry.pk, ())),
            is_late=sent_at is not None and sent_at >= self.deadline,
            by_reviewer=reviewer is not None and entry.submitted_by_id == reviewer.pk,
        )

    def _figures(self, entry: ComplianceEntry, activity: Any) -> Iterable[Figure]:
        for row in self.measured.get(entry.pk, ()):
            indicator = activity and self.indicators.get((activity.pk, row.indicator_lineage))
            if indicator is not None:
                yield Figure(
                    where=observed_field("indicator", indicator.lineage),
                    title=indicator.title,
                    value=row.value,
                    is_year_to_date=row.basis == Basis.YEAR_TO_DATE,
                    over_periods=indicator.over_periods,
                    descends=_descends(indicator),
                    breakdown=row.breakdown,
                )


def activities_of(planned: Iterable[PlannedVersion], written: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, Any]:
    """By lineage, in the plan's order: the leaves of the versions in force, then those they no longer have, as
    they were in the version of `written` (lineage: version id)."""
    found: dict[uuid.UUID, Any] = {activity.lineage: activity for one in planned for activity in one.activities}
    gone = {lineage: version for lineage, version in written.items() if lineage not in found}
    if gone:
        rows = Activity.objects.filter(lineage__in=gone, eje__version__in=set(gone.values())).select_related("eje")
        for row in rows.order_by("eje__order", "order", "pk"):
            if row.eje.version_id == gone[row.lineage]:
                found[row.lineage] = row
    return found


def _descends(indicator: Indicator) -> bool:
    return None not in (indicator.baseline, indicator.target) and indicator.target < indicator.baseline


def _weighted(planned: Iterable[Any]) -> set[uuid.UUID]:
    """The ejes whose every leaf has a weight."""
    leaves = defaultdict(list)
    for one in planned:
        for activity in one.activities:
            leaves[activity.eje.lineage].append(activity.weight)
    return {lineage for lineage, weights in leaves.items() if None not in weights}


def previous_entries(period: Period, entries: Iterable[ComplianceEntry]) -> dict[EntryAt, ComplianceEntry]:
    """What was reported the time before: the latest counted entry of an earlier period, each with its period."""
    wanted = {(entry.activity_lineage, entry.member_id) for entry in entries}
    rows = ComplianceEntry.objects.filter(
        period__network=period.network_id,
        period__end_on__lt=period.end_on,
        activity_lineage__in={lineage for lineage, _member in wanted},
        review_state__in=COUNTED,
    ).order_by("period__end_on", "-period__start_on", "pk")
    latest = {
        (lineage, member): pk for pk, lineage, member in rows.values_list("pk", "activity_lineage", "member")
    }
    chosen = [pk for at, pk in latest.items() if at in wanted]
    found = ComplianceEntry.objects.filter(pk__in=chosen).select_related("period")
    return {(entry.activity_lineage, entry.member_id): entry for entry in found}
