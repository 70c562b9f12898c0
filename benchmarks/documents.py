"""The reports that are printed: two real ones out of the fixtures, and the second one grown to any size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from benchmarks.seed import give_secretariat
from monitoring.selectors import period_for
from reports.context import canonical_json, file_stem
from reports.demo import load_network
from reports.official import report_data
from reports.official.form import Scope
from reports.pdf import STYLE_SHEET, PdfJob
from reports.rendering import render_html

M_ACTIVITIES, L_ACTIVITIES = 40, 1000


@dataclass(frozen=True)
class Document:
    """A report ready to print. `name` is S, M or L."""

    name: str
    data: dict
    activities: int

    @property
    def job(self) -> PdfJob:
        html = render_html(self.data)
        return PdfJob(html=html, data_name=f"{file_stem(self.data)}.json", data=canonical_json(self.data))

    def browser_html(self) -> str:
        """The same page with the style sheet linked, for an engine that is not handed it apart."""
        link = f'<link rel="stylesheet" href="{STYLE_SHEET.as_uri()}">'
        return self.job.html.replace("</head>", f"{link}</head>", 1)


def documents() -> list[Document]:
    """S, the quarterly report of management; M and L, the yearly form with 40 and with 1,000 activities."""
    small, form = _report("mesa", "gestion", "2024-T3"), _report("sernam", "subdere", "2007")
    return [
        Document("S", small, 0),
        Document("M", grown(form, M_ACTIVITIES), M_ACTIVITIES),
        Document("L", grown(form, L_ACTIVITIES), L_ACTIVITIES),
    ]


def _report(slug: str, form: str, code: str) -> dict:
    network = load_network(slug)
    give_secretariat(network)
    return report_data(form, Scope(network=network, period=period_for(network, code)))


def grown(data: dict, activities: int) -> dict:
    """The same form with its ejes repeated, under codes of their own, until it has so many activities."""
    ejes, room = [], activities
    for turn in count():
        for eje in data["ejes"]:
            if not room:
                return {**data, "ejes": ejes}
            ejes.append(_copy(eje, turn, room))
            room -= len(ejes[-1]["activities"])


def _copy(eje: dict, turn: int, room: int) -> dict:
    """An eje with no more activities than there is room for."""
    mark = f"{turn}-" if turn else ""
    objectives, kept = [], []
    for objective in eje["objectives"]:
        rows = [{**row, "code": f"{mark}{row['code']}"} for row in objective["activities"][: room - len(kept)]]
        kept += rows
        if rows:
            objectives.append({**objective, "activities": rows})
    return {**eje, "code": f"{mark}{eje['code']}", "objectives": objectives, "activities": kept}
