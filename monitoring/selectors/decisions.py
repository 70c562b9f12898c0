"""What is read of decisions and of what came of them."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch

from monitoring.models import Decision, FollowUp, Meeting
from monitoring.selectors.follow_ups import stood


def decisions_of(meeting: Meeting, today: datetime.date) -> list[Decision]:
    """Decisions with their follow-ups, each with how it stands."""
    decisions = list(
        meeting.decisions.select_related("plan_version__plan")
        .prefetch_related(Prefetch("follow_ups", FollowUp.objects.select_related("member").order_by("pk")))
        .order_by("order", "pk")
    )
    for decision in decisions:
        stood(decision.follow_ups.all(), today)
    return decisions
