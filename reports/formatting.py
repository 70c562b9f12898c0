"""How figures, dates and statuses are written on the official forms (Spanish, whatever the screen's language).

Everything takes what the frozen JSON holds: decimals as strings, dates ISO, absent None. Pure functions.
"""

import re
from datetime import date
from decimal import Decimal

MISSING = "Sin información"
NOTHING = "—"
STATUSES = {
    "cumplido": ("✓", "Cumplido"),
    "en_avance": ("◐", "En avance"),
    "no_cumplido": ("✗", "No cumplido"),
    "pendiente": ("○", "Pendiente"),
    "reprogramado": ("↻", "Reprogramado"),
    "no_aplica": ("⊘", "No aplica"),
}
SILENCE = ("□", "Sin informar")
ROLES = {
    "P": "presidente",
    "S": "secretaría técnica",
    "I": "integrante",
    "IP": "invitado permanente",
    "O": "otros",
}
COUNT_WORDS = (
    *("cero", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
    *("once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve"),
    "veinte",
)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
FIGURE = re.compile(r"-?\d+\.\d{2}")


def decimal_es(value: str | Decimal | None) -> str:
    """«12,50»; thousands parted by a narrow space («50 000,00»); absent is a dash."""
    if value is None:
        return NOTHING
    return f"{Decimal(value):,.2f}".replace(",", "\u00a0").replace(".", ",")


def number_es(value: str | Decimal | None) -> str:
    """A count without idle decimals: «14», «2,5»; absent is a dash."""
    if value is None:
        return NOTHING
    text = decimal_es(value)
    return text.rstrip("0").rstrip(",") if "," in text else text


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
    return STATUSES.get(code, SILENCE)[1]


def kind_short(kind: str) -> str:
    """The kind of a session, short enough for a narrow column."""
    return {"ordinaria": "ord.", "extraordinaria": "extraord."}.get(kind, kind)


def count_es(value: int) -> str:
    """«dos (2)», as official forms write small counts; above twenty the figure alone."""
    return f"{COUNT_WORDS[value]} ({value})" if value < len(COUNT_WORDS) else str(value)


def share_of(value: str | None, target: str | None) -> Decimal | None:
    """Percent of the target reached, not capped; None when there is nothing to divide."""
    if value is None or target is None or Decimal(target) <= 0:
        return None
    return Decimal(value) * 100 / Decimal(target)
