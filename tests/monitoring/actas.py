"""A session with all an acta tells, and its life through the services."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.models import Acta, AgendaItem, Decision, FollowUp, Meeting
from monitoring.selectors.acta_record import current_record
from monitoring.services import actas as services
from monitoring.services.attendance import AttendanceMark, attendance_save
from networks.models import MandatedFunction, Network, QuorumRule, Sex, User
from tests.factories import make_meeting, make_seat

DAY = datetime.date(2024, 4, 16)
NEXT = datetime.date(2024, 9, 3)
EVENING = datetime.datetime(2024, 4, 16, 23, tzinfo=datetime.UTC)


def make_session(network: Network) -> SimpleNamespace:
    """Two points, three seats of which two came, two decisions, and the session that follows."""
    network.quorum_rule = QuorumRule.MAJORITY
    network.save()
    meeting = make_meeting(network, DAY, place="Sala de reuniones", title="Primera sesión")
    seats = [
        make_seat(network, "presidencia", "P", order=1, name="Despacho", post="Alcaldesa"),
        make_seat(network, "secretaria", "S", order=2, name="Subdirección", post="Subdirectora"),
        make_seat(network, "invitada", "IP", order=3, name="Observatorio", post="Investigadora"),
    ]
    function = MandatedFunction.objects.create(network=network, number=1, title="Coordinar")
    points = [
        AgendaItem.objects.create(meeting=meeting, order=n, title=title, notes=notes)
        for n, (title, notes) in enumerate(
            [("Plan de trabajo", "Se leyó el plan."), ("Varios", "Se fijó la próxima fecha.")]
        )
    ]
    points[0].functions.set([function])
    decisions = [
        Decision.objects.create(meeting=meeting, order=n, body=body)
        for n, body in enumerate(["Aprobar el plan de trabajo", "Pedir el informe a las localidades"])
    ]
    FollowUp.objects.create(decision=decisions[1], body="Enviar el oficio", deadline_text="agosto")
    marks = [
        AttendanceMark(member=seats[0], attended=True, sex=Sex.FEMALE),
        AttendanceMark(
            member=seats[1], attended=True, delegate_name="Persona de Muestra", delegate_post="Asesora"
        ),
    ]
    attendance_save(meeting=meeting, marks=marks, now=EVENING)
    return SimpleNamespace(
        meeting=meeting,
        seats=seats,
        function=function,
        points=points,
        decisions=decisions,
        following=make_meeting(network, NEXT),
    )


def draft(meeting: Meeting) -> Acta:
    acta = services.acta_draft(meeting=meeting)
    acta.number = "1/2024"
    return services.acta_save(acta=acta, revision=acta.revision)


def approve(acta: Acta, following: Meeting, user: User, pdf: bytes = b"%PDF-de-prueba") -> Acta:
    fresh = Acta.objects.select_related("meeting__network").get(pk=acta.pk)
    content = {**current_record(fresh), "approval": services.approval_of(following)}
    return services.acta_approve(
        acta=fresh, revision=fresh.revision, approved_in=following, user=user, content=content, pdf=pdf
    )


def acta_address(name: str, meeting: Meeting, app: str = "monitoring", **kwargs) -> str:
    return reverse(f"{app}:{name}", kwargs={"slug": meeting.network.slug, "meeting": meeting.pk, **kwargs})


def text_file(name: str = "lista.txt", content: bytes = b"Lista firmada") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
