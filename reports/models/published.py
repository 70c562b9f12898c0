"""What is published: frozen when it was, whatever is edited behind."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from networks.models import Network
from networks.models.base import choice_constraint
from networks.models.network import NetworkOwnedQuerySet
from plans.models.base import networked
from reports.models.issued import IssuedReport


class SnapshotKind(models.TextChoices):
    """What may be published. The key of each: a plan's slug; plan and period; a year; a folio; none."""

    PLAN = "plan", _("plan en vigor")
    PROGRESS = "progress", _("avance por eje")
    MEETINGS = "meetings", _("sesiones realizadas")
    DECISIONS = "decisions", _("decisiones y su seguimiento")
    REPORT = "report", _("informe emitido")
    DOCUMENTS = "documents", _("documentos")


class SnapshotQuerySet(NetworkOwnedQuerySet):
    def in_force(self) -> SnapshotQuerySet:
        """Neither withdrawn nor replaced by a later one of the same kind and key."""
        return self.filter(withdrawn_at__isnull=True, superseded_at__isnull=True)

    def public(self) -> SnapshotQuerySet:
        """What anybody may read: in force, and of a network that has a public page."""
        return self.in_force().filter(network__is_public=True)


class PublishedSnapshot(models.Model):
    """Something as it was when it was published. `data` is one of `reports.publishing.shapes`, as JSON."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="snapshots", verbose_name=_("red"))
    kind = models.CharField(_("qué es"), max_length=20, choices=SnapshotKind)
    key = models.CharField(_("cuál"), max_length=100, blank=True, default="")
    title = models.CharField(_("título"), max_length=300)
    data = models.JSONField(_("contenido"))
    schema_version = models.PositiveSmallIntegerField(_("versión del contenido"), default=1)
    sha256 = models.CharField(_("huella"), max_length=64)
    published_at = models.DateTimeField(_("publicado"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("publicado por")
    )
    superseded_at = models.DateTimeField(_("reemplazado"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirado"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retirado por"),
    )
    withdrawn_reason = models.CharField(_("por qué se retiró"), max_length=500, blank=True, default="")
    issued_report = models.ForeignKey(
        IssuedReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="snapshots",
        verbose_name=_("informe"),
    )

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("publicación")
        verbose_name_plural = _("lo publicado")
        ordering = ["network", "kind", "-key", "-published_at"]
        constraints = [
            choice_constraint("kind", SnapshotKind, "reports_publishedsnapshot_kind"),
            models.UniqueConstraint(
                fields=["network", "kind", "key"],
                condition=Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
                name="reports_publishedsnapshot_one_in_force",
                violation_error_message=_("Eso ya está publicado: vuelva a publicarlo para reemplazarlo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.title}"


class PublishedFile(models.Model):
    """A file that is part of what was published: a copy of its own, so that it stays as it was."""

    snapshot = models.ForeignKey(
        PublishedSnapshot, models.CASCADE, related_name="files", verbose_name=_("publicación")
    )
    name = models.CharField(_("nombre"), max_length=200)
    file = models.FileField(_("archivo"), upload_to="publicado", max_length=200)
    content_type = models.CharField(_("tipo"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("huella"), max_length=64)

    objects = networked("snapshot__network").as_manager()

    class Meta:
        verbose_name = _("archivo publicado")
        verbose_name_plural = _("archivos publicados")
        ordering = ["snapshot", "name"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "name"], name="reports_publishedfile_name")]

    def __str__(self) -> str:
        return self.name
