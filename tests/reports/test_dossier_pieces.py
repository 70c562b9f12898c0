"""Other people's files as pages: what is in them acts no more, and what cannot be opened says why."""

from __future__ import annotations

import sys
from io import BytesIO

import pikepdf
import pypdf
import pytest
from PIL import Image

from reports.dossier import binding, pieces
from reports.dossier.process import FileProcess
from tests.reports.dossier_samples import acting, encrypted, jpeg, pdf, turned, unbalanced


@pytest.fixture
def opened(tmp_path):
    """`opened(task, bytes)` → (answer, the piece's path)."""

    def open_as(task, content: bytes, **more):
        source, target = tmp_path / "in", tmp_path / "out.pdf"
        source.write_bytes(content)
        return task(str(source), str(target), **more), target

    return open_as


def test_a_pdf_keeps_its_pages(opened):
    answer, target = opened(pieces.pdf_piece, pdf("uno", "dos", "tres"), most=3)
    assert answer == {"pages": 3}
    assert "dos" in pypdf.PdfReader(target).pages[1].extract_text()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (encrypted(pdf()), "encrypted"),
        (pdf()[:200], "broken"),
        (b"%PDF-1.7\n1 0 obj\n", "broken"),
        (pdf("a", "b", "c", "d"), "long"),
        (pdf().replace(b"BT /F1 18 Tf", b"\x00\xff(((BT /F1"), None),
    ],
)
def test_what_cannot_be_bound_says_why(opened, content, problem):
    answer, _ = opened(pieces.pdf_piece, content, most=3)
    assert answer.get("problem") == problem


def test_nothing_in_it_acts_and_its_form_stays_filled(opened):
    answer, target = opened(pieces.pdf_piece, acting(pdf("uno")), most=3)
    assert answer == {"pages": 1}
    whole = pikepdf.open(target)
    names = {str(key) for one in whole.objects if isinstance(one, pikepdf.Dictionary) for key in one}
    assert not names & {"/JS", "/AA", "/OpenAction", "/Annots", "/AcroForm", "/EF", "/URI"}
    assert b"virus" not in target.read_bytes()
    assert "Llenado" in pypdf.PdfReader(target).pages[0].extract_text()


def test_a_picture_stands_upright_and_tells_no_secret(opened):
    answer, target = opened(pieces.image_piece, jpeg(40, 20, orientation=6))
    assert answer == {"pages": 1}
    with pikepdf.open(target) as made:
        page = made.pages[0]
        assert float(page.mediabox[2]) < float(page.mediabox[3])
        drawn = page.Resources.XObject.Picture
        content = drawn.read_raw_bytes()
    assert b"Camara-Secreta" not in target.read_bytes()
    picture = Image.open(BytesIO(content))
    assert picture.size == (20, 40)
    # Turned a quarter to the right: what was at the left is above.
    assert picture.getpixel((10, 5))[0] > 200
    assert picture.getpixel((10, 35))[2] > 200


def test_a_large_picture_is_brought_to_150_dots_an_inch(opened):
    _, target = opened(pieces.image_piece, jpeg(6000, 3000))
    with pikepdf.open(target) as made:
        page = made.pages[0]
        drawn = page.Resources.XObject.Picture
        inches = (float(page.mediabox[2]) - 2 * pieces.MARGIN) / 72
        assert drawn.Width / inches <= 151


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + b"\0" * 20, b"", jpeg()[:100]])
def test_a_broken_picture_says_so(opened, content):
    assert opened(pieces.image_piece, content)[0]["problem"] == "broken"


def test_a_bomb_of_pixels_is_not_opened(opened):
    made = BytesIO()
    Image.new("1", (9_000, 9_000)).save(made, "PNG")
    assert opened(pieces.image_piece, made.getvalue())[0]["problem"] == "heavy"


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_number_stands_at_the_foot_however_the_page_is_turned(opened, tmp_path, degrees):
    _, piece = opened(pieces.pdf_piece, unbalanced(turned(pdf("uno"), degrees)), most=9)
    target = tmp_path / "bound.pdf"
    part = {"path": str(piece), "first": 0, "count": 1, "label": "Prueba 1", "keeps_links": False}
    binding.bind([part], [[0, "Índice", 0]], str(target), "Título", "es", "%(n)s de %(m)s")
    found = {}

    def visit(text, _matrix, text_matrix, _font, _size):
        if "Prueba" in text:
            found["at"] = text_matrix

    page = pypdf.PdfReader(target).pages[0]
    page.extract_text(visitor_text=visit)
    assert "Prueba 1 · 1 de 1" in page.extract_text()
    with pikepdf.open(target) as made:
        assert not made.check_pdf_syntax()
        content = made.pages[0].Contents
        whole = b"".join(one.read_bytes() for one in content)
        # What the page left open ends with its own drawing.
        assert whole.split().count(b"q") == whole.split().count(b"Q")
        box = [float(side) for side in made.pages[0].mediabox]
    frame = whole.rsplit(b"q ", 1)[1].split(b" cm")[0].split()
    left, bottom = float(frame[4]), float(frame[5])
    corner = {0: (0, 0), 90: (box[2], 0), 180: (box[2], box[3]), 270: (0, box[3])}[degrees]
    assert (left, bottom) == corner


def test_a_file_that_kills_or_hangs_its_process_is_told_and_another_starts(tmp_path):
    dies = "import sys; sys.stdin.readline()"
    with FileProcess((sys.executable, "-c", dies)) as files:
        assert files.ask("pdf") == {"problem": "died"}
        assert files.ask("pdf") == {"problem": "died"}
    with FileProcess((sys.executable, "-c", "import time; time.sleep(60)")) as files:
        assert files.ask("pdf", time_limit=0.3) == {"problem": "slow"}


def test_the_real_process_answers_and_survives_a_bad_file(tmp_path):
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(pdf("uno"))
    bad.write_bytes(b"nada")
    with FileProcess() as files:
        target = str(tmp_path / "out.pdf")
        assert files.ask("pdf", source=str(bad), target=target, most=9)["problem"] == "broken"
        assert files.ask("pdf", source=str(good), target=target, most=9) == {"pages": 1}
        assert files.ask("image", source=str(tmp_path / "absent"), target=target)["problem"] == "broken"
