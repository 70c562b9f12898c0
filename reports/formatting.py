"""How figures, dates and statuses are written on the official forms, in the language that is being printed.

Everything takes what the frozen JSON holds: decimals as strings, dates ISO, absent None.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

MISSING = _("Sin información")
NOTHING = "—"
STATUSES = {
    "cumplido": ("✓", _("Cumplido")),
    "en_avance": ("◐", _("En avance")),
    "no_cumplido": ("✗", _("No cumplido")),
    "pendiente": ("○", _("Pendiente")),
    "reprogramado": ("↻", _("Reprogramado")),
    "no_aplica": ("⊘", _("No aplica")),
}
SILENCE = ("□", _("Sin informar"))
PUBLISHED_WORDS = {True: _("Sí"), False: _("No"), None: MISSING}
FOLLOW_UP_WORDS = {
    "open": _("En curso"),
    "overdue": _("Vencido"),
    "closed": _("Cumplido"),
    "dropped": _("Sin efecto"),
}
COUNT_WORDS = (
    *(_("cero"), _("una"), _("dos"), _("tres"), _("cuatro"), _("cinco"), _("seis"), _("siete"), _("ocho")),
    *(_("nueve"), _("diez"), _("once"), _("doce"), _("trece"), _("catorce"), _("quince"), _("dieciséis")),
    *(_("diecisiete"), _("dieciocho"), _("diecinueve"), _("veinte")),
)
# Between thousands, and before the decimals.
SIGNS = {"es": ("\u00a0", ","), "pt-br": (".", ","), "en": (",", ".")}
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
FIGURE = re.compile(r"-?\d+\.\d{2}")


def decimal_es(value: str | Decimal | None) -> str:
    """«12,50»; thousands parted by a space («50 000,00»), in Spanish; absent is a dash."""
    if value is None:
        return NOTHING
    thousands, point = SIGNS.get(get_language() or "es", SIGNS["es"])
    return f"{Decimal(value):,.2f}".translate({ord(","): thousands, ord("."): point})


def number_es(value: str | Decimal | None) -> str:
    """A count without idle decimals: «14», «2,5»; absent is a dash."""
    if value is None:
        return NOTHING
    return decimal_es(value).rstrip("0").rstrip(",.")


def places_of(value: str | Decimal | None) -> int:
    """How many decimals `number_es` writes: 0, 1 or 2."""
    written = f"{Decimal(value or 0):.2f}".rstrip("0")
    return len(written.partition(".")[2])


def most_places(values: Iterable[str | Decimal | None]) -> int:
    """How many decimals the longest of a column has."""
    return max(map(places_of, values), default=0)


def gap(value: str | Decimal | None, most: int) -> str:
    """The class that leaves the room of the decimals a figure lacks, so that a column's commas meet."""
    own = places_of(value)
    return "" if own >= most else ("gap-1" if own else f"gap-0{most}")


def date_es(value: str | date | None) -> str:
    """«16/04/2024»; absent is a dash."""
    if value is None:
        return NOTHING
    day = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{day:%d/%m/%Y}"


def value_es(value: str | int | None) -> str:
    """A warning's figure, date or words, each written as it should be."""
    if value is None:
        return NOTHING
    text = str(value)
    if ISO_DATE.fullmatch(text):
        return date_es(text)
    return decimal_es(text) if FIGURE.fullmatch(text) else text


def status_sign(code: str | None) -> str:
    return STATUSES.get(code, SILENCE)[0]


def status_word(code: str | None) -> str:
    return str(STATUSES.get(code, SILENCE)[1])


def follow_up_word(state: str) -> str:
    return str(FOLLOW_UP_WORDS[state])


def kind_short(kind: str) -> str:
    """The kind of a session, short enough for a narrow column."""
    short = {gettext("ordinaria"): gettext("ord."), gettext("extraordinaria"): gettext("extraord.")}
    return short.get(kind, kind)


def count_es(value: int) -> str:
    """«dos (2)», as official forms write small counts; above twenty the figure alone."""
    return f"{COUNT_WORDS[value]} ({value})" if value < len(COUNT_WORDS) else str(value)


def share_of(value: str | None, target: str | None) -> Decimal | None:
    """Percent of the target reached, not capped; None when there is nothing to divide."""
    if value is None or target is None or Decimal(target) <= 0:
        return None
    return Decimal(value) * 100 / Decimal(target)
