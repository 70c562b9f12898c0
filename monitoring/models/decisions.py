"""What a session decided, and what came of it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.entries import ComplianceEntry
from monitoring.models.files import KeptFile
from monitoring.models.meetings import Meeting
from networks.audit import history
from networks.models import Member, Network
from networks.models.base import choice_constraint, long_text
from plans.models import PlanVersion
from plans.models.base import Deadline, deadline_constraints, networked


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
    DROPPED = "dropped", _("sin efecto")


class FollowUpQuerySet(models.QuerySet):
    def for_user(self, user) -> FollowUpQuerySet:
        networks = Network.objects.for_user(user)
        return self.filter(Q(decision__meeting__network__in=networks) | Q(entry__period__network__in=networks))

    def of_network(self, network: Network) -> FollowUpQuerySet:
        return self.filter(Q(decision__meeting__network=network) | Q(entry__period__network=network))

    def open(self) -> FollowUpQuerySet:
        return self.filter(state=FollowUpState.OPEN)

    def overdue_on(self, day: datetime.date) -> FollowUpQuerySet:
        """Open, and the last day of its deadline is past."""
        return self.open().filter(deadline_end_on__lt=day)

    def unread(self) -> FollowUpQuerySet:
        """Open, with a deadline in words that say no dates."""
        return self.open().filter(deadline_end_on__isnull=True).exclude(deadline_text="")

    def with_source(self) -> FollowUpQuerySet:
        """With what each hangs on and who owes it."""
        return self.select_related("decision__meeting__network", "entry__period__network", "member", "closed_by")

    def by_deadline(self) -> FollowUpQuerySet:
        """What is open first, the nearest deadline before; then what is closed, the latest before."""
        is_open = models.Case(models.When(state=FollowUpState.OPEN, then=0), default=1)
        nearest = models.F("deadline_end_on").asc(nulls_last=True)
        return self.order_by(is_open, models.F("closed_on").desc(nulls_first=True), nearest, "pk")


class FollowUp(Deadline):
    """What came of a decision, or is owed from an entry.

    Who owes it is a member, or else the network itself, that is its secretariat; `responsible` says it in words.
    """

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
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("integrante responsable"),
    )
    responsible = models.CharField(_("responsable"), max_length=200, blank=True, default="")
    state = models.CharField(_("estado"), max_length=20, choices=FollowUpState, default=FollowUpState.OPEN)
    closed_on = models.DateField(_("cumplido el"), null=True, blank=True)
    closing_note = long_text(_("cómo se cumplió"), max_length=2000)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cierre anotado por"),
    )
    history = history()

    objects = FollowUpQuerySet.as_manager()

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

    @property
    def network(self) -> Network:
        return self.decision.meeting.network if self.decision_id else self.entry.period.network

    @property
    def is_open(self) -> bool:
        return self.state == FollowUpState.OPEN


class FollowUpEvidence(KeptFile):
    """A file or an address that shows that it was done."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="evidence", verbose_name=_("seguimiento"))
    url = models.URLField(_("enlace"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("evidencia de un seguimiento")
        verbose_name_plural = _("evidencias de un seguimiento")
        ordering = ["follow_up", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
                name="monitoring_followupevidence_file_or_link",
                violation_error_message=_("Una evidencia es un archivo o un enlace."),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.original_name or self.url

    @property
    def network_id(self) -> int:
        return self.follow_up.network_id
