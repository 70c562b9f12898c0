"""What a batch made, in one zip: a folder a network and a period, and a table of how each one ended."""

from __future__ import annotations

import csv
import shutil
import zipfile
from hashlib import file_digest
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.utils.translation import gettext as _

from networks.tables import safe
from reports.batch_asking import DOSSIER
from reports.models import BatchItem, ItemState, ReportBatch
from reports.official import form_title


def stem_of(item: BatchItem) -> str:
    """«mesa-2024-T3-gestion», or the folio of what was issued."""
    if item.report:
        return item.report.folio
    parts = [item.network.slug, item.period_code, item.form, item.plan_slug, item.eje_code]
    parts.append(item.member.code if item.member else "")
    return "-".join(filter(None, parts)).replace("/", "-")


def title_of(item: BatchItem) -> str:
    return _("Expediente de evidencias") if item.form == DOSSIER else form_title(item.form)


def part_of(item: BatchItem) -> str:
    """What of it the report speaks of, in words; empty for all."""
    parts = [f"{item.network.eje_word} {item.eje_code}" if item.eje_code else ""]
    parts.append(item.member.name if item.member else "")
    return " · ".join(filter(None, parts))


def zip_write(batch: ReportBatch) -> dict[str, Any]:
    """Write the zip and return the fields that name it; none where nothing was made, or it is one file already."""
    items = list(batch.items.select_related("network", "report", "member").defer("report__data"))
    made = [item for item in items if item.state == ItemState.DONE and item.form != DOSSIER]
    if not made:
        return {}
    with TemporaryDirectory(prefix="trama-") as folder:
        path = Path(folder) / "lote.zip"
        with zipfile.ZipFile(path, "w", compression=zipfile.ZIP_STORED) as target:
            for item in made:
                _add(target, item)
            target.writestr("resultado.csv", _results(items), compress_type=zipfile.ZIP_DEFLATED)
        with path.open("rb") as content:
            digest = file_digest(content, "sha256").hexdigest()
            content.seek(0)
            batch.file.save(f"{uuid4().hex}.zip", File(content), save=False)
        return {"file": batch.file.name, "size": path.stat().st_size, "sha256": digest}


def _add(target: zipfile.ZipFile, item: BatchItem) -> None:
    folder = f"{item.network.slug}/{item.period_code}"
    if item.report:
        _copy(target, f"{folder}/{item.report.folio}.pdf", item.report.pdf)
        if item.report.tables:
            _copy(target, f"{folder}/{item.report.folio}.xlsx", item.report.tables)
    else:
        _copy(target, f"{folder}/{item.order:03d}-{stem_of(item)}.pdf", item.file)


def _copy(target: zipfile.ZipFile, name: str, file: Any) -> None:
    """What is gone from where it was kept is missing; the table names it all the same."""
    if not file.storage.exists(file.name):
        return
    with file.storage.open(file.name) as source, target.open(name, "w") as member:
        shutil.copyfileobj(source, member, 1024 * 1024)


def _results(items: list[BatchItem]) -> bytes:
    content = StringIO()
    writer = csv.writer(content)
    writer.writerow([_("Red"), _("Forma"), _("Periodo"), _("Parte"), _("Resultado"), _("Folio"), _("Qué pasó")])
    for item in items:
        cells = [item.network.slug, title_of(item), item.period_code, part_of(item)]
        cells += [str(item.get_state_display()), item.report.folio if item.report else "", item.problem]
        writer.writerow([safe(cell) for cell in cells])
    return content.getvalue().encode("utf-8-sig")
