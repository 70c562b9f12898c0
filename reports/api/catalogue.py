"""What there is: the networks, all that each has published, and what every datum means."""

from __future__ import annotations

import json
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop as _
from ninja import Query

from networks.models import Network
from reports.api import schemas
from reports.api.answering import answer, page, part
from reports.api.finding import network_or_404, to
from reports.api.registering import NETWORK, reads
from reports.api.schemas import Asked, NetworkSlug, Page
from reports.caching import latest, prints_of
from reports.models import PublishedSnapshot, SnapshotKind
from reports.open_data import TABLES
from reports.open_data_files import licence_of, published_line
from reports.publishing.reading import contents, names_in_force
from reports.publishing.selectors import public_networks

VERSION = "1.0"
NETWORKS, PUBLISHED, MEANING = _("Redes"), _("Publicaciones"), _("Diccionario")


@reads("", schemas.Entrance, _("Por dónde empezar"), NETWORKS)
def entrance(request: HttpRequest) -> HttpResponseBase:
    def make() -> schemas.Entrance:
        found = {
            name: request.build_absolute_uri(to(name)) for name in ("networks", "dictionary", "openapi", "docs")
        }
        return schemas.Entrance(version=VERSION, **found)

    return answer(request, make, VERSION)


@reads("networks/", Page[schemas.NetworkLine], _("Las redes que publican"), NETWORKS)
def networks(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    found = public_networks()
    count = found.count()
    rows = [_line(request, network) for network in part(found, asked)]
    return answer(request, lambda: page(schemas.NetworkLine, request, asked, rows, count), count, *map(str, rows))


@reads(NETWORK, schemas.NetworkDetail, _("Una red"), NETWORKS)
def network(request: HttpRequest, network: NetworkSlug) -> HttpResponseBase:
    row = network_or_404(network)
    found = _detail(request, row)
    return answer(request, lambda: found, str(found), network=row)


def _line(request: HttpRequest, row: Network) -> schemas.NetworkLine:
    return schemas.NetworkLine(**_said(request, row))


def _said(request: HttpRequest, row: Network) -> dict:
    return {
        "slug": row.slug,
        "name": row.name,
        "short_name": row.short_name,
        "secretariat": row.secretariat or None,
        "licence": schemas.Licence(**vars(licence_of(row))),
        "url": request.build_absolute_uri(to("network", network=row.slug)),
        "open_data": request.build_absolute_uri(reverse("reports:open_data", args=[row.slug])),
    }


def _detail(request: HttpRequest, row: Network) -> schemas.NetworkDetail:
    lists = ("publications", "plans", "meetings", "decisions", "follow_ups", "reports", "documents")
    return schemas.NetworkDetail(
        **_said(request, row),
        about=row.public_about or None,
        mandate=row.mandate or None,
        regulation=row.regulation or None,
        regulation_on=row.regulation_on,
        norms=row.norm_lines,
        **{name: request.build_absolute_uri(to(name, network=row.slug)) for name in lists},
    )


# -- all that is published ----------------------------------------------------------------------------------------


@reads(NETWORK + "publications/", Page[schemas.Publication], _("Todo lo publicado por una red"), PUBLISHED)
def publications(
    request: HttpRequest, network: NetworkSlug, asked: Annotated[schemas.ByKind, Query()]
) -> HttpResponseBase:
    row = network_or_404(network)
    names = names_in_force(row, asked.kind or "", asked.key or "")

    def make() -> Page:
        found = [schemas.Publication(**_named(request, row, name)) for name in part(names, asked)]
        return page(schemas.Publication, request, asked, found, len(names))

    return answer(request, make, *prints_of(names), modified=latest(names), network=row)


@reads(
    NETWORK + "publications/{uuid:id}/",
    schemas.PublicationDetail,
    _("Una publicación entera, tal como se congeló"),
    PUBLISHED,
)
def publication(request: HttpRequest, network: NetworkSlug, id: schemas.PublicationId) -> HttpResponseBase:
    row = network_or_404(network)
    name = PublishedSnapshot.objects.public().filter(network=row, pk=id).defer("data").first()
    if name is None:
        raise Http404

    def make() -> str:
        files = [schemas.File.model_validate(file).model_dump() for file in name.files.all()]
        # As it was frozen, not as it would be read today: its fingerprint is of this.
        [(_name, data)] = contents([name])
        line = schemas.Publication(**_named(request, row, name)).model_dump(mode="json")
        return json.dumps({**line, "data": data, "files": files}, ensure_ascii=False)

    return answer(request, make, *prints_of([name]), modified=name.published_at, network=row)


def _named(request: HttpRequest, row: Network, name: PublishedSnapshot) -> dict:
    addresses = {"url": to("publication", network=row.slug, id=name.pk), "resource": _resource(row, name)}
    found = {field: request.build_absolute_uri(address) for field, address in addresses.items()}
    return {**published_line(name).model_dump(), **found}


def _resource(row: Network, name: PublishedSnapshot) -> str:
    """Where the same is read in parts."""
    where = {"network": row.slug}
    plan, _slash, period = name.key.partition("/")
    parts: dict[str, tuple[str, dict]] = {
        SnapshotKind.PLAN: ("plan", {"plan": name.key}),
        SnapshotKind.PROGRESS: ("progress", {"plan": plan, "period": period}),
        SnapshotKind.MEETINGS: ("meetings_year", {"year": name.key}),
        SnapshotKind.DECISIONS: ("decisions", {}),
        SnapshotKind.REPORT: ("report", {"folio": name.key}),
        SnapshotKind.DOCUMENTS: ("documents", {}),
    }
    resource, more = parts[name.kind]
    only = f"?year={name.key}" if name.kind == SnapshotKind.DECISIONS else ""
    return to(resource, **where, **more) + only


# -- what every datum means ---------------------------------------------------------------------------------------


@reads("dictionary/", Page[schemas.ColumnLine], _("El diccionario de datos"), MEANING)
def dictionary(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    rows = [
        schemas.ColumnLine(
            table=table.slug,
            table_title=_t(table.title),
            column=column.name,
            type=column.type,
            many=column.many,
            optional=column.optional,
            description=_t(column.description),
        )
        for table in TABLES
        for column in table.columns
    ]
    return answer(
        request,
        lambda: page(schemas.ColumnLine, request, asked, part(rows, asked), len(rows)),
        *[f"{row.table} {row.column} {row.description}" for row in rows],
    )
