"""By what an indicator's figure is told apart: sex, age, territory, or lists of one's own.

Stored as `[{"by": "sexo", "values": ["mujeres", "hombres", "otra"]}, …]`, and written on one line as
«sexo: mujeres, hombres, otra; edad: 0-17, 18-29». A list of names alone (`["sexo"]`), as older data has it, is
read with the values everybody uses. Nothing here knows of Django: import and export share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from networks.sentences import SentenceError
from networks.sentences import gettext_noop as _

Dimension = dict[str, Any]

PRESETS: dict[str, tuple[str, ...]] = {
    "sexo": ("mujeres", "hombres", "otra"),
    "edad": ("0-17", "18-29", "30-59", "60+"),
}
MOST_DIMENSIONS, MOST_VALUES, LONGEST = 6, 100, 120


class DisaggregationError(SentenceError):
    """What is wrong with a line of dimensions."""


def parse_line(text: str, presets: Mapping[str, Sequence[str]] = PRESETS) -> list[Dimension]:
    """Read the line; a name alone takes the values of `presets`. Raises DisaggregationError.

    >>> parse_line("sexo; zona: rural, urbana")[1]
    {'by': 'zona', 'values': ['rural', 'urbana']}
    """
    found = []
    for part in filter(None, map(_clean, text.split(";"))):
        name, _colon, listed = part.partition(":")
        name = _clean(name)
        values = [_clean(value) for value in listed.split(",")] if _clean(listed) else []
        found.append({"by": name, "values": values or list(presets.get(name.casefold(), ()))})
    check(found)
    return found


def format_line(stored: Any) -> str:
    """The line that `parse_line` reads back."""
    parts = []
    for dimension in normal(stored):
        values = ", ".join(dimension["values"])
        parts.append(f"{dimension['by']}: {values}" if values else dimension["by"])
    return "; ".join(parts)


def normal(stored: Any, presets: Mapping[str, Sequence[str]] = PRESETS) -> list[Dimension]:
    """What is stored in the shape above, whatever its age; what has no such shape is left out."""
    found = []
    for row in stored if isinstance(stored, list) else []:
        if isinstance(row, str) and _clean(row):
            found.append({"by": _clean(row), "values": list(presets.get(_clean(row).casefold(), ()))})
        elif isinstance(row, dict) and isinstance(row.get("by"), str) and isinstance(row.get("values"), list):
            found.append({"by": row["by"], "values": [str(value) for value in row["values"]]})
    return found


def check(dimensions: Iterable[Dimension]) -> None:
    """Raises DisaggregationError: every dimension has a name and two values or more, and nothing is said twice."""
    dimensions = list(dimensions)
    if len(dimensions) > MOST_DIMENSIONS:
        raise DisaggregationError(
            _("Son demasiadas formas de desagregar: como mucho %(n)s."), n=str(MOST_DIMENSIONS)
        )
    for dimension in dimensions:
        _check_dimension(dimension)
    if name := _repeated(dimension["by"] for dimension in dimensions):
        raise DisaggregationError(_("«%(name)s» está dos veces: reúna sus valores en una."), name=name)


def _check_dimension(dimension: Dimension) -> None:
    name, values = dimension["by"], dimension["values"]
    if not name:
        raise DisaggregationError(
            _("Falta por qué se desagrega antes de «: %(values)s», por ejemplo «zona: rural, urbana»."),
            values=", ".join(values),
        )
    if too_long := next((words for words in (name, *values) if len(words) > LONGEST), None):
        raise DisaggregationError(
            _("«%(words)s…» es demasiado largo: como mucho %(n)s letras."), words=too_long[:40], n=str(LONGEST)
        )
    if sign := next((sign for words in (name, *values) for sign in ";:" if sign in words), None):
        raise DisaggregationError(
            _("En «%(name)s» hay un «%(sign)s» de más: separe los valores con comas."), name=name, sign=sign
        )
    if "" in values:
        raise DisaggregationError(_("En «%(name)s» hay una coma de más o un valor vacío."), name=name)
    if len(values) < 2:
        raise DisaggregationError(
            _("Diga al menos dos valores de «%(name)s», por ejemplo «zona: rural, urbana»."), name=name
        )
    if len(values) > MOST_VALUES:
        raise DisaggregationError(
            _("«%(name)s» tiene demasiados valores: como mucho %(n)s."), name=name, n=str(MOST_VALUES)
        )
    if value := _repeated(values):
        raise DisaggregationError(
            _("En «%(name)s» está dos veces «%(value)s»: quite una."), name=name, value=value
        )


def _repeated(words: Iterable[str]) -> str:
    """The first that was there before, but for case; empty when none was."""
    seen = set()
    for word in words:
        if word.casefold() in seen:
            return word
        seen.add(word.casefold())
    return ""


def _clean(words: str) -> str:
    return " ".join(words.split())
