"""The tree of a version: ejes, objectives, activities, deliverables, and what hangs on them."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from networks.audit import history
from networks.models import MandatedFunction, Member, Organization
from networks.models.base import Revisioned, choice_constraint, long_text, percent, percent_constraint
from plans.models.base import Deadline, Lineage, deadline_constraints, networked
from plans.models.plan import PlanVersion
from plans.models.theme import Theme

MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


class Eje(Lineage, Revisioned):
    """First level of a plan: the group whose leaf activities' weights add to 100.00, or have none."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="ejes", verbose_name=_("versión"))
    code = models.CharField(_("código"), max_length=20)
    title = models.CharField(_("título"), max_length=500)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    weight = percent(_("ponderación"))
    goal = long_text(_("meta"), max_length=2000)
    theme = models.CharField(_("tema"), max_length=200, blank=True, default="")
    functions = models.ManyToManyField(
        MandatedFunction, blank=True, related_name="ejes", verbose_name=_("funciones de la norma")
    )
    history = history()

    objects = networked("version__plan__network").as_manager()

    class Meta:
        verbose_name = _("eje")
        verbose_name_plural = _("ejes")
        ordering = ["version", "order", "pk"]
        constraints = [
            percent_constraint("weight", "plans_eje_weight"),
            models.UniqueConstraint(
                fields=["version", "code"],
                name="plans_eje_code",
                violation_error_message=_("Ya hay un eje con ese código en la versión."),
            ),
            models.UniqueConstraint(fields=["version", "lineage"], name="plans_eje_lineage"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"

    @property
    def network_id(self) -> int:
        return self.version.plan.network_id


class Objective(Lineage, Revisioned):
    """Second level, optional."""

    eje = models.ForeignKey(Eje, models.CASCADE, related_name="objectives", verbose_name=_("eje"))
    code = models.CharField(_("código"), max_length=20, blank=True, default="")
    title = models.CharField(_("título"), max_length=1000)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    history = history()

    objects = networked("eje__version__plan__network").as_manager()

    class Meta:
        verbose_name = _("objetivo específico")
        verbose_name_plural = _("objetivos específicos")
        ordering = ["eje", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["eje", "lineage"], name="plans_objective_lineage")]

    def __str__(self) -> str:
        return self.title

    @property
    def network_id(self) -> int:
        return self.eje.network_id


class Concern(models.TextChoices):
    NETWORK = "network", _("la red misma")
    EVERY_MEMBER = "every", _("cada integrante que informa")
    SOME_MEMBERS = "some", _("algunas integrantes")


class ActivityQuerySet(networked("eje__version__plan__network")):
    def leaves(self) -> ActivityQuerySet:
        """What carries weight and is reported: activities without sub-activities."""
        return self.filter(children__isnull=True)


def check_months(value: list[str]) -> None:
    if not isinstance(value, list) or not all(isinstance(m, str) and MONTH.match(m) for m in value):
        raise ValidationError(_("El cronograma se da en meses como «2012-03»."))


class Activity(Lineage, Revisioned, Deadline):
    """What is done. With sub-activities it only groups them: weight and progress are theirs."""

    eje = models.ForeignKey(Eje, models.CASCADE, related_name="activities", verbose_name=_("eje"))
    objective = models.ForeignKey(
        Objective,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("objetivo específico"),
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("sub-actividad de"),
    )
    code = models.CharField(_("código"), max_length=20)
    title = models.CharField(_("título"), max_length=1000)
    notes = long_text(_("notas"))
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    weight = percent(_("ponderación"))
    schedule_months = models.JSONField(
        _("meses del cronograma"), default=list, blank=True, validators=[check_months]
    )
    schedule_is_sample = models.BooleanField(_("cronograma de muestra"), default=False)
    concerns = models.CharField(
        _("a quién concierne"), max_length=20, choices=Concern, default=Concern.EVERY_MEMBER
    )
    members = models.ManyToManyField(
        Member, blank=True, related_name="activities", verbose_name=_("integrantes a las que concierne")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="activities", verbose_name=_("temas"))
    history = history()

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("actividad")
        verbose_name_plural = _("actividades")
        ordering = ["eje", "order", "pk"]
        constraints = [
            percent_constraint("weight", "plans_activity_weight"),
            choice_constraint("concerns", Concern, "plans_activity_concerns"),
            models.UniqueConstraint(
                fields=["eje", "code"],
                name="plans_activity_code",
                violation_error_message=_("Ya hay una actividad con ese código en el eje."),
            ),
            models.UniqueConstraint(fields=["eje", "lineage"], name="plans_activity_lineage"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="plans_activity_not_own_parent",
                violation_error_message=_("Una actividad no puede ser sub-actividad de sí misma."),
            ),
            *deadline_constraints("activity"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def network_id(self) -> int:
        return self.eje.network_id

    def clean(self) -> None:
        if self.parent_id and self.parent.eje_id != self.eje_id:
            raise ValidationError({"parent": _("La actividad superior está en otro eje: elija una del mismo.")})
        if self.objective_id and self.objective.eje_id != self.eje_id:
            raise ValidationError({"objective": _("El objetivo es de otro eje: elija uno del mismo.")})


class Deliverable(Lineage, Deadline):
    """What an activity leaves behind."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="deliverables", verbose_name=_("actividad")
    )
    title = models.CharField(_("producto"), max_length=1000)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    history = history()

    objects = networked("activity__eje__version__plan__network").as_manager()

    class Meta:
        verbose_name = _("producto")
        verbose_name_plural = _("productos")
        ordering = ["activity", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "lineage"], name="plans_deliverable_lineage"),
            *deadline_constraints("deliverable"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def network_id(self) -> int:
        return self.activity.network_id


class OfActivity(models.Model):
    """Hangs on an activity or, when `deliverable` is given, on that deliverable of it."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="%(model_name)s_set", verbose_name=_("actividad")
    )
    deliverable = models.ForeignKey(
        Deliverable,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="%(model_name)s_set",
        verbose_name=_("producto"),
    )

    class Meta:
        abstract = True

    @property
    def network_id(self) -> int:
        return self.activity.network_id

    def clean(self) -> None:
        if self.deliverable_id and self.deliverable.activity_id != self.activity_id:
            raise ValidationError({"deliverable": _("El producto es de otra actividad.")})


class Verification(Lineage, OfActivity):
    """Medio o fuente de verificación: what proves it; evidence fills it."""

    text = models.CharField(_("medio de verificación"), max_length=500)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)

    objects = networked("activity__eje__version__plan__network").as_manager()

    class Meta:
        verbose_name = _("medio de verificación")
        verbose_name_plural = _("medios de verificación")
        ordering = ["activity", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "lineage"], name="plans_verification_lineage")]

    def __str__(self) -> str:
        return self.text


class PartyKind(models.TextChoices):
    RESPONSIBLE = "responsible", _("responsable")
    SUPPORT = "support", _("apoyo")
    FUNDING = "funding", _("financiamiento")


class PartyScope(models.TextChoices):
    MEMBER = "member", _("una integrante")
    EVERY_MEMBER = "every", _("cada integrante")
    SECRETARIAT = "secretariat", _("la secretaría técnica")
    ORGANIZATION = "organization", _("una organización")
    WORDS = "words", _("otra (en palabras)")


class Party(OfActivity):
    """Who answers for, supports or funds; `words` are the plan's own, and the name where scope is words."""

    kind = models.CharField(_("papel"), max_length=20, choices=PartyKind)
    scope = models.CharField(_("quién"), max_length=20, choices=PartyScope)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="parties", verbose_name=_("integrante")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("organización"),
    )
    words = models.CharField(_("en palabras"), max_length=300, blank=True, default="")
    order = models.PositiveSmallIntegerField(_("orden"), default=0)

    objects = networked("activity__eje__version__plan__network").as_manager()

    class Meta:
        verbose_name = _("parte")
        verbose_name_plural = _("partes")
        ordering = ["activity", "kind", "order", "pk"]
        constraints = [
            choice_constraint("kind", PartyKind, "plans_party_kind"),
            choice_constraint("scope", PartyScope, "plans_party_scope"),
            models.CheckConstraint(
                condition=Q(scope="member", member__isnull=False, organization__isnull=True)
                | Q(scope="organization", organization__isnull=False, member__isnull=True)
                | (Q(scope="words", member__isnull=True, organization__isnull=True) & ~Q(words=""))
                | Q(scope__in=["every", "secretariat"], member__isnull=True, organization__isnull=True),
                name="plans_party_who",
                violation_error_message=_("Diga quién: una integrante, una organización o un nombre en palabras."),
            ),
        ]

    def __str__(self) -> str:
        return self.words or str(self.member or self.organization or self.get_scope_display())


class MemberDeadline(OfActivity, Deadline):
    """The date one member set for herself where the plan leaves it to each."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="own_deadlines", verbose_name=_("integrante"))

    objects = networked("activity__eje__version__plan__network").as_manager()

    class Meta:
        verbose_name = _("plazo de una integrante")
        verbose_name_plural = _("plazos de integrantes")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "member"],
                condition=Q(deliverable__isnull=True),
                name="plans_memberdeadline_activity",
                violation_error_message=_("Esa integrante ya tiene su plazo en la actividad."),
            ),
            models.UniqueConstraint(
                fields=["deliverable", "member"],
                condition=Q(deliverable__isnull=False),
                name="plans_memberdeadline_deliverable",
                violation_error_message=_("Esa integrante ya tiene su plazo en el producto."),
            ),
            *deadline_constraints("memberdeadline"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.deadline_text}"


class OverPeriods(models.TextChoices):
    SUM = "sum", _("se suma")
    LATEST = "latest", _("vale el último dato")


class OverMembers(models.TextChoices):
    SUM = "sum", _("se suma")
    MEAN = "mean", _("se promedia")
    LATEST = "latest", _("vale el último dato")


class Indicator(Lineage):
    """A figure an activity is followed by. Without `is_numeric` it is a state told in words."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="indicators", verbose_name=_("actividad"))
    title = models.CharField(_("indicador"), max_length=300)
    unit = models.CharField(_("unidad"), max_length=60, blank=True, default="")
    is_numeric = models.BooleanField(_("es una cifra"), default=True)
    baseline = models.DecimalField(_("línea de base"), max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("meta"), max_digits=14, decimal_places=2, null=True, blank=True)
    disaggregation = models.JSONField(_("desagregación"), default=list, blank=True)
    over_periods = models.CharField(
        _("entre periodos"), max_length=20, choices=OverPeriods, default=OverPeriods.SUM
    )
    over_members = models.CharField(
        _("entre integrantes"), max_length=20, choices=OverMembers, default=OverMembers.SUM
    )
    order = models.PositiveSmallIntegerField(_("orden"), default=0)

    objects = networked("activity__eje__version__plan__network").as_manager()

    class Meta:
        verbose_name = _("indicador")
        verbose_name_plural = _("indicadores")
        ordering = ["activity", "order", "pk"]
        constraints = [
            choice_constraint("over_periods", OverPeriods, "plans_indicator_over_periods"),
            choice_constraint("over_members", OverMembers, "plans_indicator_over_members"),
            models.UniqueConstraint(fields=["activity", "lineage"], name="plans_indicator_lineage"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def network_id(self) -> int:
        return self.activity.network_id
