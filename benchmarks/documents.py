"""The reports that are printed: two real ones out of the fixtures, and the second one grown to any size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from benchmarks.seed import PERIOD, Seeded, give_secretariat, seeded
from monitoring.selectors import period_for
from networks.models import Contact, Course, CourseTopic, Network
from reports.context import canonical_json, file_stem
from reports.demo import load_network
from reports.official import report_data
from reports.official.form import Scope
from reports.pdf import STYLE_SHEET, PdfJob
from reports.rendering import render_html

M_ACTIVITIES, L_ACTIVITIES = 40, 1000
HOMES = {
    "subdere": ("sernam", "2007"),
    "matriz": ("coalicion", "2012_2013"),
    "plan-trabajo": ("utgm", "2012"),
    "red": ("red-gdl", "2018-S2"),
}


@dataclass(frozen=True)
class Document:
    """A report ready to print. `name` says which; `activities` is 0 where it is of its real size."""

    name: str
    data: dict
    activities: int
    form: str = ""
    network: Network | None = None

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


def real(form: str) -> Document:
    """The form with the records of the demonstration's network that is at home in it."""
    slug, code = HOMES.get(form, ("mesa", "2024-T3"))
    data = _report(slug, form, code)
    return Document(f"{form}, real", data, 0, form, Network.objects.get(slug=slug))


def sized(form: str, activities: int) -> Document:
    """The form of a network with so many activities, all reported by three members."""
    slug = f"formas-{activities}"
    found = _networks.get(slug) or _networks.setdefault(slug, _grown_network(slug, activities))
    scope = Scope(network=found.network, period=period_for(found.network, PERIOD))
    return Document(f"{form}, {activities}", report_data(form, scope), activities, form, found.network)


_networks: dict[str, Seeded] = {}


def _grown_network(slug: str, count: int) -> Seeded:
    """With people and courses in proportion, for the form that speaks of them."""
    found = seeded(slug, members=3, activities=count, entries=True)
    topic = CourseTopic.objects.create(network=found.network, name="Igualdad")
    Contact.objects.bulk_create(
        Contact(
            member=found.members[n % 3], name=f"Persona {n}", post=f"Enlace {n}", joined_on=found.period.start_on
        )
        for n in range(count)
    )
    Course.objects.bulk_create(
        Course(
            network=found.network,
            topic=topic,
            title=f"Curso {n}",
            starts_on=found.period.start_on,
            ends_on=found.period.end_on,
        )
        for n in range(count // 10)
    )
    return found


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
