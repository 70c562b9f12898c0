"""Others that print the same page: headless Chromium, cold and warm, and LibreOffice from a Word file."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.documents import Document
from benchmarks.ground import UnmeasurableError
from reports.rendering import render_as

# Own style sheet and fonts lie beside the page, as files.
FLAGS = ("--no-sandbox", "--disable-gpu", "--allow-file-access-from-files")


def written(document: Document, folder: Path) -> Path:
    """The page a browser is pointed to."""
    page = folder / f"{document.name.replace(', ', '-')}.html"
    page.write_text(document.browser_html(), encoding="utf-8")
    return page


def chromium() -> str:
    """The browser's path. Raises UnmeasurableError."""
    path = shutil.which(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
    if path is None:
        raise UnmeasurableError("Sin Chromium: quedan fuera las filas que se comparan con él.")
    return path


def chromium_cold(page: Path) -> bytes:
    """Start the browser, print, end; its profile is kept from one time to the next."""
    out = page.with_suffix(".chromium.pdf")
    profile = page.parent / "perfil"
    options = (f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={out}")
    done = subprocess.run([chromium(), "--headless", *FLAGS, *options, page.as_uri()], capture_output=True)
    if done.returncode or not out.exists():
        raise UnmeasurableError(f"Chromium no imprimió {page.name}: quedan fuera las filas que lo necesitan.")
    return out.read_bytes()


@contextmanager
def chromium_warm() -> Iterator[Callable[[Path], bytes]]:
    """A browser that is already open; yields what prints a page in a tab of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))

        def print_page(page: Path) -> bytes:
            with browser.new_page() as tab:
                tab.goto(page.as_uri())
                return tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True)

        try:
            yield print_page
        finally:
            browser.close()


def word_twin_file(document: Document, folder: Path) -> Path:
    """The report's own Word twin. Raises UnmeasurableError."""
    if not shutil.which("soffice"):
        raise UnmeasurableError("LibreOffice no está instalado: quedan fuera sus filas.")
    word = folder / f"{document.name.replace(', ', '-')}.docx"
    word.write_bytes(render_as(document.data, "docx"))
    return word


def libreoffice_cold(word: Path) -> None:
    _convert(word, "pdf")


def _convert(source: Path, kind: str, *options: str) -> None:
    profile = f"-env:UserInstallation={(source.parent / 'oficina').as_uri()}"
    where = ("--outdir", str(source.parent))
    command = ["soffice", profile, "--headless", *options, "--convert-to", kind, *where, str(source)]
    done = subprocess.run(command, capture_output=True)
    if done.returncode or not source.with_suffix(f".{kind.partition(':')[0]}").exists():
        raise UnmeasurableError(f"LibreOffice no convirtió {source.name}: quedan fuera sus filas.")
