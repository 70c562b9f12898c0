"""The dossier of a period: bound with right page numbers, or zipped; what stays out; what is written down."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile
from types import SimpleNamespace

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.models import Evidence, EvidenceOpening, ReviewState
from monitoring.selectors import period_for
from reports.dossier import making
from reports.dossier.collecting import collect
from reports.dossier.making import dossier_make
from reports.dossier.zipping import LONGEST
from tests.factories import make_activity, make_eje, make_entry, make_member, make_period, make_version
from tests.reports.dossier_samples import attach, encrypted, jpeg, pdf

pytestmark = pytest.mark.django_db
SECRET = "Expediente reservado de una persona"


@pytest.fixture
def world(network, member):
    """Two ejes; the first one's activity comes second in the database, so that the plan's order is not chance."""
    version = make_version(network)
    first = make_eje(version, "A", title="Prevención", order=0)
    second = make_eje(version, "B", title="Atención", order=1)
    late, early = make_activity(second, "B.1"), make_activity(first, "A.1")
    period = make_period(network)
    other = make_member(network, "dos", name="Segunda", order=5)
    return SimpleNamespace(
        network=network,
        period=period,
        early=make_entry(early, period, member),
        early_other=make_entry(early, period, other),
        late=make_entry(late, period, member),
        draft=make_entry(late, period, other, review_state=ReviewState.DRAFT),
    )


def fill(world, user) -> None:
    attach(world.late, "acta.pdf", pdf("Acta uno", "Acta dos", "Acta tres"), "Acta final")
    attach(world.early_other, "lista.csv", "nombre;edad\nMuestra;30\n".encode("cp1252"), "Lista")
    attach(world.early, "foto.jpg", jpeg(), "Foto de la feria", uploaded_by=user)
    attach(world.early, "cambiada.pdf", pdf("Cambió"), "Cambiada", sha256="0" * 64)
    attach(world.early, "clave.pdf", encrypted(pdf("x")), "Con clave")
    attach(world.early, "rota.pdf", b"%PDF-1.7\nnada", "Rota")
    attach(world.early, "informe.docx", b"PK", "Informe en Word")
    attach(world.early, "gone.pdf", pdf("x"), "Perdida").file.storage.delete(
        Evidence.objects.get(title="Perdida").file.name
    )
    Evidence.objects.create(entry=world.late, url="https://example.org/nota", title="Nota de prensa")
    attach(world.late, "secreta.pdf", pdf(SECRET), SECRET, sensitivity="restricted")
    attach(world.draft, "luego.pdf", pdf("Todavía no"), "De un borrador")


def make(world, user=None, tmp_path=None, **more):
    dossier = collect(network=world.network, period=world.period)
    return dossier_make(dossier=dossier, user=user, target=tmp_path / "expediente", **more)


def test_it_is_bound_in_the_order_of_the_plan(world, secretariat, tmp_path):
    fill(world, secretariat)
    made = make(world, secretariat, tmp_path)
    assert made.kind == "pdf"
    check = subprocess.run(["qpdf", "--check", str(made.path)], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr
    read = pypdf.PdfReader(made.path)
    pages = [page.extract_text() for page in read.pages]
    assert len(pages) == made.pages
    assert all(f"{at} de {len(pages)}" in text for at, text in enumerate(pages, start=1))
    _check_places(made, pages)
    _check_index(made, pages, read)
    whole = "\n".join(pages)
    assert SECRET not in whole
    assert "De un borrador" not in whole
    assert SECRET.encode() not in made.path.read_bytes()
    assert read.metadata.title.startswith("Expediente de evidencias · Primer trimestre de 2024")
    assert str(read.trailer["/Root"]["/Lang"]) == "es"
    # Every file that was taken, once, and neither the restricted one nor the lost one.
    opened = EvidenceOpening.objects.filter(user=secretariat).values_list("evidence__title", flat=True)
    assert sorted(opened) == sorted(
        ["Acta final", "Lista", "Foto de la feria", "Cambiada", "Con clave", "Rota", "Informe en Word"]
    )


def _check_places(made, pages) -> None:
    found = {row.proof.title: row for row in made.taken}
    assert [row.proof.title for row in made.taken][-2:] == ["Acta final", "Nota de prensa"]
    assert [row.proof.number for row in made.taken] == list(range(1, 10))
    for title, said in [("Acta final", "Acta uno"), ("Cambiada", "Cambió")]:
        row = found[title]
        assert title in pages[row.first - 1]
        assert f"Prueba {row.proof.number}" in pages[row.first - 1]
        assert said in pages[row.first]
    acta = found["Acta final"]
    assert (acta.last - acta.first, "Acta tres" in pages[acta.last - 1]) == (3, True)
    assert "Muestra;30" in pages[found["Lista"].first - 1]
    assert found["Foto de la feria"].last == found["Foto de la feria"].first + 1
    assert found["Cambiada"].differs
    assert "no coincide con su huella" in pages[found["Cambiada"].first - 1]
    problems = {title: row.problem for title, row in found.items() if row.problem}
    assert problems == {
        "Con clave": "encrypted",
        "Rota": "broken",
        "Informe en Word": "format",
        "Perdida": "gone",
        "Nota de prensa": "link",
    }


def _check_index(made, pages, read) -> None:
    bound = [row for row in made.taken if row.first]
    own = min(row.first for row in bound) - 1
    index = " ".join(" ".join(pages[:own]).split())
    for row in made.taken:
        assert row.proof.title in index
        assert not row.first or f"{row.first}–{row.last}" in index or f" {row.first} " in index
    assert "no es un PDF de archivo (PDF/A)" in index
    assert "está dañado" in index
    assert "https://example.org/nota" in index
    assert "Una prueba es reservada" in index
    assert "B.1 1" in index
    assert "Una prueba más es de un avance que no se ha enviado" in index
    assert index.index("A. Prevención") < index.index("B. Atención")
    marks = [one.title for one in _flat(read.outline)]
    assert marks[:3] == ["Índice", "A. Prevención", "A.1 Actividad A.1"]
    assert [title for title in marks if title[0].isdigit()] == [
        f"{row.proof.number}. {row.proof.member}: {row.proof.title}" for row in bound
    ]
    targets = {read.get_destination_page_number(one) for one in _flat(read.outline) if one.title[0].isdigit()}
    assert targets == {row.first - 1 for row in bound}
    linked = [
        read.get_page_number(annotation.get_object()["/Dest"][0].get_object())
        for page in read.pages[:own]
        for annotation in page.get("/Annots", [])
        if "/Dest" in annotation.get_object()
    ]
    assert set(linked) == targets


def _flat(outline):
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def test_above_the_size_it_is_a_zip_with_safe_names(world, secretariat, tmp_path, settings):
    settings.DOSSIER_MAX_BYTES = 100
    fill(world, secretariat)
    attach(world.late, "../../etc/passwd.pdf".replace("/", "⁄"), pdf("z"), "../../../etc/passwd")
    attach(world.late, "a.pdf", pdf("z"), "=CMD()|' /C calc'!A0 " + "largo " * 30)
    Evidence.objects.filter(title="../../../etc/passwd").update(original_name="../../etc/passwd.sh")
    made = make(world, secretariat, tmp_path)
    assert made.kind == "zip"
    with zipfile.ZipFile(made.path) as read:
        assert read.testzip() is None
        names = read.namelist()
        index = read.read("indice.csv").decode("utf-8-sig")
        acta = next(name for name in names if name.endswith("acta-final.pdf"))
        with Evidence.objects.get(title="Acta final").file.open() as kept:
            assert read.read(acta) == kept.read()
        assert read.read("00-indice.pdf").startswith(b"%PDF")
    assert len(set(names)) == len(names)
    for name in names:
        assert len(name) <= LONGEST
        assert name == name.encode("ascii").decode()
        assert not {"", ".", ".."} & set(name.split("/"))
        assert "\\" not in name
    assert any(name.endswith("-etc-passwd.bin") for name in names)
    assert acta.startswith("02-b-atencion/001-b-1-actividad-b-1/")
    rows = list(csv.DictReader(io.StringIO(index)))
    assert [row["Número"] for row in rows] == [str(number) for number in range(1, 12)]
    by_title = {row["Prueba"]: row for row in rows}
    assert by_title["Acta final"]["Archivo"] == acta
    assert by_title["Acta final"]["Coincide con su huella"] == "sí"
    assert by_title["Cambiada"]["Coincide con su huella"] == "no"
    assert by_title["Perdida"]["Archivo"] == ""
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    assert SECRET not in index + " ".join(names)
    assert EvidenceOpening.objects.filter(user=secretariat).count() == 9


def test_too_many_pages_make_it_a_zip_or_refuse_the_pdf(world, secretariat, tmp_path, monkeypatch):
    monkeypatch.setattr(making, "MAX_PAGES", 3)
    attach(world.late, "acta.pdf", pdf("uno", "dos", "tres"), "Acta")
    with pytest.raises(ValidationError, match="pida el zip"):
        make(world, secretariat, tmp_path, output_format="pdf")
    assert make(world, secretariat, tmp_path).kind == "zip"
    # Taken twice, it is one opening a dossier.
    assert EvidenceOpening.objects.count() == 2


def test_a_part_of_it(world, member):
    fill(world, None)
    whole = collect(network=world.network, period=world.period)
    of_eje = collect(network=world.network, period=world.period, eje="B")
    hers = collect(network=world.network, period=world.period, member=member)
    own = collect(network=world.network, period=world.period, only_network=True)
    assert {proof.eje_code for proof in of_eje.proofs} == {"B"}
    assert (of_eje.withheld_count, of_eje.unsent) == (1, 1)
    assert {proof.member for proof in hers.proofs} == {member.name}
    assert len(hers.proofs) == len(whole.proofs) - 1
    assert not own.proofs


def test_a_year_gathers_its_periods(world, network):
    fill(world, None)
    later = make_period(network, "2024-T2")
    activity = world.early.version.ejes.get(code="A").activities.get()
    attach(make_entry(activity, later), "mas.pdf", pdf("más"), "Del segundo")
    year = collect(network=network, period=period_for(network, "2024"))
    assert {proof.title for proof in year.proofs} >= {"Del segundo", "Acta final"}
    assert "Del segundo" not in {proof.title for proof in collect(network=network, period=world.period).proofs}


def test_it_is_read_in_as_many_queries_however_much_there_is(world, network):
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            dossier = collect(network=network, period=world.period)
            [(proof.title, proof.proves, proof.kind_word) for proof in dossier.proofs]
        return len(found)

    attach(world.early, "a.pdf", pdf("a"), "Una")
    few = count()
    for number in range(30):
        attach(world.late, "a.pdf", b"%PDF", f"Otra {number}")
    assert count() == few


def test_the_command_writes_it_and_asks_who(world, coordinator, secretariat, tmp_path, capsys):
    attach(world.late, "acta.pdf", pdf("uno"), "Acta")
    asked = {"network": "alfa", "period": "2024-T1", "output": str(tmp_path / "x" / "salida.pdf")}
    call_command("dossier", **asked)
    assert "1 prueba" in capsys.readouterr().out
    assert pypdf.PdfReader(asked["output"]).pages
    assert not EvidenceOpening.objects.exists()
    call_command("dossier", **asked, format="zip", by=secretariat.username, eje="B")
    assert zipfile.is_zipfile(asked["output"])
    assert EvidenceOpening.objects.get().user == secretariat
    with pytest.raises(CommandError, match="no prepara informes"):
        call_command("dossier", **asked, by=coordinator.username)
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["salida.pdf"]
