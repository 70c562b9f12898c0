"""Many reports at once, in the background."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.models import Member, Network
from networks.models.base import choice_constraint
from networks.models.network import NetworkOwnedQuerySet
from plans.models.base import networked
from reports.models.issued import IssuedReport


class BatchState(models.TextChoices):
    WAITING = "waiting", _("en espera")
    RUNNING = "running", _("en curso")
    DONE = "done", _("terminado")
    CANCELLED = "cancelled", _("cancelado")
    INTERRUPTED = "interrupted", _("interrumpido")


class ItemState(models.TextChoices):
    WAITING = "waiting", _("en espera")
    RUNNING = "running", _("en curso")
    DONE = "done", _("hecho")
    FAILED = "failed", _("falló")
    CANCELLED = "cancelled", _("cancelado")


class ReportBatch(models.Model):
    """What somebody asked to be made at once. `is_issue`: issued with folios; else drafts for the zip alone.

    `network` is empty where it spans several, all of them hers. `beat_at` is its process's last sign of life.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(
        Network, models.CASCADE, null=True, blank=True, related_name="report_batches", verbose_name=_("red")
    )
    title = models.CharField(_("qué es"), max_length=300)
    is_issue = models.BooleanField(_("emite"), default=False)
    override_reason = models.CharField(
        _("por qué se emite con observaciones"), max_length=1000, blank=True, default=""
    )
    language = models.CharField(_("idioma"), max_length=10, default="es")
    state = models.CharField(_("estado"), max_length=20, choices=BatchState, default=BatchState.WAITING)
    is_cancel_asked = models.BooleanField(_("se pidió cancelar"), default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("pedido por")
    )
    asked_at = models.DateTimeField(_("pedido"), auto_now_add=True)
    started_at = models.DateTimeField(_("empezado"), null=True, blank=True)
    beat_at = models.DateTimeField(_("última señal"), null=True, blank=True)
    ended_at = models.DateTimeField(_("terminado"), null=True, blank=True)
    file = models.FileField(_("zip"), upload_to="lotes", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), null=True, blank=True)
    sha256 = models.CharField(_("huella"), max_length=64, blank=True, default="")

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lote de informes")
        verbose_name_plural = _("lotes de informes")
        ordering = ["-asked_at"]
        constraints = [choice_constraint("state", BatchState, "reports_reportbatch_state")]

    def __str__(self) -> str:
        return self.title


class BatchItem(models.Model):
    """One report of a batch, and what came of it; `problem` is the sentence that says why it failed."""

    batch = models.ForeignKey(ReportBatch, models.CASCADE, related_name="items", verbose_name=_("lote"))
    order = models.PositiveIntegerField(_("orden"))
    network = models.ForeignKey(Network, models.CASCADE, related_name="+", verbose_name=_("red"))
    form = models.CharField(_("forma"), max_length=40)
    period_code = models.CharField(_("periodo"), max_length=20)
    plan_slug = models.CharField(_("plan"), max_length=100, blank=True, default="")
    eje_code = models.CharField(_("eje"), max_length=40, blank=True, default="")
    member = models.ForeignKey(
        Member, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("integrante")
    )
    state = models.CharField(_("estado"), max_length=20, choices=ItemState, default=ItemState.WAITING)
    problem = models.TextField(_("qué falló"), blank=True, default="")
    report = models.ForeignKey(
        IssuedReport, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("informe")
    )
    file = models.FileField(_("PDF"), upload_to="lotes", max_length=200, blank=True)
    started_at = models.DateTimeField(_("empezado"), null=True, blank=True)
    ended_at = models.DateTimeField(_("terminado"), null=True, blank=True)

    objects = networked("network").as_manager()

    class Meta:
        verbose_name = _("informe de un lote")
        verbose_name_plural = _("informes de un lote")
        ordering = ["batch", "order"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "order"], name="reports_batchitem_order"),
            choice_constraint("state", ItemState, "reports_batchitem_state"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period_code}"
