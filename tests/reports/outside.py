"""The programs of others that our files are held against: qpdf, Poppler and LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.formatting import decimal_es, number_es

FIGURE = re.compile(r"-?\d+\.\d{2}")
TIMEOUT = 180


def run(*command: str | Path, good: tuple[int, ...] = (0,)) -> str:
    """What a program prints; an AssertionError with all of it where it does not end well."""
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=TIMEOUT, check=False)
    said = done.stdout.decode(errors="replace")
    assert done.returncode in good, f"{command}: {done.returncode}\n{said}\n{done.stderr.decode(errors='replace')}"
    return said


def text_of(pdf: Path) -> str:
    """Its text with single blanks; a word broken at the end of a line is joined."""
    return joined(run("pdftotext", "-enc", "UTF-8", "-layout", pdf, "-"))


def joined(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def fonts_of(pdf: Path) -> list[list[str]]:
    """(embedded, subset, with Unicode) of each font."""
    return [line.split()[-5:-2] for line in run("pdffonts", pdf).splitlines()[2:]]


def attachments_of(pdf: Path, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    run("pdfdetach", "-saveall", "-o", folder, pdf)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def as_pdf(document: Path, folder: Path) -> Path:
    """What LibreOffice prints of a Word document."""
    office = os.environ.get("SOFFICE") or shutil.which("soffice")
    assert office, "falta LibreOffice (soffice)"
    profile = f"-env:UserInstallation=file://{folder}/perfil"
    run(office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, document)
    return folder / f"{document.stem}.pdf"


def figures_in(value: Any) -> Iterator[str]:
    """Every figure of a frozen report: decimals as they are kept."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("logo", "changes"):
                yield from figures_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from figures_in(inner)
    elif isinstance(value, str) and FIGURE.fullmatch(value):
        yield value


def missing_figures(data: dict[str, Any], text: str) -> list[str]:
    """Those that the text has in neither of the ways figures are written."""
    found = []
    for figure in dict.fromkeys(figures_in(data)):
        ways = {joined(decimal_es(Decimal(figure))), joined(number_es(figure))}
        if not any(re.search(rf"(?<![\d,.]){re.escape(way)}(?![\d])", text) for way in ways):
            found.append(figure)
    return found
