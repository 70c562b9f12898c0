"""Publications of invented networks, one of each kind, straight from the shapes."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

from networks.models import Network
from reports.context import fingerprint
from reports.models import PublishedSnapshot
from reports.publishing import shapes

FORMULA = '=HYPERLINK("http://ejemplo.invalid";"Ver")'


def publish(network: Network, kind: str, key: str, shape: shapes.Shape, title: str = "") -> PublishedSnapshot:
    data = shape.model_dump(mode="json")
    return PublishedSnapshot.objects.create(
        network=network,
        kind=kind,
        key=key,
        title=title or f"{kind} {key}",
        data=data,
        sha256=fingerprint(data),
        published_at=timezone.now(),
    )


def plan(activities: int = 3, slug: str = "2024") -> shapes.PlanData:
    lines = [
        shapes.ActivityLine(
            code=f"1.{n}",
            title=f"Actividad {n}, con «comillas», coma; y ñ",
            eje="1",
            weight=Decimal("12.50"),
            months=("2024-03", "2024-04"),
            reported_by="la red misma",
            verification=("Acta", "Lista"),
            deadline="abril de 2024",
            deadline_end=datetime.date(2024, 4, 30),
        )
        for n in range(1, activities + 1)
    ]
    return shapes.PlanData(
        slug=slug,
        title="Plan de muestra",
        first_year=2024,
        last_year=2024,
        version=1,
        eje_word="eje",
        ejes=(shapes.EjeLine(code="1", title=FORMULA, goal="-12,5"),),
        activities=tuple(lines),
        deliverables=(shapes.DeliverableLine(activity="1.1", title="Guía\ncon salto"),),
    )


def progress(plan: str = "2024", period: str = "2024-T1") -> shapes.ProgressData:
    return shapes.ProgressData(
        percent=Decimal("50.00"),
        ceiling=Decimal("100.00"),
        reported=1,
        obliged=2,
        explanation="Informó 1 de 2.",
        plan=plan,
        plan_title="Plan de muestra",
        version=1,
        period=period,
        period_label="Primer trimestre de 2024",
        start=datetime.date(2024, 1, 1),
        end=datetime.date(2024, 3, 31),
        is_closed=True,
        weighted=True,
        ejes=(shapes.EjeProgressLine(code="1", title="Eje", percent=None),),
        activities=(shapes.ActivityProgressLine(eje="1", code="1.1", title="Una", percent=Decimal("0.00")),),
        indicators=(shapes.IndicatorLine(title="Talleres", value=Decimal("-3.00")),),
    )


def meetings(year: int = 2024) -> shapes.MeetingsData:
    day = datetime.date(year, 4, 16)
    return shapes.MeetingsData(
        year=year,
        ordinary_programmed=2,
        ordinary_held=1,
        meetings=(
            shapes.MeetingLine(date=day, kind="ordinaria", seats=6, attended=5, unknown=1, functions=(1, 3)),
        ),
        functions=(shapes.FunctionLine(number=1, title="Coordinar", sessions=(day,)),),
    )


def decisions(year: int = 2024) -> shapes.DecisionsData:
    return shapes.DecisionsData(
        year=year,
        decisions=(
            shapes.DecisionLine(number=f"{year}-04-16-1", date=datetime.date(year, 4, 16), decision="Aprobar."),
        ),
        follow_ups=(shapes.FollowUpLine(decision=f"{year}-04-16-1", follow_up="Difundir.", state="en curso"),),
    )


def report(folio: str = "ALFA-2024-T1-0001") -> shapes.ReportData:
    return shapes.ReportData(
        folio=folio,
        form="gestion",
        form_title="Informe de gestión",
        form_version=1,
        period="2024-T1",
        period_label="Primer trimestre de 2024",
        issued_at=datetime.datetime(2024, 4, 20, 15, tzinfo=datetime.UTC),
        file=f"{folio}.pdf",
        size=1000,
        sha256="0" * 64,
    )


def documents() -> shapes.DocumentsData:
    return shapes.DocumentsData(
        documents=(shapes.DocumentLine(name="Reglamento", kind="reglamento", published=None),)
    )


def publish_everything(network: Network) -> list[PublishedSnapshot]:
    """One of each kind, and the network's page switched on."""
    network.is_public = True
    network.save(update_fields=["is_public"])
    return [
        publish(network, "plan", "2024", plan()),
        publish(network, "progress", "2024/2024-T1", progress()),
        publish(network, "meetings", "2024", meetings()),
        publish(network, "decisions", "2024", decisions()),
        publish(network, "report", "ALFA-2024-T1-0001", report()),
        publish(network, "documents", "", documents()),
    ]
