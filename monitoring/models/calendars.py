"""The secret address from which a person's calendar reads her deadlines."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """Whoever has the address reads the deadlines, so it can be changed at any time; it shows nothing else."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("persona")
    )
    token = models.CharField(_("clave"), max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    used_at = models.DateTimeField(_("usada por última vez"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendario personal")
        verbose_name_plural = _("calendarios personales")

    def __str__(self) -> str:
        return str(self.user)
