"""`manage.py batch_run KEY`: makes a batch of reports; the application starts it itself."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from reports.batch_running import batch_run
from reports.models import ReportBatch


class Command(BaseCommand):
    help = "Prepara un lote de informes. La llama la propia aplicación."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", type=UUID, metavar="KEY", help="La clave del lote.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch_run(options["key"])
        except ReportBatch.DoesNotExist as error:
            raise CommandError(_("No hay ningún lote con esa clave.")) from error
