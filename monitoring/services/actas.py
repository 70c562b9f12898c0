"""The life of an acta."""

from __future__ import annotations

from django.db import transaction

from monitoring.models import Acta
from monitoring.services.freezing import meeting_check_open


@transaction.atomic
def acta_save(*, acta: Acta) -> Acta:
    """Create or change the acta of a session; there is one."""
    meeting_check_open(acta.meeting)
    acta.full_clean()
    acta.save()
    return acta
