"""What members reported, with its evidence and its review."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from monitoring.models.periods import Period
from networks.audit import history
from networks.models import Member
from networks.models.base import Revisioned, choice_constraint, long_text, percent, percent_constraint
from plans.models import PlanVersion, Verification
from plans.models.base import networked


class EntryStatus(models.TextChoices):
    DONE = "cumplido", "cumplido"
    ONGOING = "en_avance", "en avance"
    NOT_DONE = "no_cumplido", "no cumplido"
    PENDING = "pendiente", "pendiente"
    RESCHEDULED = "reprogramado", "reprogramado"
    NOT_APPLICABLE = "no_aplica", "no aplica"


class ReviewState(models.TextChoices):
    DRAFT = "draft", "borrador"
    SUBMITTED = "submitted", "enviado"
    RETURNED = "returned", "observado"
    VALIDATED = "validated", "validado"


class EntryQuerySet(networked("period__network")):
    def counted(self) -> EntryQuerySet:
        """What enters a figure: submitted and validated entries."""
        return self.filter(review_state__in=[ReviewState.SUBMITTED, ReviewState.VALIDATED])

    def to_review(self) -> EntryQuerySet:
        return self.filter(review_state=ReviewState.SUBMITTED)


class ComplianceEntry(Revisioned):
    """What one member (None: the network itself) reports of one activity in one period.

    It belongs to the activity's lineage, so it survives new versions; `version` is the one it was written under.
    """

    activity_lineage = models.UUIDField("actividad", db_index=True)
    version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="entries", verbose_name="versión del plan"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="integrante"
    )
    period = models.ForeignKey(Period, models.PROTECT, related_name="entries", verbose_name="periodo")
    status = models.CharField("cumplimiento", max_length=20, choices=EntryStatus, blank=True, default="")
    progress = percent("avance", help_text="Porcentaje de 0 a 100.")
    declared_earned = percent("ponderación ganada declarada")
    declared_reason = long_text("motivo de lo declarado", max_length=2000)
    narrative = long_text("qué se hizo")
    obstacles = long_text("obstáculos")
    review_state = models.CharField(
        "revisión", max_length=20, choices=ReviewState, default=ReviewState.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="creado por",
    )
    updated_at = models.DateTimeField("guardado", auto_now=True)
    submitted_at = models.DateTimeField("enviado", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="enviado por",
    )
    on_behalf_reason = models.CharField(
        "motivo para informar en su nombre", max_length=500, blank=True, default=""
    )
    reviewed_at = models.DateTimeField("revisado", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="revisado por",
    )
    is_sample = models.BooleanField("dato de muestra", default=False)
    history = history()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "avance informado"
        verbose_name_plural = "avances informados"
        ordering = ["period", "member"]
        indexes = [
            models.Index(fields=["period", "activity_lineage", "review_state"], name="monitoring_entry_rollup")
        ]
        constraints = [
            choice_constraint("status", EntryStatus, "monitoring_entry_status", blank=True),
            choice_constraint("review_state", ReviewState, "monitoring_entry_review_state"),
            percent_constraint("progress", "monitoring_entry_progress"),
            percent_constraint("declared_earned", "monitoring_entry_declared"),
            models.CheckConstraint(
                condition=Q(review_state__in=["draft", "returned"]) | ~Q(status=""),
                name="monitoring_entry_status_on_submit",
                violation_error_message="Elija el cumplimiento antes de enviar.",
            ),
            models.UniqueConstraint(
                fields=["activity_lineage", "member", "period"],
                condition=Q(member__isnull=False),
                name="monitoring_entry_unique_member",
                violation_error_message="Esa integrante ya tiene un avance de esa actividad en el periodo.",
            ),
            models.UniqueConstraint(
                fields=["activity_lineage", "period"],
                condition=Q(member__isnull=True),
                name="monitoring_entry_unique_network",
                violation_error_message="La red ya tiene un avance de esa actividad en el periodo.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} · {self.member or 'la red'} · {self.get_status_display() or 'sin estado'}"

    @property
    def network_id(self) -> int:
        return self.period.network_id

    @property
    def is_editable(self) -> bool:
        return self.review_state in (ReviewState.DRAFT, ReviewState.RETURNED)

    def clean(self) -> None:
        if self.member_id and self.member.network_id != self.period.network_id:
            raise ValidationError({"member": "La integrante es de otra red."})
        if self.version_id and self.version.plan.network_id != self.period.network_id:
            raise ValidationError({"version": "El plan es de otra red."})


class Sensitivity(models.TextChoices):
    PUBLIC = "public", "pública"
    NETWORK = "network", "de la red"
    RESTRICTED = "restricted", "reservada (solo la secretaría técnica)"


def evidence_path(evidence: Evidence, filename: str) -> str:
    """A name nobody guesses; the original one is kept in `original_name`."""
    suffix = PurePath(filename).suffix.lower()
    return f"evidence/{evidence.entry.period.network_id}/{uuid.uuid4().hex}{suffix}"


class Evidence(models.Model):
    """A file or a link that proves an entry; it may fill verification slots of the plan."""

    entry = models.ForeignKey(ComplianceEntry, models.CASCADE, related_name="evidence", verbose_name="avance")
    title = models.CharField("qué es", max_length=200, blank=True, default="")
    file = models.FileField("archivo", upload_to=evidence_path, blank=True, max_length=200)
    original_name = models.CharField("nombre del archivo", max_length=200, blank=True, default="")
    content_type = models.CharField("tipo", max_length=100, blank=True, default="")
    size = models.PositiveIntegerField("bytes", null=True, blank=True)
    sha256 = models.CharField("huella", max_length=64, blank=True, default="")
    url = models.URLField("enlace", max_length=500, blank=True, default="")
    sensitivity = models.CharField("sensibilidad", max_length=20, choices=Sensitivity, default=Sensitivity.NETWORK)
    verifications = models.ManyToManyField(
        Verification, blank=True, related_name="evidence", verbose_name="medios de verificación que cubre"
    )
    uploaded_at = models.DateTimeField("agregada", auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="agregada por",
    )

    objects = networked("entry__period__network").as_manager()

    class Meta:
        verbose_name = "evidencia"
        verbose_name_plural = "evidencias"
        ordering = ["entry", "uploaded_at", "pk"]
        constraints = [
            choice_constraint("sensitivity", Sensitivity, "monitoring_evidence_sensitivity"),
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
                name="monitoring_evidence_file_or_link",
                violation_error_message="Una evidencia es un archivo o un enlace.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.original_name or self.url

    @property
    def network_id(self) -> int:
        return self.entry.period.network_id


class DeliverableProgress(models.Model):
    """Whether a deliverable of the activity was left behind in the period."""

    entry = models.ForeignKey(ComplianceEntry, models.CASCADE, related_name="deliverables", verbose_name="avance")
    deliverable_lineage = models.UUIDField("producto", db_index=True)
    status = models.CharField("cumplimiento", max_length=20, choices=EntryStatus, blank=True, default="")
    note = models.CharField("nota", max_length=1000, blank=True, default="")
    delivered_on = models.DateField("entregado el", null=True, blank=True)

    class Meta:
        verbose_name = "avance de producto"
        verbose_name_plural = "avances de productos"
        constraints = [
            choice_constraint("status", EntryStatus, "monitoring_deliverableprogress_status", blank=True),
            models.UniqueConstraint(
                fields=["entry", "deliverable_lineage"], name="monitoring_deliverableprogress_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display() or "sin estado"


class Observation(models.Model):
    """What the reviewer asks to mend, on a field of the entry or on the whole of it."""

    entry = models.ForeignKey(ComplianceEntry, models.CASCADE, related_name="observations", verbose_name="avance")
    field = models.CharField("campo", max_length=40, blank=True, default="")
    body = models.TextField("observación", max_length=2000, validators=[MaxLengthValidator(2000)])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="observado por"
    )
    created_at = models.DateTimeField("observado", auto_now_add=True)
    resolved_at = models.DateTimeField("atendido", null=True, blank=True)

    class Meta:
        verbose_name = "observación"
        verbose_name_plural = "observaciones"
        ordering = ["entry", "-created_at"]

    def __str__(self) -> str:
        return self.body[:80]
