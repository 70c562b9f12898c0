"""What signatures are worth: intact, whole, trusted; and what was changed or appended is found."""

from __future__ import annotations

import datetime
from io import BytesIO

import pytest

from reports.signature_checks import signatures_of
from reports.signing_services import signing_key_add, signing_key_remove
from tests.factories import make_user
from tests.reports.signing_samples import (
    HOLDER,
    NOW,
    OTHER,
    PASSWORD,
    YEAR,
    authority,
    holder,
    make_pair,
    p12,
    report_pdf,
    signed,
    signed_once,
    signed_twice,
    signer,
)

pytestmark = pytest.mark.django_db


def appended(pdf: bytes, change) -> bytes:
    """An incremental update after the signature, as a forger would make it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def paint(writer) -> None:
    """Other words over a page."""
    from pyhanko.pdf_utils import generic

    stream = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.add_stream_to_page(0, stream)


def test_no_signature_in_what_bears_none() -> None:
    assert signatures_of(report_pdf()) == ()
    assert signatures_of(b"nada") == ()


def test_whole_and_intact_by_somebody_unknown() -> None:
    (found,) = signatures_of(signed_once())
    assert (found.name, found.intact, found.whole, found.trusted) == (HOLDER, True, True, None)
    assert found.is_good
    assert found.at == NOW
    assert found.certificate_sha256 == signer(holder()).sha256
    assert found.valid_to == holder().certificate.not_valid_after_utc
    assert found.problems == ("Aquí no se conoce a quien emitió el certificado.",)


@pytest.mark.parametrize("share", [0.01, 0.4, 0.99])
def test_flipped_byte_is_found(share) -> None:
    broken = bytearray(signed_once())
    broken[int(len(report_pdf()) * share)] ^= 1
    found = signatures_of(bytes(broken))
    assert found
    assert not any(each.is_good for each in found)


def test_flipped_byte_of_the_signature_itself_is_found() -> None:
    """It stands at the end of what is written in hexadecimal, before the room left."""
    whole = signed_once()
    start = whole.index(b"/Contents <") + len(b"/Contents <")
    end = start + len(whole[start : whole.index(b">", start)].rstrip(b"0"))
    for back in (8, 200, 400):
        broken = bytearray(whole)
        broken[end - back] = ord("0") if broken[end - back] != ord("0") else ord("7")
        assert not any(each.is_good for each in signatures_of(bytes(broken))), back


def test_appended_page_content_is_found() -> None:
    (found,) = signatures_of(appended(signed_once(), paint))
    assert found.intact
    assert not found.whole
    assert found.problems[0].startswith("Se agregó contenido después de la firma")


def test_appended_bytes_are_found() -> None:
    (found,) = signatures_of(signed_once() + b"\n% algo mas\n")
    assert not found.whole


def test_two_signers() -> None:
    found = signatures_of(signed_twice())
    assert [each.name for each in found] == [HOLDER, OTHER]
    assert all(each.is_good for each in found)


def test_content_between_two_signatures_is_found() -> None:
    """The second signer signs what somebody painted over what the first had signed."""
    forged = signed(appended(signed_once(), paint), make_pair(OTHER, authority()))
    first, second = signatures_of(forged)
    assert (first.intact, first.whole) == (True, False)
    assert second.is_good


def test_content_after_two_signatures_is_found() -> None:
    assert not any(each.whole for each in signatures_of(appended(signed_twice(), paint)))


def test_field_moved_when_signed_is_found(monkeypatch) -> None:
    """A second signer who spreads her block over the whole page."""
    from pyhanko.pdf_utils import generic

    from reports.signing import _Signing

    find = _Signing._field

    def moved(self, where):
        place, reference = find(self, where)
        corners = (generic.FloatObject(each) for each in (0, 0, 500, 800))
        reference.get_object()[generic.pdf_name("/Rect")] = generic.ArrayObject(corners)
        return place, reference

    first = signed_once()
    monkeypatch.setattr(_Signing, "_field", moved)
    found = signatures_of(signed(first, make_pair(OTHER, authority())))
    assert [each.whole for each in found] == [False, True]


def test_broken_files_raise_nothing() -> None:
    whole = signed_once()
    for size in (100, len(whole) // 3, len(whole) - 40):
        assert not any(each.is_good for each in signatures_of(whole[:size] + b"/ByteRange"))


def test_trusted_when_somebody_with_an_account_has_the_certificate() -> None:
    key = signing_key_add(owner=make_user("firmante"), content=p12(holder()), password=PASSWORD)
    (found,) = signatures_of(signed_once())
    assert found.trusted
    assert found.problems == ()
    signing_key_remove(key=key)
    assert signatures_of(signed_once())[0].trusted, "lo tenía cuando firmó"
    key.refresh_from_db()
    key.removed_at = NOW - datetime.timedelta(days=1)
    key.save()
    assert signatures_of(signed_once())[0].trusted is None


def test_trusted_by_the_system_s_own_certificate(settings, tmp_path) -> None:
    file = tmp_path / "sistema.p12"
    file.write_bytes(p12(holder()))
    settings.SIGNING_PKCS12, settings.SIGNING_PASSWORD = str(file), PASSWORD
    assert signatures_of(signed_once())[0].trusted
    settings.SIGNING_PASSWORD = "otra"
    assert signatures_of(signed_once())[0].trusted is None


def test_trusted_by_an_authority_of_the_folder(settings, tmp_path) -> None:
    settings.SIGNING_TRUST = str(tmp_path)
    (tmp_path / "leame.pem").write_text("nada")
    (tmp_path / "otra.pem").write_bytes(make_pair("Otra autoridad").pem)
    assert signatures_of(signed_once())[0].trusted is None
    (tmp_path / "autoridad.crt").write_bytes(authority().pem)
    assert signatures_of(signed_once())[0].trusted


def test_authority_of_the_same_name_is_not_taken_for_it(settings, tmp_path) -> None:
    settings.SIGNING_TRUST = str(tmp_path)
    (tmp_path / "autoridad.pem").write_bytes(make_pair("Autoridad de prueba").pem)
    assert signatures_of(signed_once())[0].trusted is None


def test_self_made_certificate_is_told() -> None:
    (found,) = signatures_of(signed(report_pdf(), make_pair("Sola")))
    assert (found.is_good, found.trusted) == (True, None)
    assert found.problems == ("Nadie más que su titular responde por el certificado.",)


def test_certificate_out_of_its_time_is_not_trusted(monkeypatch) -> None:
    from reports import signing

    monkeypatch.setattr(signing, "check_usable", lambda certificate, at: None)
    old = make_pair("Vencida", authority(), since=NOW - 2 * YEAR, until=NOW - YEAR)
    (found,) = signatures_of(signed(report_pdf(), old))
    assert (found.intact, found.trusted) == (True, False)
    assert "no estaba vigente" in found.problems[-1]
