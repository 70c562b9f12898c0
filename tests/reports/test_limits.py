"""What could exhaust time or memory is refused, naming the field; long words find places to break."""

import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports import limits, pdf, rendering
from reports.limits import breakable, check_size, heaviest
from reports.pdf_process import PdfProcess
from tests.reports.report_samples import activity, eje, plain, subdere_context


def report_with(narrative: str) -> dict:
    return plain(subdere_context(ejes=(eje("1", (activity("1.1"), activity("1.2", narrative=narrative))),)))


def test_a_text_beyond_the_limit_is_refused_by_its_name(monkeypatch):
    monkeypatch.setattr(limits, "MOST_IN_TEXT", 1_000)

    with pytest.raises(pdf.PdfError, match=r"Acorte lo informado de «1\.2», que tiene 1001 signos"):
        check_size(report_with("a" * 1_001))
    check_size(report_with("a" * 1_000))


def test_a_report_of_too_much_is_refused_before_it_is_printed(monkeypatch):
    monkeypatch.setattr(limits, "MOST_IN_REPORT", 2_000)
    monkeypatch.setattr(pdf, "render", lambda job: pytest.fail("it was printed"))

    with pytest.raises(pdf.PdfError, match="demasiado largo"):
        rendering.render_pdf(report_with("palabra " * 300), in_process=True)


def test_so_is_one_of_too_many_rows(monkeypatch):
    monkeypatch.setattr(limits, "MOST_NODES", 20)

    with pytest.raises(pdf.PdfError, match="demasiados datos"):
        check_size(report_with("Hecho."))


def test_the_heaviest_field_is_named_when_time_runs_out(monkeypatch):
    slow = PdfProcess((sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(rendering, "shared_process", slow)
    monkeypatch.setattr(rendering, "TIME_LIMIT_SECONDS", 0.2)

    with pytest.raises(pdf.PdfError, match=r"tardó más de .* lo informado de «1\.2» \(900 signos\)"):
        rendering.render_pdf(report_with("y" * 900))


def test_what_needs_more_memory_than_it_may_take_fails_alone(monkeypatch):
    monkeypatch.setenv("PDF_MEMORY_MB", "700")
    process = PdfProcess()
    rows = "".join(f"<tr><td>{number}</td><td>{'palabra ' * 200}</td></tr>" for number in range(6_000))
    large = f"<html lang='es'><title>P</title><h1>P</h1><table class='grid'>{rows}</table>"
    try:
        with pytest.raises(pdf.PdfError, match=r"más memoria|se cerró antes"):
            process.render(pdf.PdfJob(html=large, data_name="a.json", data=b"{}"), time_limit=120)
        small = pdf.PdfJob(html="<html lang='es'><title>P</title><h1>P</h1>", data_name="a.json", data=b"{}")
        assert process.render(small, time_limit=60).startswith(b"%PDF-")
    finally:
        process.close()


def test_words_that_no_line_holds_get_places_to_break_and_tags_stay_whole():
    word = "x" * 100
    html = f'<td title="{word}"><img src="data:image/png;base64,{"A" * 200}">{word} corta</td>'

    assert breakable(html).replace("<wbr>", "") == html
    assert breakable(html).count("<wbr>") == 3
    assert breakable("<p>palabras de siempre</p>") == "<p>palabras de siempre</p>"


def test_a_word_of_many_thousand_letters_is_printed_whole():
    """Without places to break the engine takes the square of its letters, and the test never ends."""
    data = report_with("y" * 80_000)

    reader = PdfReader(BytesIO(rendering.render_pdf(data, in_process=True)))

    assert "".join(page.extract_text() for page in reader.pages).count("y") >= 80_000
    assert heaviest(data) == "lo informado de «1.2» (80000 signos)"
