"""What is wrong with the settings of signatures, in sentences for whoever keeps the installation."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.signature_checks import certificate_in, trust_files
from reports.signing import signer_of_system, system_signs
from reports.signing_certificates import check_usable


def mistakes() -> list[str]:
    """What keeps signatures from working as the settings say."""
    return [*_own_certificate(), *_stamping(), *_trust()]


def warnings() -> list[str]:
    """A certificate that is right and holds no more: signatures by the system are refused until it is renewed."""
    if not system_signs():
        return []
    try:
        check_usable(signer_of_system().certificate, timezone.now())
    except ValidationError as error:
        if error.code in ("expired", "early"):
            return [_said("SIGNING_PKCS12", error.messages[0])]
    return []


def _own_certificate() -> list[str]:
    if not system_signs():
        return []
    try:
        signer_of_system()
    except ValidationError as error:
        setting = "SIGNING_PASSWORD" if error.code == "password" else "SIGNING_PKCS12"
        return [_said(setting, error.messages[0])]
    return []


def _stamping() -> list[str]:
    if not settings.SIGNING_TSA:
        return []
    try:
        address = urlsplit(settings.SIGNING_TSA)
        is_address = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        is_address = False
    return [] if is_address else [_said("SIGNING_TSA", _("Se espera una dirección que empiece por https://."))]


def _trust() -> list[str]:
    if not settings.SIGNING_TRUST:
        return []
    if not Path(settings.SIGNING_TRUST).is_dir():
        return [_said("SIGNING_TRUST", _("No hay una carpeta en esa ruta."))]
    broken = [file.name for file in trust_files() if certificate_in(file) is None]
    told = _("No son certificados: %(files)s.")
    return [_said("SIGNING_TRUST", told % {"files": ", ".join(broken)})] if broken else []


def _said(setting: str, sentence: str) -> str:
    return _("%(setting)s: %(sentence)s") % {"setting": setting, "sentence": sentence}
