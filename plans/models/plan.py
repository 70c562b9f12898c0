"""Plans and their versions."""

from __future__ import annotations

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.audit import history
from networks.models import Network
from networks.models.base import Revisioned, choice_constraint, long_text, order_constraint
from networks.models.network import SLUG, NetworkOwnedQuerySet
from plans.models.base import networked

YEAR_BOUNDS = [MinValueValidator(1990), MaxValueValidator(2100)]


class PlanQuerySet(NetworkOwnedQuerySet):
    def covering(self, day: datetime.date) -> PlanQuerySet:
        return self.filter(first_year__lte=day.year, last_year__gte=day.year)

    def for_list(self) -> PlanQuerySet:
        return self.prefetch_related(Prefetch("versions", PlanVersion.objects.order_by("-number")))


class Plan(Revisioned):
    """What a network agreed for some years. The tree hangs on its versions."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="plans", verbose_name=_("red"))
    slug = models.CharField(_("dirección"), max_length=40, validators=[SLUG])
    title = models.CharField(_("título"), max_length=300)
    first_year = models.PositiveSmallIntegerField(_("primer año"), validators=YEAR_BOUNDS)
    last_year = models.PositiveSmallIntegerField(_("último año"), validators=YEAR_BOUNDS)
    objective = long_text(_("objetivo general"))
    history = history()

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("planes")
        ordering = ["network", "-first_year", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "slug"],
                name="plans_plan_slug",
                violation_error_message=_("Ya hay un plan con esa dirección en la red."),
            ),
            order_constraint(
                "first_year", "last_year", "plans_plan_years", _("El último año es anterior al primero.")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> str:
        """«2012» or «2012–2013»."""
        return f"{self.first_year}" if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("borrador")
    IN_FORCE = "in_force", _("vigente")
    SUPERSEDED = "superseded", _("sustituida")


class PlanVersionQuerySet(networked("plan__network")):
    def drafts(self) -> PlanVersionQuerySet:
        return self.filter(status=VersionStatus.DRAFT)

    def agreed(self) -> PlanVersionQuerySet:
        return self.exclude(status=VersionStatus.DRAFT)

    def in_force_on(self, day: datetime.date) -> PlanVersionQuerySet:
        """The agreed versions already in force on `day`, the one that rules first."""
        return self.agreed().filter(in_force_from_on__lte=day).order_by("-in_force_from_on", "-number")


class PlanVersion(models.Model):
    """One wording of a plan. A draft is edited; once in force it only gives way to the next version.

    People draft one version at a time (`version_draft`); a file with two tables brings two drafts.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("número"))
    status = models.CharField(
        _("estado"), max_length=20, choices=VersionStatus, default=VersionStatus.DRAFT, editable=False
    )
    title = models.CharField(_("nombre de la versión"), max_length=200, blank=True, default="")
    in_force_from_on = models.DateField(_("vigente desde"), null=True, blank=True)
    agreed_on = models.DateField(_("acordada el"), null=True, blank=True)
    reason = long_text(_("motivo"))
    is_sample = models.BooleanField(_("dato de muestra"), default=False)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    history = history()

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versión")
        verbose_name_plural = _("versiones")
        ordering = ["plan", "number"]
        constraints = [
            choice_constraint("status", VersionStatus, "plans_planversion_status"),
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plans_planversion_number",
                violation_error_message=_("Ya hay una versión con ese número."),
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status="in_force"),
                name="plans_planversion_one_in_force",
                violation_error_message=_("El plan ya tiene una versión vigente."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(in_force_from_on__isnull=False),
                name="plans_planversion_in_force_since",
                violation_error_message=_("Diga desde qué día está vigente la versión."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(plan)s · versión %(number)s") % {"plan": self.plan, "number": self.number}

    @property
    def network_id(self) -> int:
        return self.plan.network_id

    @property
    def is_draft(self) -> bool:
        return self.status == VersionStatus.DRAFT
