"""How sentences name things: figures with a comma, titles cut to a length, dates in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from plans.deadlines import phrase
from plans.weights import quantize


def figure(value: Decimal | None) -> str:
    """12.5 → «12,50»; nothing stays nothing.

    >>> figure(Decimal("12.5")), figure(None)
    ('12,50', '')
    """
    return "" if value is None else f"{quantize(value):.2f}".replace(".", ",")


def short(text: str, length: int = 80) -> str:
    """One line, cut at a word where it is too long.

    >>> short("Encuentro de la red con sus integrantes", 20)
    'Encuentro de la red…'
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    end = text.rfind(" ", length // 2, length)
    return text[: end if end > 0 else length - 1] + "…"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def span(start: date | None, end: date | None) -> str:
    """«del 1 de enero de 2012 al 30 de junio de 2013», or one day.

    >>> span(date(2012, 3, 1), date(2012, 3, 1))
    '1 de marzo de 2012'
    """
    if start is None or end is None:
        return ""
    return phrase(start, end, "day" if start == end else "range")


def listed(names: Sequence[str], most: int = 12) -> str:
    """«1.1, 1.2, …»: never longer than one reads."""
    return ", ".join([*names[:most], *(["…"] if len(names) > most else [])])
