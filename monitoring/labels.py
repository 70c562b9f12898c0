"""How periods and semáforos are called on screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from monitoring.compliance import SYMBOLS, light
from monitoring.figures import SILENT
from monitoring.models import Period
from monitoring.periods import RUN, PeriodSpan, parse_code
from networks.models import PeriodKind

ORDINALS = {
    PeriodKind.QUARTER: (
        gettext_lazy("Primer trimestre de %(year)s"),
        gettext_lazy("Segundo trimestre de %(year)s"),
        gettext_lazy("Tercer trimestre de %(year)s"),
        gettext_lazy("Cuarto trimestre de %(year)s"),
    ),
    PeriodKind.SEMESTER: (
        gettext_lazy("Primer semestre de %(year)s"),
        gettext_lazy("Segundo semestre de %(year)s"),
    ),
    PeriodKind.YEAR: (gettext_lazy("Año %(year)s"),),
}
MONTHS_EACH = {PeriodKind.QUARTER: 3, PeriodKind.SEMESTER: 6, PeriodKind.YEAR: 12}

SILENT_CSS = "sin_informar"
STATUS_WORDS = {
    "cumplido": gettext_lazy("Cumplido"),
    "en_avance": gettext_lazy("En avance"),
    "no_cumplido": gettext_lazy("No cumplido"),
    "pendiente": gettext_lazy("Pendiente"),
    "reprogramado": gettext_lazy("Reprogramado"),
    "no_aplica": gettext_lazy("No aplica"),
    SILENT: gettext_lazy("Sin informar"),
}
REVIEW_WORDS = {
    "draft": gettext_lazy("borrador"),
    "submitted": gettext_lazy("enviado"),
    "returned": gettext_lazy("observado"),
    "validated": gettext_lazy("validado"),
}


def period_label(period: Period) -> str:
    """«Tercer trimestre de 2024», «Segundo semestre de 2012», «Año 2007», «De 2012 a 2013»."""
    if period.kind == RUN:
        return _run_label(period.code)
    number = (period.start_on.month - 1) // MONTHS_EACH[period.kind]
    return str(ORDINALS[period.kind][number]) % {"year": period.start_on.year}


def _run_label(code: str) -> str:
    first, _joined, last = code.partition("_")
    if first.isdigit() and last.isdigit():
        return _("De %(first)s a %(last)s") % {"first": first, "last": last}
    said = [_label_of(parse_code(one)) for one in (first, last)]
    return _("Del %(first)s al %(last)s") % {"first": said[0], "last": said[1]}


def _label_of(span: PeriodSpan) -> str:
    number = (span.start.month - 1) // MONTHS_EACH[span.kind]
    words = str(ORDINALS[span.kind][number]) % {"year": span.start.year}
    return words[:1].lower() + words[1:]


@dataclass(frozen=True, slots=True)
class Semaforo:
    """`css` is the class of the chip; `sign` is written only where the class does not bring it."""

    css: str
    sign: str
    word: str


def semaforo(status: str | None, due_on=None, today=None) -> Semaforo:
    """The chip of a status; what is neither done nor moved turns red after its deadline."""
    overdue = today is not None and light(status or None, due_on, today).overdue
    return _chip(status or SILENT, overdue, get_language())


@cache
def _chip(status: str, overdue: bool, language: str | None) -> Semaforo:
    """There are fourteen in a language, and a board shows them a thousand times."""
    word = str(STATUS_WORDS[status])
    if overdue:
        return Semaforo("red", SYMBOLS[status][0], _("%(status)s, plazo vencido") % {"status": word})
    return Semaforo(SILENT_CSS if status == SILENT else status, "", word)
