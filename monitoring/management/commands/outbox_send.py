"""`manage.py outbox_send`: sends what is due, tries again what failed. `--once` is for cron, every few minutes."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from monitoring.services.sending import outbox_send


class Command(BaseCommand):
    help = "Envía los correos que esperan; sin --once sigue haciéndolo hasta que se le detenga."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="una sola pasada, para cron")
        parser.add_argument("--every", type=int, default=60, metavar="SEGUNDOS", help="entre pasadas (60)")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            done = outbox_send()
            if done or options["once"]:
                self.stdout.write(done.in_words())
                self.stdout.flush()
            if options["once"]:
                return
            close_old_connections()
            time.sleep(max(1, options["every"]))
