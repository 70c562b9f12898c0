"""Each official form, real and with 40, 400 and 1,000 activities, against others that print the same."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from benchmarks import printers
from benchmarks.documents import Document, real, sized
from benchmarks.ground import UnmeasurableError
from benchmarks.measure import Row, compared, exponent, in_turns, limited, seconds, timed
from benchmarks.pdf import render_cold, warm
from benchmarks.render_apart import peak_megabytes
from reports import rendering
from reports.official import FORMS

SIZES = (40, 400, 1_000)
QUICK_SIZES = (40, 400)
# Of what each is compared with, cold and in one process: as performance asks of S, M and L.
COLD_CHROMIUM = {0: 1.35, 40: 1.35}
COLD_OFFICE = {0: 1.0, 40: 1.0}
EXPONENT, MEGABYTES_EACH = 1.1, 0.5


def measure(folder: Path, quick: bool, rows: list[Row], left_out: list[str]) -> None:
    sizes = QUICK_SIZES if quick else SIZES
    for form in FORMS:
        printed = list(_documents(form, sizes))
        for document in printed:
            for part in (_chromium, _office):
                try:
                    part(document, folder, _repeats(document, quick), rows)
                except UnmeasurableError as reason:
                    left_out.append(f"{document.name}: {reason}")
        _growth(printed[1:], folder, rows)
    _issued_again(rows)


def _documents(form: str, sizes: tuple[int, ...]) -> Iterator[Document]:
    yield real(form)
    for size in sizes:
        yield sized(form, size)


def _repeats(document: Document, quick: bool) -> int:
    return 1 if quick or document.activities > 100 else 5


def _chromium(document: Document, folder: Path, repeats: int, rows: list[Row]) -> None:
    """The same page, each started anew; and with both already running."""
    page, job = printers.written(document, folder), document.job
    theirs = partial(printers.chromium_cold, page)
    limit = COLD_CHROMIUM.get(document.activities)
    rows.append(
        compared(
            f"{document.name}: en frío / Chromium en frío",
            *in_turns(repeats, theirs, partial(render_cold, job)),
            limit,
        )
    )
    with printers.chromium_warm() as print_page, warm() as render:
        print_page(page), render(job)
        floor, own = in_turns(repeats, partial(print_page, page), partial(render, job))
    rows.append(compared(f"{document.name}: en caliente / Chromium en caliente", floor, own))


def _office(document: Document, folder: Path, repeats: int, rows: list[Row]) -> None:
    """LibreOffice from our own Word twin of the same report."""
    word = printers.word_twin_file(document, folder)
    floor, own = in_turns(repeats, partial(printers.libreoffice_cold, word), partial(render_cold, document.job))
    limit = COLD_OFFICE.get(document.activities)
    rows.append(compared(f"{document.name}: en frío / LibreOffice desde su Word", floor, own, limit))


def _growth(printed: list[Document], folder: Path, rows: list[Row]) -> None:
    """From the smallest to the largest: time and memory an activity."""
    small, large = printed[0], printed[-1]
    with warm() as render:
        render(small.job)
        first, last = (timed(partial(render, one.job)) for one in (small, large))
    times = large.activities / small.activities
    words = f"{small.activities}: {seconds(first)}", f"{large.activities}: {seconds(last)}"
    rows.append(limited(f"{large.form}: exponente", *words, exponent(first, last, times), EXPONENT))
    peaks = []
    for document in (small, large):
        file = folder / f"{sha256(document.name.encode()).hexdigest()[:12]}.job"
        file.write_bytes(pickle.dumps(document.job))
        peaks.append(peak_megabytes(file))
    each = (peaks[1] - peaks[0]) / (large.activities - small.activities)
    words = f"{peaks[0]:.0f} MB", f"{peaks[1]:.0f} MB"
    rows.append(limited(f"{large.form}: MB por actividad", *words, each, MEGABYTES_EACH))


def _issued_again(rows: list[Row]) -> None:
    """What was issued is handed out as it was kept: nothing is composed."""
    from benchmarks.seed import secretariat, signed_in
    from reports.issuing import report_issue
    from reports.scopes import scope_of

    document = real("gestion")
    network = document.network
    scope = scope_of(network, FORMS["gestion"], document.data["period"])
    row = report_issue(scope=scope, form="gestion", by=secretariat(), override_reason="Medición")
    asked = []
    ask = rendering.shared_process.render
    rendering.shared_process.render = lambda job, **options: asked.append(job) or ask(job, **options)
    client = signed_in()
    try:
        url = f"/redes/{network.slug}/informes/emitidos/{row.folio}.pdf"
        taken = timed(lambda: b"".join(client.get(url, secure=True).streaming_content))
    finally:
        del rendering.shared_process.render
    rows.append(limited("Informe emitido, composiciones al descargarlo", "0", seconds(taken), len(asked), 0))
