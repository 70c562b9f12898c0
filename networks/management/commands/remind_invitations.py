"""`manage.py remind_invitations`: reminds whoever was invited and has not answered. For cron, once a day."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.days import local_today
from networks.management.lookup import day_named, network_named
from networks.models import Invitation, Network
from networks.selectors.invitations import reminders_due
from networks.services.invitations import invitations_remind


class Command(BaseCommand):
    help = _("Recuerda las invitaciones sin contestar: a los 7 y a los 14 días, dos veces como mucho.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", metavar="SLUG", help=_("solo esa red"))
        parser.add_argument(
            "--on", type=day_named, metavar="FECHA", help=_("el día, como 2024-09-20; por defecto, hoy")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("dice a quién recordaría y no escribe nada"))
        parser.add_argument("--json", action="store_true", help=_("lo dice en JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        networks = [network_named(options["network"])] if options["network"] else Network.objects.order_by("slug")
        found = [one for network in networks for one in self._remind(network, options)]
        if options["json"]:
            self.stdout.write(json.dumps([_row(one) for one in found], ensure_ascii=False, indent=2))
            return
        for one in found:
            self.stdout.write(f"{one.network.slug:<20} {one.email:<40} {one.reminders + 1}")
        said = _("Recordatorios que tocan: %(n)s.") if options["dry_run"] else _("Recordatorios escritos: %(n)s.")
        self.stdout.write(said % {"n": len(found)})

    def _remind(self, network: Network, options: dict[str, Any]) -> list[Invitation]:
        today, on = local_today(network), options["on"]
        if options["dry_run"]:
            return reminders_due(network, on or today)
        return invitations_remind(network=network, on=on, at=_instant(on) if on not in (None, today) else None)


def _instant(day: datetime.date) -> datetime.datetime:
    """Noon, in UTC: that day in every network that is likely to have one."""
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=timezone.get_fixed_timezone(0))


def _row(invitation: Invitation) -> dict[str, Any]:
    return {"network": invitation.network.slug, "to": invitation.email, "reminder": invitation.reminders + 1}
