"""Periods and their closing."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from monitoring.periods import closing_instant
from networks.models import Network, PeriodKind
from networks.models.base import choice_constraint, long_text, order_constraint
from networks.models.network import NetworkOwnedQuerySet


class PeriodQuerySet(NetworkOwnedQuerySet):
    def with_closed(self) -> PeriodQuerySet:
        closing = PeriodClosing.objects.filter(period=OuterRef("pk"), reopened_at__isnull=True)
        return self.annotate(closed=Exists(closing))

    def started(self, day: datetime.date) -> PeriodQuerySet:
        return self.filter(start_on__lte=day)

    def within(self, start: datetime.date, end: datetime.date) -> PeriodQuerySet:
        """The periods that lie whole inside two days, both included."""
        return self.filter(start_on__gte=start, end_on__lte=end)


class Period(models.Model):
    """What a report covers: a quarter `2024-T3`, a semester `2012-S2`, or a year `2007`."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="periods", verbose_name=_("red"))
    code = models.CharField(_("código"), max_length=10)
    kind = models.CharField(_("tipo"), max_length=20, choices=PeriodKind)
    start_on = models.DateField(_("desde"))
    end_on = models.DateField(_("hasta"))
    opens_on = models.DateField(_("se informa desde"))
    due_on = models.DateField(_("se informa hasta"))
    closes_on = models.DateField(
        _("deja de recibir avances el"),
        null=True,
        blank=True,
        help_text=_("Al terminar ese día, a la medianoche de la red. Vacío: hasta que la secretaría lo cierre."),
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("periodo")
        verbose_name_plural = _("periodos")
        ordering = ["network", "-start_on"]
        constraints = [
            choice_constraint("kind", PeriodKind, "monitoring_period_kind"),
            models.UniqueConstraint(
                fields=["network", "code"],
                name="monitoring_period_code",
                violation_error_message=_("La red ya tiene ese periodo."),
            ),
            order_constraint(
                "start_on", "end_on", "monitoring_period_dates", _("El periodo termina antes de empezar.")
            ),
            order_constraint(
                "opens_on",
                "due_on",
                "monitoring_period_reporting",
                _("El plazo para informar vence antes de abrirse."),
            ),
            order_constraint(
                "due_on",
                "closes_on",
                "monitoring_period_closes",
                _("El periodo dejaría de recibir avances antes de que venza el plazo."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_closed(self) -> bool:
        """From the annotation of `with_closed`, else one query."""
        if not hasattr(self, "closed"):
            self.closed = self.closings.filter(reopened_at__isnull=True).exists()
        return self.closed

    def has_ended(self, at: datetime.datetime) -> bool:
        """Whether the midnight after which it takes no more entries is past, in the network's own time zone."""
        if self.closes_on is None:
            return False
        return at >= closing_instant(self.closes_on, self.network.time_zone)

    @cached_property
    def is_over(self) -> bool:
        """It takes no more entries: closed, or past its last midnight, as of when this row was first asked."""
        return self.is_closed or self.has_ended(timezone.now())


class PeriodClosing(models.Model):
    """One closing, with its totals frozen; a reopening needs a reason and leaves this row as its trace."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="closings", verbose_name=_("periodo"))
    closed_at = models.DateTimeField(_("cerrado"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("cerrado por")
    )
    totals = models.JSONField(_("totales"), default=dict)
    reopened_at = models.DateTimeField(_("reabierto"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reabierto por"),
    )
    reopened_reason = long_text(_("motivo de la reapertura"), max_length=2000)

    class Meta:
        verbose_name = _("cierre de periodo")
        verbose_name_plural = _("cierres de periodo")
        ordering = ["period", "-closed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(reopened_at__isnull=True),
                name="monitoring_periodclosing_one_open",
                violation_error_message=_("El periodo ya está cerrado."),
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reopened_reason=""),
                name="monitoring_periodclosing_reason",
                violation_error_message=_("Escriba por qué se reabre el periodo."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(period)s, cerrado") % {"period": self.period}

    @property
    def network_id(self) -> int:
        return self.period.network_id
