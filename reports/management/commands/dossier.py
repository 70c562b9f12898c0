"""`manage.py dossier --network SLUG --period CODE --output FILE`: the evidence of a period, bound or in a zip."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.management.lookup import member_named, network_named, period_named, user_named
from networks.permissions import can_manage_report
from reports.dossier.collecting import collect
from reports.dossier.making import FORMATS, Made, dossier_make


class Command(BaseCommand):
    help = (
        "Reúne las evidencias de un periodo en el orden del plan: un PDF encuadernado o, si sería muy grande, un "
        "zip. Las reservadas quedan fuera y se cuentan. Cada archivo que toma queda anotado como abierto por "
        "--by; sin --by, solo en la bitácora."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", required=True, metavar="SLUG", help="La red, por su dirección.")
        parser.add_argument("--period", required=True, metavar="CODE", help="El periodo: 2024-T3, 2012-S1, 2007.")
        parser.add_argument("--output", required=True, metavar="FILE", help="El archivo que se escribe.")
        parser.add_argument("--eje", default="", metavar="CODE", help="Solo ese eje.")
        parser.add_argument("--member", default="", metavar="CODE", help="Solo esa integrante («red»: la red).")
        parser.add_argument("--format", choices=FORMATS, default="auto", help="pdf, zip o el que convenga.")
        parser.add_argument("--by", metavar="USER", help="En nombre de quién se abren los archivos.")

    def handle(self, *args: Any, **options: Any) -> None:
        network = network_named(options["network"])
        user = user_named(options["by"]) if options["by"] else None
        if user is not None and not can_manage_report(user, network):
            raise CommandError(_("«%(user)s» no prepara informes en esa red.") % {"user": options["by"]})
        member = member_named(network, options["member"]) if options["member"] else None
        dossier = collect(
            network=network,
            period=period_named(network, options["period"]),
            eje=options["eje"],
            member=member,
            only_network=bool(options["member"]) and member is None,
        )
        output = Path(options["output"])
        output.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="trama-", dir=output.parent) as folder:
            try:
                made = dossier_make(
                    dossier=dossier, user=user, target=Path(folder) / "expediente", output_format=options["format"]
                )
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            made.path.replace(output)
        self.stdout.write(said(made))


def said(made: Made) -> str:
    count = sum(bool(row.first or row.path) for row in made.taken)
    if made.kind == "zip":
        words = ngettext("zip con %(count)s archivo", "zip con %(count)s archivos", count)
        return words % {"count": count}
    words = ngettext(
        "PDF de %(pages)s páginas con %(count)s prueba", "PDF de %(pages)s páginas con %(count)s pruebas", count
    )
    return words % {"count": count, "pages": made.pages}
