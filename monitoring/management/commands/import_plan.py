"""`manage.py import_plan FILE --network SLUG --plan NEW-SLUG --years 2012-2013`: a file becomes a plan."""

import json
import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.importing.answers import Answers
from monitoring.importing.as_json import draft_json
from monitoring.importing.files import document_open
from monitoring.importing.memory import remembered
from monitoring.importing.reading import draft_of
from monitoring.importing.reporting import reporter_of
from monitoring.importing.writing import Written, import_write
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
        network = self.network(options["network"])
        answers = self.answers(network, options)
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"No hay ningún archivo «{path}».")
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

    def network(self, slug: str) -> Network:
        network = Network.objects.filter(slug=slug).first()
        if network is None:
            known = ", ".join(Network.objects.values_list("slug", flat=True)) or "ninguna"
            raise CommandError(f"No hay una red «{slug}». Las que hay: {known}.")
        return network

    def answers(self, network: Network, options: dict[str, Any]) -> Answers:
        """Everything that can be refused before the file is read."""
        first, last = self.years(options["years"])
        slug = options["plan"]
        if taken := self.taken(network, slug):
            # Who only looks is told, and still sees what there is to see.
            if not options["dry_run"]:
                raise CommandError(taken)
            self.stderr.write(f"Para escribirlo no serviría: {taken}")
        Plan(network=network, slug=slug, title="·", first_year=first, last_year=last).clean_fields()
        if options["member"] and not options["period"]:
            raise CommandError("Diga también el periodo (--period) en que informa esa integrante.")
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
            return f"«{slug}» está reservado: elija otra dirección."
        if Plan.objects.filter(network=network, slug=slug).exists():
            return f"La red «{network.slug}» ya tiene un plan «{slug}»: elija otra dirección."
        return ""

    def years(self, text: str) -> tuple[int, int]:
        found = YEARS.match(text.strip())
        if not found:
            raise CommandError(f"«{text}» no son años: escriba 2012 o 2012-2013.")
        first = int(found[1])
        last = int(found[2] or first)
        if last < first:
            raise CommandError(f"«{text}»: el último año es anterior al primero.")
        if last - first >= MOST_YEARS:
            raise CommandError(f"Un plan abarca como mucho {MOST_YEARS} años.")
        return first, last

    def tell_draft(self, draft: Draft) -> None:
        for number, version in enumerate(draft.versions, start=1):
            activities = list(version.walk())
            products = sum(len(activity.deliverables) for activity in activities)
            self.stdout.write(
                f"Versión {number}: {len(version.ejes)} ejes, {len(activities)} actividades, {products} productos."
            )
        found = draft_json(draft)["discrepancies"]
        self.stdout.write(f"No cuadra o no se entendió: {len(found)}.")
        for row in found:
            place = f"{row['where']}: " if row["where"] else ""
            self.stdout.write(f"  [{row['kind']}] {place}{row['message']}")

    def tell_written(self, written: Written, out: Any) -> None:
        numbers = ", ".join(str(version.number) for version in written.versions)
        out.write(f"Escrito: el plan «{written.plan.slug}», en borrador (versión {numbers}).")
        outcome = written.outcome
        if outcome.entries or outcome.totals:
            out.write(
                f"Avances: {outcome.entries}, de ellos {outcome.drafts} en borrador; "
                f"totales declarados: {outcome.totals}. No cuentan hasta que la versión esté en vigor."
            )
