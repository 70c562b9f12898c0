"""`manage.py rollup --network SLUG --period CODE [--json]`: the figures of a period and what they are made of."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from monitoring.management.lookup import period_named
from monitoring.selectors import rollup
from monitoring.selectors.explaining import figures_data


class Command(BaseCommand):
    help = "Escribe las cifras de un periodo, con las partes que suman cada una."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", required=True, metavar="SLUG", help="La red, por su dirección.")
        parser.add_argument("--period", required=True, metavar="CODE", help="El periodo: 2024-T3, 2012-S1, 2007.")
        parser.add_argument("--json", action="store_true", help="Como datos, con cada parte de cada cifra.")

    def handle(self, *args: Any, **options: Any) -> None:
        period = period_named(options["network"], options["period"])
        data = figures_data(rollup(period.network, period))
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        for plan in data["plans"]:
            self._line(plan["title"], plan.get("total") or data["total"])
            for kind in ("ejes", "members"):
                for row in (row for row in data[kind] if row["plan"] == plan["plan"]):
                    self._line(f"  {row['code']} {row.get('title') or row.get('name')}", row)

    def _line(self, label: str, figure: dict[str, Any]) -> None:
        earned = _("sin cifra") if figure["earned"] is None else _("%(earned)s de %(weight)s") % figure
        heard = _("informaron %(reported)s de %(obliged)s") % figure
        said = {"label": label, "earned": earned, "ceiling": figure["ceiling"] or "—", "heard": heard}
        self.stdout.write(_("%(label)s: %(earned)s; puede llegar a %(ceiling)s; %(heard)s") % said)
