"""Small frozen reports, just large enough to show what the forms must show."""

import json
from datetime import date, timedelta
from decimal import Decimal

from reports.context import Header, ReportWarning, to_plain
from reports.official.gestion import context as gestion
from reports.official.subdere import context as subdere


def plain(context) -> dict:
    """The data as it comes back from where it was kept."""
    return json.loads(json.dumps(to_plain(context)))


def header(**changes) -> Header:
    facts = {
        "network_name": "Red de Prueba",
        "institution": "Institución de Prueba",
        "form_title": "Informe de prueba",
        "period_label": "Año 2007",
        "period_start": date(2007, 1, 1),
        "period_end": date(2007, 12, 31),
        "eje_word": "grupo",
    }
    return Header(**{**facts, **changes})


def activity(code: str, weight: str | None = "50", **changes) -> subdere.SubdereActivity:
    facts = {
        "code": code,
        "title": f"Actividad {code}",
        "weight": None if weight is None else Decimal(weight),
        "status": "cumplido",
        "narrative": "Se hizo en todas las regiones.",
        "earned": None if weight is None else Decimal(weight),
        "reported": 1,
        "obliged": 1,
    }
    return subdere.SubdereActivity(**{**facts, **changes})


def eje(code: str, activities: tuple[subdere.SubdereActivity, ...], **changes) -> subdere.SubdereEje:
    facts = {
        "code": code,
        "title": f"Tema {code}",
        "weight_total": Decimal(100),
        "earned_total": sum((row.earned for row in activities if row.earned), Decimal(0)),
        "objectives": (subdere.SubdereObjective(title=f"Objetivo de {code}", activities=activities),),
        "activities": activities,
        "reported": len(activities),
        "obliged": len(activities),
    }
    return subdere.SubdereEje(**{**facts, **changes})


def subdere_context(**changes) -> subdere.SubdereContext:
    """Two groups; the second declares 100.00 where 50.00 was earned, and one activity 17 on 16."""
    pending = activity("2.2", status="pendiente", earned=Decimal(0), declared_earned=Decimal("17"))
    facts = {
        "network": "prueba",
        "period": "2007",
        "region": "Todas las regiones",
        "header": header(stage="Etapa 3"),
        "ejes": (
            eje("1", (activity("1.1"), activity("1.2"))),
            eje("2", (activity("2.1"), pending), declared_total=Decimal(100)),
        ),
        "analysis": (subdere.AnalysisRow(ejes=("1",), changes="Mejor coordinación."),),
        "dissemination": subdere.Dissemination(clients=("Página web", "Radio"), employees=("Intranet",)),
        "warnings": (
            ReportWarning(
                kind="declared_total",
                where="2",
                declared=Decimal(100),
                computed=Decimal(50),
                message="El total declarado no es la suma.",
            ),
        ),
    }
    return subdere.SubdereContext(**{**facts, **changes})


def gestion_context(meetings: int = 2, **changes) -> gestion.GestionContext:
    """As many sessions as asked, twenty days apart; the first seat missed the second one."""
    days = tuple(date(2024, 1, 10) + timedelta(days=20 * number) for number in range(meetings))
    missed = tuple(number != 1 for number in range(meetings))
    seats = (
        seat("2. Gobierno", "Gestión local", days, missed),
        seat("13. Mujeres", "Territorialización", days, (True,) * meetings, role="S"),
    )
    facts = {
        "network": "prueba",
        "period": "2024-T3",
        "header": header(
            period_label="Tercer trimestre de 2024",
            period_start=date(2024, 7, 1),
            period_end=date(2024, 9, 30),
            norms="Decreto 1 de 2014",
        ),
        "meetings": tuple(gestion.HeldMeeting(date=day, kind="ordinaria") for day in days),
        "seats": seats,
        "sessions": {
            "ordinary": gestion.SessionCount(held=meetings, programmed=meetings),
            "extraordinary": gestion.SessionCount(),
        },
        "publications": (
            gestion.Publication(item="Actas", published=True, url="https://ejemplo.org/actas"),
            gestion.Publication(item="Informe", published=False),
            gestion.Publication(item="Normas"),
        ),
        "functions": (
            gestion.FunctionRow(
                number=1, title="Coordinar", sessions=days, addressed=True, marks=(True,) * meetings
            ),
        ),
        "figures": (
            gestion.Figure(label="Planes enviados", value=Decimal(14), target=Decimal(20), eje="F1"),
            gestion.Figure(label="Reglamento", value=None, note="Actualizado", eje="F1"),
        ),
        "ejes": (gestion.EjeProgress(code="F1", title="Coordinación", progress=None, obliged=20),),
        "sections": gestion.Sections(action_plan="Primer párrafo.\nSegundo párrafo."),
        "signature": gestion.Signature(post="Directora", entity="Secretaría"),
    }
    return gestion.GestionContext(**{**facts, **changes})


def seat(sector: str, entity: str, days, marks, role: str = "I") -> gestion.Seat:
    attended = tuple(day for day, mark in zip(days, marks, strict=True) if mark)
    return gestion.Seat(
        sector=sector,
        entity=entity,
        post="Directora",
        role=role,
        sessions=attended,
        total=len(attended),
        marks=marks,
    )
