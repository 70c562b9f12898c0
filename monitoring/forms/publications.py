"""Forms of the publication checklist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import PublicationItem, PublishedState
from monitoring.services.publications import check_web_url
from monitoring.uploads import ACCEPT
from networks.forms import DateInput, NetworkModelForm


class PublicationForm(NetworkModelForm):
    """A line of the checklist among the others: what is known of it."""

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


class PublicationLineForm(PublicationForm):
    """One line whole: which document, what is known of it, and where it is."""

    upload = forms.FileField(
        label=_("Archivo que se guarda aquí"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("En lugar de una dirección: se guarda con su huella y se comprueba que siga igual."),
    )
    without_file = forms.BooleanField(label=_("Quitar el archivo guardado"), required=False)

    class Meta(PublicationForm.Meta):
        fields = ["document", "title", *PublicationForm.Meta.fields]
        help_texts = {
            "title": _("Vacío: el nombre usual del documento. Para «Otro documento» hace falta."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["document", "title", "published", "published_on", "url", "upload", "without_file"])
        self.fields["title"].label = _("Nombre en la lista")
        if not self.instance.file:
            del self.fields["without_file"]
