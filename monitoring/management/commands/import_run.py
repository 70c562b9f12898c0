"""`manage.py import_run KEY USER`: writes an import that was confirmed; the wizard starts it for large files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from monitoring.importing.running import import_run, sign_history
from monitoring.models import ImportState, PlanImport
from networks.models import User


class Command(BaseCommand):
    help = "Escribe una importación confirmada. La llama la propia aplicación cuando el archivo es grande."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", metavar="KEY", help="La clave de la importación.")
        parser.add_argument("user", type=int, metavar="USER", help="Quién la confirmó, por su número.")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = PlanImport.objects.select_related("network").filter(state=ImportState.WRITING)
        row = rows.filter(key=options["key"]).first()
        user = User.objects.filter(pk=options["user"]).first()
        if row is None or user is None:
            raise CommandError(_("No hay ninguna importación confirmada con esa clave."))
        sign_history(user)
        if import_run(row=row, user=user) is None:
            raise CommandError(_("No se importó: %(why)s") % {"why": row.problem})
