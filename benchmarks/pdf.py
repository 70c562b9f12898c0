"""The PDF against others that print the same page, against its own plain form, and beside the pages."""

from __future__ import annotations

import pickle
import shutil
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks import printers
from benchmarks.documents import Document, documents
from benchmarks.ground import UnmeasurableError, fetch, page, serving
from benchmarks.measure import (
    Row,
    compared,
    exponent,
    in_turns,
    limited,
    p95,
    samples_in_turns,
    seconds,
    timed,
)
from benchmarks.render_apart import peak_megabytes, plain_and_archival
from benchmarks.seed import session_cookie
from reports import rendering
from reports.pdf import PdfJob
from reports.pdf_process import PdfProcess

LIMIT_SECONDS = 300
COLD = {"S": 1.0, "M": 1.35, "L": None}
WARM = {"S": 1.1, "M": None}
OFFICE = {"S": 0.6, "M": 1.0}
BESIDE_PAGE, BESIDE_PDF = "/redes/mesa/integrantes/", "/redes/sernam/informes/subdere/2007/pdf/"


def measure(folder: Path, quick: bool, rows: list[Row], left_out: list[str]) -> None:
    printed = documents()
    repeats = {"S": 3, "M": 3, "L": 1} if quick else {"S": 9, "M": 7, "L": 2}
    pages = {document.name: printers.written(document, folder) for document in printed}
    for part in (_chromium, _libreoffice):
        try:
            part(printed, pages, repeats, rows)
        except UnmeasurableError as reason:
            left_out.append(str(reason))
    _growth(printed, folder, repeats, rows)
    _second_download(printed[1], rows)
    _beside(folder, 2 if quick else 5, rows)


def render_cold(job: PdfJob) -> bytes:
    """What the first PDF after a start waits for: the process and the engine, too."""
    process = PdfProcess()
    try:
        return process.render(job, time_limit=LIMIT_SECONDS)
    finally:
        process.close()


def _chromium(printed: list[Document], pages: dict[str, Path], repeats: dict[str, int], rows: list[Row]) -> None:
    sizes = []
    for document in printed:
        name, made = document.name, {}

        def theirs(source: Path = pages[name], made: dict = made) -> None:
            made["theirs"] = printers.chromium_cold(source)

        def ours(job: PdfJob = document.job, made: dict = made) -> None:
            made["ours"] = render_cold(job)

        rows.append(
            compared(f"{name}: en frío / Chromium en frío", *in_turns(repeats[name], theirs, ours), COLD[name])
        )
        sizes.append(compared(f"{name}: tamaño / Chromium", len(made["theirs"]), len(made["ours"]), 0.5, unit="B"))
    with printers.chromiumwarm() as print_page, warm() as render:
        for document in printed[:2]:
            name, job, source = document.name, document.job, pages[document.name]
            print_page(source), render(job)
            floor, own = in_turns(repeats[name], partial(print_page, source), partial(render, job))
            rows.append(compared(f"{name}: en caliente / Chromium en caliente", floor, own, WARM[name]))
    rows += sizes


@contextmanager
def warm():
    process = PdfProcess()
    try:
        yield partial(process.render, time_limit=LIMIT_SECONDS)
    finally:
        process.close()


def _libreoffice(
    printed: list[Document], pages: dict[str, Path], repeats: dict[str, int], rows: list[Row]
) -> None:
    for document in printed[:2]:
        name, job, word = (
            document.name,
            document.job,
            printers.word_twin_file(document, pages[document.name].parent),
        )
        floor, own = in_turns(repeats[name], partial(printers.libreoffice_cold, word), partial(render_cold, job))
        rows.append(compared(f"{name}: en frío / LibreOffice en frío", floor, own, OFFICE[name]))


def _growth(printed: list[Document], folder: Path, repeats: dict[str, int], rows: list[Row]) -> None:
    """From M to L, in time and in memory; and what tags, archive and data add to M."""
    jobs = {document.name: folder / f"{document.name}.job" for document in printed}
    for document in printed:
        jobs[document.name].write_bytes(pickle.dumps(document.job))
    medium, large = printed[1:]
    with warm() as render:
        render(medium.job)
        small_time, large_time = in_turns(repeats["L"], *(partial(render, d.job) for d in (medium, large)))
    grown = exponent(small_time, large_time, large.activities / medium.activities)
    words = (f"M {seconds(small_time)}", f"L {seconds(large_time)}")
    rows.append(limited("Exponente de M a L", *words, grown, 1.1))
    before, after = peak_megabytes(jobs["M"]), peak_megabytes(jobs["L"])
    each = (after - before) / (large.activities - medium.activities)
    rows.append(limited("MB de memoria por actividad", f"M {before:.0f} MB", f"L {after:.0f} MB", each, 0.5))
    plain, archival = plain_and_archival(jobs["M"], repeats["M"])
    rows.append(compared("M: archivable y etiquetado / simple", plain, archival, 1.25))


def _second_download(document: Document, rows: list[Row]) -> None:
    """The same data again: no rendering at all."""
    asked = []
    process = rendering.shared_process
    ask = process.render
    process.render = lambda job, **options: asked.append(job) or ask(job, **options)
    try:
        first = timed(partial(rendering.render_pdf, document.data))
        asked.clear()
        second = timed(partial(rendering.render_pdf, document.data))
    finally:
        del process.render
        process.close()
    words = (f"primera {seconds(first)}", f"segunda {seconds(second)}")
    rows.append(limited("M: segunda descarga, composiciones", *words, len(asked), 0))


def _beside(folder: Path, rounds: int, rows: list[Row]) -> None:
    """A page alone, and while another person downloads one PDF after another that nobody asked before."""
    cookie = session_cookie()
    cache = folder / "informes-cache"
    with serving() as port:
        page(port, BESIDE_PDF, cookie)
        ask = partial(page, port, BESIDE_PAGE, cookie)
        samples_in_turns(20, ask)
        alone, beside, made = [], [], 0
        for _ in range(rounds):
            alone += samples_in_turns(150, ask)[0]
            with _printing(port, cookie, cache) as count:
                beside += samples_in_turns(150, ask)[0]
            made += len(count)
    row = compared(f"Página p95 junto a un PDF ({made} PDF)", p95(alone), p95(beside), 1.2)
    rows.append(row)


@contextmanager
def _printing(port: int, cookie: str, cache: Path):
    """Somebody else downloads new PDFs; yields the list of those served."""
    enough, served = threading.Event(), []

    def download() -> None:
        while not enough.is_set():
            shutil.rmtree(cache, ignore_errors=True)
            served.append(fetch(port, BESIDE_PDF, cookie)[0])

    other = threading.Thread(target=download)
    other.start()
    try:
        yield served
    finally:
        enough.set()
        other.join()
