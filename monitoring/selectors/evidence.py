"""Evidence beside what the plan asks to be proved, and who opened it.

A slot is a medio de verificación of an activity or of a deliverable of it. Evidence names the row of the version
it was added under; slots are the same over versions by their lineage.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from monitoring.models import ComplianceEntry, Evidence, EvidenceOpening
from plans.models import Activity, Deliverable, Verification


@dataclass(frozen=True)
class Slot:
    """`deliverable` is the one whose slot it is, None for the activity's own."""

    verification: Verification
    deliverable: Deliverable | None
    evidence: tuple[Evidence, ...]

    @property
    def is_empty(self) -> bool:
        return not self.evidence


@dataclass(frozen=True)
class Opened:
    """How often a piece of evidence was opened, when last and by whom."""

    times: int
    last_at: datetime.datetime
    last_by: str


def slots_of(activity: Activity, entry: ComplianceEntry | None) -> list[Slot]:
    """In the order of the plan. No query when the activity has its slots and deliverables read, and the entry its
    evidence with its verifications."""
    deliverables = {row.pk: row for row in activity.deliverables.all()}
    evidence = list(entry.evidence.all()) if entry else []
    filled = [(row, {slot.lineage for slot in row.verifications.all()}) for row in evidence]
    return [
        Slot(
            slot,
            deliverables.get(slot.deliverable_id),
            tuple(row for row, lineages in filled if slot.lineage in lineages),
        )
        for slot in activity.verification_set.all()
    ]


def loose_evidence(slots: Iterable[Slot], entry: ComplianceEntry | None) -> list[Evidence]:
    """What fills none of the slots."""
    filling = {row.pk for slot in slots for row in slot.evidence}
    return [row for row in entry.evidence.all() if row.pk not in filling] if entry else []


def empty_slots(entry: ComplianceEntry | None, activity: Activity) -> list[Verification]:
    """What the plan asks to be proved and nothing of the entry proves. Queries as `slots_of`."""
    return [slot.verification for slot in slots_of(activity, entry) if slot.is_empty]


def openings(entry: ComplianceEntry) -> dict[int, Opened]:
    """By evidence; what nobody opened is absent. Two queries, and none where there is no evidence."""
    latest = EvidenceOpening.objects.filter(evidence=OuterRef("pk")).order_by("-at", "-pk").values("pk")
    evidence = [row.pk for row in entry.evidence.all()]
    if not evidence:
        return {}
    rows = (
        Evidence.objects.filter(pk__in=evidence)
        .annotate(times=Count("openings"), last=Subquery(latest[:1]))
        .filter(times__gt=0)
        .values_list("pk", "times", "last")
    )
    counted = {last: (pk, times) for pk, times, last in rows}
    lasts = EvidenceOpening.objects.filter(pk__in=counted).select_related("user")
    return {counted[last.pk][0]: Opened(counted[last.pk][1], last.at, str(last.user)) for last in lasts}
