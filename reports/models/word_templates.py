"""The Word documents that networks put their reports into."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.models.files import KeptFile
from networks.models import Network
from networks.models.network import NetworkOwnedQuerySet


class WordTemplate(KeptFile):
    """One a form, or for every form where `form` is empty; the form's own comes first."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="word_templates", verbose_name=_("red"))
    form = models.CharField(_("forma"), max_length=40, blank=True, default="", help_text=_("Vacío: todas."))

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("plantilla de Word")
        verbose_name_plural = _("plantillas de Word")
        ordering = ["network", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "form"],
                name="reports_wordtemplate_one_a_form",
                violation_error_message=_("Esa forma ya tiene una plantilla: la nueva la reemplaza."),
            )
        ]
