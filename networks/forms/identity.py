"""How a network presents itself on paper, and who signs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from networks import printed_forms
from networks.forms.base import NetworkModelForm
from networks.logos import logo_read
from networks.models import NetworkIdentity, SignatureBlock


class InkInput(forms.TextInput):
    """The browser's own colour picker."""

    input_type = "color"


class IdentityForm(NetworkModelForm):
    """`picture` is the logo as it will be kept; None when none was sent."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    new_logo = forms.FileField(
        label=_("Logotipo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "data-identity-logo": ""}),
        help_text=_("PNG o JPEG de hasta 300 KB y 2000 puntos por lado; se imprime sobre blanco."),
    )
    removes_logo = forms.BooleanField(label=_("Quitar el logotipo"), required=False)

    field_order = ["revision", "new_logo", "removes_logo", "logo_alt", "ink"]

    class Meta:
        model = NetworkIdentity
        fields = ["logo_alt", "ink"]
        widgets = {"ink": InkInput(attrs={"data-identity-ink": ""})}
        help_texts = {
            "logo_alt": _("Lo oye quien no ve la imagen: por ejemplo, «Tres hilos trenzados»."),
            "ink": _("Títulos, líneas y gráficas. Debe leerse sobre papel blanco."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picture: tuple[bytes, str] | None = None
        self.initial["revision"] = self.instance.revision if self.instance.pk else 0
        if not self.instance.logo:
            del self.fields["removes_logo"]

    def clean_ink(self) -> str:
        return self.cleaned_data["ink"].lower()

    def clean_new_logo(self) -> UploadedFile | None:
        file = self.cleaned_data["new_logo"]
        self.picture = logo_read(file) if file else None
        return file


class SignatureForm(NetworkModelForm):
    form = forms.ChoiceField(label=_("En qué forma"), required=False)

    class Meta:
        model = SignatureBlock
        fields = ["post", "entity", "name", "form"]
        help_texts = {"name": _("Puede quedar en blanco: se escribe a mano al firmar.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = printed_forms.choices()
        if self.instance.form and self.instance.form not in dict(known):
            known.append((self.instance.form, self.instance.form))
        self.fields["form"].choices = [("", _("Todas las formas")), *known]
        if self.instance.pk is None:
            self.initial.setdefault("entity", self.network.secretariat)
