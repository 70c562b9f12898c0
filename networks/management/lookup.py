"""The network and the day that a command names, or a sentence that tells which there are."""

from __future__ import annotations

import datetime

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from networks.models import Network


def network_named(slug: str) -> Network:
    network = Network.objects.filter(slug=slug).first()
    if network is None:
        known = ", ".join(Network.objects.order_by("slug").values_list("slug", flat=True)) or _("ninguna")
        said = {"network": slug, "known": known}
        raise CommandError(_("No hay una red «%(network)s». Las que hay: %(known)s.") % said)
    return network


def day_named(text: str) -> datetime.date:
    """For `type=` of an argument."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        said = {"text": text}
        raise CommandError(
            _("«%(text)s» no es una fecha: escríbala como año-mes-día, por ejemplo 2024-09-20.") % said
        ) from error
