"""Runs the sections asked for and prints their tables."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.ground import UnmeasurableError, database_name, ground
from benchmarks.measure import MISSED, Row, table

SECTIONS = {
    "pdf": "PDF",
    "forms": "Formas oficiales",
    "pages": "Páginas",
    "imports": "Importación de planes",
    "rollup": "Suma de lo informado",
    "writes": "Escrituras",
    "cycle": "Ciclo de informes",
    "directory": "Directorio",
    "public": "Página pública y datos abiertos",
}


def main(argv: list[str]) -> int:
    """Always 0 once it has measured, whatever the verdicts: noise is no defect."""
    parser = argparse.ArgumentParser(prog="benchmarks/run")
    parser.add_argument("sections", nargs="*", metavar="sección", help=" ".join(SECTIONS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path, metavar="ARCHIVO")
    options = parser.parse_args(argv)
    if unknown := set(options.sections) - set(SECTIONS):
        parser.error(f"no hay una sección «{unknown.pop()}»; las que hay: {' '.join(SECTIONS)}.")
    with ground() as folder:
        found = {"where": _where(), "sections": {}, "left_out": []}
        print(f"# {found['where']}\n", flush=True)
        for name in options.sections or SECTIONS:
            _run(name, folder, options.quick, found)
    if options.json:
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _run(name: str, folder: Path, quick: bool, found: dict) -> None:
    """Measure a section and print it; what it could not measure is said in a line of its own."""
    print(f"Midiendo {SECTIONS[name]}…", file=sys.stderr, flush=True)
    rows: list[Row] = []
    left_out: list[str] = []
    try:
        import_module(f"benchmarks.{name}").measure(folder, quick, rows, left_out)
    except UnmeasurableError as reason:
        left_out.append(str(reason))
    found["sections"][name] = [row.plain() for row in rows]
    found["left_out"] += left_out
    print(table(SECTIONS[name], rows))
    print("\n".join([*left_out, ""] if left_out else []), end="")
    missed = sum(row.verdict == MISSED for row in rows)
    print(f"{missed} de {sum(bool(row.target) for row in rows)} metas sin cumplir.\n", flush=True)


def _where() -> str:
    """What the figures depend on."""
    from django.utils import timezone

    cores = len(os.sched_getaffinity(0))
    python = f"Python {platform.python_version()}"
    return f"{timezone.localdate():%d/%m/%Y} · {cores} núcleos · {python} · {database_name()}"
