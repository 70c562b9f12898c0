"""`manage.py check_publications`: tests each document of a network's publication checklist. For cron, daily."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from monitoring.check_words import check_sign, detail_words
from monitoring.management.lookup import network_named
from monitoring.models import PublicationItem
from monitoring.selectors.publications import checked_publications
from monitoring.services.checking import publications_check
from networks.models import Network


class Command(BaseCommand):
    help = _("Prueba cada documento de la lista de publicación: que responda, y si cambió.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", metavar="SLUG", help=_("la red cuya lista se prueba"))
        parser.add_argument("--all", action="store_true", help=_("las listas de todas las redes"))
        parser.add_argument("--json", action="store_true", help=_("lo dice en JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        rows = []
        for network in self._networks(options):
            publications_check(network=network)
            items = checked_publications(network)
            rows += [_row(item) for item in items]
            if not options["json"]:
                self._tell(network, items)
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))

    def _networks(self, options: dict[str, Any]) -> list[Network]:
        if options["network"]:
            return [network_named(options["network"])]
        if options["all"]:
            return list(Network.objects.order_by("slug"))
        raise CommandError(_("Diga qué lista se prueba: --network SLUG, o --all para las de todas las redes."))

    def _tell(self, network: Network, items: list[PublicationItem]) -> None:
        self.stdout.write(f"{network.slug}: {network.name}")
        for item in items:
            has_document = bool(item.url or item.file)
            state = check_sign(item.check_state).word if has_document else _("sin documento")
            words = detail_words(item.last) if item.last else ""
            self.stdout.write(f"  {item.name[:40]:<40} {state!s:<22} {words}".rstrip())
            if item.reopened_at:
                day = localtime(item.reopened_at).strftime("%d/%m/%Y")
                self.stdout.write(
                    "    " + _("Enlace caído desde el %(day)s: hay que volver a anotarlo.") % {"day": day}
                )


def _row(item: PublicationItem) -> dict[str, Any]:
    """What the last test says of a line; a line without a document has no state."""
    check = item.last
    return {
        "item": item.name,
        "url": item.url,
        "state": item.check_state,
        "sha256": (check.sha256 or None) if check else None,
        "checked_at": item.checked_at.isoformat() if item.checked_at else None,
    }
