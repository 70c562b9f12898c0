"""Which indicator of the plan a network's training feeds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.models import CourseTopic, Network, Sex
from networks.models.base import choice_constraint
from networks.models.network import NetworkOwnedQuerySet


class Counting(models.TextChoices):
    ENROLLED = "enrolled", _("personas inscritas")
    ATTENDED = "attended", _("personas que asistieron")
    COMPLETED = "completed", _("personas que concluyeron")
    COURSES = "courses", _("cursos impartidos")
    HOURS = "hours", _("horas impartidas")


class TrainingFeed(models.Model):
    """The count that an indicator takes from training. `topic` None is all topics; `sex` empty is everybody.

    It proposes a figure where the indicator is reported; nobody's figure is changed by it.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="training_feeds", verbose_name=_("red"))
    indicator_lineage = models.UUIDField(_("indicador"), db_index=True)
    counting = models.CharField(_("qué cuenta"), max_length=20, choices=Counting)
    topic = models.ForeignKey(
        CourseTopic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tema")
    )
    sex = models.CharField(_("sexo"), max_length=10, choices=Sex, blank=True, default="")

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicador que alimenta la formación")
        verbose_name_plural = _("indicadores que alimenta la formación")
        ordering = ["network", "pk"]
        constraints = [
            choice_constraint("counting", Counting, "monitoring_trainingfeed_counting"),
            choice_constraint("sex", Sex, "monitoring_trainingfeed_sex", blank=True),
            models.UniqueConstraint(
                fields=["network", "indicator_lineage"],
                name="monitoring_trainingfeed_unique",
                violation_error_message=_("Ese indicador ya se alimenta de la formación."),
            ),
        ]

    def __str__(self) -> str:
        topic = self.topic or gettext("todos los temas")
        return f"{self.get_counting_display()}: {topic}"
