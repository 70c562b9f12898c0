"""The form that ties an indicator of the plan to a count of training."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models.training import TrainingFeed
from monitoring.selectors.training import indicators_to_feed
from networks.forms import NetworkModelForm
from networks.models import CourseTopic, Sex
from plans.models import Indicator


class TrainingFeedForm(NetworkModelForm):
    indicator_lineage = forms.TypedChoiceField(
        label=_("Indicador"),
        coerce=uuid.UUID,
        help_text=_("Solo los que se dicen en cifras, de los planes vigentes."),
    )

    class Meta:
        model = TrainingFeed
        fields = ["indicator_lineage", "counting", "topic", "sex"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        feeds = TrainingFeed.objects.filter(network=self.network).exclude(pk=self.instance.pk)
        taken = set(feeds.values_list("indicator_lineage", flat=True))
        choices = [(str(row.lineage), _label(row)) for row in indicators_to_feed(self.network)]
        self.fields["indicator_lineage"].choices = [
            ("", "---------"),
            *(choice for choice in choices if uuid.UUID(choice[0]) not in taken),
        ]
        self.fields["topic"].queryset = CourseTopic.objects.filter(network=self.network).order_by("order", "name")
        self.fields["topic"].empty_label = _("todos los temas")
        self.fields["sex"].choices = [("", _("todas las personas")), *Sex.choices]


def _label(indicator: Indicator) -> str:
    activity = indicator.activity
    return f"{activity.eje.version.plan.slug} · {activity.code} {activity.title}: {indicator.title}"
