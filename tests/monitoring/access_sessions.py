"""Who may open the calendar of sessions, their convocatoria and the pages of their agenda."""

from __future__ import annotations

import datetime

from monitoring.models import Convening
from tests.access import SECRETARIAT, Row
from tests.factories import make_meeting


def _coming(world):
    """A session that was not held."""
    return {"meeting": make_meeting(world.network, datetime.date(2099, 3, 1), held_on=None).pk}


def _held(world):
    return {"meeting": world.meeting.pk}


def _call(world):
    return {**_held(world), "number": Convening.objects.get_or_create(meeting=world.meeting, number=0)[0].number}


def _form(name, kwargs, data=None):
    return [Row(name, SECRETARIAT, kwargs), Row(name, SECRETARIAT, kwargs, method="post", data=data or {})]


ROWS: list[Row] = [
    Row("monitoring:meeting_calendar"),
    *_form("monitoring:meeting_program", {}),
    *_form("monitoring:meeting_reschedule", _coming),
    *_form("monitoring:meeting_cancel", _coming),
    *_form("monitoring:convening_create", _coming),
    Row("monitoring:convening_detail", SECRETARIAT, _call),
    *_form("monitoring:agenda_outcomes", _held),
    *_form("monitoring:agenda_carry", _coming),
]
