"""The cells of the matrix: a figure in five steps of heat, a count, or what one entry says. Each has its sign and
its words, so that it is read without colour."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from monitoring.labels import SILENT_CSS, STATUS_WORDS, semaforo
from monitoring.selectors import EntryRow
from monitoring.state_words import STATE_WORDS
from monitoring.states import LATE, TO_REPORT, State

STEPS = 5
FULL, EMPTY = "■", "□"
# The signs of the chips bring their sign by style sheet; a cell writes it.
STATUS_SIGNS = {
    "cumplido": "✓",
    "en_avance": "◐",
    "no_cumplido": "✗",
    "pendiente": "○",
    "reprogramado": "↻",
    "no_aplica": "–",
    SILENT_CSS: EMPTY,
}


@dataclass(slots=True)
class Cell:
    """`css` names its colour: a step `1` … `5` or `0` of heat, a status, `open` for what does not count yet, or
    `atrasado`. `word` and `note` are what is read beside the sign."""

    css: str
    sign: str
    word: str
    note: str = ""
    url: str = ""


def step_of(percent: Decimal) -> int:
    """1 … 5: 0 to under 20 is 1, 80 to 100 is 5."""
    return min(STEPS, int(percent // 20) + 1)


def meter(step: int) -> str:
    return FULL * step + EMPTY * (STEPS - step)


def figure_cell(percent: Decimal | None, reported: int, obliged: int, applies: bool, url: str = "") -> Cell | None:
    """None where nothing is asked. Silence is said, never 0."""
    if not obliged:
        return None
    note = _("%(n)s de %(m)s") % {"n": reported, "m": obliged}
    if percent is not None:
        step = step_of(percent)
        return Cell(str(step), meter(step), f"{number_format(percent, 2)} %", note, url)
    if not applies:
        return Cell("no_aplica", STATUS_SIGNS["no_aplica"], str(STATUS_WORDS["no_aplica"]), note, url)
    if reported:
        return Cell("open", EMPTY, _("Sin cifra"), note, url)
    return Cell(SILENT_CSS, EMPTY, str(STATUS_WORDS["silent"]), note, url)


def count_cell(found: int, asked: int, url: str = "") -> Cell | None:
    """How many of those asked are as the filter wants them."""
    if not asked:
        return None
    step = step_of(Decimal(100 * found) / asked) if found else 0
    return Cell(str(step), meter(step), _("%(n)s de %(m)s") % {"n": found, "m": asked}, "", url)


def entry_cell(entry: EntryRow | None, state: State, due_on, today, url: str = "") -> Cell:
    """What one member said of one activity in one period, and how her report stands."""
    status = (entry and entry.status) or ""
    shown = semaforo(status or None, due_on, today)
    word = shown.word
    if entry is not None and status == "en_avance" and entry.progress is not None:
        word = f"{word} {number_format(entry.progress.normalize(), force_grouping=False)} %"
    if entry is None:
        late = state.key == LATE
        return Cell(LATE if late else shown.css, EMPTY, word, _state_words(state) if late else "", url)
    css = shown.css if entry.counts else (LATE if state.key == LATE else "open")
    return Cell(css, STATUS_SIGNS[status or SILENT_CSS], word, _state_words(state), url)


def _state_words(state: State) -> str:
    return _words(state, get_language())


@cache
def _words(state: State, language: str | None) -> str:
    """There are eight in a language, and a workbook writes them eighty thousand times."""
    if state.key == LATE and state.detail != TO_REPORT:
        return f"{state.sign} {STATE_WORDS[LATE]}: {str(STATE_WORDS[state.detail]).lower()}"
    return f"{state.sign} {STATE_WORDS[state.key]}"
