"""What is read of decisions and of what came of them."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch

from monitoring.models import Decision, FollowUp, FollowUpState, Meeting
from plans.deadlines import overdue


def decisions_of(meeting: Meeting, today: datetime.date) -> list[Decision]:
    """Decisions with their follow-ups; an open one whose deadline passed has `is_overdue`."""
    decisions = list(
        meeting.decisions.select_related("plan_version__plan")
        .prefetch_related(Prefetch("follow_ups", FollowUp.objects.order_by("pk")))
        .order_by("order", "pk")
    )
    for decision in decisions:
        for follow_up in decision.follow_ups.all():
            is_open = follow_up.state == FollowUpState.OPEN
            follow_up.is_overdue = is_open and overdue(follow_up.deadline_end_on, today)
    return decisions
