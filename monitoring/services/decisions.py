"""Writing what a session decided."""

from __future__ import annotations

from django.db import transaction

from monitoring.models import Decision, Meeting
from monitoring.services.ordering import next_order


@transaction.atomic
def decision_save(*, decision: Decision) -> Decision:
    """Create or change a decision; a new one goes last."""
    Meeting.objects.select_for_update().only("pk").get(pk=decision.meeting_id)
    if decision.pk is None:
        decision.order = next_order(decision.meeting.decisions)
    decision.full_clean()
    decision.save()
    return decision


@transaction.atomic
def decision_delete(*, decision: Decision) -> None:
    """Delete it with its follow-ups."""
    decision.delete()
