"""Writing the publication checklist."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import PublicationItem, PublishedState
from networks.models import Network

check_web_url = URLValidator(
    schemes=["http", "https"],
    message="Escriba la dirección completa de la página, con http:// o https:// delante.",
)


@transaction.atomic
def publications_save(*, network: Network, items: Sequence[PublicationItem]) -> None:
    """Save lines of the network's checklist; address and date belong to what is published."""
    Network.objects.select_for_update().only("pk").get(pk=network.pk)
    for item in items:
        if item.published != PublishedState.YES and (item.url or item.published_on):
            raise ValidationError(
                _("«%(document)s» no figura como publicado: borre su dirección y su fecha, o márquelo «sí».")
                % {"document": item.get_document_display()}
            )
        if item.url:
            check_web_url(item.url)
        item.full_clean()
        item.save()
