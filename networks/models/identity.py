"""How a network presents itself on paper: its logo, its colour, and who signs."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.audit import history
from networks.models.base import Revisioned
from networks.models.network import Network, NetworkOwnedQuerySet

HOUSE_INK = "#4b2a63"
INK = RegexValidator(r"^#[0-9a-f]{6}$", _("Escriba el color como #4b2a63."))


class NetworkIdentity(Revisioned):
    """One a network. Without one, the house's colour and no logo."""

    network = models.OneToOneField(Network, models.CASCADE, related_name="identity", verbose_name=_("red"))
    logo = models.FileField(_("logotipo"), upload_to="logotipos", max_length=200, blank=True)
    logo_alt = models.CharField(_("qué muestra el logotipo"), max_length=200, blank=True, default="")
    ink = models.CharField(_("color"), max_length=7, default=HOUSE_INK, validators=[INK])
    history = history()

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("identidad de la red")
        verbose_name_plural = _("identidades de las redes")

    def __str__(self) -> str:
        return str(self.network)


class SignatureBlock(models.Model):
    """Who signs a form, in order; `form` empty is every form. The name may be left to the pen."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="signature_blocks", verbose_name=_("red"))
    form = models.CharField(_("forma"), max_length=40, blank=True, default="", help_text=_("Vacío: todas."))
    order = models.PositiveSmallIntegerField(_("orden"), default=1)
    name = models.CharField(_("nombre"), max_length=200, blank=True, default="")
    post = models.CharField(_("cargo"), max_length=200)
    entity = models.CharField(_("entidad"), max_length=200, blank=True, default="")
    history = history()

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("firma de los informes")
        verbose_name_plural = _("firmas de los informes")
        ordering = ["network", "form", "order", "pk"]

    def __str__(self) -> str:
        return self.post
