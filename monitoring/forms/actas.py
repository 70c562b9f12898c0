"""Forms of an acta."""

from __future__ import annotations

from django import forms

from monitoring.models import Acta
from networks.forms import NetworkModelForm


class ActaForm(NetworkModelForm):
    class Meta:
        model = Acta
        fields = ["number", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 16})}
