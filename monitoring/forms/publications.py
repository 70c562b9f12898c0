"""Forms of the publication checklist."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import PublicationItem, PublishedState
from monitoring.services.publications import check_web_url
from networks.forms import DateInput, NetworkModelForm


class PublicationForm(NetworkModelForm):
    """A line of the checklist; its prefix is the document."""

    url = forms.URLField(
        label=_("Dirección de la página"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[check_web_url],
        error_messages={"invalid": check_web_url.message},
    )
    published = forms.ChoiceField(
        label=_("¿Está publicado?"), choices=PublishedState, widget=forms.RadioSelect, required=True
    )

    class Meta:
        model = PublicationItem
        fields = ["published", "url", "published_on"]
        widgets = {"published_on": DateInput()}
