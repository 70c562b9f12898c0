"""PKCS#12 files: what is in one, and whether it may sign a report.

Refused is what is no such file, what holds no key, several or a weak one, and what is not for signing. An expired
certificate may be looked at and signs nothing (`check_usable`).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

MAX_BYTES = 64 * 1024
LEAST_RSA_BITS = 2048
LEAST_EC_BITS = 256
# A file that asks for more work than this to try a password is made to keep the machine busy.
MOST_ITERATIONS = 2_000_000
# The parts of a name that tell a person who it is, in this order.
NAME_PARTS = (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME)


@dataclass(frozen=True)
class Signer:
    """A certificate with its key, opened: it lives as long as one signing takes and is never kept.

    An issued report keeps `name` as who signed and `sha256` (hexadecimal) as the certificate's fingerprint.
    """

    certificate: x509.Certificate
    key: Any = field(repr=False)
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def name(self) -> str:
        return common_name(self.certificate)

    @property
    def sha256(self) -> str:
        return fingerprint(self.certificate)

    @property
    def is_self_signed(self) -> bool:
        return is_self_signed(self.certificate)

    @property
    def valid_from_at(self) -> datetime.datetime:
        return self.certificate.not_valid_before_utc

    @property
    def valid_to_at(self) -> datetime.datetime:
        return self.certificate.not_valid_after_utc


def common_name(certificate: x509.Certificate) -> str:
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name_words(certificate.subject)


def name_words(name: x509.Name) -> str:
    """A certificate's name for people: who, unit, organization; else all of it as it is written inside."""
    parts = [str(each.value) for oid in NAME_PARTS for each in name.get_attributes_for_oid(oid)]
    return " · ".join(parts) or name.rfc4514_string()


def fingerprint(certificate: x509.Certificate) -> str:
    return sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def is_self_signed(certificate: x509.Certificate) -> bool:
    return certificate.issuer == certificate.subject


def signer_from_pkcs12(content: bytes, password: str) -> Signer:
    """Open a PKCS#12 file. Raises ValidationError; its code is `password` where only that is wrong."""
    _check_container(content)
    key, certificate, others = _opened(content, password)
    if key is None:
        raise ValidationError(
            _("El archivo no lleva una clave privada: expórtelo de nuevo con la clave."), code="key"
        )
    if certificate is None:
        raise ValidationError(
            _("El archivo lleva una clave y no el certificado que le corresponde: expórtelo de nuevo con ambos."),
            code="certificate",
        )
    _check_key(key)
    _check_purpose(certificate)
    return Signer(certificate, key, tuple(others))


def check_usable(certificate: x509.Certificate, at: datetime.datetime) -> None:
    """Raises ValidationError where the certificate holds not yet, or no more, at that time."""
    if at > certificate.not_valid_after_utc:
        raise ValidationError(
            _("El certificado venció el %(day)s: renuévelo y cargue el nuevo.")
            % {"day": date_format(certificate.not_valid_after_utc, "DATE_FORMAT")},
            code="expired",
        )
    if at < certificate.not_valid_before_utc:
        raise ValidationError(
            _("El certificado todavía no vale: empieza a valer el %(day)s.")
            % {"day": date_format(certificate.not_valid_before_utc, "DATE_FORMAT")},
            code="early",
        )


def _check_container(content: bytes) -> None:
    """By its own structure, before any password is tried."""
    from asn1crypto import pkcs12 as asn1

    if len(content) > MAX_BYTES:
        raise ValidationError(
            _("El archivo pesa más de %(limit)s KB: un certificado con su clave pesa menos.")
            % {"limit": MAX_BYTES // 1024},
            code="size",
        )
    try:
        container = asn1.Pfx.load(content, strict=True)
        parts = [*container.authenticated_safe]
        iterations = _iterations(container, parts)
        keys = _keys_in_clear(parts)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValidationError(
            _("Ese archivo no es un certificado PKCS#12: se espera un archivo .p12 o .pfx."), code="content"
        ) from error
    if iterations > MOST_ITERATIONS:
        raise ValidationError(
            _("El archivo pide demasiado cálculo para abrirse: expórtelo de nuevo con los valores usuales."),
            code="iterations",
        )
    if keys > 1:
        raise ValidationError(
            _("El archivo lleva %(count)s claves y no se sabe con cuál firmar: exporte solo la suya.")
            % {"count": keys},
            code="keys",
        )


def _iterations(container: Any, parts: list[Any]) -> int:
    """The most rounds that any part of it asks for."""
    asked = [container["mac_data"]["iterations"].native if container["mac_data"].native else 0]
    for part in parts:
        if part["content_type"].native == "encrypted_data":
            asked.append(_rounds(part["content"]["encrypted_content_info"]["content_encryption_algorithm"]))
    for bag in _bags(parts):
        if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
            asked.append(_rounds(bag["bag_value"]["encryption_algorithm"]))
    return max(asked)


def _rounds(algorithm: Any) -> int:
    parameters = algorithm["parameters"].native or {}
    if "key_derivation_func" in parameters:
        parameters = parameters["key_derivation_func"]["parameters"] or {}
    return parameters.get("iterations") or parameters.get("iteration_count") or 0


def _bags(parts: list[Any]) -> list[Any]:
    """What lies in the parts that are not encrypted as a whole: keys do, each under its own lock."""
    from asn1crypto import pkcs12 as asn1

    return [
        bag
        for part in parts
        if part["content_type"].native == "data"
        for bag in asn1.SafeContents.load(part["content"].native)
    ]


def _keys_in_clear(parts: list[Any]) -> int:
    return sum(bag["bag_id"].native in ("key_bag", "pkcs8_shrouded_key_bag") for bag in _bags(parts))


def _opened(content: bytes, password: str) -> tuple[Any, x509.Certificate | None, list[x509.Certificate]]:
    try:
        return pkcs12.load_key_and_certificates(content, _secret(password))
    except UnsupportedAlgorithm as error:
        raise ValidationError(
            _("El archivo está cifrado de un modo que ya no se usa: expórtelo de nuevo con un programa reciente."),
            code="cipher",
        ) from error
    except ValueError as error:
        raise ValidationError(
            _("La contraseña no abre el certificado. Es la del archivo, no la de su cuenta."), code="password"
        ) from error


def _secret(password: str) -> bytes | None:
    """As the library takes it. Raises ValueError for what no password can be."""
    if "\0" in password:
        raise ValueError("a password without an end")
    return password.encode() or None


def _check_key(key: Any) -> None:
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size >= LEAST_RSA_BITS:
            return
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        if key.key_size >= LEAST_EC_BITS:
            return
    else:
        raise ValidationError(
            _("La clave es de una clase que los lectores de PDF no comprueban: se admiten RSA y curva elíptica."),
            code="kind",
        )
    raise ValidationError(
        _("La clave es demasiado corta (%(bits)s bits) para que la firma valga: pida un certificado nuevo.")
        % {"bits": key.key_size},
        code="weak",
    )


def _check_purpose(certificate: x509.Certificate) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise ValidationError(
            _("El certificado no es para firmar documentos: cargue el de firma."), code="purpose"
        )
