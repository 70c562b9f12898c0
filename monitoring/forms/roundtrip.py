"""The filled form on its way in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, gettext_noop

from monitoring.models import ComplianceEntry
from monitoring.roundtrip.files import ACCEPT, MAX_BYTES
from networks.languages import lazily
from networks.models.base import LineField


class FormUploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Formulario lleno"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text=lazily(
            gettext_noop("El libro de Excel (.xlsx) que descargó de aquí, de hasta %(n)s MB."),
            n=MAX_BYTES // 1024**2,
        ),
        error_messages={
            "required": gettext_lazy("Elija el archivo que llenó."),
            "empty": gettext_lazy("El archivo está vacío. Revise que sea el que quería y súbalo otra vez."),
        },
    )
    reason = LineField(
        label=gettext_lazy("Motivo, si informa en nombre de otra"),
        required=False,
        max_length=ComplianceEntry._meta.get_field("on_behalf_reason").max_length,
        help_text=gettext_lazy("Por ejemplo: «lo envió por correo el 3 de octubre». Queda a la vista."),
    )

    def __init__(self, *args: Any, on_behalf: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not on_behalf:
            del self.fields["reason"]
