"""One-click links: a signed address that opens one member's form of one period without a password."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.models.periods import Period
from networks.models import Member
from networks.models.base import choice_constraint
from plans.models.base import networked


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


class ReportLink(models.Model):
    """Good for one member (None: the network itself) and one period, until that closes or somebody revokes it.

    What is written through it is written by `user`, to whom it was sent. The address is signed: the row alone
    does not give it away.
    """

    period = models.ForeignKey(Period, models.CASCADE, related_name="report_links", verbose_name=_("periodo"))
    member = models.ForeignKey(
        Member,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="report_links",
        verbose_name=_("integrante"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_links", verbose_name=_("para")
    )
    nonce = models.CharField(max_length=64, unique=True, default=new_nonce, editable=False)
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("creado por")
    )
    revoked_at = models.DateTimeField(_("revocado"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revocado por"),
    )

    objects = networked("period__network").as_manager()

    class Meta:
        verbose_name = _("enlace para informar")
        verbose_name_plural = _("enlaces para informar")
        ordering = ["period", "member", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "member", "user"],
                condition=Q(revoked_at__isnull=True, member__isnull=False),
                name="monitoring_reportlink_one_member",
                violation_error_message=_(
                    "Esa persona ya tiene un enlace vigente: revóquelo antes de crear otro."
                ),
            ),
            models.UniqueConstraint(
                fields=["period", "user"],
                condition=Q(revoked_at__isnull=True, member__isnull=True),
                name="monitoring_reportlink_one_network",
                violation_error_message=_(
                    "Esa persona ya tiene un enlace vigente: revóquelo antes de crear otro."
                ),
            ),
        ]

    def __str__(self) -> str:
        who = self.member or gettext("la red")
        return f"{self.period} · {who} · {self.user}"

    @property
    def network_id(self) -> int:
        return self.period.network_id


class LinkAction(models.TextChoices):
    OPENED = "opened", _("abierto")
    SAVED = "saved", _("borrador guardado")
    SUBMITTED = "submitted", _("avance enviado")
    REFUSED = "refused", _("rechazado")


class ReportLinkUse(models.Model):
    """A time it was used: what was done, and of which activity when it was one entry."""

    link = models.ForeignKey(ReportLink, models.CASCADE, related_name="uses", verbose_name=_("enlace"))
    at = models.DateTimeField(_("cuándo"), auto_now_add=True)
    action = models.CharField(_("qué se hizo"), max_length=20, choices=LinkAction)
    activity_lineage = models.UUIDField(_("actividad"), null=True, blank=True)

    class Meta:
        verbose_name = _("uso de un enlace")
        verbose_name_plural = _("usos de enlaces")
        ordering = ["link", "-at", "-pk"]
        constraints = [choice_constraint("action", LinkAction, "monitoring_reportlinkuse_action")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_action_display()}"
