"""One entry and what its page shows: the activity, what was reported last time, who did what and when."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Subquery

from monitoring.models import ComplianceEntry, Observation, Period, ReviewState
from monitoring.selectors.records import COUNTED
from networks.models import Member, Network, User
from plans.models import Activity, MemberDeadline, PlanVersion


def leaf_for(network: Network, period: Period, lineage: uuid.UUID) -> Activity | None:
    """The activity in the version in force on the period's last day, with what its form asks about.

    None where the lineage is not there, or only groups sub-activities.
    """
    day = period.end_on
    ruling = PlanVersion.objects.filter(plan=OuterRef("eje__version__plan")).in_force_on(day).values("pk")[:1]
    return (
        Activity.objects.leaves()
        .filter(
            lineage=lineage,
            eje__version=Subquery(ruling),
            eje__version__plan__network=network,
            eje__version__plan__first_year__lte=day.year,
            eje__version__plan__last_year__gte=day.year,
        )
        .select_related("eje__version__plan", "objective", "parent")
        .prefetch_related("deliverables", "verification_set", "indicators")
        .first()
    )


def own_deadline(activity: Activity, member: Member | None) -> MemberDeadline | None:
    """The date the member set for herself."""
    if member is None:
        return None
    return MemberDeadline.objects.filter(activity=activity, member=member, deliverable__isnull=True).first()


def entry_for(period: Period, lineage: uuid.UUID, member: Member | None) -> ComplianceEntry | None:
    """With its measurements, deliverables, evidence and observations, all read."""
    return (
        ComplianceEntry.objects.filter(period=period, activity_lineage=lineage, member=member)
        .select_related("created_by", "submitted_by", "reviewed_by", "member", "version__plan")
        .prefetch_related(
            "measurements",
            "deliverables",
            "evidence__uploaded_by",
            "evidence__verifications",
            Prefetch("observations", Observation.objects.select_related("author").order_by("-created_at")),
        )
        .first()
    )


def previous_entry(period: Period, lineage: uuid.UUID, member: Member | None) -> ComplianceEntry | None:
    """What was reported last time: the latest counted entry of an earlier period."""
    return (
        ComplianceEntry.objects.filter(
            period__network=period.network_id,
            activity_lineage=lineage,
            member=member,
            period__end_on__lt=period.end_on,
            review_state__in=COUNTED,
        )
        .select_related("period", "submitted_by")
        .prefetch_related("measurements")
        .order_by("-period__end_on", "-period__start_on")
        .first()
    )


@dataclass(frozen=True)
class Step:
    """What happened to an entry. `kind`: draft, submitted, returned, validated, declared or observation."""

    at: datetime.datetime
    who: User | None
    kind: str
    note: str = ""
    field: str = ""


def steps(entry: ComplianceEntry) -> list[Step]:
    """Who did what and when, latest first; saves of a draft in a row by one person are one step."""
    found: list[Step] = []
    state, declared = None, None
    for row in entry.history.select_related("history_user").order_by("history_date", "history_id"):
        kind = row.review_state
        if state is not None and kind == state != ReviewState.DRAFT and row.declared_earned != declared:
            kind = "declared"
        elif kind == ReviewState.RETURNED and state == ReviewState.RETURNED:
            kind = ReviewState.DRAFT
        state, declared = row.review_state, row.declared_earned
        step = Step(row.history_date, row.history_user, kind, _note(row, kind))
        if kind == ReviewState.DRAFT and found and (found[-1].kind, found[-1].who) == (kind, step.who):
            found[-1] = step
        else:
            found.append(step)
    return _with_observations(found, entry)[::-1]


def _note(row, kind: str) -> str:
    if kind == ReviewState.SUBMITTED:
        return row.on_behalf_reason
    return row.declared_reason if kind == "declared" else ""


def _with_observations(found: list[Step], entry: ComplianceEntry) -> list[Step]:
    """A return is told by its observation; those that came with the record stand as observations."""
    observations = [Step(o.created_at, o.author, "observation", o.body, o.field) for o in entry.observations.all()]
    returns = [step for step in found if step.kind == ReviewState.RETURNED]
    for step in returns:
        near = [o for o in observations if abs(o.at - step.at) < datetime.timedelta(seconds=5)]
        if near:
            observations.remove(near[0])
            found[found.index(step)] = Step(step.at, step.who, step.kind, near[0].note, near[0].field)
    return sorted([*found, *observations], key=lambda step: step.at)
