"""The eje of a whole table when nothing in it says which: a title row, the words above, the sheet's name."""

from __future__ import annotations

import re

from plans.importing.grid import Grid
from plans.importing.headings import normalised
from plans.importing.words import split_code

_GENERIC = re.compile(
    r"^(?:hoja|sheet|planilha|folha|tabla|libro|plan|programa|matriz|cronograma|planilla|datos|actividades|atividades"
    r"|formato|formulario|seguimiento|poa|resumen)\d*\b[\w ]{0,40}$"
)
_LEVEL = re.compile(
    r"^(?:eje|objetivo (?:operativo|estrategico|general)|linea|area|componente|funcion|grupo|dimension|ambito"
    r"|pilar|eixo|linha|funcao)\b"
)


def eje_above(grid: Grid) -> tuple[str, int | None] | None:
    """Its words and the row where they stand, None for words outside the rows."""
    for row in range(max(grid.mapping.header[0], 0) - 1, -1, -1):
        lines = {line for cell in grid.table.rows[row] for line in cell.lines}
        if len(lines) == 1 and _LEVEL.match(normalised(text := lines.pop())):
            return text, row
    for line in reversed(grid.table.title.split("\n")):
        if _LEVEL.match(normalised(line)) and split_code(line)[0]:
            return line, None
    sheet = grid.table.sheet
    if sheet and not _GENERIC.match(normalised(sheet)):
        return sheet, None
    return None
