"""Two networks side by side, both with something of everything; the people of each, and one of both."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from monitoring import models as records
from monitoring.services.outbox import Item, mail_queue
from networks.models import Assignment, MandatedFunction, Network, PeopleExport, Role, User
from plans.models import Deliverable, EditStep, MemberDeadline, Objective, Plan, VersionStatus
from reports.models import SigningKey
from tests.access import Row
from tests.factories import (
    give_role,
    make_activity,
    make_eje,
    make_entry,
    make_meeting,
    make_member,
    make_period,
    make_plan,
    make_seat,
    make_user,
    make_version,
)
from tests.test_access_matrix import ROWS

ROLES = ("secretariat", "coordinator", "technician", "observer")


def make_people(network: Network, word: str) -> dict[str, User]:
    """One person of each role; the técnica reports for every member."""
    people = {role: make_user(f"{role}-{word}") for role in ROLES}
    for role, user in people.items():
        members = network.members.filter(is_reporting=True) if role == "technician" else [None]
        for member in members:
            give_role(user, network, Role(role), member)
    return people


def make_world(network: Network) -> SimpleNamespace:
    """What the access matrix asks of a world, in a network that has things already."""
    if not Plan.objects.filter(network=network, slug="2024").exists():
        make_plan(network)
    # The matrix brings lines without a title.
    records.PublicationItem.objects.filter(network=network).update(title="Documento de la red")
    plan = Plan.objects.get(network=network, slug="2024")
    in_force = plan.versions.get(status=VersionStatus.IN_FORCE)
    activity = make_activity(in_force.ejes.first(), "99", title="Actividad de más")
    draft = make_version(network, number=in_force.number + 1, status=VersionStatus.DRAFT)
    draft_eje = make_eje(draft, lineage=activity.eje.lineage)
    objective = Objective.objects.create(eje=draft_eje, code="1", title="Objetivo")
    line = make_activity(draft_eje, objective=objective, title="Actividad del borrador")
    period = network.periods.filter(code="2024-T1").first() or make_period(network)
    member = make_member(network, "uno", name="Integrante una")
    functions = MandatedFunction.objects.filter(network=network)
    return SimpleNamespace(
        network=network,
        member=member,
        seat=make_seat(network, "puesto"),
        function=functions.first() or functions.create(network=network, number=1, title="Función de la red"),
        plan=plan,
        in_force=in_force,
        activity=activity,
        draft=draft,
        draft_eje=draft_eje,
        draft_objective=objective,
        draft_activity=line,
        draft_deliverable=Deliverable.objects.create(activity=line, title="Producto del borrador"),
        period=period,
        entry=make_entry(activity, period, member, narrative="Relato del avance", obstacles="Obstáculo"),
        meeting=make_meeting(network, datetime.date(2024, 2, 1), title="Sesión de febrero", place="Sala mayor"),
    )


@dataclass
class Door:
    """A row of the access matrix in one network: what is asked, and of what."""

    row: Row
    kwargs: dict[str, Any]
    data: dict[str, Any]

    @property
    def of_network(self) -> bool:
        return not (self.row.public or self.row.signed_in)

    def path(self, network: str, /, **instead: Any) -> str:
        kwargs = {**self.kwargs, **instead}
        return reverse(self.row.name, kwargs={**kwargs, "slug": network} if self.of_network else kwargs)


def make_doors(world: SimpleNamespace) -> list[Door]:
    """All of them, with what their rows need made in the world."""

    def given(value: Any) -> dict[str, Any]:
        return dict(value(world) if callable(value) else value)

    doors = [Door(row, given(row.kwargs), given(row.data)) for row in ROWS]
    # So that those of another world find none of this.
    records.OutboxMessage.objects.filter(key="digest:x").update(key=f"digest:{world.network.pk}:2024-04-14")
    return doors


def fill(world: SimpleNamespace, user: User) -> None:
    """What neither the fixtures nor the rows of the matrix make."""
    network, entry, period, member = world.network, world.entry, world.period, world.member
    _fill_plan(world, user)
    fill_files(world)
    evidence = records.Evidence.objects.filter(entry=entry).first()
    records.Evidence.objects.filter(pk=evidence.pk).update(title="Acta de la visita")
    records.EvidenceOpening.objects.create(evidence=evidence, user=user)
    records.ReportLinkUse.objects.create(link=records.ReportLink.objects.first(), action="opened")
    records.Observation.objects.create(entry=entry, body="Falta la lista", author=user)
    records.EntryMessage.objects.create(entry=entry, author=user, body="La mando mañana")
    place = {"plan": world.plan, "activity_lineage": world.activity.lineage}
    question = records.Question.objects.create(label="¿Qué pasó?", kind="text", order=2, unit="taller", **place)
    answer = {"question": question, "question_lineage": question.lineage, "text": "Cuarenta"}
    records.Answer.objects.create(entry=entry, **answer)
    for deliverable in Deliverable.objects.filter(activity=world.draft_activity):
        values = {"deliverable_lineage": deliverable.lineage, "status": "pendiente", "note": "En imprenta"}
        records.DeliverableProgress.objects.create(entry=entry, **values)
    closing = records.PeriodClosing.objects.filter(period=period).first()
    carried = {"activity_lineage": world.activity.lineage, "activity_code": "99", "activity_title": "Pendiente"}
    records.Commitment.objects.create(closing=closing, period=period, member=member, **carried)
    records.FollowUp.objects.create(entry=entry, body="Mandar la lista", responsible="Enlace de género")
    values = {"eje_lineage": world.activity.eje.lineage, "value": 50, "reason": "Así se imprimió"}
    records.DeclaredTotal.objects.create(period=period, **values)
    section = {"form": "gestion", "key": "synthesis", "body": "Síntesis", "items": [{"text": "Punto de síntesis"}]}
    records.ReportSection.objects.get_or_create(network=network, period=period, defaults=section)
    records.ReminderOptOut.objects.create(user=user, network=network)
    records.ReminderRule.objects.get_or_create(network=network)
    records.ColumnMemory.objects.create(network=network, heading="Qué se hará", role="title")
    item = records.PublicationItem.objects.filter(network=network).first()
    check = {"url": "https://example.org/x", "state": "dead", "detail": "No existe", "checked_at": timezone.now()}
    records.PublicationCheck.objects.create(item=item, **check)
    secretariat = Assignment.objects.filter(network=network, role=Role.SECRETARIAT).earliest("pk")
    SigningKey.objects.create(
        owner=secretariat.user,
        label="Firma de la secretaría",
        subject="Titular de prueba",
        issuer="Autoridad de prueba",
        serial="1234",
        certificate_sha256=f"{user.pk:064d}",
        valid_from_at=timezone.now(),
        valid_to_at=timezone.now() + datetime.timedelta(days=365),
    )
    PeopleExport.objects.create(network=network, what="contactos", filters={"q": "Ana"}, rows=1, exported_by=user)


def fill_files(world: SimpleNamespace) -> None:
    """A file wherever there may be one and no row has it."""
    acta = world.meeting.acta
    acta.pdf.save("acta.pdf", ContentFile(b"%PDF-1.7"))
    records.FormUpload.objects.filter(network=world.network).first().file.save("lleno.xlsx", ContentFile(b"x"))
    follow_up = records.FollowUp.objects.filter(decision__meeting=world.meeting).first()
    shown = records.FollowUpEvidence(follow_up=follow_up, original_name="lista.txt", title="Lista firmada")
    shown.file.save("lista.txt", ContentFile(b"lista"), save=False)
    shown.save()


def _fill_plan(world: SimpleNamespace, user: User) -> None:
    values = {"item": world.meeting.agenda.first(), "activity_lineage": world.activity.lineage}
    records.AgendaItemActivity.objects.create(version=world.in_force, **values)
    MemberDeadline.objects.create(activity=world.activity, member=world.member, deadline_text="a mitad de año")
    EditStep.objects.create(version=world.draft, label="Se agregó una actividad", made_by=user, before=b"")


def mail_of_both(user: User, one: SimpleNamespace, other: SimpleNamespace) -> None:
    """One message to a person of two networks that speaks of both."""
    items = [Item(world.network, world.period, records.ItemKind.BEFORE, 2) for world in (one, other)]
    words = {"subject": "Avisos del día", "body": "Debe dos avances en cada red"}
    mail_queue(user=user, kind=records.MailKind.DIGEST, key=f"digest:{user.pk}:2024-04-14", items=items, **words)
