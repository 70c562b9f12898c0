"""The certificates people sign with."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """A person's PKCS#12, encrypted; its own password is never kept. Only its owner sees it and signs with it.

    A removed key loses `blob` and keeps who it was, because reports were signed with it.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="signing_keys", verbose_name=_("de quién es")
    )
    label = models.CharField(_("nombre"), max_length=100)
    blob = models.BinaryField(_("contenido cifrado"), null=True, blank=True)
    subject = models.CharField(_("titular"), max_length=500)
    issuer = models.CharField(_("quién lo emitió"), max_length=500)
    serial = models.CharField(_("número de serie"), max_length=100)
    certificate = models.BinaryField(_("certificado"), null=True, blank=True)
    certificate_sha256 = models.CharField(_("huella del certificado"), max_length=64, db_index=True)
    is_self_signed = models.BooleanField(_("emitido por su propia titular"), default=False)
    valid_from_at = models.DateTimeField(_("válido desde"))
    valid_to_at = models.DateTimeField(_("válido hasta"))
    added_at = models.DateTimeField(_("agregado"), auto_now_add=True)
    used_at = models.DateTimeField(_("usado por última vez"), null=True, blank=True)
    removed_at = models.DateTimeField(_("retirado"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificado para firmar")
        verbose_name_plural = _("certificados para firmar")
        ordering = ["owner", "-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "certificate_sha256"],
                condition=models.Q(removed_at__isnull=True),
                name="reports_signingkey_once",
                violation_error_message=_("Ese certificado ya está entre los suyos."),
            )
        ]

    def __str__(self) -> str:
        return self.label
