"""A wrong setting of signatures is told by any management command, by its name."""

from __future__ import annotations

import pytest

from config.checks import signing_is_ready
from tests.reports.signing_samples import NOW, PASSWORD, YEAR, authority, holder, make_pair, p12


def told() -> list[str]:
    return [f"{found.id} {found.msg}" for found in signing_is_ready()]


def test_none_set_is_right() -> None:
    assert told() == []


def test_all_set_right(settings, tmp_path) -> None:
    (tmp_path / "s.p12").write_bytes(p12(holder()))
    (tmp_path / "autoridad.pem").write_bytes(authority().pem)
    settings.SIGNING_PKCS12, settings.SIGNING_PASSWORD = str(tmp_path / "s.p12"), PASSWORD
    settings.SIGNING_TSA, settings.SIGNING_TRUST = "https://sello.ejemplo.org/tsa", str(tmp_path)
    assert told() == []


@pytest.mark.parametrize(
    ("setting", "value", "name"),
    [
        ("SIGNING_PKCS12", "falta.p12", "SIGNING_PKCS12"),
        ("SIGNING_TSA", "sello", "SIGNING_TSA"),
        ("SIGNING_TSA", "ftp://sello.ejemplo.org", "SIGNING_TSA"),
        ("SIGNING_TSA", "https://[", "SIGNING_TSA"),
        ("SIGNING_TRUST", "/no/existe", "SIGNING_TRUST"),
    ],
)
def test_wrong_ones(settings, setting, value, name) -> None:
    setattr(settings, setting, value)
    (found,) = told()
    assert found.startswith(f"trama.E001 {name}: ")


def test_wrong_password_of_the_system(settings, tmp_path) -> None:
    (tmp_path / "s.p12").write_bytes(p12(holder()))
    settings.SIGNING_PKCS12, settings.SIGNING_PASSWORD = str(tmp_path / "s.p12"), "otra"
    assert told()[0].startswith("trama.E001 SIGNING_PASSWORD: ")


def test_expired_certificate_of_the_system_is_a_warning(settings, tmp_path) -> None:
    old = make_pair("Vencida", authority(), since=NOW - 2 * YEAR, until=NOW - YEAR)
    (tmp_path / "s.p12").write_bytes(p12(old))
    settings.SIGNING_PKCS12, settings.SIGNING_PASSWORD = str(tmp_path / "s.p12"), PASSWORD
    assert told()[0].startswith("trama.W003 SIGNING_PKCS12: El certificado venció")


def test_file_of_the_folder_that_is_no_certificate_is_named(settings, tmp_path) -> None:
    (tmp_path / "roto.cer").write_bytes(b"nada")
    settings.SIGNING_TRUST = str(tmp_path)
    assert "roto.cer" in told()[0]
