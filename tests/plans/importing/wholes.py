"""Documents made of texts and rows, and what the whole reading makes of them."""

from __future__ import annotations

from plans.importing.building import read_plan
from plans.importing.cells import Cell, Document, Paragraph, Table
from plans.importing.columns import recognise
from plans.importing.parties import Directory

DIRECTORY = Directory(
    members=[("belice", "Belice"), ("nicaragua", "Nicaragua"), ("salvador", "El Salvador")],
    organizations=[("Organización Internacional para las Migraciones", "OIM"), ("Interpol",), ("Cruz Verde",)],
)


def document_of(*blocks):
    """A Word document of texts (paragraphs) and rows (tables); a table takes the text right above as its title."""
    made = Document("docx", "Plan.docx")
    for block in blocks:
        if isinstance(block, str):
            heading = int(block.startswith("# "))
            made.blocks.append(Paragraph(len(made.paragraphs) + 1, block.removeprefix("# "), heading))
            continue
        above = made.blocks[-1].text if made.blocks and isinstance(made.blocks[-1], Paragraph) else ""
        rows = [[Cell(tuple(text.split("\n")) if text else ()) for text in row] for row in block]
        made.blocks.append(Table(len(made.tables) + 1, rows, list(range(1, len(rows) + 1)), title=above))
    return made


def read(document, options, directory=DIRECTORY, change=None):
    mapping = recognise(document)
    if change:
        change(mapping)
    return read_plan(document, mapping, options, directory)
