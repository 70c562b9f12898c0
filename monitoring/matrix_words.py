"""The legend of the matrix, and its colours in a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring.labels import SILENT_CSS, STATUS_WORDS
from monitoring.matrix_cells import STATUS_SIGNS, STEPS, meter
from monitoring.matrix_filter import NETWORK
from monitoring.state_words import STATE_WORDS
from monitoring.states import LATE, SIGNS

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
    LATE: ("9D1F2D", "FBE6E5"),
}


@dataclass(frozen=True, slots=True)
class LegendEntry:
    css: str
    sign: str
    word: str
    meaning: str


def legend(level: str, *, counts: bool = False) -> list[LegendEntry]:
    """What the cells of a level may show; `counts`: a filter makes its figures counts."""
    if counts and level == NETWORK:
        return _steps(_("de lo que debe informar, cuánto está así"))
    found = _steps(_("de lo que aplica, cuánto se cumplió"))
    found.append(LegendEntry(SILENT_CSS, "□", str(STATUS_WORDS["silent"]), _("nadie informó: no es un cero")))
    found.append(LegendEntry("no_aplica", "–", str(STATUS_WORDS["no_aplica"]), _("no entra en la suma")))
    return found if level == NETWORK else [*_statuses(), *found[:STEPS]]


def _steps(meaning: str) -> list[LegendEntry]:
    width = 100 // STEPS
    found = []
    for step in range(1, STEPS + 1):
        first, last = (step - 1) * width, step * width
        words = _("%(first)s a %(last)s %%") if step == STEPS else _("%(first)s a menos de %(last)s %%")
        found.append(LegendEntry(str(step), meter(step), words % {"first": first, "last": last}, meaning))
    return found


def _statuses() -> list[LegendEntry]:
    meanings = {SILENT_CSS: _("no ha escrito nada: no es un incumplimiento")}
    found = [
        LegendEntry(
            css, sign, str(STATUS_WORDS.get(css, STATUS_WORDS["silent"])), meanings.get(css, _("lo que informó"))
        )
        for css, sign in STATUS_SIGNS.items()
    ]
    open_words = _("con borde de puntos: borrador u observado, todavía no cuenta")
    found.append(LegendEntry("open", "◇", _("Sin enviar"), open_words))
    found.append(LegendEntry(LATE, SIGNS[LATE], str(STATE_WORDS[LATE]), _("pasó el último día para informar")))
    return found
