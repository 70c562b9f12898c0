"""`manage.py verify_report FILE.pdf [--json]`: whether it is a report that was issued here, as it was issued."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reports.report_verifying import GENUINE, FileVerdict, file_verdict
from reports.signature_checks import SignatureFound

NOT_GENUINE = 1


class Command(BaseCommand):
    help = (
        "Dice si un archivo es un informe emitido aquí: auténtico, reemplazado, alterado o desconocido. Termina "
        "con 0 si es auténtico y vigente, y con 1 si no."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.pdf", help="El archivo.")
        parser.add_argument("--json", action="store_true", help="Escribir solo JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as error:
            said = {"file": options["file"], "detail": error.strerror or error}
            raise CommandError(_("No se pudo leer «%(file)s»: %(detail)s.") % said) from error
        found = file_verdict(content)
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            self.tell(found)
        if found.status != GENUINE:
            sys.exit(NOT_GENUINE)

    def tell(self, found: FileVerdict) -> None:
        self.stdout.write(str(found))
        for one in found.signatures:
            self.stdout.write(self.of_signature(one))

    def of_signature(self, one: SignatureFound) -> str:
        day = date_format(localtime(one.at), "d/m/Y H:i") if one.at else _("sin fecha")
        said = {"name": one.name, "day": day, "problems": " ".join(one.problems)}
        if one.is_good:
            return (_("Firma válida de %(name)s, %(day)s. %(problems)s") % said).strip()
        return (_("Firma que no vale, de %(name)s, %(day)s. %(problems)s") % said).strip()
