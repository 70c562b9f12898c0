"""What surrounds an entry: its conversation, who opened its evidence, and what a closing carries over."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.models.entries import ComplianceEntry, EntryStatus, Evidence
from monitoring.models.links import ReportLink
from monitoring.models.periods import Period, PeriodClosing
from networks.models import Member
from networks.models.base import choice_constraint
from plans.models.base import networked


class EntryMessage(models.Model):
    """One turn of the conversation on an entry; everybody who reads the entry reads it. It changes no state."""

    entry = models.ForeignKey(ComplianceEntry, models.CASCADE, related_name="messages", verbose_name=_("avance"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("escrito por")
    )
    body = models.TextField(_("mensaje"), max_length=2000, validators=[MaxLengthValidator(2000)])
    created_at = models.DateTimeField(_("escrito"), auto_now_add=True)

    objects = networked("entry__period__network").as_manager()

    class Meta:
        verbose_name = _("mensaje")
        verbose_name_plural = _("mensajes")
        ordering = ["entry", "created_at", "pk"]

    def __str__(self) -> str:
        return self.body[:80]


class EvidenceOpening(models.Model):
    """Somebody opened a piece of evidence."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="openings", verbose_name=_("evidencia"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("abierta por")
    )
    via_link = models.ForeignKey(
        ReportLink, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("por el enlace de")
    )
    at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("apertura de una evidencia")
        verbose_name_plural = _("aperturas de evidencias")
        ordering = ["evidence", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"


class CommitmentQuerySet(networked("period__network")):
    def standing(self) -> CommitmentQuerySet:
        """Those of a closing nobody reopened."""
        return self.filter(closing__reopened_at__isnull=True)


class Commitment(models.Model):
    """What a period left unmet when it closed, carried to the next one; settled once it is reported as met.

    `status` is what was reported, empty for silence; code and title are those of the day, should the plan change.
    """

    closing = models.ForeignKey(
        PeriodClosing, models.CASCADE, related_name="commitments", verbose_name=_("cierre")
    )
    period = models.ForeignKey(Period, models.CASCADE, related_name="commitments", verbose_name=_("periodo"))
    activity_lineage = models.UUIDField(_("actividad"), db_index=True)
    activity_code = models.CharField(_("código"), max_length=20)
    activity_title = models.CharField(_("título"), max_length=1000)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("integrante")
    )
    status = models.CharField(_("cómo quedó"), max_length=20, choices=EntryStatus, blank=True, default="")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("compromiso")
        verbose_name_plural = _("compromisos")
        ordering = ["period", "pk"]
        constraints = [
            choice_constraint("status", EntryStatus, "monitoring_commitment_status", blank=True),
            models.UniqueConstraint(
                fields=["closing", "activity_lineage", "member"],
                condition=Q(member__isnull=False),
                name="monitoring_commitment_unique_member",
            ),
            models.UniqueConstraint(
                fields=["closing", "activity_lineage"],
                condition=Q(member__isnull=True),
                name="monitoring_commitment_unique_network",
            ),
        ]

    def __str__(self) -> str:
        who = self.member or gettext("la red")
        return f"{self.activity_code} · {who}"

    @property
    def network_id(self) -> int:
        return self.period.network_id
