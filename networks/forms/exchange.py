"""A table on its way in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from networks.exchange.reading import ACCEPT, MAX_BYTES
from networks.languages import lazily


class TableUploadForm(forms.Form):
    file = forms.FileField(
        label=_("Archivo"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text=lazily(
            gettext_noop("Excel (.xlsx) o CSV, de hasta %(n)s MB y 10.000 filas."), n=MAX_BYTES // 1024**2
        ),
        error_messages={
            "required": _("Elija el archivo."),
            "empty": _("El archivo está vacío: revise que sea el que quería."),
        },
    )
