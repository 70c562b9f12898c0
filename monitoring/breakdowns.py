"""What is said about a figure told apart whose parts should add to it, by the server and by the page."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from monitoring.figures_sums import Mismatch


def short(value: Decimal | None) -> Decimal | None:
    """Without idle decimals, as she typed it: 14.00 → 14."""
    return value if value is None else Decimal(f"{value.normalize():f}")


def number(value: Decimal) -> str:
    """«14», «2,5»."""
    return number_format(short(value), force_grouping=False)


def note_words() -> dict[str, str]:
    """By how the parts stand to the total; `static/js/entry-figures.js` fills them in as one types."""
    return {
        "whole": _("Suma %(sum)s: coincide con el total."),
        "missing": _("Suma %(sum)s de %(total)s: faltan %(rest)s."),
        "missing_one": _("Suma %(sum)s de %(total)s: falta 1."),
        "over": _("Suma %(sum)s de %(total)s: sobran %(rest)s."),
        "over_one": _("Suma %(sum)s de %(total)s: sobra 1."),
        "untold": _("Suma %(sum)s; falta escribir el total."),
        "propose": _("Usar %(sum)s como total"),
        "invalid": _("Escriba una cifra, por ejemplo 12 o 12,5."),
        "places": _("Use a lo sumo dos decimales, y ningún punto para los miles."),
    }


def _kind(off: Mismatch) -> str:
    if off.total is None:
        return "untold"
    kind = "missing" if off.missing > 0 else "over"
    return f"{kind}_one" if abs(off.missing) == 1 else kind


def _values(off: Mismatch) -> dict[str, str]:
    return {
        "by": off.by,
        "sum": number(off.parts),
        "total": number(off.total or Decimal(0)),
        "rest": number(abs(off.missing)),
    }


def note(off: Mismatch) -> str:
    """«Suma 12 de 14: faltan 2.»"""
    return note_words()[_kind(off)] % _values(off)


def refusal(off: Mismatch) -> str:
    """The same as the sentence that keeps an entry from being sent."""
    words = {
        "missing": _("Por «%(by)s» suma %(sum)s y el total es %(total)s: faltan %(rest)s."),
        "missing_one": _("Por «%(by)s» suma %(sum)s y el total es %(total)s: falta 1."),
        "over": _("Por «%(by)s» suma %(sum)s y el total es %(total)s: sobran %(rest)s."),
        "over_one": _("Por «%(by)s» suma %(sum)s y el total es %(total)s: sobra 1."),
        "untold": _("Por «%(by)s» suma %(sum)s y falta el total: escríbalo."),
    }
    return words[_kind(off)] % _values(off)
