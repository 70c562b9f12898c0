"""What a cell of the form says: one short text for each value, the same whoever wrote the file.

A status is its code, a figure has a point and no zeros too many, a day is ISO, and an empty text is
nothing at all. Such texts are compared; cells and screens show `shown`.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from monitoring.labels import STATUS_WORDS
from monitoring.models import Basis, EntryStatus
from networks.models.base import LONG_TEXT
from networks.signs_fields import validate_signs
from plans.importing.headings import normalised
from plans.importing.read_sheets import shown as as_words


class Kind(StrEnum):
    STATUS = "status"
    PERCENT = "percent"
    NUMBER = "number"
    BASIS = "basis"
    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"


class CellError(ValueError):
    """What is wrong in a cell, as a sentence that says what to do."""


# What a file cannot carry, or what no text of a cell needs.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_NOTHING = frozenset(("", "sin informar", "sin dato"))
_PLACES = Decimal("0.01")
_FLOAT = Decimal("1E-9")
_DIGITS = 12
_FIRST_DAY = datetime.date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 … 2119
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_THOUSANDS = (
    (re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)"), "."),
    (re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)"), ","),
)


def clean(text: str) -> str:
    """As it is compared: one sign a line break, no control signs, nothing around it."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def of_number(value: Decimal | str | None) -> str:
    if value is None or value == "":
        return ""
    text = format(Decimal(str(value)), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def fingerprint(line: str, column: str, value: str) -> str:
    """Of a value in its place: what says later whether it was changed."""
    return hashlib.sha256("\x1f".join((line, column, value)).encode("utf-8", "replace")).hexdigest()[:16]


def every_language(words: Callable[[], dict[str, str]]) -> list[dict[str, str]]:
    """The words in the language of who reads first: who fills the form may have taken it in another."""
    found = [words()]
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(words())
    return found


def status_words() -> dict[str, str]:
    return {value: str(STATUS_WORDS[value]) for value in EntryStatus.values}


def basis_words() -> dict[str, str]:
    return {value: str(label) for value, label in Basis.choices}


def shown(kind: Kind, value: str) -> str:
    """As a person reads it."""
    if not value:
        return ""
    if kind == Kind.STATUS:
        return status_words().get(value, value)
    if kind == Kind.BASIS:
        return basis_words().get(value, value)
    if kind == Kind.DATE:
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    return number_format(value) if kind in (Kind.NUMBER, Kind.PERCENT) else value


def in_cell(kind: Kind, value: str) -> Any:
    """As a workbook keeps it: a number, a day or a text; None for nothing."""
    if not value:
        return None
    if kind in (Kind.NUMBER, Kind.PERCENT):
        return Decimal(value)
    if kind == Kind.DATE:
        return datetime.date.fromisoformat(value)
    return shown(kind, value)


def check_signs(value: str) -> None:
    """Of a value that the file changed. Raises CellError where no report could print it."""
    try:
        validate_signs(value)
    except ValidationError as error:
        raise CellError(error.message) from None


def read(kind: Kind, raw: Any, form: str = "", choices: Iterable[str] = (), limit: int = LONG_TEXT) -> str:
    """The text of what stands in a cell. `form` is `percent` where the cell shows one. Raises CellError."""
    if kind == Kind.STATUS:
        return _one_of(raw, *every_language(status_words))
    if kind == Kind.BASIS:
        return _one_of(raw, *every_language(basis_words)) or Basis.PERIOD
    if kind == Kind.CHOICE:
        return _one_of(raw, {choice: choice for choice in choices})
    if kind == Kind.DATE:
        return _day(raw)
    if kind == Kind.PERCENT:
        return _percent(raw, form)
    return _number(raw, form) if kind == Kind.NUMBER else _text(raw, limit)


def _text(raw: Any, limit: int) -> str:
    text = clean(raw if isinstance(raw, str) else as_words(raw))
    if len(text) > limit:
        said = {"n": len(text), "limit": limit}
        raise CellError(_("El texto tiene %(n)s caracteres y caben %(limit)s: acórtelo.") % said)
    return text


def _one_of(raw: Any, words: Mapping[str, str], *also: Mapping[str, str]) -> str:
    """The key whose words stand there, in whatever case and with or without accents; `also` are other words."""
    text = clean(raw if isinstance(raw, str) else as_words(raw))
    if text in words:
        return text
    said = normalised(text)
    if said in _NOTHING:
        return ""
    found = [
        key
        for key in words
        if said in {normalised(key.replace("_", " ")), *(normalised(known[key]) for known in (words, *also))}
    ]
    if len(found) != 1:
        known = ", ".join(words.values())
        raise CellError(_("«%(text)s» no es una de las opciones. Elija: %(known)s.") % _said(text, known=known))
    return found[0]


def _said(text: str, **more: str) -> dict[str, str]:
    return {"text": text if len(text) <= 60 else f"{text[:60]}…", **more}


def _decimal(raw: Any, form: str) -> Decimal | None:
    if isinstance(raw, (bool, datetime.date, datetime.time, datetime.timedelta)):
        raise CellError(
            _("«%(text)s» no es una cifra: escriba un número, por ejemplo 12 o 12,5.") % _said(as_words(raw))
        )
    if isinstance(raw, (int, float)):
        value = Decimal(str(raw)).quantize(_FLOAT) if abs(raw) < 10**_DIGITS else Decimal(str(raw))
        return value * 100 if form == "percent" else value
    text = clean(str(raw)).replace("\xa0", " ").removesuffix("%").strip()
    if normalised(text) in _NOTHING:
        return None
    plain = re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)
    for pattern, sign in _THOUSANDS:
        if pattern.fullmatch(plain):
            plain = plain.replace(sign, "")
    try:
        if not re.fullmatch(r"[+-]?\d+([.,]\d+)?", plain, re.ASCII):
            raise InvalidOperation
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        words = _("«%(text)s» no es una cifra: escriba un número, por ejemplo 12 o 12,5.")
        raise CellError(words % _said(text)) from None


def _number(raw: Any, form: str) -> str:
    value = _decimal(raw, form)
    if value is None:
        return ""
    if value != value.quantize(_PLACES):
        words = _("«%(text)s» tiene más de dos decimales: use a lo sumo dos, y ningún punto para los miles.")
        raise CellError(words % _said(number_format(of_number(value))))
    if abs(value) >= 10**_DIGITS:
        raise CellError(_("La cifra es demasiado grande: caben doce dígitos antes de la coma."))
    return of_number(value)


def _percent(raw: Any, form: str) -> str:
    text = _number(raw, form)
    if text and not 0 <= Decimal(text) <= 100:
        words = _("El avance va de 0 a 100, y aquí dice «%(text)s».")
        raise CellError(words % _said(number_format(text)))
    return text


def _day(raw: Any) -> str:
    if isinstance(raw, datetime.datetime):
        raw = raw.date()
    if isinstance(raw, datetime.date):
        return raw.isoformat()
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and int(raw) in _SERIALS:
        return (_FIRST_DAY + datetime.timedelta(days=int(raw))).isoformat()
    text = clean(raw if isinstance(raw, str) else as_words(raw))
    if normalised(text) in _NOTHING:
        return ""
    try:
        if found := _DAY.fullmatch(text):
            return datetime.date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        words = _("«%(text)s» no es una fecha: escríbala como 31/12/2024.")
        raise CellError(words % _said(text)) from None
