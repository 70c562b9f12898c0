"""How cells are read. What is wrong with one is a ValueError whose words are a sentence: the library gathers those
of a row by their columns."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from import_export import widgets

from networks.exchange.columns import in_every_language
from networks.folding import fold

DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class TextWidget(widgets.CharWidget):
    """Text; a number is its figures. Characters that no text has are refused."""

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> str:
        text = "" if value is None else str(value)
        if "\0" in text:
            raise ValueError(_("Tiene un carácter que ningún texto admite: escríbalo de nuevo."))
        return text


class DayWidget(widgets.Widget):
    """A date cell, «31/12/2026» or «2026-12-31»; empty is None."""

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> datetime.date | None:
        if value in (None, ""):
            return None
        if isinstance(value, datetime.date):
            return value
        text = str(value).strip()
        try:
            found = DAY.fullmatch(text)
            if found:
                return datetime.date(int(found[3]), int(found[2]), int(found[1]))
            return datetime.date.fromisoformat(text)
        except ValueError as error:
            words = _("«%(text)s» no es una fecha: escríbala como día/mes/año.")
            raise ValueError(words % {"text": text[:80]}) from error


class WordWidget(widgets.Widget):
    """One of a few words, which are lazy: in any of our languages, or as the code says it."""

    def __init__(self, choices: list[tuple[Any, Any]], default: Any = "") -> None:
        super().__init__()
        self.default = default
        self.labels = [str(label) for _value, label in choices]
        self.values = {fold(word): value for value, label in choices for word in in_every_language(label)}
        self.values |= {fold(str(value)): value for value, _label in choices}

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        if value in (None, ""):
            return self.default
        found = self.values.get(fold(str(value)))
        if found is None:
            words = _("«%(text)s» no es ninguna de estas: %(known)s.")
            raise ValueError(words % {"text": str(value)[:80], "known": ", ".join(self.labels)})
        return found


class FoundWidget(widgets.Widget):
    """A row of the network by its code or name, out of what was read once: `rows` by folded words."""

    def __init__(self, rows: Callable[[], dict[str, Any]], missing: Callable[[str], str]) -> None:
        super().__init__()
        self.rows, self.missing = rows, missing

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        if value in (None, ""):
            return None
        found = self.rows().get(fold(str(value)))
        if found is None:
            raise ValueError(self.missing(str(value)[:80]))
        return found
