"""`manage.py compare_versions --network SLUG --plan SLUG --from N --to N [--json]`: what changed, line by line."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from plans.comparing import Compared, LineRow, versions_compared
from plans.models import Plan, PlanVersion


class Command(BaseCommand):
    help = "Compara dos versiones de un plan: lo añadido, lo quitado, lo movido y lo cambiado campo por campo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", required=True, metavar="SLUG", help=_("la red, por su dirección"))
        parser.add_argument("--plan", required=True, metavar="SLUG", help=_("el plan, por su dirección"))
        parser.add_argument("--from", required=True, type=int, metavar="N", help=_("el número de una versión"))
        parser.add_argument("--to", required=True, type=int, metavar="N", help=_("el número de la otra"))
        parser.add_argument("--json", action="store_true", help=_("en JSON: added, removed, moved y changed"))

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(network__slug=options["network"], slug=options["plan"]).first()
        if plan is None:
            raise CommandError(_missing_plan(options["network"], options["plan"]))
        older, newer = self.version(plan, options["from"]), self.version(plan, options["to"])
        compared = versions_compared(older, newer)
        if options["json"]:
            self.stdout.write(json.dumps(compared.comparison.as_json(), ensure_ascii=False, indent=2))
        else:
            self.tell(compared)

    def version(self, plan: Plan, number: int) -> PlanVersion:
        versions = PlanVersion.objects.filter(plan=plan).select_related("plan__network")
        found = versions.filter(number=number).first()
        if found is None:
            known = ", ".join(str(one.number) for one in versions) or _("ninguna")
            said = {"plan": plan.slug, "number": number, "known": known}
            raise CommandError(
                _("El plan «%(plan)s» no tiene la versión %(number)s. Las que tiene: %(known)s.") % said
            )
        return found

    def tell(self, compared: Compared) -> None:
        self.stdout.write(" · ".join(f"{number} {word}" for _kind, word, number in compared.counts))
        for section in compared.sections:
            self.stdout.write(f"\n{section.code}. {section.title}")
            for row in section.rows:
                self.tell_row(row)

    def tell_row(self, row: LineRow) -> None:
        kinds = ", ".join(word for _kind, word in row.labels)
        self.stdout.write(f"  {row.line.code} {row.line.title} ({row.level}, {kinds})")
        for field in row.fields:
            self.stdout.write(f"    {field.label}: «{field.before}» → «{field.after}»")


def _missing_plan(network: str, slug: str) -> str:
    known = ", ".join(Plan.objects.filter(network__slug=network).values_list("slug", flat=True))
    said = {"network": network, "plan": slug, "known": known or _("ninguno")}
    return _("La red «%(network)s» no tiene el plan «%(plan)s». Los que tiene: %(known)s.") % said
