"""Who may open the pages of follow-ups."""

from monitoring.models import Decision, FollowUp, FollowUpEvidence
from tests.access import REPORTERS, SECRETARIAT, Row


def _decision(world):
    return Decision.objects.get_or_create(meeting=world.meeting, body="Decisión")[0]


def _owed(world):
    """By the member for whom the técnica reports."""
    row, _ = FollowUp.objects.get_or_create(decision=_decision(world), body="Debido", member=world.member)
    return {"pk": row.pk}


def _closed(world):
    row, _ = FollowUp.objects.get_or_create(decision=_decision(world), body="Cumplido", state="closed")
    return {"pk": row.pk}


def _evidence(world):
    kwargs = _closed(world)
    row, _ = FollowUpEvidence.objects.get_or_create(follow_up_id=kwargs["pk"], url="https://example.org/acta")
    return {**kwargs, "evidence": row.pk}


def _form(name, allowed, kwargs, data):
    return [Row(name, allowed, kwargs=kwargs), Row(name, allowed, kwargs=kwargs, method="post", data=data)]


CLOSING = {"closed_on": "2024-03-01", "note": "Se hizo", "url": "https://example.org/acta"}
ROWS: list[Row] = [
    Row("monitoring:followup_list"),
    Row("monitoring:followup_detail", kwargs=_owed),
    Row("monitoring:followup_evidence", kwargs=_evidence),
    *_form("monitoring:followup_close", REPORTERS, _owed, CLOSING),
    *_form("monitoring:followup_drop", SECRETARIAT, _owed, {"reason": "Ya no hace falta"}),
    *_form("monitoring:followup_reopen", SECRETARIAT, _closed, {"reason": "No estaba"}),
]
