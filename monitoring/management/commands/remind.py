"""`manage.py remind`: the day's digests, written and sent. For cron, once a day or more often."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from monitoring.management.lookup import day_named, network_named
from monitoring.models import ItemKind
from monitoring.selectors.follow_up_reminders import OverdueMails, overdue_mails
from monitoring.selectors.reminders import DEMO, INACTIVE, NO_EMAIL, OPTED_OUT, Reminders, due_periods, reminders
from monitoring.services.follow_up_reminders import overdue_mails_write
from monitoring.services.reminders import digests_write
from monitoring.services.sending import outbox_send
from networks.models import Network, User

REASONS = {
    INACTIVE: gettext_noop("la cuenta está desactivada"),
    NO_EMAIL: gettext_noop("no tiene un correo electrónico que valga"),
    DEMO: gettext_noop("es una cuenta de demostración"),
    OPTED_OUT: gettext_noop("pidió no recibir recordatorios de %(network)s"),
}


class Command(BaseCommand):
    help = "Avisa a quien debe informar y a su coordinación: un correo por persona y día."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=day_named, metavar="FECHA", help="el día, como 2024-09-20; por defecto, hoy"
        )
        parser.add_argument("--network", metavar="SLUG", help="solo esa red")
        parser.add_argument("--dry-run", action="store_true", help="dice a quién avisaría y no escribe nada")
        parser.add_argument("--json", action="store_true", help="lo dice en JSON")
        parser.add_argument("--no-send", action="store_true", help="deja los correos en la bandeja de salida")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        networks = [network_named(options["network"])] if options["network"] else None
        found = reminders(due_periods(on=options["on"], at=at, networks=networks), at=at)
        overdue = overdue_mails(on=options["on"], at=at, networks=networks)
        rows = [*_rows(found), *_overdue_rows(overdue)]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self._tell(rows, list(dict.fromkeys([*found.unreached, *overdue.unreached])))
        if not options["dry_run"]:
            self._write(found, overdue, at, options)

    def _tell(self, rows: list[dict[str, Any]], unreached: list[tuple[User, str, Network | None]]) -> None:
        for row in rows:
            kind = ItemKind(row["kind"]).label
            self.stdout.write(f"{row['to']:<40} {row['period']:<8} {kind:<26} {row['count']:>5}")
        for user, reason, network in unreached:
            why = _(REASONS[reason]) % {"network": network}
            self.stdout.write(_("No se avisa a %(user)s: %(why)s.") % {"user": user, "why": why})
        if not rows:
            self.stdout.write(_("Nadie a quien avisar."))

    def _write(
        self, found: Reminders, overdue: OverdueMails, at: datetime.datetime, options: dict[str, Any]
    ) -> None:
        """What was done goes to standard error, so that standard output is only what was computed."""
        total = len(found.digests) + len(overdue.mails)
        written = digests_write(digests=found.digests, on=options["on"], at=at)
        written += overdue_mails_write(mails=overdue.mails)
        said = {"n": len(written), "before": total - len(written)}
        self.stderr.write(_("Correos escritos: %(n)s; ya lo estaban: %(before)s.") % said)
        if not options["no_send"]:
            self.stderr.write(outbox_send().in_words())


def _rows(found: Reminders) -> list[dict[str, Any]]:
    rows = [
        {
            "to": digest.user.email,
            "kind": str(notice.kind),
            "period": notice.due.period.code,
            "count": notice.count,
        }
        for digest in found.digests
        for notice in digest.notices
    ]
    return sorted(rows, key=lambda row: (row["to"], row["period"], row["kind"]))


def _overdue_rows(found: OverdueMails) -> list[dict[str, Any]]:
    """Of no period: a decision's deadline is its own."""
    return [
        {"to": mail.user.email, "kind": str(ItemKind.FOLLOW_UP), "period": "", "count": len(mail.rows)}
        for mail in found.mails
    ]
