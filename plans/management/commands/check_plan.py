"""`manage.py check_plan --network SLUG --plan SLUG [--version N] [--json]`: what does not add up in a plan."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from plans.consistency import findings, grouped
from plans.management.lookup import VersionCommand, version_named
from plans.selectors import version_tree


class Command(VersionCommand):
    help = "Dice todo lo que no suma, falta o se contradice en un plan, lugar por lugar."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help=_("En JSON: una lista con un objeto por lugar."))

    def handle(self, *args: Any, **options: Any) -> None:
        version = version_named(options)
        found = findings(version_tree(version), version.plan.network)
        if options["json"]:
            rows = [finding.as_json() for finding in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        self.stdout.write(_("%(plan)s, versión %(n)s") % {"plan": version.plan.title, "n": version.number})
        if not found:
            self.stdout.write(_("Todo suma y nada falta."))
        for group in grouped(found):
            refuses = f" ({_('impide poner en vigor')})" if group.refuses else ""
            self.stdout.write(f"\n{group.label}: {len(group.findings)}{refuses}")
            for finding in group.findings:
                self.stdout.write(f"  {finding.message}")
