"""Issued reports: a folio each, frozen bytes, and a correction that names what it replaces."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.models import Eje
from reports import issuing
from reports.issuing import report_issue
from reports.models import IssuedReport
from reports.pdf import PdfError
from reports.publishing.services import snapshot_publish
from tests.reports.publishing_samples import make_sample


@pytest.fixture
def sample(network, monkeypatch):
    """Printing is tried elsewhere: here the PDF is the folio."""
    monkeypatch.setattr(issuing, "render_pdf", lambda data, **how: data["header"]["folio"].encode())
    return make_sample(network)


def issue(sample, **more) -> IssuedReport:
    given = {"network": sample.network, "form": "gestion", "period_code": "2024-T1", "by": None}
    given["override_reason"] = "Urge entregarlo"
    return report_issue(**{**given, **more})


def test_folios_run_by_network_and_period(sample) -> None:
    first, second = issue(sample), issue(sample, form="subdere")
    assert [row.folio for row in (first, second)] == ["ALFA-2024-T1-0001", "ALFA-2024-T1-0002"]
    assert issue(sample, period_code="2024").folio == "ALFA-2024-0001"


def test_what_was_issued_stays(sample) -> None:
    row = issue(sample)
    Eje.objects.update(title="Cambiado después")
    row.refresh_from_db()
    assert row.data["header"]["folio"] == row.folio
    assert row.data["ejes"][0]["title"] == "Eje 1"
    with row.pdf.open("rb") as kept:
        content = kept.read()
    assert (sha256(content).hexdigest(), len(content)) == (row.pdf_sha256, row.size)


def test_folio_taken_meanwhile_is_printed_again(sample, monkeypatch) -> None:
    printed = []

    def render(data, **how) -> bytes:
        folio = data["header"]["folio"]
        if not printed:
            printed.append(folio)
            issue(sample, form="subdere")
        printed.append(folio)
        return folio.encode()

    monkeypatch.setattr(issuing, "render_pdf", render)
    row = issue(sample)
    assert row.folio == "ALFA-2024-T1-0002"
    with row.pdf.open("rb") as kept:
        assert kept.read() == b"ALFA-2024-T1-0002"


def test_two_at_once_do_not_issue_it_twice(sample, monkeypatch) -> None:
    """A button pressed twice, or by two: the second one finds it issued when its PDF is printed."""
    printed = []

    def render(data, **how) -> bytes:
        printed.append(data["header"]["folio"])
        if len(printed) == 1:
            issue(sample)
        return printed[-1].encode()

    monkeypatch.setattr(issuing, "render_pdf", render)
    with pytest.raises(ValidationError, match="ya se emitió, con el folio ALFA-2024-T1-0001"):
        issue(sample)
    assert IssuedReport.objects.count() == 1


def test_correction_takes_a_reason_and_the_same_form_and_period(sample) -> None:
    first = issue(sample)
    with pytest.raises(ValidationError, match="por qué"):
        issue(sample, replaces=first)
    with pytest.raises(ValidationError, match="misma forma"):
        issue(sample, form="subdere", replaces=first, reason="Otra forma")
    second = issue(sample, replaces=first, reason="Faltaba una sesión")
    assert second.replaces == first
    with pytest.raises(ValidationError, match="ya fue reemplazado"):
        issue(sample, replaces=first, reason="Otra vez")


@pytest.mark.parametrize("wrong", [{"form": "otra"}, {"period_code": "2030-T1"}])
def test_what_is_not_there_is_refused(sample, wrong) -> None:
    with pytest.raises(ValidationError):
        issue(sample, **wrong)


def test_without_a_pdf_nothing_is_issued(sample, monkeypatch) -> None:
    def fail(data, **how):
        raise PdfError("falta una biblioteca")

    monkeypatch.setattr(issuing, "render_pdf", fail)
    with pytest.raises(ValidationError, match="falta una biblioteca"):
        issue(sample)
    assert not IssuedReport.objects.exists()


def test_page_issues_and_then_asks_why_it_is_replaced(sample, secretariat, login) -> None:
    client = login(secretariat)
    address = reverse("reports:issued_create", args=["alfa", "gestion", "2024-T1"])
    assert "Por qué se reemplaza" not in client.get(address).content.decode()
    client.post(address)
    assert IssuedReport.objects.get().issued_by == secretariat
    assert "Por qué se reemplaza" in client.get(address).content.decode()
    assert client.post(address).status_code == 200
    client.post(address, {"reason": "Faltaba una sesión"})
    page = client.get(reverse("reports:issued_list", args=["alfa"])).content.decode()
    assert "Reemplaza al ALFA-2024-T1-0001: Faltaba una sesión" in page
    assert "reemplazado por ALFA-2024-T1-0002" in page


def test_download_is_the_stored_bytes(sample, observer, login, monkeypatch) -> None:
    row = issue(sample)
    monkeypatch.setattr(issuing, "render_pdf", None)
    response = login(observer).get(reverse("reports:issued_pdf", args=["alfa", row.folio]))
    assert b"".join(response.streaming_content) == row.folio.encode()


def test_lost_pdf_is_not_found(sample, observer, login, client) -> None:
    row = issue(sample)
    snapshot_publish(network=sample.network, kind="report", key=row.folio, by=None)
    row.pdf.storage.delete(row.pdf.name)
    assert login(observer).get(reverse("reports:issued_pdf", args=["alfa", row.folio])).status_code == 404
    assert client.get(f"/transparencia/alfa/informes/{row.folio}.pdf").status_code == 404


def test_published_report_is_the_same_pdf(sample, client) -> None:
    row = issue(sample)
    snapshot = snapshot_publish(network=sample.network, kind="report", key=row.folio, by=None)
    assert snapshot.issued_report == row
    response = client.get(f"/transparencia/alfa/informes/{row.folio}.pdf")
    assert sha256(response.content).hexdigest() == row.pdf_sha256 == snapshot.data["sha256"]
    page = client.get("/transparencia/alfa/documentos/").content.decode()
    assert row.pdf_sha256 in page
    assert client.get("/transparencia/nada/informes/ALFA-2024-T1-0001.pdf").status_code == 404


def test_issued_and_not_published_is_nobodys(sample, client) -> None:
    row = issue(sample)
    assert client.get(f"/transparencia/alfa/informes/{row.folio}.pdf").status_code == 404
