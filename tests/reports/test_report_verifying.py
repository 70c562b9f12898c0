"""Whether a report is one that was issued: by folio at `/verificar/`, and by the file with `verify_report`."""

from __future__ import annotations

import json
import random
import subprocess
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from networks.models import MandatedFunction
from reports import issuing
from reports.issuing import report_issue
from reports.models import IssuedReport
from reports.publishing.services import snapshot_publish
from reports.rendering import render_as
from reports.report_verifying import file_verdict
from reports.signing_by_hand import signed_copy_keep
from reports.verifying import verified
from tests.reports import signing_samples as keys
from tests.reports.publishing_samples import make_sample
from tests.reports.test_signed_copy import file as scanned


@pytest.fixture
def sample(network, monkeypatch):
    """Printing is tried below, with the commands: here the PDF is the folio."""
    monkeypatch.setattr(issuing, "render_pdf", lambda data, **how: b"%PDF " + data["header"]["folio"].encode())
    return make_sample(network)


def issue(sample, **more) -> IssuedReport:
    given = {"form": "gestion", "network": sample.network, "period_code": "2024-T1", "by": None}
    return report_issue(**{**given, "override_reason": "Urge entregarlo", **more})


def page(client, folio: str) -> str:
    return " ".join(client.get(reverse("reports:verify_folio", args=[folio])).content.decode().split())


# -- by folio -------------------------------------------------------------------------------------------------


def test_page_tells_form_period_state_and_fingerprint(sample, client) -> None:
    row = issue(sample)
    html = page(client, row.folio)
    for part in (
        "Documento auténtico y vigente",
        "Informe de gestión",
        "Primer trimestre de 2024",
        row.pdf_sha256,
    ):
        assert part in html
    assert "sin firma digital" in html


def test_whose_it_is_is_told_only_of_a_public_network(sample, client) -> None:
    row = issue(sample)
    IssuedReport.objects.filter(pk=row.pk)
    assert sample.network.name in page(client, row.folio)
    sample.network.is_public = False
    sample.network.save()
    html = page(client, row.folio)
    assert sample.network.name not in html
    assert "Primer trimestre de 2024" in html


def test_the_file_is_handed_out_only_where_it_is_published(sample, client) -> None:
    row = issue(sample)
    address = reverse("reports:verify_pdf", args=[row.folio])
    assert client.get(address).status_code == 404
    assert verified(row.folio).file is None
    snapshot_publish(network=sample.network, kind="report", key=row.folio, by=None)
    assert b"".join(client.get(address).streaming_content) == b"%PDF ALFA-2024-T1-0001"
    sample.network.is_public = False
    sample.network.save()
    assert client.get(address).status_code == 404


def test_a_replaced_one_says_what_to_ask_for(sample, client) -> None:
    first = issue(sample)
    second = issue(sample, replaces=first, reason="Faltaba una sesión")
    html = page(client, first.folio)
    assert "Documento reemplazado por otro" in html
    assert f'href="/verificar/{second.folio}/"' in html
    assert "Faltaba una sesión" not in html
    assert "Documento auténtico y vigente" in page(client, second.folio)


def test_page_compares_with_the_copy_signed_by_hand_too(sample, client, secretariat) -> None:
    row = issue(sample)
    assert 'data-copy-sha256=""' in page(client, row.folio)
    copy = signed_copy_keep(report=row, file=scanned(), by=secretariat)
    assert f'data-copy-sha256="{copy.sha256}"' in page(client, row.folio)


def test_an_unknown_folio_is_told(sample, client) -> None:
    response = client.get(reverse("reports:verify_folio", args=["ALFA-2024-T1-0007"]))
    assert response.status_code == 404


# -- by the file ----------------------------------------------------------------------------------------------


def test_the_copy_signed_by_hand_is_genuine_and_says_so(sample, secretariat) -> None:
    row = issue(sample)
    first = scanned().read()
    signed_copy_keep(report=row, file=scanned(first), by=secretariat)
    found = file_verdict(first)
    assert (found.status, found.row, found.as_json()["copy"]) == ("genuine", row, True)
    signed_copy_keep(report=row, file=scanned(scanned().read() + b"\n%otra"), by=secretariat)
    assert file_verdict(first).status == "replaced"


@pytest.mark.parametrize("content", [b"", b"hola", b"%PDF-1.7 nada", b"%PDF-1.7 ALFA-2024-T1-0099", b"\x00" * 99])
def test_what_was_never_issued_is_unknown(sample, content) -> None:
    issue(sample)
    found = file_verdict(content)
    assert (found.status, found.row) == ("unknown", None)


def test_a_broken_file_says_which_report_it_was_by_what_is_left_of_it(sample) -> None:
    row = issue(sample)
    found = file_verdict(b"%PDF-1.7 roto " + row.folio.encode() + b" fin")
    assert (found.status, found.row) == ("altered", row)


# -- with the commands ----------------------------------------------------------------------------------------


@pytest.fixture
def network_of_demo(network, secretariat):
    return make_sample(network)


def run(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


ISSUE = ("issue_report", "gestion", "--network", "alfa", "--period", "2024-T1", "--by", "secretariat")


def verify(path, content: bytes) -> dict:
    path.write_bytes(content)
    out = StringIO()
    try:
        call_command("verify_report", str(path), "--json", stdout=out)
        code = 0
    except SystemExit as end:
        code = end.code
    found = json.loads(out.getvalue())
    assert code == (0 if found["status"] == "genuine" else 1)
    return found


def stored(folio: str) -> bytes:
    with IssuedReport.objects.get(folio=folio).pdf.open("rb") as kept:
        return kept.read()


@pytest.mark.usefixtures("network_of_demo")
def test_a_report_goes_from_the_console_to_its_verification(tmp_path, monkeypatch) -> None:
    out, err = run(*ISSUE)
    assert out == "ALFA-2024-T1-0001\n"
    assert "El periodo sigue abierto" in err
    content, path = stored("ALFA-2024-T1-0001"), tmp_path / "informe.pdf"
    found = verify(path, content)
    assert (found["status"], found["form"], found["period"], found["network"], found["signatures"]) == (
        "genuine",
        "gestion",
        "2024-T1",
        "alfa",
        [],
    )
    _as_printed(content)
    _altered(content)
    MandatedFunction.objects.filter(number=1).update(title="Otra función")
    _signed_correction(tmp_path, monkeypatch)
    again = verify(path, content)
    assert (again["status"], again["replaced_by"]) == ("replaced", "ALFA-2024-T1-0002")
    draft = verify(path, render_as(_draft(), "pdf", in_process=True))
    assert (draft["status"], draft["folio"]) == ("unknown", None)


def _draft() -> dict:
    from networks.models import Network
    from reports.official import FORMS, report_data
    from reports.scopes import scope_of

    return report_data("gestion", scope_of(Network.objects.get(), FORMS["gestion"], "2024-T1"))


def _as_printed(content: bytes) -> None:
    """The folio on each page and in what the file says of itself; data and tables inside."""
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.docinfo["/Keywords"]) == "ALFA-2024-T1-0001"
        assert [name.rpartition(".")[2] for name in pdf.attachments] == ["json", "xlsx"]
        pages = len(pdf.pages)
    said = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    assert said.count("Folio ALFA-2024-T1-0001") == pages + 1
    assert "/verificar/ALFA-2024-T1-0001/" in said
    assert content.count(b"ALFA-2024-T1-0001") >= 2


def _altered(content: bytes) -> None:
    chance = random.Random(7)
    for place in [10, len(content) - 3, *(chance.randrange(len(content)) for _ in range(40))]:
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        found = file_verdict(bytes(changed))
        assert (found.status, found.row and found.row.folio) == ("altered", "ALFA-2024-T1-0001"), place
    assert file_verdict(content + b"\n").status == "altered"


def _signed_correction(tmp_path, monkeypatch) -> None:
    key = tmp_path / "clave.p12"
    key.write_bytes(keys.p12(keys.holder(), keys.authority()))
    monkeypatch.setenv("SIGNING_PASSWORD", "otra")
    with pytest.raises(CommandError, match="contraseña"):
        run(*ISSUE, "--sign", str(key))
    monkeypatch.setenv("SIGNING_PASSWORD", keys.PASSWORD)
    out, _err = run(*ISSUE, "--sign", str(key), "--replaces", "ALFA-2024-T1-0001", "--reason", "Otra función")
    row = IssuedReport.objects.get(folio=out.strip())
    assert (row.folio, row.signed_by, row.reason) == ("ALFA-2024-T1-0002", keys.HOLDER, "Otra función")
    assert [change["after"] for change in row.changes] == ["Otra función"]
    found = verify(tmp_path / "firmado.pdf", stored(row.folio))
    assert (found["status"], [(one["name"], one["intact"]) for one in found["signatures"]]) == (
        "genuine",
        [(keys.HOLDER, True)],
    )
    said = subprocess.run(["pdftotext", "-", "-"], input=stored(row.folio), capture_output=True, check=True)
    assert "Qué cambió desde el informe ALFA-2024-T1-0001" in said.stdout.decode()


@pytest.mark.usefixtures("sample")
def test_the_console_tells_who_may_not_and_what_is_not_there(secretariat, observer, tmp_path) -> None:
    for words, said in (
        ((*ISSUE[:-1], "observer"), "no puede emitir"),
        ((*ISSUE[:-1], "nadie"), "nadie"),
        ((*ISSUE[:5], "2030-T1", *ISSUE[6:]), "2030-T1"),
        ((*ISSUE, "--replaces", "ALFA-2024-T1-0009"), "El vigente es: ninguno"),
        ((*ISSUE, "--sign", str(tmp_path / "nada.p12")), "nada.p12"),
        ((*ISSUE, "--member", "nadie"), "nadie"),
        (("verify_report", str(tmp_path / "nada.pdf")), "nada.pdf"),
    ):
        with pytest.raises(CommandError, match=said):
            run(*words)
    assert not IssuedReport.objects.exists()


@pytest.mark.usefixtures("sample")
def test_the_console_issued_twice_replaces_the_one_in_force(secretariat, tmp_path) -> None:
    run(*ISSUE, "--output", str(tmp_path / "copia.pdf"))
    assert (tmp_path / "copia.pdf").read_bytes() == stored("ALFA-2024-T1-0001")
    out, err = run(*ISSUE, "--output", str(tmp_path / "copia.pdf" / "nada"))
    assert (out, "No se pudo escribir" in err) == ("ALFA-2024-T1-0002\n", True)
    row = IssuedReport.objects.get(folio="ALFA-2024-T1-0002")
    assert (row.replaces.folio, row.reason, row.issued_by) == (
        "ALFA-2024-T1-0001",
        "Emitido por orden de consola",
        secretariat,
    )


def test_the_console_says_it_in_a_sentence(sample, secretariat, tmp_path) -> None:
    row = issue(sample)
    path = tmp_path / "informe.pdf"
    path.write_bytes(stored(row.folio))
    assert run("verify_report", str(path))[0].startswith("Auténtico y vigente: informe ALFA-2024-T1-0001")
    path.write_bytes(stored(row.folio) + b"\n")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_report", str(path), stdout=out)
    assert out.getvalue().startswith("Alterado: no es el archivo que se emitió con el folio ALFA-2024-T1-0001")
