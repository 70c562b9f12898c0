"""The network's own form: questions its coordinadora adds to what every entry asks, and their answers."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.entries import ComplianceEntry
from networks.models.base import choice_constraint, long_text
from plans.models import Plan
from plans.models.base import networked


class QuestionKind(models.TextChoices):
    TEXT = "text", _("texto")
    NUMBER = "number", _("número")
    CHOICE = "choice", _("una opción de una lista")
    DATE = "date", _("fecha")


class Question(models.Model):
    """One wording of a question, asked of every activity of an eje or of one activity.

    A row is never changed once it was answered: a new wording is a new row of the same `lineage` with the next
    `number`, so that an answer always stands beside what was asked. The current one has no `superseded_at`.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="questions", verbose_name=_("plan"))
    lineage = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    number = models.PositiveSmallIntegerField(_("versión"), default=1, editable=False)
    eje_lineage = models.UUIDField(_("eje"), null=True, blank=True)
    activity_lineage = models.UUIDField(_("actividad"), null=True, blank=True)
    label = models.CharField(_("pregunta"), max_length=300)
    help_text = models.CharField(_("aclaración"), max_length=500, blank=True, default="")
    kind = models.CharField(_("tipo de respuesta"), max_length=10, choices=QuestionKind)
    choices = models.JSONField(_("opciones"), default=list, blank=True)
    unit = models.CharField(_("unidad"), max_length=60, blank=True, default="")
    is_required = models.BooleanField(_("obligatoria para enviar"), default=False)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("creada por"),
    )
    superseded_at = models.DateTimeField(_("reemplazada o retirada"), null=True, blank=True)

    objects = networked("plan__network").as_manager()

    class Meta:
        verbose_name = _("pregunta")
        verbose_name_plural = _("preguntas")
        ordering = ["plan", "order", "pk"]
        constraints = [
            choice_constraint("kind", QuestionKind, "monitoring_question_kind"),
            models.CheckConstraint(
                condition=Q(eje_lineage__isnull=False, activity_lineage__isnull=True)
                | Q(eje_lineage__isnull=True, activity_lineage__isnull=False),
                name="monitoring_question_place",
                violation_error_message=_("Una pregunta es de un eje o de una actividad."),
            ),
            models.UniqueConstraint(fields=["lineage", "number"], name="monitoring_question_number"),
            models.UniqueConstraint(
                fields=["lineage"],
                condition=Q(superseded_at__isnull=True),
                name="monitoring_question_one_current",
                violation_error_message=_("Otra persona cambió esa pregunta: vuelva a cargar la página."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def network_id(self) -> int:
        return self.plan.network_id

    def clean(self) -> None:
        if self.kind == QuestionKind.CHOICE and len(self.choices) < 2:
            raise ValidationError({"choices": _("Escriba al menos dos opciones, una por línea.")})


class Answer(models.Model):
    """What an entry answers: `text` for words and the option chosen, else `value` or `day`; empty is no answer."""

    entry = models.ForeignKey(ComplianceEntry, models.CASCADE, related_name="answers", verbose_name=_("avance"))
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("pregunta"))
    question_lineage = models.UUIDField(db_index=True)
    text = long_text(_("respuesta"))
    value = models.DecimalField(_("cifra"), max_digits=14, decimal_places=2, null=True, blank=True)
    day = models.DateField(_("fecha"), null=True, blank=True)

    class Meta:
        verbose_name = _("respuesta")
        verbose_name_plural = _("respuestas")
        constraints = [
            models.UniqueConstraint(fields=["entry", "question_lineage"], name="monitoring_answer_unique")
        ]

    def __str__(self) -> str:
        return str(self.text or (self.day if self.value is None else self.value))
