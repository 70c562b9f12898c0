"""Figures, declared totals, reviews of an eje, and the narrative parts of the forms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.models.entries import ComplianceEntry
from monitoring.models.periods import Period
from networks.audit import history
from networks.models import Network
from networks.models.base import choice_constraint, long_text, percent, percent_constraint
from networks.models.network import NetworkOwnedQuerySet
from plans.models.base import networked


class Basis(models.TextChoices):
    PERIOD = "period", _("del periodo")
    YEAR_TO_DATE = "year_to_date", _("acumulado del año")


class Measurement(models.Model):
    """The value of an indicator in an entry; empty is not zero. `text` for indicators told in words."""

    entry = models.ForeignKey(
        ComplianceEntry, models.CASCADE, related_name="measurements", verbose_name=_("avance")
    )
    indicator_lineage = models.UUIDField(_("indicador"), db_index=True)
    value = models.DecimalField(_("valor"), max_digits=14, decimal_places=2, null=True, blank=True)
    text = models.CharField(_("en palabras"), max_length=300, blank=True, default="")
    basis = models.CharField(_("qué abarca"), max_length=20, choices=Basis, default=Basis.PERIOD)
    breakdown = models.JSONField(_("desagregación"), default=dict, blank=True)

    class Meta:
        verbose_name = _("medición")
        verbose_name_plural = _("mediciones")
        constraints = [
            choice_constraint("basis", Basis, "monitoring_measurement_basis"),
            models.UniqueConstraint(fields=["entry", "indicator_lineage"], name="monitoring_measurement_unique"),
        ]

    def __str__(self) -> str:
        return self.text or str(self.value)


class DeclaredTotal(models.Model):
    """The total of an eje that a document printed or the secretariat declares.

    It is shown beside the computed one wherever they differ, and never enters a sum.
    """

    period = models.ForeignKey(Period, models.CASCADE, related_name="declared_totals", verbose_name=_("periodo"))
    eje_lineage = models.UUIDField(_("eje"), db_index=True)
    value = percent(_("total declarado"), null=False, blank=False)
    reason = long_text(_("de dónde sale"), max_length=2000, blank=False)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("declarado por"),
    )
    history = history()

    objects = networked("period__network").as_manager()

    class Meta:
        verbose_name = _("total declarado")
        verbose_name_plural = _("totales declarados")
        constraints = [
            percent_constraint("value", "monitoring_declaredtotal_value"),
            models.UniqueConstraint(
                fields=["period", "eje_lineage"],
                name="monitoring_declaredtotal_unique",
                violation_error_message=_("Ese eje ya tiene un total declarado en el periodo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"

    @property
    def network_id(self) -> int:
        return self.period.network_id


class EjeReview(models.Model):
    """A row of analysis of an eje, or of one of its objectives; several an eje."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="eje_reviews", verbose_name=_("periodo"))
    eje_lineage = models.UUIDField(_("eje"), db_index=True)
    objective_lineage = models.UUIDField(_("objetivo"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    changes = long_text(_("modificaciones logradas"))
    recommendations = long_text(_("recomendaciones para consolidar lo avanzado"))
    commitments = long_text(_("compromisos para la fase que viene"))
    responsible = models.CharField(_("responsable"), max_length=500, blank=True, default="")
    history = history()

    objects = networked("period__network").as_manager()

    class Meta:
        verbose_name = _("análisis de un eje")
        verbose_name_plural = _("análisis de ejes")
        ordering = ["period", "order", "pk"]

    def __str__(self) -> str:
        return self.changes[:80]

    @property
    def network_id(self) -> int:
        return self.period.network_id


class ReportSection(models.Model):
    """A narrative part of an official form for a period; `items` is a list of `{"title", "body"}`."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="report_sections", verbose_name=_("red"))
    period = models.ForeignKey(Period, models.CASCADE, related_name="sections", verbose_name=_("periodo"))
    form = models.CharField(_("formulario"), max_length=40)
    key = models.CharField(_("apartado"), max_length=40)
    body = long_text(_("texto"))
    items = models.JSONField(_("elementos"), default=list, blank=True)
    history = history()

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("apartado de informe")
        verbose_name_plural = _("apartados de informes")
        ordering = ["period", "form", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "period", "form", "key"],
                name="monitoring_reportsection_unique",
                violation_error_message=_("Ese apartado ya existe en el periodo."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.period} · {self.form} · {self.key}"
