"""What the API answers: the shapes of what is published, and what wraps them.

Descriptions are msgids; the document of the API and its page say them in the reader's language.
"""

from __future__ import annotations

import datetime
import uuid
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar

from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field, create_model

from reports.open_data import PublicationLine, listed
from reports.publishing.shapes import (
    DecisionsData,
    DocumentsData,
    MeetingsData,
    PlanData,
    ProgressData,
    ReportData,
    Shape,
    said,
)

MOST = 100
FARTHEST = 10_000_000
Row = TypeVar("Row")
SLUG = r"^[-a-zA-Z0-9_]+$"

NetworkSlug = Annotated[str, Path(pattern=SLUG, description=_("Dirección de la red, como «mesa»."))]
PlanSlug = Annotated[str, Path(pattern=SLUG, description=_("Dirección del plan, como «2024»."))]
PeriodCode = Annotated[str, Path(pattern=SLUG, description=_("Código del periodo, como «2024-T3»."))]
Folio = Annotated[str, Path(pattern=SLUG, description=_("Folio del informe, como «MESA-2024-T3-0001»."))]
PublicationId = Annotated[uuid.UUID, Path(description=_("Identificador de la publicación."))]
YearOf = Annotated[int, Path(ge=0, le=9999, description=_("Año."))]


class Kind(StrEnum):
    PLAN = "plan"
    PROGRESS = "progress"
    MEETINGS = "meetings"
    DECISIONS = "decisions"
    REPORT = "report"
    DOCUMENTS = "documents"


# -- what is asked ------------------------------------------------------------------------------------------------


class Paging(Schema):
    limit: int = Field(50, ge=1, le=MOST, description=_("Cuántas filas por página, de 1 a 100."))
    offset: int = Field(0, ge=0, le=FARTHEST, description=_("Cuántas filas saltar."))


class ByYear(Paging):
    year: Annotated[int, Field(ge=1, le=9999)] | None = Field(None, description=_("Solo las de ese año."))


class ByKind(Paging):
    kind: Kind | None = Field(None, description=_("Solo las de esa clase."))
    key: Annotated[str, Field(pattern=r"^[-A-Za-z0-9_./]+$", max_length=100)] | None = Field(
        None, description=_("Solo la de esa clave: un plan, un plan y un periodo, un año o un folio.")
    )


Asked = Annotated[Paging, Query()]


# -- what is answered ---------------------------------------------------------------------------------------------


class Problem(Shape):
    detail: str = said(_("Qué pasó y qué hacer, en una frase."))


class Page(Shape, Generic[Row]):
    count: int = said(_("Cuántas filas hay en total."))
    limit: int = said(_("Cuántas por página."))
    offset: int = said(_("Cuántas se saltaron."))
    next: str | None = said(_("Dirección de la página siguiente; vacía en la última."))
    previous: str | None = said(_("Dirección de la página anterior; vacía en la primera."))
    results: list[Row] = said(_("Las filas de esta página."))


class Licence(Shape):
    code: str = said(_("Código SPDX de la licencia."))
    name: str = said(_("Nombre de la licencia."))
    url: str = said(_("Dirección de su texto."))


class Entrance(Shape):
    version: str = said(_("Versión de la API."))
    networks: str = said(_("Dirección de la lista de redes."))
    dictionary: str = said(_("Dirección del diccionario de datos."))
    openapi: str = said(_("Dirección de la descripción OpenAPI."))
    docs: str = said(_("Dirección de la documentación para personas."))


class NetworkLine(Shape):
    slug: str = said(_("Dirección de la red en esta API."))
    name: str = said(_("Nombre de la red."))
    short_name: str = said(_("Nombre corto."))
    secretariat: str | None = said(_("Entidad que ejerce la secretaría técnica."))
    licence: Licence = said(_("Licencia de sus datos."))
    url: str = said(_("Dirección de la red en esta API."))
    open_data: str = said(_("Página de sus datos abiertos."))


class NetworkDetail(NetworkLine):
    about: str | None = said(_("Presentación de la red."))
    mandate: str | None = said(_("Mandato de la red."))
    regulation: str | None = said(_("Reglamento interno."))
    regulation_on: datetime.date | None = said(_("Fecha del reglamento interno."))
    norms: list[str] = said(_("Normas de la red."))
    publications: str = said(_("Dirección de todo lo publicado."))
    plans: str = said(_("Dirección de los planes."))
    meetings: str = said(_("Dirección de las sesiones."))
    decisions: str = said(_("Dirección de las decisiones."))
    follow_ups: str = said(_("Dirección del seguimiento de las decisiones."))
    reports: str = said(_("Dirección de los informes emitidos."))
    documents: str = said(_("Dirección de los documentos."))


class File(Shape):
    model_config = ConfigDict(from_attributes=True)

    name: str = said(_("Nombre del archivo."))
    content_type: str = said(_("Tipo del archivo."))
    size: int = said(_("Tamaño del archivo, en bytes."))
    sha256: str = said(_("Huella SHA-256 del archivo."))


class Publication(PublicationLine):
    url: str = said(_("Dirección de la publicación, con su contenido."))
    resource: str = said(_("Dirección de lo mismo por partes, lista por lista."))


class PublicationDetail(Publication):
    data: PlanData | ProgressData | MeetingsData | DecisionsData | ReportData | DocumentsData = said(
        _("El contenido, tal como se publicó y con él se hizo la huella.")
    )
    files: list[File] = said(_("Los archivos que lo acompañan."))


class Listed(Shape):
    count: int = said(_("Cuántas filas tiene la lista."))
    url: str = said(_("Dirección de la lista."))


def header_of(shape: type[Shape], name: str, **addresses: str) -> type[Shape]:
    """What a publication says of itself; each list told by its count and where it is, and more addresses."""
    lists = listed(shape)
    fields = {
        field: (Listed, said(info.description)) if field in lists else (info.annotation, info)
        for field, info in shape.model_fields.items()
    }
    fields |= {field: (str, said(description)) for field, description in addresses.items()}
    return create_model(name, __base__=Shape, __module__=__name__, **fields)


Plan = header_of(PlanData, "Plan", progress=_("Dirección del avance del plan, por periodo."))
Progress = header_of(ProgressData, "Progress")
MeetingsYear = header_of(MeetingsData, "MeetingsYear")


class ColumnLine(Shape):
    table: str = said(_("Tabla: el nombre de su archivo."))
    table_title: str = said(_("Qué es cada fila de la tabla."))
    column: str = said(_("Columna, y nombre del dato en esta API."))
    type: Literal["boolean", "integer", "number", "datetime", "date", "string"] = said(_("Tipo del dato."))
    many: bool = said(_("Si puede traer varios valores."))
    optional: bool = said(_("Si puede ir vacía: vacía es que no se sabe o no hay, nunca cero."))
    description: str = said(_("Qué dice."))
