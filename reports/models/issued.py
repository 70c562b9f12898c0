"""Issued reports: what was handed over, numbered and provable."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.models.files import KeptFile
from networks.models import Network
from networks.models.base import long_text
from networks.models.network import NetworkOwnedQuerySet
from plans.models.base import networked


def refuse(folio: str = "") -> NoReturn:
    raise ValidationError(
        gettext("Un informe emitido (%(folio)s) no se cambia ni se borra: emita otro que lo reemplace.")
        % {"folio": folio or "—"}
    )


class IssuedReportQuerySet(NetworkOwnedQuerySet):
    def update(self, **changes: Any) -> NoReturn:
        refuse()

    def delete(self) -> NoReturn:
        refuse()


class IssuedReport(models.Model):
    """A form issued once: its data and its PDF as they were. A correction is a new issue that `replaces` this.

    `period_code` is a period's, or spans several (a year, a semester, a run of them). `scope` says of what
    part it speaks: `{"plan", "eje", "member"}`, slugs and codes, null for all. `findings` are what the pre-flight
    told and was issued all the same, for `override_reason`. `changes` is what a correction changed.
    Once written it is neither changed nor deleted: saving another value of any field raises ValidationError.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="issued_reports", verbose_name=_("red"))
    form = models.CharField(_("forma"), max_length=40)
    form_version = models.PositiveSmallIntegerField(_("versión de la forma"))
    form_norm = models.CharField(_("norma a la que responde"), max_length=300, blank=True, default="")
    period_code = models.CharField(_("periodo"), max_length=20)
    scope = models.JSONField(_("alcance"), default=dict, blank=True)
    scope_key = models.CharField(_("clave del alcance"), max_length=200, blank=True, default="")
    folio = models.CharField(_("folio"), max_length=80, unique=True)
    data = models.JSONField(_("contenido"))
    data_sha256 = models.CharField(_("huella del contenido"), max_length=64, blank=True, default="")
    schema_version = models.PositiveSmallIntegerField(_("versión del contenido"), default=1)
    pdf = models.FileField(_("PDF"), upload_to="informes", max_length=200)
    pdf_sha256 = models.CharField(_("huella del PDF"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("bytes"))
    tables = models.FileField(_("cuadros"), upload_to="informes", max_length=200, blank=True)
    tables_sha256 = models.CharField(_("huella de los cuadros"), max_length=64, blank=True, default="")
    issued_at = models.DateTimeField(_("emitido"), auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("emitido por")
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("reemplaza a"),
    )
    reason = models.CharField(_("por qué lo reemplaza"), max_length=500, blank=True, default="")
    changes = models.JSONField(_("qué cambió"), default=list, blank=True)
    findings = models.JSONField(_("observaciones al emitirlo"), default=list, blank=True)
    override_reason = long_text(_("por qué se emite con observaciones"), max_length=1000)
    signed_by = models.CharField(_("firmado por"), max_length=300, blank=True, default="")
    signed_at = models.DateTimeField(_("firmado"), null=True, blank=True)
    certificate_sha256 = models.CharField(_("huella del certificado"), max_length=64, blank=True, default="")

    objects = IssuedReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("informe emitido")
        verbose_name_plural = _("informes emitidos")
        ordering = ["network", "-issued_at", "-pk"]
        indexes = [models.Index(fields=["network", "form", "period_code"], name="reports_issued_of")]

    def __str__(self) -> str:
        return self.folio

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._check_unchanged()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(self.folio)

    def _check_unchanged(self) -> None:
        """What was not read cannot have been changed here."""
        read = [field for field in self._meta.concrete_fields if field.attname not in self.get_deferred_fields()]
        kept = type(self).objects.filter(pk=self.pk).values(*(field.attname for field in read)).first()
        if kept and any(kept[field.attname] != _plain(getattr(self, field.attname)) for field in read):
            refuse(self.folio)

    @property
    def scope_words(self) -> str:
        """«Plan 2024 · función F1»: the part it speaks of, by its codes; empty for the whole."""
        words = {"plan": gettext("plan"), "eje": self.network.eje_word, "member": self.network.member_word}
        parts = [f"{word} {self.scope[name]}" for name, word in words.items() if self.scope.get(name)]
        return " · ".join(parts)

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_at)


def _plain(value: Any) -> Any:
    """A file as the database keeps it: its name."""
    return value.name or "" if isinstance(value, FieldFile) else value


class SignedCopy(KeptFile):
    """The copy somebody signed by hand, scanned; a later one takes its place, and it stays with its trace."""

    report = models.ForeignKey(
        IssuedReport, models.PROTECT, related_name="signed_copies", verbose_name=_("informe")
    )
    superseded_at = models.DateTimeField(_("reemplazada"), null=True, blank=True)

    objects = networked("report__network").as_manager()

    class Meta:
        verbose_name = _("copia firmada a mano")
        verbose_name_plural = _("copias firmadas a mano")
        ordering = ["report", "-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(superseded_at__isnull=True),
                name="reports_signedcopy_one_in_force",
                violation_error_message=_("Ese informe ya tiene una copia firmada: vuelva a cargar la página."),
            )
        ]

    @property
    def network_id(self) -> int:
        return self.report.network_id
