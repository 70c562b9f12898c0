"""What is not issued says so on each page, in a picture that no text is lost to; what is, bears its folio."""

from __future__ import annotations

import re
import subprocess

from django.conf import settings

from reports import watermarks
from reports.rendering import render_html, render_pdf
from tests.reports.report_samples import gestion_context, plain

ISSUED = {
    "folio": "ALFA-2024-T3-0001",
    "draft": False,
    "issued_on": "2024-10-02",
    "verify_url": "https://ejemplo.org/verificar/ALFA-2024-T3-0001/",
}


def data(**header) -> dict:
    found = plain(gestion_context())
    found["header"] |= header
    return found


def test_a_draft_is_marked_and_has_no_folio() -> None:
    html = render_html(data())
    assert 'class="watermark watermark--drawn" aria-hidden="true"' in html
    assert 'data-foot="Borrador"' in html
    assert "verify-code" not in html
    assert '<meta name="keywords"' not in html


def test_an_issued_one_bears_its_folio_and_how_to_verify_it() -> None:
    html = render_html(data(**ISSUED))
    assert "watermark" not in html
    assert 'data-foot="Folio ALFA-2024-T3-0001"' in html
    assert '<meta name="keywords" content="ALFA-2024-T3-0001">' in html
    assert re.search(r'<img class="verify-code"\s+src="data:image/svg\+xml', html)
    assert "ejemplo.org/verificar/ALFA-2024-T3-0001/" in html
    assert "Qué cambió" not in html


def test_a_correction_prints_what_it_changed() -> None:
    change = {"where": "Cifras", "what": "Planes enviados: Valor", "before": "14", "after": "15"}
    html = render_html(data(**ISSUED, replaces="ALFA-2024-T3-0000", changes=[change]))
    for part in ("Qué cambió desde el informe ALFA-2024-T3-0000", "<del>14</del>", "<ins>15</ins>"):
        assert part in html


def test_the_pictures_are_those_of_the_words_that_templates_say() -> None:
    sheet = (settings.BASE_DIR / "static" / "css" / "print" / "draft.css").read_text(encoding="utf-8")
    assert sheet == watermarks.sheet()
    assert watermarks.WORDS["es"] in render_html(data())


def test_the_words_of_a_draft_can_be_taken_out_of_it(tmp_path) -> None:
    file = tmp_path / "borrador.pdf"
    file.write_bytes(render_pdf(data(), in_process=True))
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
    assert "BORRADOR" not in said
    assert not re.search(r"^[BORAD]$", said, re.MULTILINE)
    assert "Borrador" in said
    assert "Planes enviados" in said
