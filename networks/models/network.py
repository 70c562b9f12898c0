"""The network: the body with members and a mandate, and the boundary nobody sees across."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from networks.audit import history
from networks.models.base import Revisioned, choice_constraint, long_text

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from networks.models.accounts import User

SLUG = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use minúsculas, cifras y guiones, por ejemplo «red-gdl»."))


class EarnedRule(models.TextChoices):
    ALL_OR_NOTHING = "all_or_nothing", _("todo o nada")
    PROPORTIONAL = "proportional", _("proporcional al avance")


class PeriodKind(models.TextChoices):
    QUARTER = "quarter", _("trimestre")
    SEMESTER = "semester", _("semestre")
    YEAR = "year", _("año")


class QuorumRule(models.TextChoices):
    NONE = "none", _("sin quórum")
    MAJORITY = "majority", _("la mitad más uno de los puestos")
    TWO_THIRDS = "two_thirds", _("dos tercios de los puestos")
    FIXED = "fixed", _("un número fijo de puestos")


class MemberComparison(models.TextChoices):
    OWN = "own", _("su propio lugar y la mediana")
    EVERYONE = "everyone", _("todas, por su nombre")


class DataLicence(models.TextChoices):
    CC_BY = "CC-BY-4.0", _("Creative Commons Atribución 4.0 (CC BY 4.0)")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Atribución-CompartirIgual 4.0 (CC BY-SA 4.0)")
    CC0 = "CC0-1.0", _("Creative Commons Cero 1.0 (CC0)")
    ODBL = "ODbL-1.0", "Open Database License 1.0 (ODbL)"


def default_quorum_roles() -> list[str]:
    return ["P", "S", "I"]


def default_goal_levels() -> list[str]:
    return ["senior", "middle"]


def default_languages() -> list[str]:
    return ["es"]


def check_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("«%(value)s» no es una zona horaria, como «America/Bogota»."), params={"value": value}
        )


class NetworkQuerySet(models.QuerySet):
    def for_user(self, user: User | AnonymousUser) -> NetworkQuerySet:
        """The networks in which she has a role: the only queryset that knows roles; all others start from it."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=list(user.roles))


class NetworkManager(models.Manager.from_queryset(NetworkQuerySet)):
    def get_by_natural_key(self, slug: str) -> Network:
        return self.get(slug=slug)


class Network(Revisioned):
    """Level words, earned rule, quorum and time zone are data: no code asks which network it is."""

    slug = models.CharField(_("dirección"), max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(_("nombre"), max_length=200)
    short_name = models.CharField(_("nombre corto"), max_length=40)
    mandate = long_text(_("mandato"))
    regulation = models.CharField(_("reglamento interno"), max_length=200, blank=True, default="")
    regulation_on = models.DateField(_("fecha del reglamento"), null=True, blank=True)
    norms = long_text(_("normas"), help_text=_("Una por línea."))
    secretariat = models.CharField(
        _("entidad que ejerce la secretaría técnica"), max_length=200, blank=True, default=""
    )
    secretariat_post = models.CharField(_("cargo de quien firma"), max_length=200, blank=True, default="")
    eje_word = models.CharField(_("palabra para eje"), max_length=40, default="eje")
    eje_word_plural = models.CharField(_("en plural"), max_length=40, default="ejes")
    objective_word = models.CharField(_("palabra para objetivo"), max_length=40, default="objetivo")
    objective_word_plural = models.CharField(_("en plural"), max_length=40, default="objetivos")
    activity_word = models.CharField(_("palabra para actividad"), max_length=40, default="actividad")
    activity_word_plural = models.CharField(_("en plural"), max_length=40, default="actividades")
    member_word = models.CharField(_("palabra para integrante"), max_length=40, default="integrante")
    member_word_plural = models.CharField(_("en plural"), max_length=40, default="integrantes")
    earned_rule = models.CharField(
        _("regla de ponderación ganada"), max_length=20, choices=EarnedRule, default=EarnedRule.PROPORTIONAL
    )
    period_kind = models.CharField(_("periodo"), max_length=20, choices=PeriodKind, default=PeriodKind.QUARTER)
    quorum_rule = models.CharField(_("quórum"), max_length=20, choices=QuorumRule, default=QuorumRule.NONE)
    quorum_seats = models.PositiveSmallIntegerField(_("puestos que hacen quórum"), null=True, blank=True)
    quorum_roles = models.JSONField(
        _("roles que cuentan para el quórum"), default=default_quorum_roles, blank=True
    )
    meetings_per_year = models.PositiveSmallIntegerField(
        _("sesiones ordinarias al año"),
        null=True,
        blank=True,
        help_text=_("Las que manda su reglamento; vacío: no las fija."),
    )
    convening_days = models.PositiveSmallIntegerField(
        _("días de anticipación para convocar"), null=True, blank=True
    )
    roster_goal = models.PositiveIntegerField(
        _("meta de personas en la red"), null=True, blank=True, help_text=_("Vacío: no hay meta.")
    )
    roster_goal_title = models.CharField(_("a quiénes cuenta la meta"), max_length=200, blank=True, default="")
    roster_goal_levels = models.JSONField(
        _("niveles de cargo que cuenta"), default=default_goal_levels, blank=True
    )
    roster_goal_sex = models.CharField(_("sexo que cuenta"), max_length=10, blank=True, default="")
    roster_goal_on = models.DateField(_("fecha de la meta"), null=True, blank=True)
    contacts_month = models.PositiveSmallIntegerField(
        _("mes en que se pregunta a los contactos por sus datos"),
        null=True,
        blank=True,
        help_text=_("Del 1 al 12; vacío: no se pregunta de oficio."),
    )
    time_zone = models.CharField(
        _("zona horaria"), max_length=50, default="America/Bogota", validators=[check_time_zone]
    )
    languages = models.JSONField(_("idiomas"), default=default_languages, blank=True)
    is_public = models.BooleanField(
        _("página pública"),
        default=False,
        help_text=_("Muestra en /transparencia/ lo que se publique, y nada más."),
    )
    public_about = long_text(_("presentación en la página pública"), max_length=2000)
    data_licence = models.CharField(
        _("licencia de los datos abiertos"), max_length=20, choices=DataLicence, default=DataLicence.CC_BY
    )
    keeps_device_drafts = models.BooleanField(
        _("guardar borradores en el dispositivo"),
        default=True,
        help_text=_("Sin línea, lo que se escribe queda hasta siete días en el teléfono de quien informa."),
    )
    member_comparison = models.CharField(
        _("qué ve una integrante de las demás"),
        max_length=20,
        choices=MemberComparison,
        default=MemberComparison.OWN,
    )
    history = history()

    objects = NetworkManager()

    class Meta:
        verbose_name = _("red")
        verbose_name_plural = _("redes")
        ordering = ["name"]
        constraints = [
            choice_constraint("earned_rule", EarnedRule, "networks_network_earned_rule"),
            choice_constraint("period_kind", PeriodKind, "networks_network_period_kind"),
            choice_constraint("quorum_rule", QuorumRule, "networks_network_quorum_rule"),
            choice_constraint("member_comparison", MemberComparison, "networks_network_member_comparison"),
            choice_constraint("data_licence", DataLicence, "networks_network_data_licence"),
            models.CheckConstraint(
                condition=Q(roster_goal_sex__in=["", "female", "male", "other"]),
                name="networks_network_roster_goal_sex",
                violation_error_message=_("Elija el sexo de la lista, o ninguno."),
            ),
            models.CheckConstraint(
                condition=Q(contacts_month__isnull=True) | Q(contacts_month__gte=1, contacts_month__lte=12),
                name="networks_network_contacts_month",
                violation_error_message=_("El mes va del 1 al 12."),
            ),
            models.CheckConstraint(
                condition=~Q(quorum_rule="fixed") | Q(quorum_seats__gte=1),
                name="networks_network_quorum_seats",
                violation_error_message=_("Diga cuántos puestos hacen quórum."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The network's page: a path, not a URL name, since the page belongs to an app further right."""
        return f"/redes/{self.slug}/"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def network_id(self) -> int:
        """So that a permission takes a network or anything that belongs to one."""
        return self.pk

    @property
    def norm_lines(self) -> list[str]:
        return [line.strip() for line in self.norms.splitlines() if line.strip()]


class NetworkOwnedQuerySet(models.QuerySet):
    """Rows with a `network`: visible to whoever has a role there."""

    def for_user(self, user: User | AnonymousUser) -> NetworkOwnedQuerySet:
        return self.filter(network__in=Network.objects.for_user(user))


class MandatedFunction(models.Model):
    """What a norm makes the body do; an eje may answer to it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="functions", verbose_name=_("red"))
    number = models.PositiveSmallIntegerField(_("número"))
    title = models.CharField(_("función"), max_length=500)
    norm = models.CharField(_("norma"), max_length=200, blank=True, default="")

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("función de la norma")
        verbose_name_plural = _("funciones de la norma")
        ordering = ["network", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "number"],
                name="networks_mandatedfunction_number",
                violation_error_message=_("Ya hay una función con ese número."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
