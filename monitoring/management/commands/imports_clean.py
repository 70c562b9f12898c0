"""`manage.py imports_clean`: forgets uploaded files that nobody imported in a week. For cron."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from monitoring.importing.files import imports_clean


class Command(BaseCommand):
    help = "Borra lo subido para importar que lleva una semana sin terminarse, con sus archivos."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("Importaciones olvidadas: %(n)s") % {"n": imports_clean()})
