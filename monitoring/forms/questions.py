"""The editor of the network's own questions, and how they will be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from monitoring.forms.question_fields import QuestionsPart
from monitoring.models import Question, QuestionKind
from monitoring.services.questions import MOST_OPTIONS, OPTION_LENGTH, QuestionDraft
from networks.models.base import LineField


class QuestionForm(forms.Form):
    """What a question says. `seen` is the fingerprint of what it said when the page was made."""

    label = LineField(
        label=_("Pregunta"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Escriba la pregunta como la leerá quien informa.")},
    )
    help_text = LineField(
        label=_("Aclaración"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Qué cuenta y qué no, o un ejemplo. Se lee bajo la pregunta."),
    )
    kind = forms.ChoiceField(
        label=_("Se responde con"),
        choices=[(value, capfirst(label)) for value, label in QuestionKind.choices],
        widget=forms.RadioSelect,
        initial=QuestionKind.TEXT,
        error_messages={"required": _("Elija con qué se responde.")},
    )
    options = LineField(
        label=_("Opciones"),
        required=False,
        max_length=MOST_OPTIONS * (OPTION_LENGTH + 2) * 2,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Una por línea, en el orden en que se ofrecen."),
    )
    unit = LineField(
        label=_("Unidad"), required=False, max_length=60, help_text=_("Por ejemplo: personas, horas, pesos.")
    )
    is_required = forms.BooleanField(
        label=_("Obligatoria: sin respuesta no se puede enviar (como borrador sí)"), required=False
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(question), **kwargs)

    def draft(self) -> QuestionDraft:
        data = self.cleaned_data
        return QuestionDraft(
            label=data["label"],
            help_text=data["help_text"],
            kind=data["kind"],
            choices=tuple(data["options"].splitlines()),
            unit=data["unit"],
            is_required=data["is_required"],
        )

    def add_errors(self, error: ValidationError) -> None:
        """Take what the service refused; what it calls `choices` is written here as lines."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            field = "options" if name == "choices" else name
            self.add_error(field if field in self.fields else None, errors)


def _initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {}
    return {
        "label": question.label,
        "help_text": question.help_text,
        "kind": question.kind,
        "options": "\n".join(question.choices),
        "unit": question.unit,
        "is_required": question.is_required,
        "seen": QuestionDraft.of(question).fingerprint,
    }


class QuestionsPreview(QuestionsPart, forms.Form):
    """Questions as the form of an entry will ask them; nothing is sent."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.entry = self.previous = None
        super().__init__(auto_id="ver_%s")
        self.add_questions(questions)
