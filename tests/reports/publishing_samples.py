"""A small network with something of everything to publish."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from hashlib import sha256

from django.core.files.base import ContentFile

from monitoring.models import (
    AgendaItem,
    Attendance,
    ComplianceEntry,
    Decision,
    FollowUp,
    Meeting,
    Period,
    PublicationItem,
    PublishedDocument,
    PublishedState,
)
from networks.models import MandatedFunction, Member, Network, QuorumRule, User
from plans.models import Activity, Deliverable, PlanVersion, Verification
from reports.models import PublishedSnapshot
from reports.publishing.services import snapshot_publish
from tests.factories import (
    make_activity,
    make_eje,
    make_entry,
    make_meeting,
    make_member,
    make_period,
    make_seat,
    make_version,
)

SECRET = "Relato reservado de la técnica"
EVERYTHING = (("plan", "2024"), ("progress", "2024/2024-T1"), ("meetings", "2024"), ("decisions", "2024"))


@dataclass
class Sample:
    network: Network
    version: PlanVersion
    activity: Activity
    member: Member
    period: Period
    entry: ComplianceEntry
    meeting: Meeting
    item: PublicationItem


def make_sample(network: Network) -> Sample:
    """One eje with two activities, one entry, one session with a decision, and one document kept here."""
    network.mandate, network.quorum_rule = "Cumplir la norma", QuorumRule.MAJORITY
    network.is_public = True
    network.save()
    member = make_member(network, "norte", name="Localidad Norte")
    version = make_version(network)
    eje = make_eje(version, goal="Meta del eje")
    first = make_activity(eje, weight="40", schedule_months=["2024-02", "2024-03", "2024-11"])
    second = make_activity(eje, weight="60", deadline_text="Junio de 2024")
    second.deadline_start_on, second.deadline_end_on = datetime.date(2024, 6, 1), datetime.date(2024, 6, 30)
    second.save()
    Deliverable.objects.create(activity=second, title="Informe final", deadline_text="Junio de 2024")
    Verification.objects.create(activity=first, text="Lista de asistencia")
    period = make_period(network)
    entry = make_entry(first, period, member, narrative=SECRET)
    meeting = _meeting(network, member)
    content = b"%PDF-1.4 reglamento"
    item = PublicationItem(
        network=network,
        document=PublishedDocument.REGULATION,
        published=PublishedState.YES,
        original_name="Reglamento de Fulana.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=sha256(content).hexdigest(),
    )
    item.file.save("x.pdf", ContentFile(content), save=False)
    item.save()
    return Sample(network, version, first, member, period, entry, meeting, item)


def _meeting(network: Network, member: Member) -> Meeting:
    function = MandatedFunction.objects.create(network=network, number=1, title="Coordinar la política")
    MandatedFunction.objects.create(network=network, number=2, title="Aprobar el reglamento")
    meeting = make_meeting(network, datetime.date(2024, 2, 1), notes=SECRET)
    AgendaItem.objects.create(meeting=meeting, title="Balance del año", notes=SECRET).functions.add(function)
    present, absent = make_seat(network, "a"), make_seat(network, "b")
    make_seat(network, "c")
    Attendance.objects.create(meeting=meeting, member=present, attended=True, delegate_name=SECRET)
    Attendance.objects.create(meeting=meeting, member=absent, attended=False)
    decision = Decision.objects.create(meeting=meeting, body="Aprobar el plan")
    FollowUp.objects.create(decision=decision, body="Enviarlo a todas", member=member, responsible=SECRET)
    return meeting


def publish_all(sample: Sample, by: User | None = None) -> dict[str, PublishedSnapshot]:
    found = {}
    for kind, key in (*EVERYTHING, ("documents", "")):
        found[kind] = snapshot_publish(network=sample.network, kind=kind, key=key, by=by)
    return found
