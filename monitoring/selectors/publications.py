"""What is read of the publication checklist and of its tests."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from monitoring.models import CheckState, PublicationCheck, PublicationItem, PublishedDocument
from networks.models import Network

GOOD = (CheckState.KEPT, CheckState.ALIVE, CheckState.CHANGED)


def publication_checklist(network: Network) -> list[PublicationItem]:
    """The network's lines in their order; a network without any has the four usual ones, unsaved."""
    rows = PublicationItem.objects.filter(network=network).select_related("added_by").order_by("order", "pk")
    return list(rows) or [
        PublicationItem(network=network, document=document)
        for document in PublishedDocument.values
        if document != PublishedDocument.OTHER
    ]


def checked_publications(network: Network) -> list[PublicationItem]:
    """The lines with their last test as `last` (None: never tested), in two queries."""
    items = publication_checklist(network)
    own = PublicationCheck.objects.filter(item=OuterRef("pk")).order_by("-checked_at", "-pk")
    lines = PublicationItem.objects.filter(network=network).annotate(newest=Subquery(own.values("pk")[:1]))
    found = {check.item_id: check for check in PublicationCheck.objects.filter(pk__in=lines.values("newest"))}
    for item in items:
        item.last = found.get(item.pk) if item.checked_at else None
    return items


def reopened_publications(network: Network) -> list[PublicationItem]:
    """The lines whose link was found down: somebody has to record them again."""
    return list(PublicationItem.objects.filter(network=network, reopened_at__isnull=False).order_by("order", "pk"))


def checks_of(item: PublicationItem) -> QuerySet[PublicationCheck]:
    return PublicationCheck.objects.filter(item=item).order_by("-checked_at", "-pk")
