"""What each network publishes, list by list: one function a resource, called as its operation and its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_noop as _
from ninja import Query

from reports.api import schemas
from reports.api.finding import (
    Addresses,
    header_answer,
    headers_answer,
    rows_answer,
    to,
    year_answer,
)
from reports.api.registering import NETWORK, reads
from reports.api.schemas import Asked, NetworkSlug, Page, PeriodCode, PlanSlug, YearOf
from reports.models import PublishedSnapshot
from reports.publishing import shapes

PLANS, PROGRESS = _("Planes"), _("Avance")
SESSIONS, DECISIONS = _("Sesiones"), _("Decisiones")
REPORTS = _("Informes y documentos")
PLAN = NETWORK + "plans/{slug:plan}/"
PERIOD = PLAN + "progress/{slug:period}/"

YearAsked = Annotated[schemas.ByYear, Query()]


# -- plans --------------------------------------------------------------------------------------------------------


def _of_plan(network: str) -> Callable[[PublishedSnapshot], Addresses]:
    def addresses(name: PublishedSnapshot) -> Addresses:
        where = {"network": network, "plan": name.key}
        lists = {field: to(f"plan_{field}", **where) for field in ("ejes", "activities", "deliverables")}
        return {**lists, "progress": to("progress_periods", **where)}

    return addresses


@reads(NETWORK + "plans/", Page[schemas.Plan], _("Los planes publicados"), PLANS)
def plans(request: HttpRequest, network: NetworkSlug, asked: Asked) -> HttpResponseBase:
    return headers_answer(request, network, "plan", asked, schemas.Plan, _of_plan(network))


@reads(PLAN, schemas.Plan, _("Un plan, en la versión publicada"), PLANS)
def plan(request: HttpRequest, network: NetworkSlug, plan: PlanSlug) -> HttpResponseBase:
    return header_answer(request, network, "plan", plan, schemas.Plan, _of_plan(network))


@reads(PLAN + "ejes/", Page[shapes.EjeLine], _("Los ejes de un plan"), PLANS)
def plan_ejes(request: HttpRequest, network: NetworkSlug, plan: PlanSlug, asked: Asked) -> HttpResponseBase:
    return rows_answer(request, network, "plan", "ejes", asked, plan)


@reads(PLAN + "activities/", Page[shapes.ActivityLine], _("Las actividades de un plan"), PLANS)
def plan_activities(request: HttpRequest, network: NetworkSlug, plan: PlanSlug, asked: Asked) -> HttpResponseBase:
    return rows_answer(request, network, "plan", "activities", asked, plan)


@reads(PLAN + "deliverables/", Page[shapes.DeliverableLine], _("Los productos de un plan"), PLANS)
def plan_deliverables(
    request: HttpRequest, network: NetworkSlug, plan: PlanSlug, asked: Asked
) -> HttpResponseBase:
    return rows_answer(request, network, "plan", "deliverables", asked, plan)


# -- progress -----------------------------------------------------------------------------------------------------


def _of_progress(network: str) -> Callable[[PublishedSnapshot], Addresses]:
    def addresses(name: PublishedSnapshot) -> Addresses:
        plan, _slash, period = name.key.partition("/")
        where = {"network": network, "plan": plan, "period": period}
        return {field: to(f"progress_{field}", **where) for field in ("ejes", "activities", "indicators")}

    return addresses


@reads(PLAN + "progress/", Page[schemas.Progress], _("El avance de un plan, por periodo"), PROGRESS)
def progress_periods(request: HttpRequest, network: NetworkSlug, plan: PlanSlug, asked: Asked) -> HttpResponseBase:
    def of_plan(name: PublishedSnapshot) -> bool:
        return name.key.startswith(f"{plan}/")

    return headers_answer(request, network, "progress", asked, schemas.Progress, _of_progress(network), of_plan)


@reads(PERIOD, schemas.Progress, _("El avance de un plan en un periodo"), PROGRESS)
def progress(request: HttpRequest, network: NetworkSlug, plan: PlanSlug, period: PeriodCode) -> HttpResponseBase:
    key = f"{plan}/{period}"
    return header_answer(request, network, "progress", key, schemas.Progress, _of_progress(network))


@reads(PERIOD + "ejes/", Page[shapes.EjeProgressLine], _("El avance por eje"), PROGRESS)
def progress_ejes(
    request: HttpRequest, network: NetworkSlug, plan: PlanSlug, period: PeriodCode, asked: Asked
) -> HttpResponseBase:
    return rows_answer(request, network, "progress", "ejes", asked, f"{plan}/{period}")


@reads(PERIOD + "activities/", Page[shapes.ActivityProgressLine], _("El avance por actividad"), PROGRESS)
def progress_activities(
    request: HttpRequest, network: NetworkSlug, plan: PlanSlug, period: PeriodCode, asked: Asked
) -> HttpResponseBase:
    return rows_answer(request, network, "progress", "activities", asked, f"{plan}/{period}")


@reads(PERIOD + "indicators/", Page[shapes.IndicatorLine], _("Los indicadores en un periodo"), PROGRESS)
def progress_indicators(
    request: HttpRequest, network: NetworkSlug, plan: PlanSlug, period: PeriodCode, asked: Asked
) -> HttpResponseBase:
    return rows_answer(request, network, "progress", "indicators", asked, f"{plan}/{period}")


# -- sessions and decisions ---------------------------------------------------------------------------------------


@reads(NETWORK + "meetings/", Page[shapes.MeetingLine], _("Las sesiones realizadas"), SESSIONS)
def meetings(request: HttpRequest, network: NetworkSlug, asked: YearAsked) -> HttpResponseBase:
    return year_answer(request, network, "meetings", "meetings", asked, asked.year)


@reads(NETWORK + "meetings/{int:year}/", schemas.MeetingsYear, _("Las sesiones de un año"), SESSIONS)
def meetings_year(request: HttpRequest, network: NetworkSlug, year: YearOf) -> HttpResponseBase:
    def addresses(name: PublishedSnapshot) -> Addresses:
        return {
            "meetings": f"{to('meetings', network=network)}?year={name.key}",
            "functions": to("functions", network=network, year=name.key),
        }

    return header_answer(request, network, "meetings", str(year), schemas.MeetingsYear, addresses)


@reads(
    NETWORK + "meetings/{int:year}/functions/",
    Page[shapes.FunctionLine],
    _("Las funciones de la norma que se abordaron en un año"),
    SESSIONS,
)
def functions(request: HttpRequest, network: NetworkSlug, year: YearOf, asked: Asked) -> HttpResponseBase:
    return rows_answer(request, network, "meetings", "functions", asked, str(year))


@reads(NETWORK + "decisions/", Page[shapes.DecisionLine], _("Las decisiones"), DECISIONS)
def decisions(request: HttpRequest, network: NetworkSlug, asked: YearAsked) -> HttpResponseBase:
    return year_answer(request, network, "decisions", "decisions", asked, asked.year)


@reads(NETWORK + "follow-ups/", Page[shapes.FollowUpLine], _("El seguimiento de las decisiones"), DECISIONS)
def follow_ups(request: HttpRequest, network: NetworkSlug, asked: YearAsked) -> HttpResponseBase:
    return year_answer(request, network, "decisions", "follow_ups", asked, asked.year)


# -- reports and documents ----------------------------------------------------------------------------------------


@reads(NETWORK + "reports/", Page[shapes.ReportData], _("Los informes emitidos"), REPORTS)
def reports(request: HttpRequest, network: NetworkSlug, asked: Asked) -> HttpResponseBase:
    return headers_answer(request, network, "report", asked, shapes.ReportData, lambda _name: {})


@reads(NETWORK + "reports/{slug:folio}/", shapes.ReportData, _("Un informe emitido"), REPORTS)
def report(request: HttpRequest, network: NetworkSlug, folio: schemas.Folio) -> HttpResponseBase:
    return header_answer(request, network, "report", folio, shapes.ReportData, lambda _name: {})


@reads(NETWORK + "documents/", Page[shapes.DocumentLine], _("La lista de publicación"), REPORTS)
def documents(request: HttpRequest, network: NetworkSlug, asked: Asked) -> HttpResponseBase:
    return rows_answer(request, network, "documents", "documents", asked)
