"""The form of an entry: one activity, one member, one period. It works by itself, without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.forms.entry_fields import percent_field, text_field
from monitoring.forms.evidence import EvidencePart
from monitoring.forms.figures import FiguresPart
from monitoring.forms.question_fields import QuestionsPart
from monitoring.forms.sharing import SharingPart
from monitoring.models import ComplianceEntry, EntryStatus, Question, Sensitivity
from monitoring.services import EntryDraft
from networks.models import Member
from networks.models.base import LineField
from plans.models import Activity


class EntryForm(FiguresPart, QuestionsPart, EvidencePart, SharingPart, forms.Form):
    """`activity` comes with its indicators, deliverables and verification slots prefetched.

    What is written needs no `entry`, which gives what is shown first; `previous`, what was reported last time, is
    set by the page that shows it.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    status = forms.ChoiceField(label=gettext_lazy("Cumplimiento"), required=False, widget=forms.RadioSelect)
    progress = percent_field(
        gettext_lazy("Avance (%)"), help_text=gettext_lazy("De 0 a 100; admite decimales con coma.")
    )
    narrative = text_field(
        gettext_lazy("Qué se hizo"),
        6,
        help_text=gettext_lazy("Qué, cuándo, dónde, con quiénes y qué se logró. Este texto va al informe."),
    )
    obstacles = text_field(
        gettext_lazy("Obstáculos"), 3, help_text=gettext_lazy("Qué lo impidió o lo retrasó, si algo lo hizo.")
    )
    on_behalf_reason = LineField(
        label=gettext_lazy("Motivo"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Por ejemplo: «lo envió por correo el 3 de octubre». Queda a la vista."),
    )

    def __init__(
        self,
        *args: Any,
        activity: Activity,
        entry: ComplianceEntry | None = None,
        on_behalf: bool = False,
        questions: Sequence[Question] = (),
        others: Sequence[Member] = (),
        **kwargs: Any,
    ) -> None:
        self.activity, self.entry = activity, entry
        self.previous: ComplianceEntry | None = None
        self.differences: list = []
        super().__init__(*args, initial=_initial(entry), **kwargs)
        self.fields["status"].choices = [(value, capfirst(label)) for value, label in EntryStatus.choices]
        if not on_behalf:
            del self.fields["on_behalf_reason"]
        self.add_figures()
        self.add_questions(questions)
        self.add_evidence()
        self.add_sharing(others)

    # -- what the services take -------------------------------------------------------------------------------

    @property
    def read_revision(self) -> int:
        return self.cleaned_data.get("revision") or 0

    def draft(self) -> EntryDraft:
        data = self.cleaned_data
        return EntryDraft(
            status=data["status"],
            progress=data["progress"],
            narrative=data["narrative"],
            obstacles=data["obstacles"],
            on_behalf_reason=data.get("on_behalf_reason", ""),
            measurements=self.measurements(),
            deliverables=self.delivered(),
            answers=self.answers(),
        )

    def add_errors(self, error: ValidationError) -> None:
        """Take the errors of a service; those of fields that are not here become the form's."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields and field != NON_FIELD_ERRORS else None, errors)


def _initial(entry: ComplianceEntry | None) -> dict[str, Any]:
    if entry is None:
        return {"revision": 0, "sensitivity": Sensitivity.NETWORK}
    return {
        "revision": entry.revision,
        "status": entry.status,
        "progress": entry.progress,
        "narrative": entry.narrative,
        "obstacles": entry.obstacles,
        "on_behalf_reason": entry.on_behalf_reason,
        "sensitivity": Sensitivity.NETWORK,
    }


class DeclareForm(forms.Form):
    """The figure a document printed, of an entry or of an eje; empty takes it away."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    value = percent_field(gettext_lazy("Cifra declarada"), help_text=gettext_lazy("Vacía: no se declara ninguna."))
    reason = LineField(
        label=gettext_lazy("De dónde sale"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "El documento que la imprimió o el motivo para declararla. Se muestra junto a ella."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("value") is not None and not data.get("reason", "").strip():
            self.add_error("reason", _("Escriba de dónde sale la cifra declarada."))
        return data
