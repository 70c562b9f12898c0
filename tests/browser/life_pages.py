"""The pages of a network's year, its people, its courses and what it publishes, as the access matrix names them.

A page of these that gets a row there is looked at in the browser too, without being written down twice.
"""

from __future__ import annotations

import datetime
from types import SimpleNamespace

from django.urls import reverse

from monitoring.selectors.periods import local_today
from networks.models import Network
from reports.models import PublishedSnapshot, SnapshotKind
from reports.publishing.desk import candidates
from reports.publishing.services import public_page_set, snapshot_publish
from tests.access import Row
from tests.factories import make_meeting, make_seat
from tests.monitoring import access_actas, access_exchange, access_sessions
from tests.monitoring import access_training as access_feeds
from tests.networks import access_directory, access_identity, access_roster, access_training
from tests.reports import access_batches, access_certificates, access_publishing, access_signing, access_word

OF_PEOPLE = (access_directory, access_roster, access_training, access_feeds)
OF_WORK = (access_sessions, access_actas, access_exchange, access_certificates)
OF_REPORTS = (access_publishing, access_batches, access_signing, access_word, access_identity)
# These answer with a file.
FILES = ("_export", "_rows", "_template", "_download", "_xlsx", "_pdf", "_file", "_report")
FILES += ("_json", "_tables", "_word", "_docx", "_zip", "_starter")
# Those that show what is published are below: the matrix has its own samples.
SHOWN = ("sitemap", "robots", "public_", "issued_create", "publishing_preview", "publishing_withdraw", "dossier")


def world_of(network: Network) -> SimpleNamespace:
    """What the rows of the matrix stand on."""
    held = network.meetings.held().first()
    seat = network.members.seated().first() or make_seat(network)
    return SimpleNamespace(
        network=network,
        member=network.members.reporting().first(),
        seat=seat,
        period=network.periods.order_by("start_on").last(),
        meeting=held or make_meeting(network, local_today(network) - datetime.timedelta(days=7)),
    )


def life_pages(network: Network) -> dict[str, str]:
    """For the secretariat, by the name of its URL; what anybody may open is in `public_pages`."""
    world, found = world_of(network), {}
    for module in (*OF_WORK, *OF_PEOPLE, *OF_REPORTS):
        for row in module.ROWS:
            if is_page(row) and not row.public:
                found[row.name] = address(row, world)
    code = world.period.code
    found["expediente"] = f"/redes/{network.slug}/periodos/{code}/expediente/"
    found["emitir"] = f"/redes/{network.slug}/informes/avance/{code}/emitir/"
    desk = f"/redes/{network.slug}/transparencia/"
    for row in published(network):
        found[f"vista previa de {row.kind}"] = f"{desk}vista/{row.kind}/?cual={row.key}"
        found["retirar"] = f"{desk}{row.pk}/retirar/"
    return found


def public_pages(network: Network) -> dict[str, str]:
    """For nobody in particular."""
    world = world_of(network)
    rows = [row for module in (access_certificates, *OF_PEOPLE) for row in module.ROWS]
    found = {row.name: address(row, world) for row in rows if row.public and is_page(row)}
    base = f"/transparencia/{network.slug}/"
    found |= {f"publicado: {row.kind}": base + where(row) for row in published(network)}
    return found | {
        "redes públicas": "/transparencia/",
        "red pública": base,
        "datos abiertos": f"{base}datos/",
        "documentación de la API": "/api/v1/docs/",
    }


def published(network: Network) -> list[PublishedSnapshot]:
    """The first thing of each kind that the desk offers, published on a page that is on."""
    public_page_set(network=network, is_public=True)
    first: dict[str, str] = {}
    for kind, key, _title in candidates(network):
        first.setdefault(kind, key)
    return [snapshot_publish(network=network, kind=kind, key=key, by=None) for kind, key in first.items()]


def where(row: PublishedSnapshot) -> str:
    return {
        SnapshotKind.PLAN: f"plan/{row.key}/",
        SnapshotKind.PROGRESS: f"avance/{row.key.rpartition('/')[2]}/",
        SnapshotKind.MEETINGS: f"sesiones/{row.key}/",
        SnapshotKind.DECISIONS: f"sesiones/{row.key}/",
    }.get(SnapshotKind(row.kind), "documentos/")


def is_page(row: Row) -> bool:
    what = row.name.partition(":")[2]
    return row.method == "get" and not what.endswith(FILES) and not what.startswith(SHOWN)


def address(row: Row, world: SimpleNamespace) -> str:
    kwargs = dict(row.kwargs(world) if callable(row.kwargs) else row.kwargs)
    anywhere = row.public or row.signed_in
    return reverse(row.name, kwargs=kwargs if anywhere else {"slug": world.network.slug, **kwargs})
