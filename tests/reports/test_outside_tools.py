"""Every form, issued and signed out of the demonstration's records, held against programs that are not ours."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command
from django.db import transaction

from reports.context import canonical_json
from reports.demo import load_network
from reports.models import IssuedReport
from reports.official import FORMS
from tests.factories import give_role, make_user
from tests.reports import outside
from tests.reports.signing_samples import PASSWORD, holder, p12
from tests.reports.test_print_signs import assert_drawn

pytestmark = pytest.mark.django_db
# Where each form is at home; one that is new is tried with the Mesa's records.
HOMES = {
    "subdere": ("sernam", "2007"),
    "matriz": ("coalicion", "2012_2013"),
    "plan-trabajo": ("utgm", "2012"),
    "red": ("red-gdl", "2018-S2"),
}
ANYWHERE = ("mesa", "2024-T3")


@dataclass(frozen=True)
class Made:
    """A form as its commands make it: draft and issued, signed, with its twins."""

    form: str
    folder: Path
    folio: str
    data: dict
    pdf_sha256: str
    tables_sha256: str

    def file(self, name: str) -> Path:
        return self.folder / name


def made(form: str, folder: Path, key: Path) -> Made:
    slug, code = HOMES.get(form, ANYWHERE)
    where = ["--network", slug, "--period", code]
    for kind in ("pdf", "docx", "xlsx", "json", "html"):
        call_command("report", form, *where, "--format", kind, "--output", str(folder / f"borrador.{kind}"))
    out, err = StringIO(), StringIO()
    call_command("issue_report", form, *where, "--by", "firmante", "--sign", str(key), stdout=out, stderr=err)
    row = IssuedReport.objects.get(folio=out.getvalue().strip())
    with row.pdf.open("rb") as file:
        (folder / "emitido.pdf").write_bytes(file.read())
    return Made(form, folder, row.folio, row.data, row.pdf_sha256, row.tables_sha256)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The five networks, a key and a signer, within a transaction that leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIGNING_PASSWORD", PASSWORD)
        key = tmp_path_factory.mktemp("llave") / "llave.p12"
        key.write_bytes(p12(holder()))
        user = make_user("firmante")
        for slug in {slug for slug, _ in (*HOMES.values(), ANYWHERE)}:
            give_role(user, load_network(slug), "secretariat")
        yield key
        transaction.set_rollback(True)


@pytest.fixture(scope="module", params=sorted(FORMS))
def report(request, world, tmp_path_factory):
    return made(request.param, tmp_path_factory.mktemp(request.param), world)


def verified(path: Path) -> dict:
    out = StringIO()
    # It ends as a command of a shell does: with 1 for what is not genuine.
    with contextlib.suppress(SystemExit):
        call_command("verify_report", str(path), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_file_is_sound(report):
    for name in ("emitido.pdf", "borrador.pdf"):
        assert "No syntax or stream encoding errors found" in outside.run("qpdf", "--check", report.file(name))


def test_every_figure_of_the_data_is_in_the_text(report):
    text = outside.text_of(report.file("emitido.pdf"))

    assert outside.missing_figures(report.data, text) == []
    assert report.folio in text
    assert "BORRADOR" not in text


def test_every_font_is_embedded_and_says_its_signs(report):
    fonts = outside.fonts_of(report.file("emitido.pdf"))

    assert fonts
    assert all(marks == ["yes", "yes", "yes"] for marks in fonts)
    assert_drawn(report.file("emitido.pdf").read_bytes())


def test_data_and_tables_travel_in_it_as_they_were_frozen(report):
    found = outside.attachments_of(report.file("emitido.pdf"), report.file("adjuntos"))

    assert found[f"{report.folio}.json"] == canonical_json(report.data)
    assert sha256(found[f"{report.folio}.xlsx"]).hexdigest() == report.tables_sha256


def test_the_signature_is_valid_and_covers_the_whole_file(report):
    said = outside.run("pdfsig", "-nocert", report.file("emitido.pdf"))

    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_it_is_archival_and_accessible(report):
    with pikepdf.open(report.file("emitido.pdf")) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "U")
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert metadata["dc:title"] == str(document.docinfo["/Title"])
        root = document.Root
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert str(root.Lang) == "es"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert bool(root.MarkInfo.Marked)
        assert report.folio in str(document.docinfo.get("/Subject", "")) + str(
            document.docinfo.get("/Keywords", "")
        )
        with document.open_outline() as outline:
            assert len(outline.root) >= 1
        kinds = list(structure(root.StructTreeRoot))
    headings = [int(kind[2:]) for kind, _ in kinds if kind[1:2] == "H" and kind[2:].isdigit()]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert all(alt.strip() for kind, alt in kinds if kind == "/Figure")
    assert {"/Table", "/TR", "/TH", "/TD"} <= {kind for kind, _ in kinds}


def structure(node, depth: int = 0):
    """(kind, alternative text) of each element of the tree, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from structure(child, depth)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), str(node.get("/Alt", ""))
        if "/K" in node and node.get("/Type") != "/MCR":
            yield from structure(node.K, depth + 1)


def test_a_draft_says_so_on_each_page_and_has_no_folio(report):
    with pikepdf.open(report.file("borrador.pdf")) as document:
        pages = len(document.pages)
    text = outside.text_of(report.file("borrador.pdf"))

    assert text.count("BORRADOR") >= pages or text.count("Borrador") >= pages
    assert json.loads(report.file("borrador.json").read_text())["header"]["folio"] is None


def test_the_word_twin_opens_and_has_the_same_figures(report, tmp_path):
    draft = json.loads(report.file("borrador.json").read_text())
    printed = outside.as_pdf(report.file("borrador.docx"), tmp_path)

    assert outside.missing_figures(draft, outside.text_of(printed)) == []


def test_it_is_genuine_and_a_preview_is_unknown(report):
    found = verified(report.file("emitido.pdf"))

    assert (found["status"], found["folio"], found["sha256"]) == ("genuine", report.folio, report.pdf_sha256)
    assert [one["intact"] for one in found["signatures"]] == [True]
    assert verified(report.file("borrador.pdf"))["status"] == "unknown"


@pytest.mark.parametrize("part", [0.002, 0.25, 0.5, 0.75, 0.999])
def test_one_flipped_byte_is_found(report, part):
    content = bytearray(report.file("emitido.pdf").read_bytes())
    content[int(len(content) * part)] ^= 1
    flipped = report.file("cambiado.pdf")
    flipped.write_bytes(content)

    found = verified(flipped)

    assert (found["status"], found["folio"]) == ("altered", report.folio)
