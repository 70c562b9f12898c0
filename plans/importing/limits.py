"""How much of a file is read, and where in it something lies, in words."""

from __future__ import annotations

from networks.sentences import gettext_noop as _

UNPACKED = 50 * 1024 * 1024
MEMBERS = 2_000
COLUMNS = 200
ROWS = 20_000
CELL_LENGTH = 10_000
PARAGRAPH_LENGTH = 100_000
# What no plan comes near to, and what would make the libraries behind this take hundreds of megabytes.
ELEMENTS = 1_500_000
ELEMENTS_AT_ONCE = 200_000  # in one row of a Word table
DEPTH = 200
CELLS = 1_000_000  # written in the file, empty ones too
EMPTY_ROWS = 200_000
PARAGRAPHS = 50_000
AREA = ROWS * COLUMNS  # from the first cell to the last, over all sheets
MERGED = 500_000

TOO_FAR = _(
    "La celda «%(cell)s» de la hoja «%(sheet)s» está fuera de lo que se lee: 200 columnas y 20.000 filas. "
    "Borre lo que sobra o lleve el plan a un libro nuevo."
)
TOO_FAR_CSV = _(
    "El archivo pasa de lo que se lee en la fila %(row)s: 200 columnas y 20.000 filas. Borre lo que sobra "
    "y súbalo otra vez."
)
TOO_FAR_WORD = _(
    "La tabla %(table)s tiene más de 200 columnas o 20.000 filas (fila %(row)s). Deje en ella solo el "
    "plan y súbalo otra vez."
)
TOO_LONG = _(
    "La celda «%(cell)s» de la hoja «%(sheet)s» tiene más de 10.000 caracteres. Acorte su texto y suba el "
    "archivo otra vez."
)
TOO_LONG_CSV = _(
    "La fila %(row)s tiene una celda de más de 10.000 caracteres: acorte su texto, o revise si le falta "
    "una comilla de cierre."
)
TOO_LONG_WORD = _(
    "Una celda de la tabla %(table)s (fila %(row)s) tiene más de 10.000 caracteres. Acorte su texto y "
    "suba el archivo otra vez."
)
TOO_LONG_PARAGRAPH = _(
    "El documento tiene un párrafo de más de 100.000 caracteres (el %(paragraph)s). Pártalo y suba el "
    "archivo otra vez."
)
TOO_BIG = _(
    "El archivo ocupa más de 50 MB al abrirse. Quite imágenes y hojas que no sean del plan y súbalo otra vez."
)
TOO_MUCH = _(
    "El archivo tiene mucho más de lo que cabe en un plan (%(where)s). Lleve el plan a un archivo nuevo y súbalo."
)
DOCTYPE = _(
    "El archivo lleva declaraciones que no usa ningún programa de oficina (%(part)s). Ábralo, guárdelo de "
    "nuevo y súbalo otra vez."
)
BROKEN = _("El archivo está dañado y no se pudo leer (%(part)s). Ábralo, guárdelo de nuevo y súbalo otra vez.")


def column_letters(column: int) -> str:
    """Columns from 1: A … Z, AA …"""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Both from 1: «C14»."""
    return f"{column_letters(column)}{row}"
