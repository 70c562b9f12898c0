"""`manage.py contacts_ask [--network RED] [--on DÍA]`: for cron, every day. Asks each contact once a year."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from networks.days import local_today
from networks.management.lookup import day_named, network_named
from networks.models import Network
from networks.services.contact_reviews import contacts_ask_due


class Command(BaseCommand):
    help = gettext_lazy(
        "Pregunta por correo a cada contacto si siguen siendo esos sus datos, en el mes que dice su red."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", metavar="RED", default="")
        parser.add_argument("--on", metavar="AAAA-MM-DD", type=day_named, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["network"]
        rows = Network.objects.exclude(contacts_month=None).order_by("slug")
        for network in [network_named(slug)] if slug else rows:
            day = options["on"] or local_today(network)
            if network.contacts_month == day.month:
                asked = contacts_ask_due(network=network, day=day)
                words = ngettext(
                    "%(network)s: se preguntó a %(n)s persona.",
                    "%(network)s: se preguntó a %(n)s personas.",
                    asked,
                )
                self.stdout.write(words % {"network": network.slug, "n": asked})
            elif slug:
                self.stdout.write(self.why_not(network))

    def why_not(self, network: Network) -> str:
        """For whoever named it: a night's run over all of them says nothing of those whose month it is not."""
        if network.contacts_month is None:
            words = _("%(network)s: no se preguntó a nadie, porque la red no ha fijado un mes para hacerlo.")
            return words % {"network": network.slug}
        words = _("%(network)s: no se preguntó a nadie, porque su mes es %(month)s.")
        return words % {"network": network.slug, "month": MONTHS[network.contacts_month]}
