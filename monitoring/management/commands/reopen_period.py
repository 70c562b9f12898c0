"""`manage.py reopen_period --network SLUG --period CODE --by USER --reason TEXT`: opens a closed period again."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from monitoring.management.lookup import period_named, user_named
from monitoring.services import period_reopen
from networks.permissions import can_close_period


class Command(BaseCommand):
    help = "Reabre un periodo cerrado, con un motivo que queda escrito junto al cierre."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", required=True, metavar="SLUG", help="La red, por su dirección.")
        parser.add_argument("--period", required=True, metavar="CODE", help="El periodo, por su código: 2024-T3.")
        parser.add_argument("--by", required=True, metavar="USER", help="Quién lo reabre, por su usuario.")
        parser.add_argument("--reason", required=True, metavar="TEXT", help="Por qué se reabre.")

    def handle(self, *args: Any, **options: Any) -> None:
        by = user_named(options["by"])
        period = period_named(options["network"], options["period"], spans=False)
        if not can_close_period(by, period):
            said = {"user": by.username}
            raise CommandError(
                _("«%(user)s» no es de la secretaría técnica de esa red: no puede reabrir sus periodos.") % said
            )
        try:
            closing = period_reopen(period=period, by=by, reason=options["reason"])
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        said = {
            "period": period.code,
            "closed_at": closing.closed_at.isoformat(),
            "reason": closing.reopened_reason,
        }
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
