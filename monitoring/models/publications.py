"""The publication checklist: what must be public, where it stands, and whether it is still there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.files import KeptFile
from networks.audit import history
from networks.models import Network
from networks.models.base import choice_constraint
from networks.models.network import NetworkOwnedQuerySet
from plans.models.base import networked


class PublishedDocument(models.TextChoices):
    NORMS = "norms", _("Normas de creación")
    REGULATION = "regulation", _("Reglamento interno")
    ACTAS = "actas", _("Actas con sus anexos")
    REPORT = "report", _("Informe de gestión")
    OTHER = "other", _("Otro documento")


class PublishedState(models.TextChoices):
    YES = "yes", _("sí")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("sin información")


class CheckState(models.TextChoices):
    """What the last test of an item found; empty: never tested."""

    KEPT = "kept", _("guardado aquí")
    ALIVE = "alive", _("responde")
    CHANGED = "changed", _("responde, y su contenido cambió")
    DEAD = "dead", _("no existe")
    FAILING = "failing", _("falla")
    TIMEOUT = "timeout", _("no responde a tiempo")
    REFUSED = "refused", _("no se puede consultar")


class PublicationItem(KeptFile):
    """A line of the publication checklist: the document is kept here, or stands at an address elsewhere.

    Which lines there are is the network's own data; `title` empty is the document's usual name. `published` is
    what a person recorded; a dead address sets `reopened_at`, until somebody records it again.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="publications", verbose_name=_("red"))
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    document = models.CharField(_("documento"), max_length=20, choices=PublishedDocument)
    published = models.CharField(
        _("publicado"), max_length=10, choices=PublishedState, default=PublishedState.UNKNOWN
    )
    url = models.URLField(_("dirección"), max_length=500, blank=True, default="")
    # Of the last time somebody recorded where the document is; of before it was kept, unknown.
    added_at = models.DateTimeField(_("anotado"), null=True, blank=True)
    published_on = models.DateField(_("publicado el"), null=True, blank=True)
    check_state = models.CharField(
        _("última prueba"), max_length=10, choices=CheckState, blank=True, default="", editable=False
    )
    checked_at = models.DateTimeField(_("probado"), null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField(_("reabierto"), null=True, blank=True, editable=False)
    history = history("check_state", "checked_at", "file")

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("publicación")
        verbose_name_plural = _("publicaciones")
        ordering = ["network", "order", "pk"]
        constraints = [
            choice_constraint("document", PublishedDocument, "monitoring_publicationitem_document"),
            choice_constraint("published", PublishedState, "monitoring_publicationitem_published"),
            choice_constraint("check_state", CheckState, "monitoring_publicationitem_check", blank=True),
            models.UniqueConstraint(
                fields=["network", "document", "title"],
                name="monitoring_publicationitem_unique",
                violation_error_message=_("Ese documento ya está en la lista."),
            ),
            models.CheckConstraint(
                condition=~Q(document="other") | ~Q(title=""),
                name="monitoring_publicationitem_titled",
                violation_error_message=_("Dé el nombre del documento."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_published_display()}"

    @property
    def name(self) -> str:
        return self.title or self.get_document_display()


class PublicationCheck(models.Model):
    """One test of an item's address, or of the file kept here. `sha256` is of the copy that was read, if any."""

    item = models.ForeignKey(PublicationItem, models.CASCADE, related_name="checks", verbose_name=_("publicación"))
    url = models.CharField(_("dirección probada"), max_length=500, blank=True, default="")
    final_url = models.CharField(_("adonde lleva"), max_length=500, blank=True, default="")
    state = models.CharField(_("resultado"), max_length=10, choices=CheckState)
    http_status = models.PositiveSmallIntegerField(_("respuesta"), null=True, blank=True)
    detail = models.CharField(_("detalle"), max_length=500, blank=True, default="")
    sha256 = models.CharField(_("huella de la copia"), max_length=64, blank=True, default="")
    size = models.PositiveIntegerField(_("bytes"), null=True, blank=True)
    checked_at = models.DateTimeField(_("probado"))

    objects = networked("item__network").as_manager()

    class Meta:
        verbose_name = _("prueba de una publicación")
        verbose_name_plural = _("pruebas de publicaciones")
        ordering = ["item", "-checked_at", "-pk"]
        constraints = [choice_constraint("state", CheckState, "monitoring_publicationcheck_state")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.get_state_display()}"
