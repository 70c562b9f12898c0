"""`manage.py functions_due --network SLUG --period CODE [--json]`: which functions of the norm the sessions have
addressed by a period's end, and which none of the period's did."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.management.lookup import period_named
from monitoring.selectors.functions_due import FunctionDue, functions_due


class Command(BaseCommand):
    help = gettext_lazy("Las funciones de la norma: cuándo las abordó una sesión y cuáles faltan en el periodo.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", required=True, metavar="SLUG", help=_("la red, por su dirección"))
        parser.add_argument(
            "--period", required=True, metavar="CODE", help=_("el periodo: 2024-T3, 2012-S2, 2024")
        )
        parser.add_argument("--json", action="store_true", help=_("en JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        period = period_named(options["network"], options["period"])
        found = functions_due(period.network, period)
        if options["json"]:
            self.stdout.write(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
        else:
            self.tell(found)

    def tell(self, found: list[FunctionDue]) -> None:
        if not found:
            self.stdout.write(_("La red no tiene anotadas las funciones de su norma."))
            return
        for one in found:
            state = _("✓ se abordó") if one.addressed else _("✗ sin abordar")
            last = date_format(one.last, "d/m/Y") if one.last else _("nunca")
            self.stdout.write(f"{one.number:>3}  {state:<14}  {last:<10}  {one.title}")
