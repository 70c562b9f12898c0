"""A dossier as a zip: its index, and the files in folders of the plan's order. Written as it is read."""

from __future__ import annotations

import csv
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path, PurePath
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from monitoring.uploads import ALLOWED
from networks.tables import safe
from reports.dossier.collecting import Proof
from reports.dossier.taking import Taken, Taker

# A name in the zip, folders included, fits into this.
LONGEST = 120
FOLDER_SIGNS, NAME_SIGNS = 32, 40
# Everything else is packed already.
UNPACKED = {".txt", ".csv", ".doc", ".xls", ".ppt", ".bin"}
NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def write_zip(
    path: Path,
    taken: Sequence[Taken],
    taker: Taker,
    progress: Callable[[int, int], None],
    index: Callable[[], Sequence[Path]],
) -> None:
    """Fill `path`; the index is asked for last, when it is known what became of each file."""
    folders = _Folders()
    with zipfile.ZipFile(path, "w", allowZip64=True) as made:
        for done, row in enumerate(taken):
            progress(done, len(taken))
            if row.proof.kind == "link":
                row.problem = "link"
                continue
            name = folders.name_of(row.proof)
            if _add(made, name, row, taker, lambda at=done: progress(at, len(taken))):
                row.path = name
        progress(len(taken), len(taken))
        for number, file in enumerate(index(), start=1):
            made.write(file, "00-indice.pdf" if number == 1 else f"00-indice-{number}.pdf")
        made.writestr("indice.csv", csv_of(taken), compress_type=zipfile.ZIP_DEFLATED)


def _add(made: zipfile.ZipFile, name: str, row: Taken, taker: Taker, more: Callable[[], None]) -> bool:
    if not row.proof.evidence.file.storage.exists(row.proof.evidence.file.name):
        row.problem = "gone"
        return False
    member = zipfile.ZipInfo(name, row.proof.evidence.uploaded_at.timetuple()[:6])
    unpacked = PurePath(name).suffix in UNPACKED
    member.compress_type = zipfile.ZIP_DEFLATED if unpacked else zipfile.ZIP_STORED
    member.external_attr = 0o640 << 16
    with made.open(member, "w", force_zip64=True) as target:
        return taker.copy(row, target, more)


class _Folders:
    """«02-violencia/1-3-talleres/0012-lista-de-asistencia.pdf»: order first, then what it is."""

    def __init__(self) -> None:
        self._ejes: dict[str, dict[str, int]] = {}

    def name_of(self, proof: Proof) -> str:
        activities = self._ejes.setdefault(proof.eje, {})
        eje = list(self._ejes).index(proof.eje) + 1
        activity = activities.setdefault(proof.activity, len(activities) + 1)
        title = PurePath(proof.title).stem if proof.title == proof.evidence.original_name else proof.title
        suffix = PurePath(proof.evidence.original_name).suffix.lower()
        return "/".join(
            (
                f"{eje:02d}-{plain(proof.eje, FOLDER_SIGNS)}",
                f"{activity:03d}-{plain(proof.activity, FOLDER_SIGNS)}",
                f"{proof.number:04d}-{plain(title, NAME_SIGNS)}{suffix if suffix in ALLOWED else '.bin'}",
            )
        )


def plain(text: str, most: int) -> str:
    """Small letters, digits and hyphens: a name that every system takes and that leads nowhere."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return NOT_PLAIN.sub("-", ascii_only.lower()).strip("-")[:most].strip("-") or "sin-nombre"


def csv_of(taken: Sequence[Taken]) -> bytes:
    """The index as a table; texts that a spreadsheet would run stay text."""
    content = StringIO()
    writer = csv.writer(content)
    writer.writerow(
        [
            *(_("Número"), _("Eje"), _("Actividad"), _("Integrante"), _("Prueba"), _("Clase"), _("Archivo")),
            *(_("Dirección"), _("Nombre original"), _("Bytes"), _("sha256"), _("Coincide con su huella")),
            *(_("Agregada por"), _("Agregada el"), _("Sensibilidad"), _("Observación")),
        ]
    )
    for row in taken:
        writer.writerow([safe(cell) for cell in _cells(row)])
    return content.getvalue().encode("utf-8-sig")


def _cells(row: Taken) -> list:
    proof, evidence = row.proof, row.proof.evidence
    zone = ZoneInfo(evidence.entry.period.network.time_zone)
    agrees = "" if not row.path else (_("no") if row.differs else _("sí"))
    return [
        *(proof.number, proof.eje, proof.activity, proof.member, proof.title, proof.kind_word, row.path),
        *(evidence.url, evidence.original_name, evidence.size or "", evidence.sha256, agrees),
        str(evidence.uploaded_by or ""),
        evidence.uploaded_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        str(evidence.get_sensitivity_display()),
        row.problem_words,
    ]
