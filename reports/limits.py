"""How much of it a report may hold: what nobody could read is refused before it is printed, naming the field.

What forms accept is below these limits; data that came in by another way may not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.pdf import PdfError

# Signs: of one text (one of 10,000 for each of many members stands in a single cell), and of a report.
MOST_IN_TEXT, MOST_IN_REPORT = 600_000, 12_000_000
# How deep and how many lists and rows a report may have.
MOST_NODES = 2_000_000
WORDS = {
    "narrative": gettext_lazy("lo informado"),
    "title": gettext_lazy("el título"),
    "label": gettext_lazy("el nombre"),
    "changes": gettext_lazy("los cambios logrados"),
    "recommendations": gettext_lazy("las recomendaciones"),
    "commitments": gettext_lazy("los compromisos"),
    "fulfilment": gettext_lazy("el cumplimiento"),
    "decision": gettext_lazy("la decisión"),
    "body": gettext_lazy("el texto"),
    "note": gettext_lazy("la nota"),
    "sections": gettext_lazy("los apartados escritos"),
    "norms": gettext_lazy("las normas"),
    "mandate": gettext_lazy("el mandato"),
}
NAMES = ("code", "number", "title", "label", "entity", "name", "item", "date")
# A word that no line holds is given places to break: finding one takes the engine the square of its letters.
LONG_WORD = re.compile(r"<[^>]*>|[^\s<>&]{60,}")
LETTERS_A_PIECE = 30


def check_size(data: dict[str, Any]) -> None:
    """Raises `PdfError` with the field to shorten for a report that could exhaust time or memory."""
    total, longest, where = 0, 0, ""
    for number, (text, place) in enumerate(_texts(data, "")):
        total += len(text)
        if len(text) > longest:
            longest, where = len(text), place
        if number > MOST_NODES:
            raise PdfError(_("El informe tiene demasiados datos para imprimirse de una vez: pida uno por eje."))
    if longest > MOST_IN_TEXT or total > MOST_IN_REPORT:
        raise PdfError(_refusal(where, longest))


def heaviest(data: dict[str, Any]) -> str:
    """In words, where the longest text of the report stands, and how long it is."""
    text, place = max(_texts(data, ""), key=lambda found: len(found[0]), default=("", ""))
    return _("%(place)s (%(letters)s signos)") % {"place": place, "letters": len(text)}


def breakable(html: str) -> str:
    """The same page with places to break in words that no line holds."""
    return LONG_WORD.sub(_in_pieces, html)


def _in_pieces(found: re.Match[str]) -> str:
    word = found.group()
    if word.startswith("<"):
        return word
    starts = range(0, len(word), LETTERS_A_PIECE)
    return "<wbr>".join(word[start : start + LETTERS_A_PIECE] for start in starts)


def _refusal(where: str, longest: int) -> str:
    return _("El informe es demasiado largo para imprimirse. Acorte %(place)s, que tiene %(letters)s signos.") % {
        "place": where or _("sus textos"),
        "letters": longest,
    }


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text with the words that say where it stands: the row it belongs to and the field."""
    if isinstance(value, str):
        yield value, place
    elif isinstance(value, dict):
        row = next((str(value[name])[:60] for name in NAMES if isinstance(value.get(name), (str, int))), "")
        for key, inner in value.items():
            # Pictures are no text.
            if key != "logo":
                yield from _texts(inner, _place(key, row) if isinstance(inner, str) else place or _word(key))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner, place)


def _place(key: str, row: str) -> str:
    return _("%(field)s de «%(row)s»") % {"field": _word(key), "row": row} if row else _word(key)


def _word(key: str) -> str:
    return str(WORDS[key]) if key in WORDS else _("el campo «%(key)s»") % {"key": key}
