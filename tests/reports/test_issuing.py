"""Issued reports: a folio each, frozen bytes, and a correction that names what it replaces."""

from __future__ import annotations

import threading
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from plans.models import Eje
from reports import issuing
from reports.context import canonical_json
from reports.issuing import folio_of, report_issue
from reports.models import IssuedReport
from reports.official.form import Scope
from reports.pdf import PdfError
from reports.publishing.services import snapshot_publish
from reports.rendering import render_html
from tests.factories import make_member, make_network, make_period
from tests.plans.test_conflict import patiently
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


def test_what_is_found_must_be_explained_and_is_kept(sample) -> None:
    with pytest.raises(ValidationError) as refused:
        issue(sample, override_reason="  ")
    said = refused.value.message_dict["override_reason"]
    assert said[0].startswith(f"Hay {len(said) - 1} observaciones")
    assert not IssuedReport.objects.exists()
    row = issue(sample)
    assert row.override_reason == "Urge entregarlo"
    assert [one["message"] for one in row.findings] == said[1:]
    assert row.findings[0]["link"] == "/redes/alfa/periodos/2024-T1/cerrar/"


def test_without_findings_no_reason_is_kept(sample, monkeypatch) -> None:
    monkeypatch.setattr(issuing, "preflight", lambda *asked: [])
    row = issue(sample, override_reason="")
    assert (row.findings, row.override_reason) == ([], "")
    assert issue(sample, form="subdere", override_reason="Por si acaso").override_reason == ""


def test_a_run_of_periods_and_a_part_of_the_plan_have_folios_of_their_own(sample, network) -> None:
    make_period(network, "2024-T2")
    assert issue(sample, period_code="2024-T1_2024-T2").folio == "ALFA-2024-T1-2024-T2-0001"
    whole = issue(sample)
    part = Scope(network=network, period=sample.period, member=sample.member)
    own = issue(sample, scope=part)
    assert (own.folio, own.scope_key, own.scope["member"]) == ("ALFA-2024-T1-0002", "member=norte", "norte")
    with pytest.raises(ValidationError, match="ALFA-2024-T1-0002"):
        issue(sample, scope=part)
    with pytest.raises(ValidationError, match="mismo alcance"):
        issue(sample, replaces=whole, reason="Otra parte", scope=part)


def test_networks_that_come_to_the_same_stem_share_its_numbers(sample, network) -> None:
    other = make_network("alfa-2024")
    assert folio_of(network, "2024_2025") == folio_of(other, "2025") == "ALFA-2024-2025-0001"
    IssuedReport.objects.create(
        network=other, form="red", form_version=1, period_code="2025", data={}, size=0, folio="ALFA-2024-2025-0001"
    )
    assert folio_of(network, "2024_2025") == "ALFA-2024-2025-0002"


def test_files_and_fingerprints_are_kept_and_travel_in_the_pdf(sample, monkeypatch) -> None:
    seen = {}

    def render(data, *, in_process=False, extras=()) -> bytes:
        seen["extras"] = extras
        return data["header"]["folio"].encode()

    monkeypatch.setattr(issuing, "render_pdf", render)
    row = issue(sample)
    (attached,) = seen["extras"]
    with row.tables.open("rb") as kept:
        tables = kept.read()
    assert tables == attached.content
    assert sha256(tables).hexdigest() == row.tables_sha256
    assert row.data_sha256 == sha256(canonical_json(row.data)).hexdigest()
    header = row.data["header"]
    assert header["verify_url"].endswith("/verificar/ALFA-2024-T1-0001/")
    assert (header["draft"], header["changes"], row.form_norm) == (False, [], header["norm"])
    assert load_workbook(BytesIO(tables)).sheetnames[0] == "Informe"


def test_a_correction_says_what_it_changed(sample) -> None:
    first = issue(sample)
    Eje.objects.update(title="Cambiado después")
    second = issue(sample, replaces=first, reason="Se corrigió un título")
    assert {"after": "Cambiado después", "before": "Eje 1"}.items() <= second.changes[0].items()
    assert second.data["header"]["changes"] == second.changes
    assert second.data["header"]["replaces"] == first.folio
    assert "Eje 1" in render_html(second.data)


FROZEN = {"folio": "ALFA-2024-T1-0009", "data": {}, "pdf_sha256": "0" * 64, "reason": "Otra", "pdf": "otro.pdf"}


@pytest.mark.parametrize("field", FROZEN)
def test_an_issued_report_is_never_changed(sample, field) -> None:
    row = issue(sample)
    setattr(row, field, FROZEN[field])
    with pytest.raises(ValidationError, match="no se cambia ni se borra"):
        row.save()
    with pytest.raises(ValidationError):
        IssuedReport.objects.filter(pk=row.pk).update(**{field: FROZEN[field]})
    again = IssuedReport.objects.get(pk=row.pk)
    again.save()
    IssuedReport.objects.defer("data").get(pk=row.pk).save()
    assert getattr(again, field) != FROZEN[field]


def test_an_issued_report_is_never_deleted(sample) -> None:
    row = issue(sample)
    for delete in (row.delete, IssuedReport.objects.all().delete):
        with pytest.raises(ValidationError):
            delete()
    assert IssuedReport.objects.count() == 1


def test_what_was_not_written_leaves_no_file(sample, monkeypatch, settings) -> None:
    def fail(self, *args, **how):
        raise RuntimeError("no se pudo")

    monkeypatch.setattr(IssuedReport, "save", fail)
    with pytest.raises(RuntimeError):
        issue(sample)
    assert [path for path in settings.MEDIA_ROOT.rglob("informes/*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_a_folio_each(monkeypatch) -> None:
    sample = make_sample(make_network("alfa"))
    monkeypatch.setattr(issuing, "render_pdf", lambda data, **how: data["header"]["folio"].encode())
    members = [make_member(sample.network, f"m{number}") for number in range(6)]
    ready, folios = threading.Barrier(len(members)), []

    def run(member) -> None:
        scope = Scope(network=sample.network, period=sample.period, member=member)
        try:
            ready.wait()
            row = patiently(lambda: issue(sample, scope=scope))
            with row.pdf.open("rb") as kept:
                folios.append((row.folio, kept.read().decode()))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[member]) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(folios) == [(f"ALFA-2024-T1-000{number}",) * 2 for number in range(1, 7)]


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
