"""Forms of follow-ups; their choices never leave the network."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import FollowUp
from networks.forms import NetworkModelForm


class FollowUpForm(NetworkModelForm):
    class Meta:
        model = FollowUp
        fields = ["body", "responsible", "deadline_text", "state", "closed_on"]
        widgets = {"body": forms.Textarea(attrs={"rows": 4}), "state": forms.RadioSelect}
        help_texts = {
            "deadline_text": _(
                "En palabras: «agosto», «segundo semestre», «15 de octubre de 2024». Sin año, el de la sesión."
            ),
            "closed_on": _("Solo si ya se cumplió."),
        }
