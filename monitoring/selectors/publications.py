"""What is read of the publication checklist."""

from __future__ import annotations

from monitoring.models import PublicationItem, PublishedDocument
from networks.models import Network


def publication_checklist(network: Network) -> list[PublicationItem]:
    """The four documents in their order; one without a row is an unsaved line «sin información»."""
    rows = {row.document: row for row in PublicationItem.objects.filter(network=network)}
    return [
        rows.get(document, PublicationItem(network=network, document=document))
        for document in PublishedDocument.values
        if document != PublishedDocument.OTHER
    ]
