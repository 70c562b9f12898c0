"""`manage.py issue_report FORM --network SLUG --period CODE --by USER`: prints the folio, and nothing else."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from monitoring.management.lookup import network_named, user_named
from networks.models import Network
from networks.permissions import can_manage_report
from reports.issuing import TRIES, in_force, report_issue
from reports.models import IssuedReport
from reports.official import FORMS, report_data
from reports.official.form import Scope
from reports.preflight import preflight
from reports.scopes import scope_of
from reports.signing import Signer, signer_from_file


class Command(BaseCommand):
    help = (
        "Emite un informe oficial: congela sus datos y su PDF con un folio, y escribe solo el folio. Lo que la "
        "revisión previa encuentra se escribe en la salida de errores y queda con el informe. Si ya se había "
        "emitido, reemplaza al vigente."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("form", choices=sorted(FORMS), help="El formulario.")
        parser.add_argument("--network", required=True, metavar="SLUG", help="La red, por su dirección.")
        parser.add_argument(
            "--period", metavar="CODE", help="El periodo: 2024-T3, 2012-S1, 2007, 2024-T1_2024-T3."
        )
        parser.add_argument("--by", required=True, metavar="USER", help="La cuenta de quien lo emite.")
        parser.add_argument("--sign", metavar="KEY.p12", help="Firmar con él; la contraseña, en SIGNING_PASSWORD.")
        parser.add_argument("--plan", default="", metavar="SLUG", help="Solo ese plan.")
        parser.add_argument("--eje", default="", metavar="CODE", help="Solo ese eje.")
        parser.add_argument("--member", default="", metavar="CODE", help="Solo la parte de esa integrante.")
        parser.add_argument(
            "--reason", default="", metavar="TEXT", help="Por qué se emite con observaciones, o por qué reemplaza."
        )
        parser.add_argument("--output", metavar="FILE", help="Además, escribir ahí una copia del PDF.")
        parser.add_argument("--replaces", default="", metavar="FOLIO", help="Solo si reemplaza a ese informe.")

    def handle(self, *args: Any, **options: Any) -> None:
        network = network_named(options["network"])
        by = user_named(options["by"])
        if not can_manage_report(by, network):
            said = {"user": options["by"], "network": network.slug}
            raise CommandError(_("La cuenta «%(user)s» no puede emitir informes de «%(network)s».") % said)
        try:
            row = self.issue(network, by, options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if options["output"]:
            with row.pdf.open("rb") as kept:
                self.copy(kept.read(), Path(options["output"]))
        self.stdout.write(row.folio)

    def copy(self, content: bytes, target: Path) -> None:
        """The report stands whatever becomes of its copy."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            said = {"file": target, "why": error.strerror or error}
            self.stderr.write(_("No se pudo escribir «%(file)s»: %(why)s.") % said)

    def issue(self, network: Network, by: Any, options: dict[str, Any]) -> IssuedReport:
        form = FORMS[options["form"]]
        named = {name: options[name] for name in ("plan", "eje", "member")}
        scope = scope_of(network, form, options["period"], **named)
        signer = self.signer(options["sign"])
        for finding in preflight(scope, form, report_data(form.slug, scope)):
            self.stderr.write(f"{finding.where}: {finding.message}")
        reason = options["reason"].strip() or _("Emitido por orden de consola")
        for attempt in range(1, TRIES + 1):
            replaces = self.replaced(scope, form.slug, options["replaces"])
            try:
                return report_issue(
                    form=form.slug,
                    scope=scope,
                    by=by,
                    replaces=replaces,
                    reason=reason if replaces else "",
                    override_reason=reason,
                    signer=signer,
                )
            except ValidationError:
                # Unless she named it, what is replaced is the one in force, also where that changed meanwhile.
                last = in_force(network, form.slug, scope.period.code, scope.key)
                if options["replaces"] or last == replaces or attempt == TRIES:
                    raise

    def replaced(self, scope: Scope, form: str, folio: str) -> IssuedReport | None:
        if not folio:
            return in_force(scope.network, form, scope.period.code, scope.key)
        row = IssuedReport.objects.filter(network=scope.network, folio=folio).first()
        if row is None:
            last = in_force(scope.network, form, scope.period.code, scope.key)
            said = {"folio": folio, "last": last.folio if last else _("ninguno")}
            raise ValidationError(_("La red no emitió el informe «%(folio)s». El vigente es: %(last)s.") % said)
        return row

    def signer(self, path: str | None) -> Signer | None:
        return signer_from_file(path, os.environ.get("SIGNING_PASSWORD", "")) if path else None
