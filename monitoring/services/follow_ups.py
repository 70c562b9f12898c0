"""Writing what came of a decision."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import FollowUp, FollowUpState
from plans.deadlines import parse


@transaction.atomic
def follow_up_save(*, follow_up: FollowUp, year: int) -> FollowUp:
    """Create or change a follow-up; its deadline is read from its words, those without a year in `year`."""
    deadline = parse(follow_up.deadline_text.strip(), year)
    follow_up.deadline_text = deadline.text
    follow_up.deadline_start_on, follow_up.deadline_end_on = deadline.start, deadline.end
    follow_up.deadline_precision = deadline.precision
    if follow_up.state == FollowUpState.OPEN and follow_up.closed_on:
        raise ValidationError(
            {"closed_on": _("Sigue en curso: borre esta fecha, o marque el seguimiento como cumplido.")}
        )
    follow_up.full_clean()
    follow_up.save()
    return follow_up


@transaction.atomic
def follow_up_delete(*, follow_up: FollowUp) -> None:
    follow_up.delete()
