"""`manage.py deadline "Agosto de 2012" …`: how the plans read a deadline, as JSON."""

import json

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from plans.deadlines import Deadline, parse


class Command(BaseCommand):
    help = "Muestra cómo se leen los plazos: una lista JSON de text, start, end y precision."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("phrases", nargs="+", metavar="PLAZO", help=_("plazo tal como está escrito"))
        parser.add_argument("--year", type=int, metavar="AÑO", help=_("año de los plazos que no lo dicen"))

    def handle(self, *args, phrases, year, **options):
        answer = [as_json(parse(text, year)) for text in phrases]
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def as_json(deadline: Deadline) -> dict[str, str | None]:
    """ISO dates, or null where there are none."""
    return {
        "text": deadline.text,
        "start": deadline.start.isoformat() if deadline.start else None,
        "end": deadline.end.isoformat() if deadline.end else None,
        "precision": deadline.precision,
    }
