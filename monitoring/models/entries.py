"""What members reported, with its evidence and its review."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.models.links import ReportLink
from monitoring.models.periods import Period
from networks.audit import history
from networks.models import Member
from networks.models.base import Revisioned, choice_constraint, long_text, percent, percent_constraint
from plans.models import PlanVersion, Verification, VersionStatus
from plans.models.base import networked


class EntryStatus(models.TextChoices):
    DONE = "cumplido", _("cumplido")
    ONGOING = "en_avance", _("en avance")
    NOT_DONE = "no_cumplido", _("no cumplido")
    PENDING = "pendiente", _("pendiente")
    RESCHEDULED = "reprogramado", _("reprogramado")
    NOT_APPLICABLE = "no_aplica", _("no aplica")


class ReviewState(models.TextChoices):
    DRAFT = "draft", _("borrador")
    SUBMITTED = "submitted", _("enviado")
    RETURNED = "returned", _("observado")
    VALIDATED = "validated", _("validado")


class EntryQuerySet(networked("period__network")):
    def counted(self) -> EntryQuerySet:
        """What enters a figure: submitted and validated entries."""
        return self.filter(review_state__in=[ReviewState.SUBMITTED, ReviewState.VALIDATED])

    def agreed(self) -> EntryQuerySet:
        """Without those of a version still in draft, which wait until it is put in force."""
        return self.exclude(version__status=VersionStatus.DRAFT)

    def to_review(self) -> EntryQuerySet:
        return self.filter(review_state=ReviewState.SUBMITTED)


class ComplianceEntry(Revisioned):
    """What one member (None: the network itself) reports of one activity in one period.

    It belongs to the activity's lineage, so it survives new versions; `version` is the one it was written under.
    """

    activity_lineage = models.UUIDField(_("actividad"), db_index=True)
    version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="entries", verbose_name=_("versión del plan")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("integrante")
    )
    period = models.ForeignKey(Period, models.PROTECT, related_name="entries", verbose_name=_("periodo"))
    status = models.CharField(_("cumplimiento"), max_length=20, choices=EntryStatus, blank=True, default="")
    progress = percent(_("avance"), help_text=_("Porcentaje de 0 a 100."))
    declared_earned = percent(_("ponderación ganada declarada"))
    declared_reason = long_text(_("motivo de lo declarado"), max_length=2000)
    narrative = long_text(_("qué se hizo"))
    obstacles = long_text(_("obstáculos"))
    review_state = models.CharField(
        _("revisión"), max_length=20, choices=ReviewState, default=ReviewState.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("creado por"),
    )
    updated_at = models.DateTimeField(_("guardado"), auto_now=True)
    submitted_at = models.DateTimeField(_("enviado"), null=True, blank=True)
    first_submitted_at = models.DateTimeField(_("enviado por primera vez"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("enviado por"),
    )
    on_behalf_reason = models.CharField(
        _("motivo para informar en su nombre"), max_length=500, blank=True, default=""
    )
    via_link = models.ForeignKey(
        ReportLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="entries",
        editable=False,
        verbose_name=_("por el enlace de"),
    )
    reviewed_at = models.DateTimeField(_("revisado"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revisado por"),
    )
    is_sample = models.BooleanField(_("dato de muestra"), default=False)
    # The key of the last write, given by the page that sent it: the same click twice is one write.
    last_write = models.UUIDField(null=True, blank=True, editable=False)
    history = history("last_write")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("avance informado")
        verbose_name_plural = _("avances informados")
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
                violation_error_message=_("Elija el cumplimiento antes de enviar."),
            ),
            models.UniqueConstraint(
                fields=["activity_lineage", "member", "period"],
                condition=Q(member__isnull=False),
                name="monitoring_entry_unique_member",
                violation_error_message=_("Esa integrante ya tiene un avance de esa actividad en el periodo."),
            ),
            models.UniqueConstraint(
                fields=["activity_lineage", "period"],
                condition=Q(member__isnull=True),
                name="monitoring_entry_unique_network",
                violation_error_message=_("La red ya tiene un avance de esa actividad en el periodo."),
            ),
        ]

    def __str__(self) -> str:
        status = self.get_status_display() or gettext("sin estado")
        who = self.member or gettext("la red")
        return f"{self.period} · {who} · {status}"

    @property
    def network_id(self) -> int:
        return self.period.network_id

    @property
    def is_editable(self) -> bool:
        return self.review_state in (ReviewState.DRAFT, ReviewState.RETURNED)

    def clean(self) -> None:
        if self.member_id and self.member.network_id != self.period.network_id:
            raise ValidationError({"member": _("La integrante es de otra red.")})
        if self.version_id and self.version.plan.network_id != self.period.network_id:
            raise ValidationError({"version": _("El plan es de otra red.")})


class Sensitivity(models.TextChoices):
    PUBLIC = "public", _("pública")
    NETWORK = "network", _("de la red")
    RESTRICTED = "restricted", _("reservada (solo la secretaría técnica)")


def evidence_path(evidence: Evidence, filename: str) -> str:
    """A name nobody guesses; the original one is kept in `original_name`."""
    suffix = PurePath(filename).suffix.lower()
    return f"evidence/{evidence.entry.period.network_id}/{uuid.uuid4().hex}{suffix}"


class Evidence(models.Model):
    """A file or a link that proves an entry; it may fill verification slots of the plan."""

    entry = models.ForeignKey(ComplianceEntry, models.CASCADE, related_name="evidence", verbose_name=_("avance"))
    title = models.CharField(_("qué es"), max_length=200, blank=True, default="")
    file = models.FileField(_("archivo"), upload_to=evidence_path, blank=True, max_length=200)
    original_name = models.CharField(_("nombre del archivo"), max_length=200, blank=True, default="")
    content_type = models.CharField(_("tipo"), max_length=100, blank=True, default="")
    size = models.PositiveIntegerField(_("bytes"), null=True, blank=True)
    sha256 = models.CharField(_("huella"), max_length=64, blank=True, default="")
    url = models.URLField(_("enlace"), max_length=500, blank=True, default="")
    dated_on = models.DateField(
        _("fecha del documento"), null=True, blank=True, help_text=_("La que lleva escrita, si la tiene.")
    )
    sensitivity = models.CharField(
        _("sensibilidad"), max_length=20, choices=Sensitivity, default=Sensitivity.NETWORK
    )
    verifications = models.ManyToManyField(
        Verification, blank=True, related_name="evidence", verbose_name=_("medios de verificación que cubre")
    )
    uploaded_at = models.DateTimeField(_("agregada"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agregada por"),
    )

    objects = networked("entry__period__network").as_manager()

    class Meta:
        verbose_name = _("evidencia")
        verbose_name_plural = _("evidencias")
        ordering = ["entry", "uploaded_at", "pk"]
        constraints = [
            choice_constraint("sensitivity", Sensitivity, "monitoring_evidence_sensitivity"),
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
                name="monitoring_evidence_file_or_link",
                violation_error_message=_("Una evidencia es un archivo o un enlace."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.original_name or self.url

    @property
    def network_id(self) -> int:
        return self.entry.period.network_id


class DeliverableProgress(models.Model):
    """Whether a deliverable of the activity was left behind in the period."""

    entry = models.ForeignKey(
        ComplianceEntry, models.CASCADE, related_name="deliverables", verbose_name=_("avance")
    )
    deliverable_lineage = models.UUIDField(_("producto"), db_index=True)
    status = models.CharField(_("cumplimiento"), max_length=20, choices=EntryStatus, blank=True, default="")
    note = models.CharField(_("nota"), max_length=1000, blank=True, default="")
    delivered_on = models.DateField(_("entregado el"), null=True, blank=True)

    class Meta:
        verbose_name = _("avance de producto")
        verbose_name_plural = _("avances de productos")
        constraints = [
            choice_constraint("status", EntryStatus, "monitoring_deliverableprogress_status", blank=True),
            models.UniqueConstraint(
                fields=["entry", "deliverable_lineage"], name="monitoring_deliverableprogress_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display() or gettext("sin estado")


class Observation(models.Model):
    """What the reviewer asks to mend, on a field of the entry or on the whole of it."""

    entry = models.ForeignKey(
        ComplianceEntry, models.CASCADE, related_name="observations", verbose_name=_("avance")
    )
    field = models.CharField(_("campo"), max_length=40, blank=True, default="")
    body = models.TextField(_("observación"), max_length=2000, validators=[MaxLengthValidator(2000)])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("observado por")
    )
    created_at = models.DateTimeField(_("observado"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("atendido"), null=True, blank=True)

    class Meta:
        verbose_name = _("observación")
        verbose_name_plural = _("observaciones")
        ordering = ["entry", "-created_at"]

    def __str__(self) -> str:
        return self.body[:80]
