"""Sessions of the body: agenda, attendance, acta, decisions and what came of them, and what was published."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.entries import ComplianceEntry
from networks.audit import history
from networks.models import MandatedFunction, Member, Network
from networks.models.base import choice_constraint, long_text
from networks.models.network import NetworkOwnedQuerySet
from plans.models import PlanVersion
from plans.models.base import Deadline, deadline_constraints, networked


class MeetingKind(models.TextChoices):
    ORDINARY = "ordinary", _("ordinaria")
    EXTRAORDINARY = "extraordinary", _("extraordinaria")


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

    network = models.ForeignKey(Network, models.CASCADE, related_name="meetings", verbose_name=_("red"))
    kind = models.CharField(_("tipo"), max_length=20, choices=MeetingKind, default=MeetingKind.ORDINARY)
    title = models.CharField(_("asunto"), max_length=200, blank=True, default="")
    programmed_on = models.DateField(_("programada para"), null=True, blank=True)
    held_on = models.DateField(_("realizada el"), null=True, blank=True)
    place = models.CharField(_("lugar"), max_length=200, blank=True, default="")
    notes = long_text(_("notas"))
    history = history()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesión")
        verbose_name_plural = _("sesiones")
        ordering = ["network", "held_on", "programmed_on", "pk"]
        constraints = [
            choice_constraint("kind", MeetingKind, "monitoring_meeting_kind"),
            models.CheckConstraint(
                condition=Q(programmed_on__isnull=False) | Q(held_on__isnull=False),
                name="monitoring_meeting_dated",
                violation_error_message=_("Dé la fecha en que la sesión está programada o se realizó."),
            ),
        ]

    def __str__(self) -> str:
        return f"Sesión {self.get_kind_display()} del {self.on:%d/%m/%Y}"

    @property
    def on(self) -> datetime.date:
        return self.held_on or self.programmed_on


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name=_("sesión"))
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    title = models.CharField(_("punto"), max_length=500)
    notes = long_text(_("desarrollo"))
    functions = models.ManyToManyField(
        MandatedFunction, blank=True, related_name="agenda_items", verbose_name=_("funciones que aborda")
    )

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = _("punto del orden del día")
        verbose_name_plural = _("orden del día")
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def network_id(self) -> int:
        return self.meeting.network_id


class Attendance(models.Model):
    """Whether a seat attended; no row is «no consta», not an absence."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance", verbose_name=_("sesión"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendance", verbose_name=_("puesto"))
    attended = models.BooleanField(_("asistió"))
    delegate_post = models.CharField(
        _("cargo de quien asistió en su lugar"), max_length=200, blank=True, default=""
    )
    registered_at = models.DateTimeField(_("registrada"), auto_now=True)
    history = history()

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = _("asistencia")
        verbose_name_plural = _("asistencias")
        ordering = ["meeting", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="monitoring_attendance_unique",
                violation_error_message=_("La asistencia de ese puesto ya está registrada."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {'asistió' if self.attended else 'no asistió'}"

    def clean(self) -> None:
        if self.member.network_id != self.meeting.network_id:
            raise ValidationError({"member": _("El puesto es de otra red.")})


class ActaState(models.TextChoices):
    DRAFT = "draft", _("borrador")
    APPROVED = "approved", _("aprobada")


class Acta(models.Model):
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="acta", verbose_name=_("sesión"))
    number = models.CharField(_("número"), max_length=40, blank=True, default="")
    body = long_text(_("texto"))
    state = models.CharField(_("estado"), max_length=20, choices=ActaState, default=ActaState.DRAFT)
    approved_on = models.DateField(_("aprobada el"), null=True, blank=True)
    history = history()

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = _("acta")
        verbose_name_plural = _("actas")
        constraints = [
            choice_constraint("state", ActaState, "monitoring_acta_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approved_on__isnull=False),
                name="monitoring_acta_approved_on",
                violation_error_message=_("Dé la fecha en que se aprobó el acta."),
            ),
        ]

    def __str__(self) -> str:
        return f"Acta de la {str(self.meeting).lower()}"

    @property
    def network_id(self) -> int:
        return self.meeting.network_id


class Decision(models.Model):
    """What a session decided; it may be the one that agreed a version of a plan."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", verbose_name=_("sesión"))
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    body = long_text(_("decisión"), max_length=2000, blank=False)
    plan_version = models.ForeignKey(
        PlanVersion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("versión del plan que acuerda"),
    )
    history = history()

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = _("decisión")
        verbose_name_plural = _("decisiones")
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def network_id(self) -> int:
        return self.meeting.network_id

    def clean(self) -> None:
        if self.plan_version_id and self.plan_version.plan.network_id != self.meeting.network_id:
            raise ValidationError({"plan_version": _("Ese plan es de otra red: elija uno de esta.")})


class FollowUpState(models.TextChoices):
    OPEN = "open", _("en curso")
    CLOSED = "closed", _("cumplido")


class FollowUp(Deadline):
    """What came of a decision, or is owed from an entry."""

    decision = models.ForeignKey(
        Decision, models.CASCADE, null=True, blank=True, related_name="follow_ups", verbose_name=_("decisión")
    )
    entry = models.ForeignKey(
        ComplianceEntry,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("avance"),
    )
    body = long_text(_("seguimiento"), max_length=2000, blank=False)
    responsible = models.CharField(_("responsable"), max_length=200, blank=True, default="")
    state = models.CharField(_("estado"), max_length=20, choices=FollowUpState, default=FollowUpState.OPEN)
    closed_on = models.DateField(_("cumplido el"), null=True, blank=True)
    history = history()

    class Meta:
        verbose_name = _("seguimiento")
        verbose_name_plural = _("seguimientos")
        ordering = ["pk"]
        constraints = [
            choice_constraint("state", FollowUpState, "monitoring_followup_state"),
            models.CheckConstraint(
                condition=Q(decision__isnull=False, entry__isnull=True)
                | Q(decision__isnull=True, entry__isnull=False),
                name="monitoring_followup_of_one",
                violation_error_message=_("Un seguimiento es de una decisión o de un avance."),
            ),
            *deadline_constraints("followup", app="monitoring"),
        ]

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def network_id(self) -> int:
        return self.decision.network_id if self.decision_id else self.entry.network_id


class PublishedDocument(models.TextChoices):
    NORMS = "norms", _("Normas de creación")
    REGULATION = "regulation", _("Reglamento interno")
    ACTAS = "actas", _("Actas con sus anexos")
    REPORT = "report", _("Informe de gestión")


class PublishedState(models.TextChoices):
    YES = "yes", _("sí")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("sin información")


class PublicationItem(models.Model):
    """A line of the publication checklist: is the document on the web page of the secretariat's entity?"""

    network = models.ForeignKey(Network, models.CASCADE, related_name="publications", verbose_name=_("red"))
    document = models.CharField(_("documento"), max_length=20, choices=PublishedDocument)
    published = models.CharField(
        _("publicado"), max_length=10, choices=PublishedState, default=PublishedState.UNKNOWN
    )
    url = models.URLField(_("dirección"), max_length=500, blank=True, default="")
    published_on = models.DateField(_("publicado el"), null=True, blank=True)
    history = history()

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("publicación")
        verbose_name_plural = _("publicaciones")
        ordering = ["network", "pk"]
        constraints = [
            choice_constraint("document", PublishedDocument, "monitoring_publicationitem_document"),
            choice_constraint("published", PublishedState, "monitoring_publicationitem_published"),
            models.UniqueConstraint(
                fields=["network", "document"],
                name="monitoring_publicationitem_unique",
                violation_error_message=_("Ese documento ya está en la lista."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_document_display()}: {self.get_published_display()}"
