"""Who may open the pages of attendance and of actas."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from monitoring.models import Acta, ActaAnnex, ActaObservation, ActaState
from networks.models import User
from tests.access import EDITORS, REPORTERS, SECRETARIAT, Row
from tests.factories import make_user

OBSERVERS_OF_ACTA = EDITORS | REPORTERS


def _meeting(world):
    return {"meeting": world.meeting.pk}


def _seat(world):
    return {**_meeting(world), "pk": world.seat.pk}


def _acta(world):
    """One that receives observations."""
    values = {
        "body": "Texto",
        "state": ActaState.OBSERVATION,
        "observations_until_on": timezone.localdate() + datetime.timedelta(days=7),
    }
    Acta.objects.get_or_create(meeting=world.meeting, defaults=values)
    return _meeting(world)


def _observation(world):
    _acta(world)
    author = User.objects.filter(assignments__network=world.network).first() or make_user()
    values = {"acta": world.meeting.acta, "body": "Falta un punto", "author": author}
    row = ActaObservation.objects.filter(acta=world.meeting.acta).first()
    return {**_meeting(world), "pk": (row or ActaObservation.objects.create(**values)).pk}


def _annex(world):
    _acta(world)
    row = ActaAnnex.objects.filter(acta=world.meeting.acta).first()
    row = row or ActaAnnex.objects.create(
        acta=world.meeting.acta, file=ContentFile(b"lista", name="lista.txt"), original_name="lista.txt"
    )
    return {**_meeting(world), "pk": row.pk}


def _form(name, kwargs, allowed=SECRETARIAT):
    return [Row(name, allowed, kwargs=kwargs), Row(name, allowed, kwargs=kwargs, method="post")]


ROWS: list[Row] = [
    *_form("monitoring:attendance_edit", _meeting),
    Row(
        "monitoring:attendance_mark",
        SECRETARIAT,
        kwargs=_seat,
        method="post",
        data=lambda world: {f"puesto-{world.seat.pk}": "si", "late_reason": "Faltaba la lista"},
    ),
    Row("monitoring:acta_detail", kwargs=_acta),
    *_form("monitoring:acta_draft", _acta),
    *_form("monitoring:acta_edit", _meeting),
    *_form("monitoring:acta_elsewhere", _meeting),
    Row("monitoring:acta_reopen", SECRETARIAT, kwargs=_acta, method="post"),
    *_form("monitoring:acta_consult", _acta),
    *_form("monitoring:acta_observe", _acta, OBSERVERS_OF_ACTA),
    *_form("monitoring:acta_answer", _observation),
    *_form("monitoring:acta_annex_create", _acta),
    Row("monitoring:acta_annex_download", kwargs=_annex),
    *_form("monitoring:acta_annex_delete", _annex),
]
