"""`manage.py form_import F.xlsx --by USER`: reads a filled form back; with `--dry-run` it only says what it would
do."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalRecords

from monitoring.importing.running import sign_history
from monitoring.management.lookup import user_named
from monitoring.roundtrip.applying import FormChangedError, FormRefusedError, form_apply
from monitoring.roundtrip.as_json import checked_json
from monitoring.roundtrip.checking import Checked, Problem
from monitoring.roundtrip.files import form_open
from networks.models import User


class Command(BaseCommand):
    help = "Lee de vuelta un formulario de Excel y guarda lo llenado como borradores, todo o nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="El archivo .xlsx.")
        parser.add_argument(
            "--by", required=True, metavar="USER", help="Quién lo entrega, por su nombre de usuario."
        )
        parser.add_argument("--reason", default="", metavar="TEXT", help="Por qué informa en nombre de otra.")
        parser.add_argument("--submit", action="store_true", help="Envía además los que tienen cumplimiento.")
        parser.add_argument("--dry-run", action="store_true", help="Lee y muestra; no escribe nada.")
        parser.add_argument("--json", action="store_true", help="Muestra lo leído como JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(options)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except FormChangedError as error:
            text = _("Alguien escribió mientras tanto: no se guardó nada. Vuelva a probar.")
            raise CommandError(text) from error

    def run(self, options: dict[str, Any]) -> None:
        user = user_named(options["by"])
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(_("No hay ningún archivo «%(file)s».") % {"file": path})
        checked = form_open(path, path.name, user)
        problems = checked.problems
        if not (options["dry_run"] or problems):
            problems = self.write(checked, user, options)
        self.tell(checked, options["json"])
        if not options["dry_run"] and problems:
            text = ngettext(
                "No se guardó nada: hay %(n)s error en el archivo.",
                "No se guardó nada: hay %(n)s errores en el archivo.",
                len(problems),
            )
            raise CommandError(text % {"n": len(problems)})

    def write(self, checked: Checked, user: User, options: dict[str, Any]) -> list[Problem]:
        try:
            sign_history(user)
            applied = form_apply(checked=checked, user=user, reason=options["reason"], submit=options["submit"])
        except FormRefusedError as error:
            checked.problems = error.problems
            return error.problems
        finally:
            del HistoricalRecords.context.request
        said = {"saved": applied.saved, "sent": applied.sent}
        self.stderr.write(_("Guardados: %(saved)s; enviados: %(sent)s.") % said)
        return []

    def tell(self, checked: Checked, as_json: bool) -> None:
        for notice in checked.notices:
            self.stderr.write(notice)
        if as_json:
            self.stdout.write(json.dumps(checked_json(checked), ensure_ascii=False, indent=2))
            return
        self.stdout.write(_("Avances que cambian: %(n)s.") % {"n": len(checked.changed())})
        for entry in checked.touched:
            for one in entry.changes:
                self.stdout.write(f"  {entry.report.code} · {one.label}: «{one.before}» → «{one.after}»")
        said = {"n": len(checked.conflicts)}
        self.stdout.write(_("En conflicto (quedan como están ahora): %(n)s.") % said)
        for one in checked.conflicts:
            text = _("en el archivo «%(file)s», ahora «%(now)s»") % {"file": one.after, "now": one.before}
            self.stdout.write(f"  {one.line.report.code} · {one.label}: {text}")
        self.stdout.write(_("Errores: %(n)s.") % {"n": len(checked.problems)})
        for problem in checked.problems:
            self.stdout.write(f"  {problem.place}: {problem.message}")
