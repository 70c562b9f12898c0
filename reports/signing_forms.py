"""Forms of signatures: a certificate to keep, how a report is signed, and a copy signed by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.models import User
from networks.models.base import LineField
from reports.models import SigningKey
from reports.signing import signer_of_system, system_signs
from reports.signing_certificates import MAX_BYTES, Signer, check_usable
from reports.signing_services import signing_key_open, usable_keys_of

NONE, OWN, SYSTEM = "none", "own", "system"


class PasswordField(forms.CharField):
    """Of a certificate: as it was typed, never sent back, and of no interest to the browser's own keeper."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        super().__init__(**{"widget": widget, "strip": False, "max_length": 200, **kwargs})


class SigningKeyForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Archivo .p12 o .pfx"),
        widget=forms.ClearableFileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
    )
    password = PasswordField(
        label=gettext_lazy("Contraseña del archivo"),
        required=False,
        help_text=gettext_lazy("Se usa ahora para comprobarlo y no se guarda: se pide otra vez en cada firma."),
    )
    label = LineField(
        label=gettext_lazy("Nombre para reconocerlo"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Vacío: el nombre de su titular."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                _("El archivo pesa más de %(limit)s KB: un certificado con su clave pesa menos.")
                % {"limit": MAX_BYTES // 1024}
            )
        return file


class SignatureFields(forms.Form):
    """Mix it into the form that issues: `SignatureFields(..., user=request.user)`.

    Once valid, `form.signer` is who signs, or None. The password is asked only for one's own certificate. Show it
    with `{% include "reports/_signature_fields.html" %}`. What cannot be chosen is not offered.
    """

    signature = forms.ChoiceField(
        label=gettext_lazy("Firma digital"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        initial=NONE,
        required=False,
    )
    signing_key = forms.ModelChoiceField(
        SigningKey.objects.none(), label=gettext_lazy("Su certificado"), required=False, empty_label=None
    )
    signing_password = PasswordField(label=gettext_lazy("Contraseña del certificado"), required=False)
    signer: Signer | None = None

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signing_user = user
        self.fields["signing_key"].queryset = keys = usable_keys_of(user)
        self.has_own = keys.exists()
        choices = [(NONE, _("Sin firma digital"))]
        if self.has_own:
            choices.append((OWN, _("Con mi certificado")))
        if system_signs():
            choices.append((SYSTEM, _("Con el certificado del sistema")))
        self.fields["signature"].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.signer = None
        if self.errors:
            return cleaned
        how = cleaned.get("signature") or NONE
        try:
            if how == OWN:
                self.signer = self._own(cleaned)
            elif how == SYSTEM:
                self.signer = signer_of_system()
                check_usable(self.signer.certificate, timezone.now())
        except ValidationError as error:
            self.add_error("signing_password" if how == OWN else "signature", error)
        return cleaned

    def _own(self, cleaned: dict[str, Any]) -> Signer:
        key = cleaned.get("signing_key")
        if key is None:
            raise ValidationError(_("Elija con cuál de sus certificados firma."))
        return signing_key_open(key=key, user=self.signing_user, password=cleaned.get("signing_password", ""))


class SignedCopyForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("PDF de la copia firmada"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text=gettext_lazy("El escaneo del informe impreso y firmado a mano, en un solo PDF."),
    )
    title = LineField(
        label=gettext_lazy("Quién la firmó"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Por su cargo, por ejemplo «Secretaria técnica»."),
    )
