"""`manage.py form_export --network SLUG --period CODE --member CODE --output F.xlsx`: a form to fill offline."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
            said = {"who": form.who_name, "period": period.code}
            raise CommandError(_("%(who)s no debe informar nada en %(period)s: no hay formulario.") % said)
        path = Path(options["output"])
        try:
            path.write_bytes(form_workbook(form))
        except OSError as error:
            said = {"file": path, "why": error.strerror}
            raise CommandError(_("No se pudo escribir «%(file)s»: %(why)s.") % said) from error
        count = len(form.reports)
        text = ngettext(
            "%(file)s: %(n)s actividad de %(who)s en %(period)s.",
            "%(file)s: %(n)s actividades de %(who)s en %(period)s.",
            count,
        )
        self.stdout.write(text % {"file": path, "n": count, "who": form.who_name, "period": period.code})
