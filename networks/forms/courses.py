"""Forms of topics, courses and their sessions; their choices never leave the network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.forms.base import NetworkModelForm
from networks.models import Course, CourseMeeting, CourseTopic


class TopicForm(NetworkModelForm):
    class Meta:
        model = CourseTopic
        fields = ["name", "order"]
        help_texts = {"order": _("El lugar que ocupa en la lista.")}


class CourseForm(NetworkModelForm):
    class Meta:
        model = Course
        fields = [
            "topic",
            "title",
            "description",
            "mode",
            "place",
            "given_by",
            "starts_on",
            "ends_on",
            "seats",
            "minimum_attendance",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "seats": _("Vacío: sin límite."),
            "minimum_attendance": _("De las horas de sus sesiones, cuántas hay que cumplir para concluir."),
            "starts_on": _("Lo anunciado. En cuanto haya sesiones, valen las fechas de ellas."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = CourseTopic.objects.filter(network=self.network).order_by("order", "name")
        self.fields["topic"].queryset = topics


class CourseMeetingForm(NetworkModelForm):
    class Meta:
        model = CourseMeeting
        fields = ["held_on", "starts_at", "hours", "subject"]
        # A browser's own number field refuses the comma where its language is not the page's.
        localized_fields = ["hours"]
        widgets = {
            "starts_at": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "hours": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        }
        help_texts = {
            "starts_at": _("Hace falta solo si ese día hay otra sesión."),
            "hours": _("Admite medias y cuartos de hora: 1,5 o 2,25."),
        }

    def _get_validation_exclusions(self) -> set[str]:
        """The course is set by who makes the row, and its constraints are checked with it."""
        return super()._get_validation_exclusions() - {"course"}
