"""Writing what a session decided."""

from __future__ import annotations

from django.db import transaction

from monitoring.models import Decision, FollowUpEvidence
from monitoring.services.freezing import meeting_check_open
from monitoring.services.kept_files import forget_files
from networks.services.ordering import next_order


@transaction.atomic
def decision_save(*, decision: Decision) -> Decision:
    """Create or change a decision; a new one goes last."""
    meeting_check_open(decision.meeting)
    if decision.pk is None:
        decision.order = next_order(decision.meeting.decisions)
    decision.full_clean()
    decision.save()
    return decision


@transaction.atomic
def decision_delete(*, decision: Decision) -> None:
    """Delete it with its follow-ups and their files; not once the session's acta is approved."""
    meeting_check_open(decision.meeting)
    forget_files(FollowUpEvidence.objects.filter(follow_up__decision=decision))
    decision.delete()
