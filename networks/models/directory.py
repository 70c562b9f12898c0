"""Territories, organizations, members and their contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.audit import history
from networks.models.base import Validity, ValidityQuerySet, choice_constraint, order_constraint
from networks.models.network import SLUG, Network, NetworkOwnedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from networks.models.accounts import User


class TerritoryLevel(models.TextChoices):
    BLOC = "bloc", _("bloque de países")
    COUNTRY = "country", _("país")
    REGION = "region", _("región o departamento")
    CITY = "city", _("ciudad o municipio")
    LOCALITY = "locality", _("localidad")


class Sex(models.TextChoices):
    """As the person states it; empty where she did not."""

    FEMALE = "female", _("mujer")
    MALE = "male", _("hombre")
    OTHER = "other", _("otro")


class SeatRole(models.TextChoices):
    PRESIDENT = "P", _("P: presidente")
    SECRETARIAT = "S", _("S: secretaría técnica")
    MEMBER = "I", _("I: integrante")
    PERMANENT_GUEST = "IP", _("IP: invitado permanente")
    OTHER = "O", _("O: otros")


class TerritoryQuerySet(models.QuerySet):
    def for_user(self, user: User | AnonymousUser) -> TerritoryQuerySet:
        """The shared reference list and what her networks added."""
        return self.filter(Q(network__isnull=True) | Q(network__in=Network.objects.for_user(user)))

    def for_network(self, network: Network) -> TerritoryQuerySet:
        return self.filter(Q(network__isnull=True) | Q(network=network))


class Territory(models.Model):
    """Reference data of superusers (`network` empty); a secretariat adds its own."""

    code = models.CharField(_("código"), max_length=40)
    name = models.CharField(_("nombre"), max_length=120)
    level = models.CharField(_("nivel"), max_length=20, choices=TerritoryLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("pertenece a")
    )
    network = models.ForeignKey(
        Network, models.CASCADE, null=True, blank=True, related_name="territories", verbose_name=_("red")
    )

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territorio")
        verbose_name_plural = _("territorios")
        ordering = ["name"]
        constraints = [
            choice_constraint("level", TerritoryLevel, "networks_territory_level"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(network__isnull=True),
                name="networks_territory_code_shared",
                violation_error_message=_("Ya hay un territorio con ese código."),
            ),
            models.UniqueConstraint(
                fields=["network", "code"],
                condition=Q(network__isnull=False),
                name="networks_territory_code_network",
                violation_error_message=_("Ya hay un territorio con ese código en la red."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    network = models.ForeignKey(Network, models.CASCADE, related_name="organizations", verbose_name=_("red"))
    name = models.CharField(_("nombre"), max_length=200)
    short_name = models.CharField(_("sigla"), max_length=40, blank=True, default="")
    sector = models.CharField(_("sector"), max_length=120, blank=True, default="")
    history = history()

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("organización")
        verbose_name_plural = _("organizaciones")
        ordering = ["sector", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"],
                name="networks_organization_name",
                violation_error_message=_("Ya hay una organización con ese nombre en la red."),
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


THE_NETWORK = "red"


def check_member_code(value: str) -> None:
    """A member's code is a part of addresses, where «red» is the network itself."""
    SLUG(value)
    if value == THE_NETWORK:
        raise ValidationError(_("«red» es la red misma: elija otro código."))


class MemberQuerySet(ValidityQuerySet, NetworkOwnedQuerySet):
    def reporting(self) -> MemberQuerySet:
        return self.filter(is_reporting=True)

    def seated(self) -> MemberQuerySet:
        return self.exclude(seat_role="")

    def for_list(self) -> MemberQuerySet:
        return self.select_related("territory", "organization")


class Member(Validity):
    """Who reports, who holds a seat, or both: a territory, an entity, or an entity in a territory."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="members", verbose_name=_("red"))
    code = models.CharField(_("código"), max_length=40, validators=[check_member_code])
    name = models.CharField(_("nombre"), max_length=200)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("territorio")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("organización"),
    )
    post = models.CharField(_("cargo"), max_length=200, blank=True, default="")
    seat_role = models.CharField(
        _("rol en las sesiones"),
        max_length=2,
        choices=SeatRole,
        blank=True,
        default="",
        help_text=_("Vacío: no ocupa puesto en las sesiones."),
    )
    is_reporting = models.BooleanField(_("informa avances"), default=True)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    liaison_since_on = models.DateField(_("enlace de género desde"), null=True, blank=True)
    gender_unit_since_on = models.DateField(_("unidad de género desde"), null=True, blank=True)
    is_sample = models.BooleanField(_("dato de muestra"), default=False)
    history = history()

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("integrante")
        verbose_name_plural = _("integrantes")
        ordering = ["network", "order", "name"]
        constraints = [
            choice_constraint("seat_role", SeatRole, "networks_member_seat_role", blank=True),
            models.UniqueConstraint(
                fields=["network", "code"],
                name="networks_member_code",
                violation_error_message=_("Ya hay una integrante con ese código."),
            ),
            models.CheckConstraint(
                condition=Q(is_reporting=True) | ~Q(seat_role=""),
                name="networks_member_reports_or_sits",
                violation_error_message=_("Una integrante informa avances, ocupa un puesto, o las dos cosas."),
            ),
            order_constraint(
                "valid_from_on", "valid_to_on", "networks_member_validity", _("«Hasta» es anterior a «desde».")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.organization_id and self.organization.network_id != self.network_id:
            raise ValidationError({"organization": _("La organización es de otra red: elija una de esta.")})
        if self.territory_id and self.territory.network_id not in (None, self.network_id):
            raise ValidationError({"territory": _("El territorio es de otra red: elija uno de esta.")})
        if self.network_id and (wrong := self._since_errors()):
            raise ValidationError(wrong)

    def _since_errors(self) -> dict[str, str]:
        """An enlace comes before the unidad de género she builds, and neither is promised."""
        liaison, unit = self.liaison_since_on, self.gender_unit_since_on
        today = timezone.localdate(timezone=ZoneInfo(self.network.time_zone))
        late = _("Esa fecha todavía no llega: dé el día en que empezó, hoy o antes, o deje el campo vacío.")
        days = {"liaison_since_on": liaison, "gender_unit_since_on": unit}
        wrong = {name: late for name, day in days.items() if day and day > today}
        if liaison and unit and unit < liaison and "gender_unit_since_on" not in wrong:
            wrong["gender_unit_since_on"] = _(
                "La unidad de género no puede ser anterior al enlace: corrija una de las dos fechas."
            )
        return wrong


class ActionArea(models.Model):
    """Área de acción by which a directory is divided (prevention, care, prosecution…)."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="action_areas", verbose_name=_("red"))
    name = models.CharField(_("área de acción"), max_length=120)

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("área de acción")
        verbose_name_plural = _("áreas de acción")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"],
                name="networks_actionarea_name",
                violation_error_message=_("Ya hay un área con ese nombre."),
            )
        ]

    def __str__(self) -> str:
        return self.name
