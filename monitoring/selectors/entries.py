"""One entry and what its page shows: the activity, and what was reported last time."""

from __future__ import annotations

import uuid

from django.db.models import OuterRef, Prefetch, Subquery

from monitoring.models import Answer, ComplianceEntry, Observation, Period
from monitoring.selectors.records import COUNTED
from networks.models import Member, Network
from plans.models import Activity, MemberDeadline, PlanVersion

WITH_ANSWERS = Prefetch("answers", Answer.objects.select_related("question"))


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
            WITH_ANSWERS,
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
        .prefetch_related("measurements", WITH_ANSWERS)
        .order_by("-period__end_on", "-period__start_on")
        .first()
    )
