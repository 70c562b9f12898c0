"""A status marked in one of several columns: «Cumple: Sí | No», «Cumplido | En proceso | No cumplido»."""

from __future__ import annotations

from networks.sentences import gettext_noop
from plans.importing.draft import STATUSES, DraftActivity
from plans.importing.grid import Grid
from plans.importing.headings import normalised
from plans.importing.mapping import TICKED
from plans.importing.telling import Teller
from plans.importing.words import is_mark, is_nothing, read_status

SEVERAL = gettext_noop("Hay más de un cumplimiento marcado: «%(words)s».")
SEVERAL_PROPOSAL = gettext_noop("No se importa ninguno: diga cuál es al informar.")


class Ticks:
    """No mark is silence; marks that say different things are told and none is taken."""

    def __init__(self, grid: Grid, teller: Teller) -> None:
        self.grid, self.teller = grid, teller
        self.columns = {
            grid.columns[role][0]: status for status, role in zip(STATUSES, TICKED, strict=True) if grid.has(role)
        }

    def read(self, rows: list[int], activity: DraftActivity) -> None:
        found = {}
        for row in rows:
            for column, status in self.columns.items():
                if lines := self.grid.cells(row).get(column):
                    self.grid.use_cell(row, column)
                    if said := _said(lines, status):
                        found.setdefault(said[0], (self.grid.place(row, column), status, said[1]))
        reported = activity.reported
        statuses = {*found, reported.status} - {""}
        if not found:
            return
        place = next(iter(found.values()))[0]
        if len(statuses) > 1:
            headings = (self.grid.mapping.headings.get(where.column - 1, "") for where, _, _ in found.values())
            self.teller.words(place, "; ".join(headings), SEVERAL, SEVERAL_PROPOSAL)
        else:
            reported.status = statuses.pop()
            activity.places["status"] = place
        words = (text for _, _, text in found.values())
        reported.narrative = "\n".join(filter(None, (reported.narrative, *words)))


def _said(lines: tuple[str, ...], status: str) -> tuple[str, str] | None:
    """The status a cell marks, and what it tells besides."""
    text = " ".join(lines)
    if is_nothing(text) or text == "0" or (normalised(text) in ("no", "nao") and status != "no_cumplido"):
        return None
    word = read_status(text)
    if is_mark(text) or word is None:
        return status, "" if is_mark(text) else "\n".join(lines)
    return (word.status, word.rest) if word.bare else (status, "\n".join(lines))
