"""Files on their way in: plans, what the network taught about their columns, and forms filled without a line."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.models.periods import Period
from networks.models import Member, Network
from networks.models.base import choice_constraint, long_text
from networks.models.network import NetworkOwnedQuerySet
from plans.models import Plan


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("recibido")
    WRITING = "writing", _("escribiéndose")
    WRITTEN = "written", _("importado")
    FAILED = "failed", _("no se pudo importar")


def import_path(row: PlanImport, filename: str) -> str:
    """A name nobody guesses; the original one is kept in `file_name`."""
    return f"imports/{row.network_id}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


class PlanImport(models.Model):
    """A file that somebody is turning into a plan. Nothing of the plan is written before she confirms.

    `options` are the wizard's answers (plan, years, period, party choices), `mapping` that of `plans.importing`.
    The file is deleted once written, or when it has been left alone for a week.
    """

    key = models.UUIDField(_("clave"), default=uuid.uuid4, unique=True, editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="imports", verbose_name=_("red"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("subido por")
    )
    uploaded_at = models.DateTimeField(_("subido"), auto_now_add=True)
    file = models.FileField(_("archivo"), upload_to=import_path, blank=True, max_length=200)
    file_name = models.CharField(_("nombre del archivo"), max_length=200)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("huella"), max_length=64)
    mapping = models.JSONField(_("lectura de las columnas"), default=dict, blank=True)
    options = models.JSONField(_("respuestas"), default=dict, blank=True)
    state = models.CharField(_("estado"), max_length=20, choices=ImportState, default=ImportState.UPLOADED)
    problem = long_text(_("por qué no se pudo"))
    plan = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="imports", verbose_name=_("plan")
    )
    written_at = models.DateTimeField(_("importado"), null=True, blank=True)

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("importación de un plan")
        verbose_name_plural = _("importaciones de planes")
        ordering = ["network", "-uploaded_at"]
        constraints = [choice_constraint("state", ImportState, "monitoring_planimport_state")]

    def __str__(self) -> str:
        return self.file_name


class ColumnMemory(models.Model):
    """What the network said a heading means; proposed the next time a table has it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="column_memories", verbose_name=_("red"))
    heading = models.CharField(_("encabezado"), max_length=300)
    role = models.CharField(_("qué es"), max_length=30)
    used_at = models.DateTimeField(_("usado"), auto_now=True)

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("columna recordada")
        verbose_name_plural = _("columnas recordadas")
        ordering = ["network", "heading"]
        constraints = [
            models.UniqueConstraint(fields=["network", "heading"], name="monitoring_columnmemory_heading")
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.role}"


def form_path(row: FormUpload, filename: str) -> str:
    """A name nobody guesses; the original one is kept in `file_name`."""
    return f"imports/{row.network_id}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


class FormUpload(models.Model):
    """A member's form of a period that came back filled as .xlsx. Nothing is written before she confirms.

    The file is deleted once applied, or when it has been left alone for a week.
    """

    key = models.UUIDField(_("clave"), default=uuid.uuid4, unique=True, editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="form_uploads", verbose_name=_("red"))
    period = models.ForeignKey(Period, models.CASCADE, related_name="form_uploads", verbose_name=_("periodo"))
    member = models.ForeignKey(
        Member,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="form_uploads",
        verbose_name=_("integrante"),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("subido por")
    )
    uploaded_at = models.DateTimeField(_("subido"), auto_now_add=True)
    file = models.FileField(_("archivo"), upload_to=form_path, blank=True, max_length=200)
    file_name = models.CharField(_("nombre del archivo"), max_length=200)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("huella"), max_length=64)
    options = models.JSONField(_("respuestas"), default=dict, blank=True)
    applied_at = models.DateTimeField(_("aplicado"), null=True, blank=True)

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("formulario en Excel")
        verbose_name_plural = _("formularios en Excel")
        ordering = ["network", "-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
