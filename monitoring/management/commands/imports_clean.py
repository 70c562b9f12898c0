"""`manage.py imports_clean`: forgets uploaded files that nobody imported in a week. For cron."""

from typing import Any

from django.core.management.base import BaseCommand

from monitoring.importing.files import imports_clean


class Command(BaseCommand):
    help = "Borra lo subido para importar que lleva una semana sin terminarse, con sus archivos."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Importaciones olvidadas: {imports_clean()}")
