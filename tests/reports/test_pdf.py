"""The PDF: archival and accessible marks, its text, what it may load, its process and its cache."""

import json
import logging
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports import pdf, rendering
from reports.context import canonical_json
from reports.pdf_process import PdfProcess
from tests.reports.report_samples import gestion_context, header, plain, subdere_context


def job(html: str = "<html lang='es'><title>Prueba</title><h1>Prueba</h1>") -> pdf.PdfJob:
    return pdf.PdfJob(html=html, data_name="prueba.json", data=b"{}\n")


def render(context) -> PdfReader:
    return PdfReader(BytesIO(rendering.render_pdf(plain(context), in_process=True)))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("report", [subdere_context(), gestion_context(14)])
def test_pdf_is_archival_and_accessible(report, caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        reader = render(report)

    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="U"' in metadata
    assert 'pdfuaid:part="1"' in metadata
    assert metadata.count("<rdf:RDF") == 1
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert reader.metadata.title.startswith("Informe de prueba · Red de Prueba")
    assert reader.metadata.author == "Red de Prueba"
    assert caplog.messages == []


def test_pdf_carries_the_data_it_was_made_from():
    data = plain(subdere_context())
    reader = PdfReader(BytesIO(rendering.render_pdf(data, in_process=True)))

    (attached,) = reader.attachments["prueba-2007-subdere.json"]
    assert attached == canonical_json(data)
    assert json.loads(attached) == data
    (file,) = reader.trailer["/Root"]["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Source"


def test_pdf_embeds_every_font_and_only_ours():
    reader = render(gestion_context())

    fonts = {name: font for page in reader.pages for name, font in page["/Resources"]["/Font"].items()}
    names = {font.get_object()["/BaseFont"].split("+")[-1].split("-")[0] for font in fonts.values()}
    assert names == {"Informe"}


def test_every_page_has_network_form_and_number():
    reader = render(gestion_context(14))

    total = len(reader.pages)
    assert total > 2
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"página {number} de {total}" in text
        assert "Red de Prueba" in text


def test_signs_that_no_font_can_draw_are_replaced(caplog):
    strange = "Nin\u0303a 中 \U0001f600 ﬁn Łódź ✓ ok\u200b\u0001"
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        text = text_of(render(subdere_context(region=strange)))

    assert "Niña □ \U0001f600 ﬁn Łódź ✓ ok" in text
    assert caplog.messages == []


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/a.png", f"file://{pdf.STATIC}/../manage.py"]
)
def test_nothing_but_our_own_files_is_loaded(address, caplog):
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        pdf.render(job(f"<html lang='es'><title>P</title><h1>P</h1><img alt='x' src='{address}'>"))

    assert any("may not load" in message for message in caplog.messages)


def test_the_other_process_renders_and_is_replaced_after_a_large_document(monkeypatch):
    process = PdfProcess()
    try:
        first = process.render(job(), time_limit=60)
        started = process._process.pid
        process.render(job(), time_limit=60)
        assert process._process.pid == started
        monkeypatch.setattr("reports.pdf_process.LARGE_HTML", 10)
        process.render(job(), time_limit=60)
        assert process._process.pid != started
        assert process.render(job(), time_limit=60)[:5] == b"%PDF-"
    finally:
        process.close()
    assert first[:5] == b"%PDF-"


def test_the_other_process_never_imports_django():
    command = (
        sys.executable,
        "-c",
        "import sys; from reports import pdf; pdf.render = lambda job: repr('django' in sys.modules).encode();"
        "pdf.serve()",
    )
    process = PdfProcess(command)
    try:
        assert process.render(job(), time_limit=60) == b"False"
    finally:
        process.close()


def test_a_document_that_takes_too_long_is_cancelled_and_the_next_one_works():
    process = PdfProcess((sys.executable, "-c", "import time; time.sleep(60)"))
    with pytest.raises(pdf.PdfError, match="tardó más de"):
        process.render(job(), time_limit=0.2)
    assert process._process is None


@pytest.mark.parametrize("code", ["raise SystemExit", "import sys; sys.stdin.buffer.read(1)"])
def test_a_process_that_dies_is_told_in_a_sentence(code):
    process = PdfProcess((sys.executable, "-c", code))
    with pytest.raises(pdf.PdfError, match="se cerró"):
        process.render(job(), time_limit=60)
    assert process._process is None


def test_missing_libraries_are_told_in_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    pdf._toolkit.cache_clear()
    with pytest.raises(pdf.PdfError, match="apt-get install"):
        pdf.render(job())
    pdf._toolkit.cache_clear()


def test_second_download_costs_no_rendering(monkeypatch):
    data = plain(subdere_context())
    rendered = []
    monkeypatch.setattr(pdf, "render", lambda job: rendered.append(job) or b"%PDF-once")

    assert rendering.render_pdf(data, in_process=True) == b"%PDF-once"
    assert rendering.render_pdf(data) == b"%PDF-once"
    assert len(rendered) == 1
    changed = plain(subdere_context(header=header(period_label="Año 2008")))
    rendering.render_pdf(changed, in_process=True)
    assert len(rendered) == 2


def test_the_cache_forgets_the_oldest(monkeypatch, settings):
    monkeypatch.setattr(pdf, "render", lambda job: b"%PDF-")
    monkeypatch.setattr(rendering, "KEPT_FILES", 2)
    for region in ("Norte", "Centro", "Sur"):
        rendering.render_pdf(plain(subdere_context(region=region)), in_process=True)

    assert len(list((settings.VAR_DIR / "informes-cache").iterdir())) == 2
