"""`/verificar/`: genuine, replaced, revoked, unknown; for whoever has the folio, and nothing more."""

from __future__ import annotations

import pytest
from django.urls import reverse

from networks.models import Certificate
from reports import certificates, verify_views
from reports.certificates import certificate_issue, certificate_reissue, certificate_revoke
from reports.verifying import normal_folio, verified
from tests.networks.training import enroll, make_contact, make_course


def address(folio: str, name: str = "verify_folio") -> str:
    return reverse(f"reports:{name}", kwargs={"folio": folio})


@pytest.fixture
def certificate(network, member, secretariat, monkeypatch) -> Certificate:
    monkeypatch.setattr(certificates, "certificate_pdf", lambda data: f"%PDF {data['folio']}".encode())
    course = make_course(network, "Igualdad en la práctica")
    return certificate_issue(enrollment=enroll(course, make_contact(member, "Enlace"), "111"), by=secretariat)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_genuine_one_says_what_it_certifies(certificate, client, network) -> None:
    response = client.get(address(certificate.folio))
    html = words(response)
    for part in (
        "Documento auténtico y vigente",
        "Enlace",
        "Igualdad en la práctica",
        network.name,
        certificate.pdf_sha256,
    ):
        assert part in html
    assert "del 05/02/2024 al 19/02/2024" in html
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    pdf = client.get(address(certificate.folio, "verify_pdf"))
    assert b"".join(pdf.streaming_content) == f"%PDF {certificate.folio}".encode()


def test_a_revoked_one_names_nobody_and_hands_out_nothing(certificate, client) -> None:
    certificate_revoke(certificate=certificate, reason="Era de otra persona.")
    html = words(client.get(address(certificate.folio)))
    assert "Documento anulado" in html
    assert "A nombre de" not in html
    assert "Era de otra persona." not in html
    assert client.get(address(certificate.folio, "verify_pdf")).status_code == 404


def test_a_replaced_one_says_so_and_does_not_give_the_other_away(certificate, client, secretariat) -> None:
    new = certificate_reissue(certificate=certificate, by=secretariat)
    html = words(client.get(address(certificate.folio)))
    assert "Documento reemplazado por otro" in html
    assert new.folio not in html
    assert client.get(address(certificate.folio, "verify_pdf")).status_code == 404
    assert "Documento auténtico y vigente" in words(client.get(address(new.folio)))


def test_an_unknown_one_is_a_page_that_says_so(certificate, client) -> None:
    unknown = f"{certificate.folio[:-6]}AAAAAA"
    response = client.get(address(unknown))
    assert response.status_code == 404
    assert "No se emitió aquí" in words(response)
    assert "Enlace" not in words(response)
    assert client.get(address(unknown, "verify_pdf")).status_code == 404


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "spaces"])
def test_a_folio_is_found_however_it_is_typed(typed, certificate, client) -> None:
    folio = certificate.folio
    text = {"lower": folio.lower(), "spaces": folio.replace("-", " - ")}.get(typed, typed.format(folio))
    response = client.get(reverse("reports:verify"), {"folio": text})
    assert response.status_code == 302
    assert response.url == address(folio)
    assert client.get(address(folio.lower())).url == address(folio)


@pytest.mark.parametrize("text", ["", "¿qué?", "x", "a\x00b-cdefgh", "A" * 500, "<script>"])
def test_what_is_no_folio_is_told_and_breaks_nothing(text, client, db) -> None:
    assert normal_folio(text) == ""
    assert verified(text) is None
    response = client.get(reverse("reports:verify"), {"folio": text})
    assert response.status_code == 200
    assert ("Eso no parece un folio" in words(response)) == bool(text)


def test_trying_folios_is_slowed_down(certificate, client, monkeypatch) -> None:
    monkeypatch.setattr(verify_views, "MOST_A_MINUTE", 3)
    for _ in range(3):
        assert client.get(address(certificate.folio)).status_code == 200
    response = client.get(address(certificate.folio))
    assert response.status_code == 429
    assert "demasiadas consultas" in words(response)
    assert "Enlace" not in words(response)


def test_the_page_compares_a_file_without_sending_it(certificate, client) -> None:
    html = words(client.get(address(certificate.folio)))
    assert f'data-sha256="{certificate.pdf_sha256}"' in html
    assert "certutil -hashfile archivo.pdf SHA256" in html
    assert 'type="file"' in html
    assert 'enctype="multipart' not in html
