"""A person's certificates: kept locked, opened with their password for one signing, and taken away."""

from __future__ import annotations

import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.models import User
from networks.throttling import guess_was_right, is_guessed_too_often
from reports.models import SigningKey
from reports.signing_certificates import (
    Signer,
    check_usable,
    common_name,
    fingerprint,
    is_self_signed,
    name_words,
    signer_from_pkcs12,
)
from reports.signing_vault import VaultError, locked, opened

MOST_TRIES, TRIES_SECONDS = 5, 15 * 60


def signing_keys_of(user: User) -> QuerySet[SigningKey]:
    """Those a person has now, newest first; the locked content is left where it is."""
    return SigningKey.objects.filter(owner=user, removed_at__isnull=True).defer("blob", "certificate")


def usable_keys_of(user: User, at: datetime.datetime | None = None) -> QuerySet[SigningKey]:
    """Those that may sign at that moment (now)."""
    at = at or timezone.now()
    return signing_keys_of(user).filter(valid_from_at__lte=at, valid_to_at__gte=at)


def signing_key_add(*, owner: User, content: bytes, password: str, label: str = "") -> SigningKey:
    """Keep a PKCS#12 file, locked. Raises ValidationError; nothing is kept then, and never its password."""
    signer = _guarded(f"add-{owner.pk}", content, password)
    check_usable(signer.certificate, timezone.now())
    try:
        return _keep(owner, content, signer, label)
    except IntegrityError as error:
        raise ValidationError(_("Ese certificado ya está entre los suyos.")) from error


@transaction.atomic
def _keep(owner: User, content: bytes, signer: Signer, label: str) -> SigningKey:
    certificate = signer.certificate
    key = SigningKey(
        owner=owner,
        label=(label.strip() or common_name(certificate))[:100],
        subject=name_words(certificate.subject)[:500],
        issuer=name_words(certificate.issuer)[:500],
        serial=f"{certificate.serial_number:X}",
        certificate=certificate.public_bytes(Encoding.DER),
        certificate_sha256=fingerprint(certificate),
        is_self_signed=is_self_signed(certificate),
        valid_from_at=signer.valid_from_at,
        valid_to_at=signer.valid_to_at,
    )
    key.blob = locked(content, _about(key))
    key.full_clean()
    key.save()
    return key


def signing_key_open(*, key: SigningKey, user: User, password: str) -> Signer:
    """The signer, for one signing. Raises ValidationError: a wrong password, too many of them, or one expired."""
    if key.owner_id != user.pk or key.removed_at or not key.blob:
        raise ValidationError(_("Ese certificado no está entre los suyos."))
    try:
        content, is_old = opened(key.blob, _about(key))
    except VaultError as error:
        raise ValidationError(
            _("El certificado guardado ya no se puede abrir aquí: quítelo y cárguelo de nuevo.")
        ) from error
    signer = _guarded(f"key-{key.pk}", content, password)
    check_usable(signer.certificate, timezone.now())
    changed = {"used_at": timezone.now()}
    if is_old:
        changed["blob"] = locked(content, _about(key))
    SigningKey.objects.filter(pk=key.pk, removed_at__isnull=True).update(**changed)
    return signer


@transaction.atomic
def signing_key_remove(*, key: SigningKey) -> None:
    """Its content is gone; who it was stays, because reports were signed with it."""
    row = SigningKey.objects.select_for_update().get(pk=key.pk)
    if row.removed_at is None:
        row.blob, row.removed_at = None, timezone.now()
        row.save(update_fields=["blob", "removed_at"])


def certificate_of(key: SigningKey) -> x509.Certificate:
    return x509.load_der_x509_certificate(bytes(key.certificate))


def _about(key: SigningKey) -> str:
    return f"{key.owner_id}:{key.certificate_sha256}"


def _guarded(what: str, content: bytes, password: str) -> Signer:
    """Open it, unless its password was missed too often of late."""
    if is_guessed_too_often("signing", what, most=MOST_TRIES, seconds=TRIES_SECONDS):
        raise ValidationError(
            _("La contraseña se escribió mal %(count)s veces: espere %(minutes)s minutos y vuelva a intentarlo.")
            % {"count": MOST_TRIES, "minutes": TRIES_SECONDS // 60},
            code="tries",
        )
    try:
        signer = signer_from_pkcs12(content, password)
    except ValidationError as error:
        if error.code != "password":
            guess_was_right("signing", what)
        raise
    guess_was_right("signing", what)
    return signer
