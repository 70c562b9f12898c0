"""Sessions of the body: agenda, attendance, acta, decisions and what came of them, and what was published."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q

from monitoring.models.entries import ComplianceEntry
from networks.audit import history
from networks.models import MandatedFunction, Member, Network
from networks.models.base import choice_constraint, long_text
from networks.models.network import NetworkOwnedQuerySet
from plans.models import PlanVersion
from plans.models.base import Deadline, deadline_constraints, networked


class MeetingKind(models.TextChoices):
    ORDINARY = "ordinary", "ordinaria"
    EXTRAORDINARY = "extraordinary", "extraordinaria"


class MeetingQuerySet(NetworkOwnedQuerySet):
    def held(self) -> MeetingQuerySet:
        return self.filter(held_on__isnull=False)

    def held_between(self, start: datetime.date, end: datetime.date) -> MeetingQuerySet:
        return self.filter(held_on__gte=start, held_on__lte=end).order_by("held_on", "pk")

    def programmed_between(self, start: datetime.date, end: datetime.date) -> MeetingQuerySet:
        return self.filter(programmed_on__gte=start, programmed_on__lte=end)

    def for_list(self) -> MeetingQuerySet:
        return self.annotate(
            present=Count("attendance", filter=Q(attendance__attended=True), distinct=True),
            decided=Count("decisions", distinct=True),
        ).order_by("-held_on", "-programmed_on", "-pk")


class Meeting(models.Model):
    """A session; programmed, held, or both."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="meetings", verbose_name="red")
    kind = models.CharField("tipo", max_length=20, choices=MeetingKind, default=MeetingKind.ORDINARY)
    title = models.CharField("asunto", max_length=200, blank=True, default="")
    programmed_on = models.DateField("programada para", null=True, blank=True)
    held_on = models.DateField("realizada el", null=True, blank=True)
    place = models.CharField("lugar", max_length=200, blank=True, default="")
    notes = long_text("notas")
    history = history()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "sesión"
        verbose_name_plural = "sesiones"
        ordering = ["network", "held_on", "programmed_on", "pk"]
        constraints = [
            choice_constraint("kind", MeetingKind, "monitoring_meeting_kind"),
            models.CheckConstraint(
                condition=Q(programmed_on__isnull=False) | Q(held_on__isnull=False),
                name="monitoring_meeting_dated",
                violation_error_message="Dé la fecha en que la sesión está programada o se realizó.",
            ),
        ]

    def __str__(self) -> str:
        return f"Sesión {self.get_kind_display()} del {self.on:%d/%m/%Y}"

    @property
    def on(self) -> datetime.date:
        return self.held_on or self.programmed_on


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name="sesión")
    order = models.PositiveSmallIntegerField("orden", default=0)
    title = models.CharField("punto", max_length=500)
    notes = long_text("desarrollo")
    functions = models.ManyToManyField(
        MandatedFunction, blank=True, related_name="agenda_items", verbose_name="funciones que aborda"
    )

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = "punto del orden del día"
        verbose_name_plural = "orden del día"
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def network_id(self) -> int:
        return self.meeting.network_id


class Attendance(models.Model):
    """Whether a seat attended; no row is «no consta», not an absence."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance", verbose_name="sesión")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendance", verbose_name="puesto")
    attended = models.BooleanField("asistió")
    delegate_post = models.CharField("cargo de quien asistió en su lugar", max_length=200, blank=True, default="")
    registered_at = models.DateTimeField("registrada", auto_now=True)
    history = history()

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = "asistencia"
        verbose_name_plural = "asistencias"
        ordering = ["meeting", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="monitoring_attendance_unique",
                violation_error_message="La asistencia de ese puesto ya está registrada.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {'asistió' if self.attended else 'no asistió'}"

    def clean(self) -> None:
        if self.member.network_id != self.meeting.network_id:
            raise ValidationError({"member": "El puesto es de otra red."})


class ActaState(models.TextChoices):
    DRAFT = "draft", "borrador"
    APPROVED = "approved", "aprobada"


class Acta(models.Model):
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="acta", verbose_name="sesión")
    number = models.CharField("número", max_length=40, blank=True, default="")
    body = long_text("texto")
    state = models.CharField("estado", max_length=20, choices=ActaState, default=ActaState.DRAFT)
    approved_on = models.DateField("aprobada el", null=True, blank=True)
    history = history()

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = "acta"
        verbose_name_plural = "actas"
        constraints = [
            choice_constraint("state", ActaState, "monitoring_acta_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approved_on__isnull=False),
                name="monitoring_acta_approved_on",
                violation_error_message="Dé la fecha en que se aprobó el acta.",
            ),
        ]

    def __str__(self) -> str:
        return f"Acta de la {str(self.meeting).lower()}"

    @property
    def network_id(self) -> int:
        return self.meeting.network_id


class Decision(models.Model):
    """What a session decided; it may be the one that agreed a version of a plan."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", verbose_name="sesión")
    order = models.PositiveSmallIntegerField("orden", default=0)
    body = long_text("decisión", max_length=2000, blank=False)
    plan_version = models.ForeignKey(
        PlanVersion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="versión del plan que acuerda",
    )
    history = history()

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = "decisión"
        verbose_name_plural = "decisiones"
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def network_id(self) -> int:
        return self.meeting.network_id

    def clean(self) -> None:
        if self.plan_version_id and self.plan_version.plan.network_id != self.meeting.network_id:
            raise ValidationError({"plan_version": "Ese plan es de otra red: elija uno de esta."})


class FollowUpState(models.TextChoices):
    OPEN = "open", "en curso"
    CLOSED = "closed", "cumplido"


class FollowUp(Deadline):
    """What came of a decision, or is owed from an entry."""

    decision = models.ForeignKey(
        Decision, models.CASCADE, null=True, blank=True, related_name="follow_ups", verbose_name="decisión"
    )
    entry = models.ForeignKey(
        ComplianceEntry,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="avance",
    )
    body = long_text("seguimiento", max_length=2000, blank=False)
    responsible = models.CharField("responsable", max_length=200, blank=True, default="")
    state = models.CharField("estado", max_length=20, choices=FollowUpState, default=FollowUpState.OPEN)
    closed_on = models.DateField("cumplido el", null=True, blank=True)
    history = history()

    class Meta:
        verbose_name = "seguimiento"
        verbose_name_plural = "seguimientos"
        ordering = ["pk"]
        constraints = [
            choice_constraint("state", FollowUpState, "monitoring_followup_state"),
            models.CheckConstraint(
                condition=Q(decision__isnull=False, entry__isnull=True)
                | Q(decision__isnull=True, entry__isnull=False),
                name="monitoring_followup_of_one",
                violation_error_message="Un seguimiento es de una decisión o de un avance.",
            ),
            *deadline_constraints("followup", app="monitoring"),
        ]

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def network_id(self) -> int:
        return self.decision.network_id if self.decision_id else self.entry.network_id


class PublishedDocument(models.TextChoices):
    NORMS = "norms", "Normas de creación"
    REGULATION = "regulation", "Reglamento interno"
    ACTAS = "actas", "Actas con sus anexos"
    REPORT = "report", "Informe de gestión"


class PublishedState(models.TextChoices):
    YES = "yes", "sí"
    NO = "no", "no"
    UNKNOWN = "unknown", "sin información"


class PublicationItem(models.Model):
    """A line of the publication checklist: is the document on the web page of the secretariat's entity?"""

    network = models.ForeignKey(Network, models.CASCADE, related_name="publications", verbose_name="red")
    document = models.CharField("documento", max_length=20, choices=PublishedDocument)
    published = models.CharField(
        "publicado", max_length=10, choices=PublishedState, default=PublishedState.UNKNOWN
    )
    url = models.URLField("dirección", max_length=500, blank=True, default="")
    published_on = models.DateField("publicado el", null=True, blank=True)
    history = history()

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = "publicación"
        verbose_name_plural = "publicaciones"
        ordering = ["network", "pk"]
        constraints = [
            choice_constraint("document", PublishedDocument, "monitoring_publicationitem_document"),
            choice_constraint("published", PublishedState, "monitoring_publicationitem_published"),
            models.UniqueConstraint(
                fields=["network", "document"],
                name="monitoring_publicationitem_unique",
                violation_error_message="Ese documento ya está en la lista.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_document_display()}: {self.get_published_display()}"
