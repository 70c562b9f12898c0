"""Bringing a large plan in from Excel, against reading the same file with nothing done."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from benchmarks.measure import Row, compared, exponent, in_turns, limited, milliseconds
from benchmarks.seed import YEAR, seeded
from monitoring.importing.answers import Answers
from monitoring.importing.files import document_open
from monitoring.importing.reading import draft_of
from monitoring.importing.writing import import_write
from networks.models import Network
from plans.collector import no_collector
from plans.importing.columns import recognise
from plans.importing.draft import Draft
from plans.models import (
    Activity,
    Deliverable,
    Eje,
    Party,
    PartyKind,
    PartyScope,
    Plan,
    PlanVersion,
    Verification,
)

ROOT = Path(__file__).resolve().parent.parent
HEADINGS = (
    "Eje",
    "Actividad",
    "Ponderación",
    "Plazo",
    "Producto",
    "Medios de verificación",
    "Responsables",
    "Apoyo",
)
PER_EJE = 50
BATCH = 1000
_slugs = (f"importado-{os.getpid()}-{number}" for number in itertools.count(1))


def measure(folder: Path, quick: bool, rows: list[Row], left_out: list[str]) -> None:
    network = seeded("importa", members=20, activities=1).network
    small, large = (workbook(folder, count) for count in (1_000, 10_000))
    repeats = 2 if quick else 4
    _whole(network, large, repeats, rows)
    _growth(network, small, large, repeats, rows)
    _queries(network, small, large, rows)
    _memory(network, large, rows)


def workbook(folder: Path, count: int) -> Path:
    """A matrix of so many activities, fifty an eje, each with its eight cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    sheet.append(HEADINGS)
    for n in range(count):
        eje, place = divmod(n, PER_EJE)
        sheet.append(
            (
                f"{eje + 1}. Eje de trabajo número {eje + 1}",
                f"{eje + 1}.{place + 1} Taller {n} con las instancias del territorio para acordar su agenda",
                2,
                f"{('Primer', 'Segundo', 'Tercer')[n % 3]} trimestre de {YEAR}",
                f"Acuerdo {n} escrito y firmado",
                "Lista de asistencia\nActa firmada",
                f"Integrante {n % 20}; Secretaría Técnica",
                "Equipo técnico territorial",
            )
        )
    path = folder / f"plan-{count}.xlsx"
    book.save(path)
    return path


def read_alone(path: Path) -> list[list]:
    """The floor: every cell of the file, and nothing done with it."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def read(network: Network, path: Path) -> Draft:
    with no_collector():
        document = document_open(path, path.name)
        answers = Answers(first_year=YEAR, last_year=YEAR)
        return draft_of(network, document, recognise(document, {}), answers)


def bring_in(network: Network, path: Path) -> None:
    """Everything between a file and its plan: refusals, recognition, checks, parties, rows and their history."""
    answers = Answers(slug=next(_slugs), first_year=YEAR, last_year=YEAR)
    import_write(network=network, user=None, draft=read(network, path), answers=answers, file_name=path.name)


def _insert_bare(network: Network, path: Path) -> None:
    """The cells as the rows an import makes of them, unchecked, under one eje and without history."""
    cells = read_alone(path)[1:]
    plan = Plan.objects.create(network=network, slug=next(_slugs), title="Piso", first_year=YEAR, last_year=YEAR)
    eje = Eje.objects.create(version=PlanVersion.objects.create(plan=plan, number=1), code="1", title="Piso")
    new = (Activity(eje=eje, code=str(n), title=row[1], order=n) for n, row in enumerate(cells))
    made = list(zip(Activity.objects.bulk_create(new, BATCH), cells, strict=True))
    products = Deliverable.objects.bulk_create((Deliverable(activity=a, title=row[4]) for a, row in made), BATCH)
    Verification.objects.bulk_create(
        (
            Verification(activity_id=p.activity_id, deliverable=p, text=t)
            for p in products
            for t in ("Lista", "Acta")
        ),
        BATCH,
    )
    names = [(a, name) for a, row in made for name in (*row[6].split("; "), row[7])]
    words = {"kind": PartyKind.RESPONSIBLE, "scope": PartyScope.WORDS}
    Party.objects.bulk_create((Party(activity=a, words=name, **words) for a, name in names), BATCH)


def _whole(network: Network, large: Path, repeats: int, rows: list[Row]) -> None:
    bare, inserted, understood, whole = in_turns(
        repeats,
        partial(read_alone, large),
        partial(_insert_bare, network, large),
        partial(read, network, large),
        partial(bring_in, network, large),
    )
    rows.append(compared("Importar 10.000 actividades / leer el archivo sin hacer nada", bare, whole))
    rows.append(compared("Entenderlas y revisarlas / leer el archivo sin hacer nada", bare, understood))
    rows.append(compared("Importar 10.000 / leer e insertar las mismas filas sin revisar", inserted, whole, 2))
    rows.append(compared("Leerlas y revisarlas para la vista previa / importarlas", whole, understood, 1))


def _growth(network: Network, small: Path, large: Path, repeats: int, rows: list[Row]) -> None:
    few, many = in_turns(repeats, partial(bring_in, network, small), partial(bring_in, network, large))
    words = (milliseconds(few), milliseconds(many))
    rows.append(limited("Importar, exponente de 1.000 a 10.000", *words, exponent(few, many, 10), 1.05))


def _queries(network: Network, small: Path, large: Path, rows: list[Row]) -> None:
    counts = []
    for path in (small, large):
        with CaptureQueriesContext(connection) as asked:
            bring_in(network, path)
        counts.append(len(asked))
    few, many = counts
    rows.append(limited("Consultas al importar 10.000 (piso: 1.000)", str(few), str(many), many, 100))


def _memory(network: Network, large: Path, rows: list[Row]) -> None:
    """The peak of a process that does nothing else, in MB."""
    command = [sys.executable, "-m", "benchmarks.import_apart", network.slug, str(large)]
    started, peak = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    rows.append(
        limited("MB al importar 10.000 (piso: recién arrancado)", f"{started:.0f}", f"{peak:.0f}", peak, 300)
    )
