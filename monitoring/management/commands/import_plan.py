"""`manage.py import_plan FILE --network SLUG --plan NEW-SLUG --years 2012-2013`: a file becomes a plan."""

import json
import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from monitoring.importing.answers import Answers
from monitoring.importing.as_json import draft_json
from monitoring.importing.files import document_open
from monitoring.importing.memory import remembered
from monitoring.importing.reading import draft_of
from monitoring.importing.reporting import reporter_of
from monitoring.importing.writing import Written, import_write
from monitoring.management.lookup import network_named
from networks.models import Network
from plans.forms import MOST_YEARS, RESERVED_SLUGS
from plans.importing.columns import recognise
from plans.importing.draft import Draft
from plans.models import Plan

YEARS = re.compile(r"^(\d{4})(?:\s*[-–]\s*(\d{4}))?$", re.ASCII)


class Command(BaseCommand):
    help = "Importa un plan de Word, Excel, LibreOffice o CSV como borrador, entero o nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="El archivo: .docx, .xlsx, .ods o .csv.")
        parser.add_argument("--network", required=True, metavar="SLUG", help="La red, por su dirección.")
        parser.add_argument("--plan", required=True, metavar="NEW-SLUG", help="La dirección del plan nuevo.")
        parser.add_argument("--years", required=True, metavar="YEARS", help="Sus años: 2012 o 2012-2013.")
        parser.add_argument("--title", default="", metavar="TEXT", help="Su título; sin él, el del documento.")
        parser.add_argument(
            "--period", default="", metavar="CODE", help="El periodo al que van los avances que informa."
        )
        parser.add_argument(
            "--member", default="", metavar="CODE", help="Qué integrante los informa; sin ella, la red misma."
        )
        parser.add_argument("--dry-run", action="store_true", help="Lee y muestra; no escribe nada.")
        parser.add_argument("--json", action="store_true", help="Muestra todo lo leído como JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(options)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error

    def run(self, options: dict[str, Any]) -> None:
        network = network_named(options["network"])
        answers = self.answers(network, options)
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(_("No hay ningún archivo «%(file)s».") % {"file": path})
        document = document_open(path, path.name)
        draft = draft_of(network, document, recognise(document, remembered(network)), answers)
        if options["json"]:
            self.stdout.write(json.dumps(draft_json(draft), ensure_ascii=False, indent=2))
        else:
            self.tell_draft(draft)
        if options["dry_run"]:
            return
        written = import_write(network=network, user=None, draft=draft, answers=answers, file_name=path.name)
        self.tell_written(written, self.stderr if options["json"] else self.stdout)

    def answers(self, network: Network, options: dict[str, Any]) -> Answers:
        """Everything that can be refused before the file is read."""
        first, last = self.years(options["years"])
        slug = options["plan"]
        if taken := self.taken(network, slug):
            # Who only looks is told, and still sees what there is to see.
            if not options["dry_run"]:
                raise CommandError(taken)
            self.stderr.write(_("Para escribirlo no serviría: %(why)s") % {"why": taken})
        Plan(network=network, slug=slug, title="·", first_year=first, last_year=last).clean_fields()
        if options["member"] and not options["period"]:
            raise CommandError(_("Diga también el periodo (--period) en que informa esa integrante."))
        answers = Answers(
            slug=slug,
            title=options["title"],
            first_year=first,
            last_year=last,
            period=options["period"],
            reporter=options["member"],
        )
        if answers.period:
            reporter_of(network, None, answers, options["file"])
        return answers

    def taken(self, network: Network, slug: str) -> str:
        """Why a plan cannot have that address; empty when it can."""
        if slug in RESERVED_SLUGS:
            return _("«%(plan)s» está reservado: elija otra dirección.") % {"plan": slug}
        if Plan.objects.filter(network=network, slug=slug).exists():
            said = {"network": network.slug, "plan": slug}
            return _("La red «%(network)s» ya tiene un plan «%(plan)s»: elija otra dirección.") % said
        return ""

    def years(self, text: str) -> tuple[int, int]:
        found = YEARS.match(text.strip())
        if not found:
            raise CommandError(_("«%(text)s» no son años: escriba 2012 o 2012-2013.") % {"text": text})
        first = int(found[1])
        last = int(found[2] or first)
        if last < first:
            raise CommandError(_("«%(text)s»: el último año es anterior al primero.") % {"text": text})
        if last - first >= MOST_YEARS:
            raise CommandError(_("Un plan abarca como mucho %(n)s años.") % {"n": MOST_YEARS})
        return first, last

    def tell_draft(self, draft: Draft) -> None:
        for number, version in enumerate(draft.versions, start=1):
            activities = list(version.walk())
            said = {
                "number": number,
                "ejes": len(version.ejes),
                "activities": len(activities),
                "products": sum(len(activity.deliverables) for activity in activities),
            }
            text = _("Versión %(number)s: %(ejes)s ejes, %(activities)s actividades, %(products)s productos.")
            self.stdout.write(text % said)
        found = draft_json(draft)["discrepancies"]
        self.stdout.write(_("No cuadra o no se entendió: %(n)s.") % {"n": len(found)})
        for row in found:
            place = f"{row['where']}: " if row["where"] else ""
            self.stdout.write(f"  [{row['kind']}] {place}{row['message']}")

    def tell_written(self, written: Written, out: Any) -> None:
        numbers = ", ".join(str(version.number) for version in written.versions)
        said = {"plan": written.plan.slug, "numbers": numbers}
        out.write(_("Escrito: el plan «%(plan)s», en borrador (versión %(numbers)s).") % said)
        outcome = written.outcome
        if outcome.entries or outcome.totals:
            text = _(
                "Avances: %(entries)s, de ellos %(drafts)s en borrador; totales declarados: %(totals)s. "
                "No cuentan hasta que la versión esté en vigor."
            )
            out.write(text % {"entries": outcome.entries, "drafts": outcome.drafts, "totals": outcome.totals})
