"""Certificates made for the tests by an authority made for them, and a report to sign with them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from networks.models import Network
from reports import rendering
from reports.signing import sign_report
from reports.signing_certificates import Signer
from tests.reports.report_samples import gestion_context, plain

NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
YEAR = datetime.timedelta(days=365)
PASSWORD = "clave de prueba ñ"
HOLDER, OTHER = "Titular de prueba Ñandú", "Otra titular de prueba"


@dataclass(frozen=True)
class Pair:
    key: Any
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Entidad de prueba"),
        ]
    )


def make_pair(
    name: str,
    by: Pair | None = None,
    *,
    key: Any = None,
    since: datetime.datetime = NOW - YEAR,
    until: datetime.datetime = NOW + YEAR,
    signs: bool = True,
) -> Pair:
    """A key with its certificate; without `by`, the holder's own word. `signs` is false for one to lock with."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    usage = x509.KeyUsage(signs, signs, not signs, False, False, by is None, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(by.certificate.subject if by else named(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return Pair(key, made.sign(by.key if by else key, hashes.SHA256()))


def p12(pair: Pair, *others: Pair, password: str = PASSWORD) -> bytes:
    lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    chain = [other.certificate for other in others]
    return pkcs12.serialize_key_and_certificates(b"prueba", pair.key, pair.certificate, chain, lock)


@cache
def authority() -> Pair:
    return make_pair("Autoridad de prueba")


@cache
def holder() -> Pair:
    """As most certificates of people are: RSA of 2048 bits."""
    return make_pair(HOLDER, authority(), key=rsa.generate_private_key(65537, 2048))


@cache
def other() -> Pair:
    return make_pair(OTHER, authority())


def signer(pair: Pair) -> Signer:
    return Signer(pair.certificate, pair.key, (authority().certificate,))


def network() -> Network:
    return Network(
        slug="prueba", name="Red de Prueba", time_zone="America/Bogota", secretariat="Secretaría de prueba"
    )


@cache
def report_pdf(signatures: int = 2) -> bytes:
    """The gestión form with so many places to sign."""
    places = tuple(
        {"name": None, "post": f"Cargo {number + 1}", "entity": "Entidad"} for number in range(signatures)
    )
    data = plain(gestion_context())
    data["header"] |= {"folio": "PRUEBA-2024-T3-0001", "signatures": list(places)}
    return rendering.render_pdf(data, in_process=True)


def signed(pdf: bytes, pair: Pair, at: datetime.datetime = NOW) -> bytes:
    return sign_report(
        pdf, signer=signer(pair), folio="PRUEBA-2024-T3-0001", network=network(), at=at, in_process=True
    )


@cache
def signed_once() -> bytes:
    return signed(report_pdf(), holder())


@cache
def signed_twice() -> bytes:
    return signed(signed_once(), other())
