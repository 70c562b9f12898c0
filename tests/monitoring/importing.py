"""Small documents on their way through the wizard, and the steps themselves."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.models import PlanImport
from tests.documents import csv_file, workbook

HEADINGS = (
    *("Eje", "Actividad", "Ponderación (%)", "Producto", "Plazo", "Medio de verificación", "Responsable"),
    *("Estado", "Ponderación ganada", "Descripción del avance"),
)
REPORTED: list[Sequence[Any]] = [
    HEADINGS,
    (
        *("Prevención", "Talleres en los barrios", "40", "Guía de talleres", "primer semestre de 2024"),
        *("Listas de asistencia", "Integrante uno", "Cumplido", "40", "Se hicieron cuatro."),
    ),
    (
        *("", "Red de consultorios", "60", "Convenio", "2024", "Convenio firmado", "Ministerio de Salud"),
        *("Pendiente", "60", "Falta la firma."),
    ),
    ("Atención", "Guardia telefónica", "100", "", "cuando se pueda", "", "Secretaría técnica", "", "", ""),
]
PLAN = [row[:7] for row in REPORTED]
ODD = [["Frente", *PLAN[0][1:4], "Cuándo será", *PLAN[0][5:]], *PLAN[1:]]


def report(rows: Sequence[Sequence[Any]] = REPORTED, name: str = "informe.csv") -> SimpleUploadedFile:
    data = csv_file(rows) if name.endswith(".csv") else workbook({"Plan": rows})
    return SimpleUploadedFile(name, data)


def address(name: str, row: PlanImport | None = None, slug: str = "alfa") -> str:
    kwargs: dict[str, Any] = {"slug": slug} | ({"key": row.key} if row else {})
    return reverse(f"monitoring:{name}", kwargs=kwargs)


def upload(client: Any, file: Any = None, **data: Any) -> PlanImport:
    """Through the first step; the import it leaves."""
    given = {"file": file or report(), "target": "new", "first_year": "2024", **data}
    response = client.post(address("import_create"), given)
    assert response.status_code == 302, response.context["form"].errors
    return PlanImport.objects.latest("pk")


def mapping_data(client: Any, row: PlanImport) -> dict[str, Any]:
    """What the second step's form would send, untouched."""
    form = client.get(address("import_mapping", row)).context["form"]
    data: dict[str, Any] = {}
    for part in [*form.tables, *([form.outline] if form.outline else [])]:
        for field in part:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = value
    return data


def answers_data(client: Any, row: PlanImport, **changes: Any) -> dict[str, Any]:
    """What the third step's form would send, with some answers changed."""
    form = client.get(address("import_preview", row)).context["form"]
    return {**{field.html_name: field.value() or "" for field in form}, **changes}


def confirm(client: Any, row: PlanImport, **changes: Any) -> PlanImport:
    """Through the last step; the import as it is then."""
    response = client.post(address("import_confirm", row), answers_data(client, row, **changes))
    assert response.status_code == 302
    row.refresh_from_db()
    return row


def stored_files() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def lose_files() -> None:
    shutil.rmtree(Path(settings.MEDIA_ROOT) / "imports")
