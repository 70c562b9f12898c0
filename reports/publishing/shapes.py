"""What each kind of publication says: one definition for what is frozen, for the API, the CSV and the dictionary.

A list in a publication is a table of the open data; its rows' descriptions are the data dictionary, msgids as any
other. Decimals travel as text («12.50»), dates as year-month-day; None is «unknown», never zero.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def said(description: str, **options) -> Field:
    return Field(description=description, **options)


class DeadlineShape(Shape):
    deadline: str | None = said(_("Plazo, como está escrito en el plan."), default=None)
    deadline_start: datetime.date | None = said(_("Primer día del plazo."), default=None)
    deadline_end: datetime.date | None = said(_("Último día del plazo."), default=None)


# -- plan in force ------------------------------------------------------------------------------------------------


class EjeLine(Shape):
    code: str = said(_("Código del eje."))
    title: str = said(_("Título del eje."))
    weight: Decimal | None = said(_("Ponderación del eje en el plan, en porcentaje."), default=None)
    goal: str | None = said(_("Meta del eje."), default=None)


class ActivityLine(DeadlineShape):
    code: str = said(_("Código de la actividad."))
    title: str = said(_("Título de la actividad."))
    eje: str = said(_("Código de su eje."))
    objective: str | None = said(_("Objetivo al que responde."), default=None)
    parent: str | None = said(_("Código de la actividad de la que forma parte."), default=None)
    weight: Decimal | None = said(_("Ponderación dentro de su eje, en porcentaje."), default=None)
    months: tuple[str, ...] = said(_("Meses del cronograma, como año-mes."), default=())
    reported_by: str = said(_("Quién informa: la red, cada integrante o algunas."))
    verification: tuple[str, ...] = said(_("Medios de verificación."), default=())


class DeliverableLine(DeadlineShape):
    activity: str = said(_("Código de la actividad que lo produce."))
    title: str = said(_("Producto."))
    eje: str | None = said(
        _("Código del eje de la actividad, que puede repetir el código de la de otro."), default=None
    )


class PlanData(Shape):
    slug: str = said(_("Dirección del plan en esta página."))
    title: str = said(_("Título del plan."))
    objective: str | None = said(_("Objetivo general del plan."), default=None)
    first_year: int = said(_("Primer año del plan."))
    last_year: int = said(_("Último año del plan."))
    version: int = said(_("Número de la versión en vigor."))
    in_force_from: datetime.date | None = said(_("Día desde el que rige."), default=None)
    eje_word: str = said(_("Cómo llama la red al primer nivel del plan."))
    ejes: tuple[EjeLine, ...] = said(_("Ejes del plan."), default=())
    activities: tuple[ActivityLine, ...] = said(_("Actividades del plan."), default=())
    deliverables: tuple[DeliverableLine, ...] = said(_("Productos de las actividades."), default=())


# -- progress -----------------------------------------------------------------------------------------------------


class FigureShape(Shape):
    percent: Decimal | None = said(_("Avance, de 0 a 100; vacío si nadie informó."), default=None)
    ceiling: Decimal | None = said(_("Lo más que podría alcanzar cuando informen todas."), default=None)
    reported: int = said(_("Cuántas informaron."), default=0)
    obliged: int = said(_("Cuántas debían informar."), default=0)
    explanation: str = said(_("De dónde sale la cifra, en palabras."), default="")


class EjeProgressLine(FigureShape):
    code: str = said(_("Código del eje."))
    title: str = said(_("Título del eje."))
    weight: Decimal | None = said(_("Ponderación del eje en el plan, en porcentaje."), default=None)


class ActivityProgressLine(FigureShape):
    eje: str = said(_("Código de su eje."))
    code: str = said(_("Código de la actividad."))
    title: str = said(_("Título de la actividad."))
    weight: Decimal | None = said(_("Ponderación dentro de su eje, en porcentaje."), default=None)


class IndicatorLine(Shape):
    activity: str | None = said(_("Código de la actividad que mide."), default=None)
    eje: str | None = said(
        _("Código del eje de la actividad, que puede repetir el código de la de otro."), default=None
    )
    title: str = said(_("Indicador."))
    unit: str | None = said(_("Unidad en que se mide."), default=None)
    value: Decimal | None = said(_("Lo alcanzado en el año hasta el fin del periodo."), default=None)
    target: Decimal | None = said(_("Meta."), default=None)
    in_words: bool = said(
        _("Si el plan lo sigue en palabras: no hay cifra, y las palabras de quien informa no se publican."),
        default=False,
    )


class ProgressData(FigureShape):
    plan: str = said(_("Dirección del plan en esta página."))
    plan_title: str = said(_("Título del plan."))
    version: int = said(_("Número de la versión del plan con que se calculó."))
    period: str = said(_("Código del periodo."))
    period_label: str = said(_("Nombre del periodo."))
    start: datetime.date = said(_("Primer día del periodo."))
    end: datetime.date = said(_("Último día del periodo."))
    is_closed: bool = said(_("Si el periodo estaba cerrado al publicar; si no, las cifras son provisionales."))
    weighted: bool = said(_("Si las cifras son de ponderación ganada; si no, cada actividad cuenta igual."))
    ejes: tuple[EjeProgressLine, ...] = said(_("Avance por eje."), default=())
    activities: tuple[ActivityProgressLine, ...] = said(_("Avance por actividad."), default=())
    indicators: tuple[IndicatorLine, ...] = said(_("Indicadores."), default=())


# -- sessions and decisions ---------------------------------------------------------------------------------------


class MeetingLine(Shape):
    date: datetime.date = said(_("Día de la sesión."))
    kind: str = said(_("Ordinaria o extraordinaria."))
    title: str | None = said(_("Asunto."), default=None)
    seats: int = said(_("Puestos que había ese día."))
    attended: int = said(_("Puestos que asistieron."))
    unknown: int = said(_("Puestos de los que no consta."), default=0)
    quorum: bool | None = said(_("Si hubo quórum; vacío si la red no lo exige."), default=None)
    functions: tuple[int, ...] = said(_("Números de las funciones de la norma que abordó."), default=())
    agenda: tuple[str, ...] = said(_("Puntos del orden del día."), default=())
    acta_sha256: str | None = said(_("Huella del acta aprobada, si se congeló aquí."), default=None)


class FunctionLine(Shape):
    number: int = said(_("Número de la función."))
    title: str = said(_("Función que manda la norma."))
    norm: str | None = said(_("Norma que la manda."), default=None)
    sessions: tuple[datetime.date, ...] = said(_("Sesiones del año que la abordaron."), default=())


class MeetingsData(Shape):
    year: int = said(_("Año."))
    ordinary_programmed: int = said(_("Sesiones ordinarias programadas."), default=0)
    ordinary_held: int = said(_("Sesiones ordinarias realizadas."), default=0)
    extraordinary_held: int = said(_("Sesiones extraordinarias realizadas."), default=0)
    meetings: tuple[MeetingLine, ...] = said(_("Sesiones realizadas."), default=())
    functions: tuple[FunctionLine, ...] = said(_("Funciones de la norma."), default=())


class DecisionLine(Shape):
    number: str = said(_("Número de la decisión: día de la sesión y orden."))
    date: datetime.date = said(_("Día de la sesión que la tomó."))
    decision: str = said(_("Decisión."))
    plan_version: str | None = said(_("Versión del plan que acordó."), default=None)


class FollowUpLine(DeadlineShape):
    decision: str = said(_("Número de la decisión que sigue."))
    follow_up: str = said(_("Qué hay que hacer."))
    responsible: str | None = said(_("Integrante responsable."), default=None)
    state: str = said(_("En curso, cumplido o sin efecto."))
    closed_on: datetime.date | None = said(_("Día en que se cumplió."), default=None)


class DecisionsData(Shape):
    year: int = said(_("Año."))
    decisions: tuple[DecisionLine, ...] = said(_("Decisiones."), default=())
    follow_ups: tuple[FollowUpLine, ...] = said(_("Seguimiento de las decisiones."), default=())


# -- issued reports and documents ---------------------------------------------------------------------------------


class ReportData(Shape):
    folio: str = said(_("Folio del informe."))
    form: str = said(_("Forma oficial."))
    form_title: str = said(_("Nombre de la forma."))
    form_version: int = said(_("Versión de la forma."))
    period: str = said(_("Código del periodo."))
    period_label: str = said(_("Nombre del periodo."))
    issued_at: datetime.datetime = said(_("Cuándo se emitió."))
    replaces: str | None = said(_("Folio del informe que reemplaza."), default=None)
    file: str = said(_("Nombre del PDF."))
    size: int = said(_("Tamaño del PDF, en bytes."))
    sha256: str = said(_("Huella SHA-256 del PDF."))


class DocumentLine(Shape):
    name: str = said(_("Documento."))
    kind: str = said(_("De qué clase es: norma, reglamento, acta, informe u otro."))
    published: bool | None = said(
        _("Si está publicado; vacío si no se sabe. Lo que ya no se encuentra donde estaba no está publicado."),
        default=None,
    )
    published_on: datetime.date | None = said(_("Día en que se publicó."), default=None)
    url: str | None = said(_("Dirección donde está, si está en otra página."), default=None)
    file: str | None = said(_("Nombre del archivo, si está en esta página."), default=None)
    sha256: str | None = said(_("Huella SHA-256 del documento."), default=None)
    checked_at: datetime.datetime | None = said(_("Cuándo se comprobó que sigue ahí."), default=None)
    check: str | None = said(_("Qué dio la última comprobación."), default=None)


class DocumentsData(Shape):
    documents: tuple[DocumentLine, ...] = said(_("Documentos de la lista de publicación."), default=())


SHAPES: dict[str, type[Shape]] = {
    "plan": PlanData,
    "progress": ProgressData,
    "meetings": MeetingsData,
    "decisions": DecisionsData,
    "report": ReportData,
    "documents": DocumentsData,
}
