"""People and their roles."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from networks.audit import history
from networks.models.base import choice_constraint
from networks.models.network import Network


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinadora")
    TECHNICIAN = "technician", _("técnica")
    SECRETARIAT = "secretariat", _("secretaría técnica")
    OBSERVER = "observer", _("consulta")


class Language(models.TextChoices):
    SPANISH = "es", "Español"
    PORTUGUESE = "pt-br", "Português"
    ENGLISH = "en", "English"


class User(AbstractUser):
    email = models.EmailField(_("correo electrónico"), blank=True)
    language = models.CharField(
        _("idioma"),
        max_length=10,
        choices=Language,
        blank=True,
        default="",
        help_text=_("El de las páginas y los correos; vacío: el de la red."),
    )
    is_demo = models.BooleanField(_("cuenta de demostración"), default=False)

    class Meta(AbstractUser.Meta):
        verbose_name = _("persona usuaria")
        verbose_name_plural = _("personas usuarias")
        constraints = [
            choice_constraint("language", Language, "networks_user_language", blank=True),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="networks_user_email_unique",
                violation_error_message=_("Ya hay una cuenta con ese correo electrónico."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def roles(self) -> dict[int, dict[str, frozenset[int | None]]]:
        """`{network id: {role: member ids}}`, read once a request; a member of None is the network itself."""
        found: dict[int, dict[str, set[int | None]]] = {}
        for network, role, member in self.assignments.values_list("network_id", "role", "member_id"):
            found.setdefault(network, {}).setdefault(role, set()).add(member)
        return {n: {r: frozenset(m) for r, m in roles.items()} for n, roles in found.items()}

    @cached_property
    def networks(self) -> list[Network]:
        """The networks in which she has a role, by name, read once a request: the view's and the menu's."""
        return list(Network.objects.for_user(self))


class AssignmentQuerySet(models.QuerySet):
    def for_user(self, user: User) -> AssignmentQuerySet:
        return self.filter(network__in=Network.objects.for_user(user))

    def for_list(self) -> AssignmentQuerySet:
        return self.select_related("user", "member").order_by("user__username", "role")


class Assignment(models.Model):
    """A role in a network. A técnica's names the member she reports for; without one, the network itself."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name=_("persona"))
    network = models.ForeignKey(Network, models.CASCADE, related_name="assignments", verbose_name=_("red"))
    role = models.CharField(_("rol"), max_length=20, choices=Role)
    member = models.ForeignKey(
        "networks.Member",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("integrante"),
    )
    created_at = models.DateTimeField(_("desde"), auto_now_add=True)
    history = history()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("rol asignado")
        verbose_name_plural = _("roles asignados")
        constraints = [
            choice_constraint("role", Role, "networks_assignment_role"),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(role=Role.TECHNICIAN),
                name="networks_assignment_member_only_technician",
                violation_error_message=_("Solo el rol de técnica se da para una integrante."),
            ),
            models.UniqueConstraint(
                fields=["user", "network", "role"],
                condition=Q(member__isnull=True),
                name="networks_assignment_unique_network",
                violation_error_message=_("Esa persona ya tiene ese rol en la red."),
            ),
            models.UniqueConstraint(
                fields=["user", "network", "role", "member"],
                condition=Q(member__isnull=False),
                name="networks_assignment_unique_member",
                violation_error_message=_("Esa persona ya reporta por esa integrante."),
            ),
        ]

    def __str__(self) -> str:
        where = f" ({self.member})" if self.member_id else ""
        return f"{self.user}: {self.get_role_display()}{where}"

    def clean(self) -> None:
        if self.member_id and self.member.network_id != self.network_id:
            raise ValidationError({"member": _("La integrante es de otra red: elija una de esta.")})
