"""The dossier's own pages, printed by our renderer: cover and index, the sheet before each proof, and texts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.models import User
from reports import looks, pdf
from reports.context import canonical_json
from reports.dossier.binding import PLACES
from reports.dossier.collecting import Dossier
from reports.dossier.taking import Taken
from reports.pdf_process import shared_process
from reports.rendering import DATA_ABOUT

# Of so many proofs a piece of the index is, and a bundle of sheets: the renderer's memory ends with them.
INDEX_ROWS, SHEETS = 250, 100
TIME_LIMIT_SECONDS = 120
TEXT_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands before a proof; `text` is the proof itself where it is one that is printed as text."""

    taken: Taken
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF of ours and how many pages it has; `starts` are the pages where each proof's sheet begins."""

    path: Path
    pages: int
    starts: dict[int, int]


class Printer:
    """Prints into a folder. Every `PdfError` goes up."""

    def __init__(self, dossier: Dossier, user: User | None, folder: Path, *, zipped: bool) -> None:
        self.dossier, self.folder, self.zipped = dossier, folder, zipped
        self.context = {
            "dossier": dossier,
            "network": dossier.network,
            "title": _("Expediente de evidencias"),
            "subtitle": dossier.label,
            "identity": looks.identity_of(dossier.network),
            "made_at": timezone.now(),
            "made_by": str(user) if user else "",
            "zipped": zipped,
            "places": PLACES,
        }
        self._number = 0

    def index(self, taken: Sequence[Taken]) -> list[Printed]:
        """The cover with the index, in pieces of `INDEX_ROWS` proofs."""
        counts = {
            "bound": sum(bool(row.first or row.path) for row in taken),
            "differing": sum(row.differs for row in taken),
        }
        pieces = [taken[at : at + INDEX_ROWS] for at in range(0, len(taken), INDEX_ROWS)] or [()]
        return [
            self._print(
                "reports/pdf/dossier.html",
                {**counts, "groups": list(_groups(piece)), "is_first": not at, "is_last": at == len(pieces) - 1},
            )
            for at, piece in enumerate(pieces)
        ]

    def sheets(self, rows: Sequence[Sheet]) -> Printed:
        return self._print("reports/pdf/dossier_sheets.html", {"sheets": rows})

    def _print(self, template: str, context: dict[str, Any]) -> Printed:
        html = render_to_string(template, {**self.context, **context})
        data = canonical_json(self._data())
        job = pdf.PdfJob(
            html=looks.ready(html, self.context["identity"]["ink"]),
            data_name=f"expediente-{sha256(data).hexdigest()[:8]}.json",
            data=data,
            data_about=_(DATA_ABOUT),
        )
        self._number += 1
        path = self.folder / f"printed-{self._number}.pdf"
        path.write_bytes(shared_process.render(job, time_limit=TIME_LIMIT_SECONDS))
        return _read(path)

    def _data(self) -> dict[str, Any]:
        made: datetime.datetime = self.context["made_at"]
        return {
            "network": self.dossier.network.slug,
            "period": self.dossier.period.code,
            "made_at": made.isoformat(timespec="seconds"),
            "proofs": [
                {"number": proof.number, "activity": proof.activity_code, "sha256": proof.evidence.sha256}
                for proof in self.dossier.proofs
            ],
        }


def _groups(rows: Sequence[Taken]) -> Iterator[tuple[str, list[tuple[str, list[Taken]]]]]:
    """By eje and, in it, by activity, in the order in which they come."""
    groups: list[tuple[str, list[tuple[str, list[Taken]]]]] = []
    for row in rows:
        if not groups or groups[-1][0] != row.proof.eje:
            groups.append((row.proof.eje, []))
        activities = groups[-1][1]
        if not activities or activities[-1][0] != row.proof.activity:
            activities.append((row.proof.activity, []))
        activities[-1][1].append(row)
    yield from groups


def _read(path: Path) -> Printed:
    """Our own file: where the sheets stand in it is told by the places named «prueba-N»."""
    with pikepdf.open(path) as made:
        order = {page.objgen: at for at, page in enumerate(made.pages)}
        names = made.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
        starts = {}
        for name, place in zip(list(names)[::2], list(names)[1::2], strict=True):
            if str(name).startswith("prueba-"):
                starts[int(str(name).removeprefix("prueba-"))] = order[place[0].objgen]
        return Printed(path, len(made.pages), starts)


def text_of(path: Path) -> str | None:
    """What a text file says, whatever its letters are written in; None where it is too long to be printed."""
    if path.stat().st_size > TEXT_BYTES:
        return None
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
