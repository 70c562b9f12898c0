"""Themes: what an activity contributes to, so that it can be looked for across networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.models import Network
from networks.models.base import choice_constraint

if TYPE_CHECKING:
    from networks.models import User


class Framework(models.TextChoices):
    """What a theme belongs to; the list of a network's own is kept by its secretariat."""

    SDG5 = "ods5", _("ODS 5")
    CEDAW = "cedaw", _("CEDAW")
    BELEM = "belem", _("Convención de Belém do Pará")
    OWN = "own", _("tema propio")


def theme_title(title: str, *, is_common: bool) -> str:
    """A common theme's in the reader's language; a network's own as the network wrote it."""
    return gettext(title) if is_common and title else title


class ThemeQuerySet(models.QuerySet):
    def for_user(self, user: User) -> ThemeQuerySet:
        """The common themes and those of her networks."""
        return self.filter(Q(network=None) | Q(network__in=Network.objects.for_user(user)))

    def for_network(self, network: Network) -> ThemeQuerySet:
        return self.filter(Q(network=None) | Q(network=network))


class Theme(models.Model):
    """A target of ODS 5, an article of CEDAW or of Belém do Pará (no network), or a network's own.

    `code` is how people quote it: «ODS 5.2», «CEDAW 7», «BDP 8». `plans.themes` puts the common ones in place.
    """

    framework = models.CharField(_("marco"), max_length=20, choices=Framework, default=Framework.OWN)
    network = models.ForeignKey(
        Network, models.CASCADE, null=True, blank=True, related_name="themes", verbose_name=_("red")
    )
    code = models.CharField(_("código"), max_length=20)
    title = models.CharField(_("título"), max_length=300)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tema")
        verbose_name_plural = _("temas")
        ordering = ["network", "order", "code"]
        constraints = [
            choice_constraint("framework", Framework, "plans_theme_framework"),
            models.CheckConstraint(
                condition=Q(framework=Framework.OWN, network__isnull=False)
                | (~Q(framework=Framework.OWN) & Q(network__isnull=True)),
                name="plans_theme_own",
                violation_error_message=_("Un tema propio es de una red; uno común, de ninguna."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(network__isnull=True),
                name="plans_theme_common_code",
                violation_error_message=_("Ya hay un tema común con ese código."),
            ),
            models.UniqueConstraint(
                fields=["network", "code"],
                condition=Q(network__isnull=False),
                name="plans_theme_own_code",
                violation_error_message=_("La red ya tiene un tema con ese código."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.shown_title}"

    @property
    def shown_title(self) -> str:
        return theme_title(self.title, is_common=self.network_id is None)
