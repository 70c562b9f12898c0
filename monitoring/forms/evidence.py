"""The part of an entry's form that takes its evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from monitoring.models import Sensitivity
from monitoring.services import Attachment
from monitoring.uploads import ACCEPT

MOST_FILES = 10


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files; what each may be is checked where it is stored."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(files) > MOST_FILES:
            raise ValidationError(_("Adjunte a lo sumo %(n)s archivos a la vez.") % {"n": MOST_FILES})
        return list(files)


class EvidencePart:
    """Mixed into a form that has `activity`; `add_evidence` gives it its fields."""

    def add_evidence(self) -> None:
        self.fields["files"] = FilesField(
            label=_("Archivos"),
            required=False,
            help_text=_("Imágenes, PDF, Word, Excel, PowerPoint o LibreOffice, de 20 MB a lo sumo cada uno."),
        )
        self.fields["link"] = forms.URLField(
            label=_("Enlace"),
            required=False,
            max_length=500,
            assume_scheme="https",
            error_messages={"invalid": _("Escriba la dirección completa, por ejemplo https://…")},
        )
        self.fields["evidence_title"] = forms.CharField(label=_("Qué es"), required=False, max_length=200)
        self.fields["sensitivity"] = forms.ChoiceField(
            label=_("Quién puede verla"),
            required=False,
            choices=Sensitivity.choices,
            initial=Sensitivity.NETWORK,
        )
        self.fields["files"].widget.attrs["accept"] = ACCEPT
        slots = [(slot.pk, slot.text) for slot in self.activity.verification_set.all()]
        if slots:
            self.fields["verifications"] = forms.MultipleChoiceField(
                label=_("Medio de verificación que cubre"),
                required=False,
                choices=slots,
                widget=forms.CheckboxSelectMultiple,
            )

    def attachments(self) -> list[Attachment]:
        data = self.cleaned_data
        given = [{"file": file} for file in data["files"]]
        if data["link"]:
            given.append({"url": data["link"]})
        shared = {
            "title": data["evidence_title"],
            "sensitivity": data["sensitivity"] or Sensitivity.NETWORK,
            "verifications": tuple(int(pk) for pk in data.get("verifications", ())),
        }
        return [Attachment(**one, **shared) for one in given]
