"""The copy signed by hand stands beside the official PDF; a later one takes its place and the trace stays."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports import signing_by_hand
from reports.models import IssuedReport, SignedCopy
from reports.signing_by_hand import signed_copy_keep

OFFICIAL = b"%PDF-1.7 el oficial"


def scan(pages: int = 1, **options) -> bytes:
    """A PDF as a scanner makes it, as far as its pages go."""
    pdf = pikepdf.new()
    for _page in range(pages):
        pdf.add_blank_page()
    made = BytesIO()
    pdf.save(made, **options)
    return made.getvalue()


def file(content: bytes | None = None, name: str = "escaneo.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, scan() if content is None else content)


def issued(network, content: bytes = OFFICIAL, number: int = 1) -> IssuedReport:
    return IssuedReport.objects.create(
        network=network,
        form="gestion",
        form_version=1,
        period_code="2024-T1",
        folio=f"ALFA-2024-T1-000{number}",
        data={},
        pdf=ContentFile(content, name="informe.pdf"),
        pdf_sha256=sha256(content).hexdigest(),
        size=len(content),
    )


@pytest.fixture
def report(network) -> IssuedReport:
    return issued(network)


def where(report: IssuedReport, name: str = "signed_copy", **more) -> str:
    return reverse(f"reports:{name}", kwargs={"slug": report.network.slug, "folio": report.folio, **more})


def test_kept_beside_the_official(report, secretariat) -> None:
    content = scan(3)
    copy = signed_copy_keep(report=report, file=file(content), by=secretariat, title="Secretaria técnica")
    assert (copy.sha256, copy.size, copy.added_by) == (sha256(content).hexdigest(), len(content), secretariat)
    report.refresh_from_db()
    with report.pdf.open() as kept:
        assert kept.read() == OFFICIAL
    assert report.pdf_sha256 == sha256(OFFICIAL).hexdigest()
    with copy.file.open() as kept:
        assert kept.read() == content


def test_later_one_takes_its_place_and_the_first_stays(report, secretariat) -> None:
    first = signed_copy_keep(report=report, file=file(scan(1)), by=secretariat)
    second = signed_copy_keep(report=report, file=file(scan(2)), by=secretariat)
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert second.superseded_at is None
    with first.file.open() as kept:
        assert len(kept.read()) == first.size


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (lambda: file(name="escaneo.docx"), "no es un PDF"),
        (lambda: file(b"", "vacio.pdf"), "está vacío"),
        (lambda: file(b"nada", "falso.pdf"), "no corresponde a su extensión"),
        (lambda: file(b"%PDF-1.7\nroto" * 50), "está dañado"),
        (lambda: file(scan()[:200]), "está dañado"),
        (lambda: file(scan(encryption=pikepdf.Encryption(owner="a", user="b"))), "pide una contraseña"),
    ],
)
def test_refused_ones_leave_nothing(report, given, told) -> None:
    with pytest.raises(ValidationError, match=told):
        signed_copy_keep(report=report, file=given(), by=None)
    assert not SignedCopy.objects.exists()


def test_too_big(report, settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 100
    with pytest.raises(ValidationError, match="el máximo es"):
        signed_copy_keep(report=report, file=file(), by=None)


def test_one_that_is_slow_to_open_is_given_up(report, monkeypatch) -> None:
    monkeypatch.setattr(signing_by_hand, "SECONDS", 1)
    monkeypatch.setattr(signing_by_hand, "READING", ("sleep", "30"))
    with pytest.raises(ValidationError, match="está dañado"):
        signed_copy_keep(report=report, file=file(), by=None)


def test_one_that_takes_too_much_memory_is_given_up(report, monkeypatch) -> None:
    monkeypatch.setattr(signing_by_hand, "MEMORY", 1 << 20)
    with pytest.raises(ValidationError, match="está dañado"):
        signed_copy_keep(report=report, file=file(), by=None)


def test_the_official_and_the_same_again_are_no_copies(network) -> None:
    official, content = scan(2), scan()
    report = issued(network, official)
    with pytest.raises(ValidationError, match="sin firmar a mano"):
        signed_copy_keep(report=report, file=file(official), by=None)
    signed_copy_keep(report=report, file=file(content), by=None)
    with pytest.raises(ValidationError, match="ya está guardada"):
        signed_copy_keep(report=report, file=file(content), by=None)


def test_page_brings_and_hands_out(login, report, secretariat) -> None:
    client, content = login(secretariat), scan()
    answer = client.post(where(report), {"file": file(content), "title": "Secretaria técnica"}, follow=True)
    page = answer.content.decode()
    assert "Se guardó la copia firmada a mano de ALFA-2024-T1-0001." in page
    assert "Secretaria técnica" in page
    copy = SignedCopy.objects.get()
    answer = client.get(where(report, "signed_copy_pdf", pk=copy.pk))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == 'attachment; filename="ALFA-2024-T1-0001-firmado-a-mano.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    page = client.post(where(report), {"file": file(b"nada"), "title": ""}).content.decode()
    assert "no corresponde a su extensión" in page


def test_who_only_reads_finds_no_form(login, report, observer) -> None:
    page = login(observer).get(where(report)).content.decode()
    assert "Este informe no tiene una copia firmada a mano" in page
    assert "multipart" not in page
    assert login(observer).post(where(report), {"file": file()}).status_code == 403


def test_copies_of_another_report_are_not_there(login, report, secretariat, network) -> None:
    copy = signed_copy_keep(report=report, file=file(), by=None)
    second = issued(network, number=2)
    client = login(secretariat)
    assert client.get(where(second, "signed_copy_pdf", pk=copy.pk)).status_code == 404
    assert client.get(where(second)).status_code == 200
