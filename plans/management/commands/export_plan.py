"""`manage.py export_plan --network SLUG --plan SLUG [--version N] --output FILE.xlsx|.docx`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from plans.exports import FORMATS, version_export
from plans.management.lookup import VersionCommand, version_named


class Command(VersionCommand):
    help = "Escribe un plan como matriz de Word o de Excel, que se puede volver a importar sin diferencias."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--output",
            required=True,
            metavar="FILE",
            help=_("El archivo, que termina en .xlsx o en .docx."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(options["output"])
        ending = target.suffix.lower().lstrip(".")
        if ending not in FORMATS:
            said = _("«%(name)s» no termina en .xlsx ni en .docx: diga en cuál de los dos se escribe.")
            raise CommandError(said % {"name": target.name})
        content = version_export(version_named(options), ending)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            said = _("No se pudo escribir «%(name)s»: %(reason)s.")
            raise CommandError(said % {"name": target, "reason": error.strerror}) from error
        self.stdout.write(_("Escrito en %(name)s.") % {"name": target})
