"""`manage.py report FORM --network SLUG [--period CODE] --format pdf|html|json|docx|xlsx [--output FILE]`."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from networks.management.lookup import network_named
from reports.official import FORMS, report_data
from reports.official.form import Scope
from reports.pdf import PdfError
from reports.rendering import render_as
from reports.scopes import scope_of
from reports.word_templates import template_for

FORMATS = ("json", "html", "pdf", "docx", "xlsx")
TEXTS = ("json", "html")


class Command(BaseCommand):
    help = "Escribe un informe oficial a partir de los registros, tal como están ahora: un borrador."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("form", choices=sorted(FORMS), help="El formulario.")
        parser.add_argument("--network", required=True, metavar="SLUG", help="La red, por su dirección.")
        parser.add_argument(
            "--period",
            metavar="CODE",
            help="El periodo: 2024-T3, 2012-S1, 2007, 2024-T1_2024-T3. Sin él, el del plan, si cabe.",
        )
        parser.add_argument("--plan", default="", metavar="SLUG", help="Solo ese plan.")
        parser.add_argument("--eje", default="", metavar="CODE", help="Solo ese eje.")
        parser.add_argument("--member", default="", metavar="CODE", help="Solo la parte de esa integrante.")
        parser.add_argument("--format", choices=FORMATS, default="json", help="El formato (json si no se dice).")
        parser.add_argument("--output", metavar="FILE", help="El archivo; sin él, la salida estándar.")

    def handle(self, *args: Any, **options: Any) -> None:
        content = self.content(self.scope(options), options["form"], options["format"])
        if options["output"]:
            target = Path(options["output"])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        elif options["format"] in TEXTS:
            self.stdout.write(content.decode(), ending="")
        else:
            sys.stdout.buffer.write(content)

    def scope(self, options: dict[str, Any]) -> Scope:
        form = FORMS[options["form"]]
        named = {name: options[name] for name in ("plan", "eje", "member")}
        try:
            return scope_of(network_named(options["network"]), form, options["period"], **named)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def content(self, scope: Scope, form: str, output_format: str) -> bytes:
        data = report_data(form, scope)
        if output_format == "json":
            return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
        try:
            template = template_for(scope.network, form) if output_format == "docx" else None
            return render_as(data, output_format, word_template=template)
        except PdfError as error:
            raise CommandError(str(error)) from error
