"""What programs read of what is published: its name first, then its content as it was frozen.

A publication never changes: by its name (all but the content) alone it is known whether a reader already has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from networks.models import Network
from reports.models import PublishedSnapshot, SnapshotKind
from reports.publishing.selectors import public_networks

KINDS = [kind.value for kind in SnapshotKind]


def public_network(slug: str) -> Network | None:
    """None alike for one that does not exist, that is not public and that publishes nothing."""
    return public_networks().filter(slug=slug).first()


def names_in_force(network: Network, kind: str = "", key: str = "") -> list[PublishedSnapshot]:
    """Without their content; by kind, the latest key first. One query."""
    rows = PublishedSnapshot.objects.public().filter(network=network).defer("data")
    if kind:
        rows = rows.filter(kind=kind)
    if key:
        rows = rows.filter(key=key)
    return sorted(rows.order_by("-key", "-published_at"), key=lambda row: KINDS.index(row.kind))


def contents(names: Sequence[PublishedSnapshot]) -> Iterator[tuple[PublishedSnapshot, dict[str, Any]]]:
    """Each of one kind with its content, in the order of `names_in_force`. One query, few of them in memory."""
    if not names:
        return
    known = {name.pk: name for name in names}
    rows = PublishedSnapshot.objects.filter(pk__in=known).order_by("-key", "-published_at")
    for pk, data in rows.values_list("pk", "data").iterator(chunk_size=4):
        yield known[pk], data
