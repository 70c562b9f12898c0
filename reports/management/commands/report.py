"""`manage.py report FORM --network SLUG --period CODE --format json|html|pdf [--output FILE]`."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.management.lookup import period_named
from reports.building import BUILDERS, report_data
from reports.pdf import PdfError
from reports.rendering import render_html, render_pdf

FORMATS = ("json", "html", "pdf")


class Command(BaseCommand):
    help = "Escribe un informe oficial a partir de los registros, tal como están ahora."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("form", choices=sorted(BUILDERS), help="El formulario.")
        parser.add_argument("--network", required=True, metavar="SLUG", help="La red, por su dirección.")
        parser.add_argument("--period", required=True, metavar="CODE", help="El periodo: 2024-T3, 2012-S1, 2007.")
        parser.add_argument("--format", choices=FORMATS, default="json", help="El formato (json si no se dice).")
        parser.add_argument("--output", metavar="FILE", help="El archivo; sin él, la salida estándar.")

    def handle(self, *args: Any, **options: Any) -> None:
        data = self.data(options["form"], options["network"], options["period"])
        content = self.content(data, options["format"])
        if options["output"]:
            target = Path(options["output"])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        elif options["format"] == "pdf":
            sys.stdout.buffer.write(content)
        else:
            self.stdout.write(content.decode(), ending="")

    def data(self, form: str, slug: str, code: str) -> dict[str, Any]:
        period = period_named(slug, code)
        return report_data(form, period.network, period)

    def content(self, data: dict[str, Any], output_format: str) -> bytes:
        if output_format == "json":
            return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
        if output_format == "html":
            return render_html(data).encode()
        try:
            return render_pdf(data, in_process=True)
        except PdfError as error:
            raise CommandError(str(error)) from error
