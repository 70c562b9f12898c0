"""The legend of the matrix, and its colours in a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring.labels import SILENT_CSS, STATUS_WORDS
from monitoring.matrix_cells import STATUS_SIGNS, STEPS, meter
from monitoring.matrix_filter import NETWORK
from monitoring.states import DRAFT, LATE, SIGNS

# (ink, ground) as in static/css/matrix.css.
COLOURS = {
    "0": ("57505C", "FFFFFF"),
    "1": ("241B27", "F6F1F7"),
    "2": ("241B27", "D9EFEB"),
    "3": ("241B27", "A9D6D1"),
    "4": ("241B27", "6CBAB1"),
    "5": ("FFFFFF", "0F6A63"),
    "cumplido": ("1B663B", "E2F2E7"),
    "en_avance": ("774700", "FDF0CE"),
    "no_cumplido": ("9D1F2D", "FBE6E5"),
    "pendiente": ("5B2A68", "F1E7F3"),
    "reprogramado": ("1C5088", "E4EEF9"),
    "no_aplica": ("57505C", "EFECF0"),
    SILENT_CSS: ("57505C", "FFFFFF"),
    "open": ("57505C", "FFFFFF"),
    "red": ("9D1F2D", "FBE6E5"),
    LATE: ("9D1F2D", "FFFFFF"),
}


@dataclass(frozen=True, slots=True)
class LegendEntry:
    css: str
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class Legend:
    meaning: str
    entries: list[LegendEntry]


def legends(level: str, *, counts: bool = False) -> list[Legend]:
    """What the cells of a level may show; `counts`: a filter makes its figures counts."""
    if counts and level == NETWORK:
        return [Legend(_("De lo que se debe informar, cuánto está como pide el filtro:"), _steps())]
    heat = Legend(_("De lo que aplica, cuánto se cumplió; debajo, cuántas informaron de las que deben:"), _steps())
    if level == NETWORK:
        heat.entries.append(LegendEntry(SILENT_CSS, "□", _("Sin informar (no es un cero)")))
        heat.entries.append(LegendEntry("no_aplica", "–", _("No aplica (no entra en la suma)")))
        return [heat]
    said = _("Lo que informó cada una; debajo, en qué estado está su informe:")
    return [Legend(said, _statuses()), heat]


def _steps() -> list[LegendEntry]:
    width = 100 // STEPS
    found = []
    for step in range(1, STEPS + 1):
        first, last = (step - 1) * width, step * width
        words = _("%(first)s a %(last)s %%") if step == STEPS else _("%(first)s a menos de %(last)s %%")
        found.append(LegendEntry(str(step), meter(step), words % {"first": first, "last": last}))
    return found


def _statuses() -> list[LegendEntry]:
    words = {SILENT_CSS: _("Sin informar (no es un incumplimiento)")}
    found = [
        LegendEntry(css, sign, words.get(css) or str(STATUS_WORDS[css])) for css, sign in STATUS_SIGNS.items()
    ]
    found.append(LegendEntry("open", SIGNS[DRAFT], _("Borrador u observado: todavía no cuenta")))
    found.append(LegendEntry(LATE, SIGNS[LATE], _("Atrasado: pasó el último día para informar")))
    return found
