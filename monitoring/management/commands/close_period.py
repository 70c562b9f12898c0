"""`manage.py close_period --network SLUG --period CODE --by USER`: closes a period and prints its act as JSON."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from monitoring.management.lookup import period_named, user_named
from monitoring.models import PeriodClosing
from monitoring.selectors.closing import closing_commitments, periods_to_close
from monitoring.services import period_close
from networks.models.directory import THE_NETWORK
from networks.permissions import can_close_period


class Command(BaseCommand):
    help = "Cierra un periodo: fija sus totales y pasa lo que no se cumplió al que sigue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", metavar="SLUG", help="La red, por su dirección.")
        parser.add_argument("--period", metavar="CODE", help="El periodo, por su código: 2024-T3.")
        parser.add_argument("--by", required=True, metavar="USER", help="Quién lo cierra, por su usuario.")
        parser.add_argument(
            "--due",
            action="store_true",
            help="Cierra todos los que ya dejaron de recibir avances, en las redes de esa persona. Para cron.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = user_named(options["by"])
        if options["due"]:
            acts = [
                {"network": p.network.slug, "period": p.code, **self.close(p, by)} for p in periods_to_close(by)
            ]
            self.write(acts)
            return
        if not (options["network"] and options["period"]):
            raise CommandError(_("Diga qué periodo: --network y --period, o --due para los que ya terminaron."))
        period = period_named(options["network"], options["period"], spans=False)
        if not can_close_period(by, period):
            said = {"user": by.username}
            raise CommandError(
                _("«%(user)s» no es de la secretaría técnica de esa red: no puede cerrar sus periodos.") % said
            )
        self.write(self.close(period, by))

    def close(self, period, by) -> dict[str, Any]:
        try:
            return act(period_close(period=period, by=by))
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error

    def write(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))


def act(closing: PeriodClosing) -> dict[str, Any]:
    """`{"late", "missing", "totals"}`: a member of «red» is the network itself."""
    totals = dict(closing.totals)
    late = [
        {"activity": row["activity"], "member": row["member"] or THE_NETWORK, "sent_at": row["sent_at"]}
        for row in totals.pop("late")
    ]
    missing = [
        {"activity": row.activity_code, "member": row.member.code if row.member else THE_NETWORK}
        for row in closing_commitments(closing)
        if not row.status
    ]
    return {"late": late, "missing": missing, "totals": totals}
