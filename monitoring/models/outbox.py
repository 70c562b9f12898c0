"""Mail on its way out: written in the same transaction as its cause, sent once, tried again when that fails."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.models.periods import Period
from networks.models import Language, Network
from networks.models.base import choice_constraint, long_text
from networks.models.network import NetworkOwnedQuerySet


class MailKind(models.TextChoices):
    DIGEST = "digest", _("recordatorio del día")
    LINK = "link", _("enlace para informar")
    CONVENING = "convening", _("convocatoria")
    ACTA = "acta", _("acta")
    FOLLOW_UP = "follow_up", _("seguimiento de una decisión")
    PEOPLE = "people", _("directorio, conformación o formación")


class MailState(models.TextChoices):
    QUEUED = "queued", _("por enviar")
    SENT = "sent", _("enviado")
    FAILED = "failed", _("no se pudo enviar")
    CANCELLED = "cancelled", _("ya no hacía falta")


class OutboxMessage(models.Model):
    """One e-mail to one person; `user` None is somebody who has no account here.

    `key` says what it is and of which day, so that it is never written twice. `attachments` are texts:
    `{"name", "type", "content"}`, as a calendar's.

    It may speak of several networks, each of which sees only its own items, never the body.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="outbox",
        verbose_name=_("para"),
    )
    to = models.EmailField(_("correo electrónico"))
    kind = models.CharField(_("qué es"), max_length=20, choices=MailKind)
    key = models.CharField(max_length=120, unique=True, editable=False)
    language = models.CharField(_("idioma"), max_length=10, choices=Language, default=Language.SPANISH)
    subject = models.CharField(_("asunto"), max_length=300)
    body = long_text(_("texto"), max_length=100_000)
    headers = models.JSONField(default=dict, blank=True)
    attachments = models.JSONField(_("adjuntos"), default=list, blank=True)
    state = models.CharField(_("estado"), max_length=20, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    next_attempt_at = models.DateTimeField(_("próximo intento"), null=True, blank=True)
    created_at = models.DateTimeField(_("escrito"), auto_now_add=True)
    sent_at = models.DateTimeField(_("enviado"), null=True, blank=True)
    last_error = models.CharField(_("último error"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("correo")
        verbose_name_plural = _("correos")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="monitoring_outbox_due")]
        constraints = [
            choice_constraint("kind", MailKind, "monitoring_outboxmessage_kind"),
            choice_constraint("state", MailState, "monitoring_outboxmessage_state"),
            choice_constraint("language", Language, "monitoring_outboxmessage_language"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class ItemKind(models.TextChoices):
    BEFORE = "before", _("el plazo se acerca")
    TODAY = "today", _("el plazo vence hoy")
    AFTER = "after", _("el plazo venció")
    COORDINATION = "coordination", _("aviso a la coordinación")
    RETURNED = "returned", _("avances devueltos")
    MESSAGE = "message", _("mensajes sobre un avance")
    LINK = "link", _("enlace para informar")
    CONVENING = "convening", _("convocatoria")
    ACTA = "acta", _("acta")
    FOLLOW_UP = "follow_up", _("seguimiento de una decisión")
    CONTACT = "contact", _("datos de contacto por confirmar")
    INVITATION = "invitation", _("invitación a la red")
    COURSE = "course", _("formación")


class OutboxItem(models.Model):
    """What a message says of one network and period: `count` entries owed, returned or spoken of."""

    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="items", verbose_name=_("correo"))
    network = models.ForeignKey(Network, models.CASCADE, related_name="outbox_items", verbose_name=_("red"))
    period = models.ForeignKey(
        Period, models.CASCADE, null=True, blank=True, related_name="outbox_items", verbose_name=_("periodo")
    )
    kind = models.CharField(_("por qué"), max_length=20, choices=ItemKind)
    count = models.PositiveIntegerField(_("cuántos"), default=0)

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("aviso")
        verbose_name_plural = _("avisos")
        ordering = ["message", "pk"]
        constraints = [choice_constraint("kind", ItemKind, "monitoring_outboxitem_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"


class ReminderOptOut(models.Model):
    """She wants no reminders of that network; what is sent because she asked for it still comes."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_opt_outs", verbose_name=_("persona")
    )
    network = models.ForeignKey(Network, models.CASCADE, related_name="reminder_opt_outs", verbose_name=_("red"))
    created_at = models.DateTimeField(_("desde"), auto_now_add=True)

    class Meta:
        verbose_name = _("baja de recordatorios")
        verbose_name_plural = _("bajas de recordatorios")
        constraints = [models.UniqueConstraint(fields=["user", "network"], name="monitoring_optout_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.network}"


def default_before() -> list[int]:
    return [7, 1]


def default_after() -> list[int]:
    return [1, 7]


class ReminderRule(models.Model):
    """On which days around the last day to report a network reminds; a network without one has the defaults."""

    network = models.OneToOneField(Network, models.CASCADE, related_name="reminder_rule", verbose_name=_("red"))
    is_on = models.BooleanField(_("enviar recordatorios"), default=True)
    days_before = models.JSONField(_("días antes"), default=default_before, blank=True)
    on_the_day = models.BooleanField(_("el día en que vence"), default=True)
    days_after = models.JSONField(_("días después"), default=default_after, blank=True)
    coordination_after = models.PositiveSmallIntegerField(
        _("avisar a la coordinación a los … días"), null=True, blank=True, default=3
    )

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("regla de recordatorios")
        verbose_name_plural = _("reglas de recordatorios")

    def __str__(self) -> str:
        return str(self.network)
