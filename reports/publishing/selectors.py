"""What is published, as anybody may read it, and as its secretariat looks after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from networks.models import Network
from reports.models import PublishedFile, PublishedSnapshot
from reports.publishing.building import shape_of
from reports.publishing.shapes import Shape


def public_networks() -> QuerySet[Network]:
    """Those with a public page and something on it, with `published_count` and `published_at`, by name."""
    in_force = Q(snapshots__withdrawn_at__isnull=True, snapshots__superseded_at__isnull=True)
    return (
        Network.objects.filter(is_public=True)
        .annotate(
            published_count=Count("snapshots", filter=in_force),
            published_at=Max("snapshots__published_at", filter=in_force),
        )
        .filter(published_count__gt=0)
        .order_by("name")
    )


def public_network(slug: str) -> Network | None:
    """A network that has a public page; one that is not public is as good as absent."""
    return Network.objects.filter(slug=slug, is_public=True).first()


def headings(network: Network) -> list[PublishedSnapshot]:
    """What is in force, newest first within a kind, without what it says: enough for a tag and a menu."""
    rows = list(PublishedSnapshot.objects.in_force().filter(network=network).defer("data"))
    for row in rows:
        row.network = network
    return sorted(rows, key=lambda row: (row.published_at, row.key), reverse=True)


def contents(rows: Iterable[PublishedSnapshot]) -> dict[Any, Shape]:
    """What some publications say, by their ids; one query."""
    pks = [row.pk for row in rows]
    found = PublishedSnapshot.objects.filter(pk__in=pks).values_list("pk", "kind", "data") if pks else ()
    return {pk: shape_of(kind, data) for pk, kind, data in found}


def public_file(network: Network, pk: Any, name: str) -> PublishedFile | None:
    """A file of something that is in force."""
    if "\x00" in name:
        return None
    rows = PublishedFile.objects.filter(snapshot__network=network, snapshot=pk, name=name)
    return rows.filter(snapshot__superseded_at__isnull=True, snapshot__withdrawn_at__isnull=True).first()
