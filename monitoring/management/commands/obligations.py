"""`manage.py obligations --network SLUG --period CODE [--member CODE] [--on DATE] [--json]`: what is owed, by
whom, and how each obligation stands."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from monitoring.labels import STATUS_WORDS
from monitoring.management.lookup import day_named, member_named, period_named
from monitoring.selectors import local_today, rollup
from monitoring.selectors.obligations import Standing, standings
from monitoring.state_words import state_chip
from networks.models.directory import THE_NETWORK


class Command(BaseCommand):
    help = "Lo que se debe informar en un periodo, quién lo debe y cómo está, en el orden del plan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", required=True, metavar="SLUG", help=_("la red, por su dirección"))
        parser.add_argument(
            "--period", required=True, metavar="CODE", help=_("el periodo: 2024-T3, 2012-S2, 2007")
        )
        parser.add_argument("--member", metavar="CODE", help=_("solo una integrante; «red» es la red misma"))
        parser.add_argument("--on", type=day_named, metavar="DATE", help=_("como estaría ese día; sin él, hoy"))
        parser.add_argument("--json", action="store_true", help=_("en JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        period = period_named(options["network"], options["period"])
        network = period.network
        members = None
        if options["member"]:
            member = member_named(network, options["member"])
            members = {member and member.pk}
        found = standings(rollup(network, period), options["on"] or local_today(network), members)
        if options["json"]:
            self.stdout.write(json.dumps([as_json(one) for one in found], ensure_ascii=False, indent=2))
        else:
            self.tell(found)

    def tell(self, found: list[Standing]) -> None:
        if not found:
            self.stdout.write(_("Nadie debe informar nada en ese periodo."))
            return
        rows = [_line(one) for one in found]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            self.stdout.write(
                "  ".join(words.ljust(width) for words, width in zip(row, widths, strict=True)).rstrip()
            )


def as_json(one: Standing) -> dict[str, Any]:
    return {
        "activity": one.owed.activity.code,
        "member": _code(one),
        "status": one.status,
        "state": one.state.key,
        "due": one.due_on.isoformat(),
        "late": one.is_late,
    }


def _code(one: Standing) -> str:
    return one.owed.member.code if one.owed.member else THE_NETWORK


def _line(one: Standing) -> tuple[str, str, str, str]:
    chip = state_chip(one.state)
    word = f"{chip.sign} {chip.word}"
    if one.is_late and not one.state.is_open:
        word = _("%(state)s, fuera de plazo") % {"state": word}
    return one.owed.activity.code, _code(one), word, str(STATUS_WORDS[one.status or "silent"])
