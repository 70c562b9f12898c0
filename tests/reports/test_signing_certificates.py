"""PKCS#12 files: what is refused, each with its own sentence."""

from __future__ import annotations

import pytest
from asn1crypto import pkcs12 as asn1
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.core.exceptions import ValidationError

from reports.signing_certificates import MAX_BYTES, signer_from_pkcs12
from tests.reports.signing_samples import HOLDER, PASSWORD, authority, holder, make_pair, p12


def refused(content: bytes, password: str = PASSWORD) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        signer_from_pkcs12(content, password)
    assert caught.value.messages[0].endswith((".", "…"))
    return caught.value


def test_good_one() -> None:
    found = signer_from_pkcs12(p12(holder(), authority()), PASSWORD)
    assert (found.name, found.is_self_signed) == (HOLDER, False)
    assert signer_from_pkcs12(p12(make_pair("Sola"), password=""), "").is_self_signed


@pytest.mark.parametrize("content", [b"", b"nada", b"\x30\x03\x02\x01\x03", b"%PDF-1.7", b"\x30" + b"\x00" * 500])
def test_other_files(content) -> None:
    assert refused(content).code == "content"


def test_cut_or_lengthened_file() -> None:
    whole = p12(holder())
    assert refused(whole[:-20]).code == "content"
    assert refused(whole + b"mas").code == "content"


def test_too_big() -> None:
    assert refused(b"\x30" * (MAX_BYTES + 1)).code == "size"


@pytest.mark.parametrize("password", ["", "otra", "clave de prueba n", "ñ" * 200, "\x00", "漢"])
def test_wrong_password(password) -> None:
    assert refused(p12(holder()), password).code == "password"


def test_without_key() -> None:
    content = pkcs12.serialize_key_and_certificates(
        b"x", None, None, [holder().certificate], BestAvailableEncryption(PASSWORD.encode())
    )
    assert refused(content).code == "key"


def test_several_keys() -> None:
    """Two bags with a key each, as some programs export a whole store."""
    pfx = asn1.Pfx.load(p12(holder(), password=""))
    safe = asn1.AuthenticatedSafe.load(pfx["auth_safe"]["content"].native)
    part = next(
        part for part in safe if part["content_type"].native == "data" and b"\x0c\x0a\x01\x01" in part.dump()
    )
    bags = asn1.SafeContents.load(part["content"].native)
    doubled = asn1.SafeContents([*bags, *[bag.copy() for bag in bags]])
    part["content"] = doubled.dump()
    pfx["auth_safe"]["content"] = asn1.AuthenticatedSafe(list(safe)).dump()
    assert refused(pfx.dump(force=True), "").code == "keys"


def test_too_much_work_is_not_begun() -> None:
    pfx = asn1.Pfx.load(p12(holder()))
    pfx["mac_data"]["iterations"] = 2**31
    assert refused(pfx.dump(force=True)).code == "iterations"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (lambda: rsa.generate_private_key(65537, 1024), "weak"),
        (lambda: ec.generate_private_key(ec.SECP224R1()), "weak"),
        (lambda: dsa.generate_private_key(2048), "kind"),
    ],
)
def test_weak_keys(key, code) -> None:
    assert refused(p12(make_pair("Débil", key=key()))).code == code


def test_certificate_for_something_else() -> None:
    assert refused(p12(make_pair("Cifra", authority(), signs=False))).code == "purpose"
