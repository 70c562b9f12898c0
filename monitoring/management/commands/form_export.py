"""`manage.py form_export --network SLUG --period CODE --member CODE --output F.xlsx`: a form to fill offline."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.management.lookup import member_named, period_named
from monitoring.roundtrip.building import form_of
from monitoring.roundtrip.export import form_workbook


class Command(BaseCommand):
    help = (
        "Escribe el formulario de una integrante para un periodo como libro de Excel, para llenarlo sin conexión."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", required=True, metavar="SLUG", help="La red, por su dirección.")
        parser.add_argument("--period", required=True, metavar="CODE", help="El periodo, por su código.")
        parser.add_argument(
            "--member", required=True, metavar="CODE", help="La integrante, por su código; «red» es la red misma."
        )
        parser.add_argument("--output", required=True, metavar="FILE", help="El archivo .xlsx que se escribe.")

    def handle(self, *args: Any, **options: Any) -> None:
        period = period_named(options["network"], options["period"], spans=False)
        form = form_of(period.network, period, member_named(period.network, options["member"]))
        if not form.reports:
            raise CommandError(f"{form.who_name} no debe informar nada en {period.code}: no hay formulario.")
        path = Path(options["output"])
        try:
            path.write_bytes(form_workbook(form))
        except OSError as error:
            raise CommandError(f"No se pudo escribir «{path}»: {error.strerror}.") from error
        self.stdout.write(f"{path}: {len(form.reports)} actividades de {form.who_name} en {period.code}.")
