"""A file that is kept: its name as it came, its type, its size and its sha256."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def kept_path(row: KeptFile, filename: str) -> str:
    """A name nobody guesses; the original one is kept in `original_name`."""
    folder = type(row)._meta.model_name
    return f"{folder}/{row.network_id}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


class KeptFile(models.Model):
    """What `monitoring.uploads.check_upload` found good. The model says which network it is of: `network_id`."""

    title = models.CharField(_("qué es"), max_length=200, blank=True, default="")
    file = models.FileField(_("archivo"), upload_to=kept_path, blank=True, max_length=200)
    original_name = models.CharField(_("nombre del archivo"), max_length=200, blank=True, default="")
    content_type = models.CharField(_("tipo"), max_length=100, blank=True, default="")
    size = models.PositiveIntegerField(_("bytes"), null=True, blank=True)
    sha256 = models.CharField(_("huella"), max_length=64, blank=True, default="")
    added_at = models.DateTimeField(_("agregado"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agregado por"),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title or self.original_name
