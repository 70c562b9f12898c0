"""The last steps of editing a draft, so that they can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models.base import networked
from plans.models.plan import PlanVersion


class EditStep(models.Model):
    """One change of a draft: what the rows it touched were before, and, once undone, what they had become.

    `before` and `after` are compressed JSON of `plans.services.undoing`. Only a draft's last steps are kept.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="steps", verbose_name=_("versión"))
    label = models.CharField(_("qué se hizo"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hecho por"),
    )
    made_at = models.DateTimeField(_("hecho"), auto_now_add=True)
    before = models.BinaryField(_("antes"))
    after = models.BinaryField(_("después"), null=True)
    undone_at = models.DateTimeField(_("deshecho"), null=True, blank=True)

    objects = networked("version__plan__network").as_manager()

    class Meta:
        verbose_name = _("paso de edición")
        verbose_name_plural = _("pasos de edición")
        ordering = ["version", "-pk"]

    def __str__(self) -> str:
        return self.label
