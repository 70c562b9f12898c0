"""A file of any kind that is read → a `Document`, or a sentence that says why not."""

from __future__ import annotations

from pathlib import Path

from networks.sentences import gettext_noop as _
from plans.importing.cells import Document, RefusedFileError
from plans.importing.read_docx import read_docx
from plans.importing.read_ods import read_ods
from plans.importing.read_sheets import read_csv, read_xlsx
from plans.importing.safety import check
from plans.importing.splitting import split_sheets

UNREAD = _(
    "No se pudo leer el archivo: parece dañado o guardado por un programa poco común. Ábralo, guárdelo de "
    "nuevo como .docx, .xlsx, .ods o .csv y súbalo otra vez."
)
NOTHING = _(
    "El archivo no tiene texto ni celdas con algo escrito. Revise que sea el que quería y súbalo otra vez."
)


def read_document(path: Path, name: str) -> Document:
    """`name` is the one the person gave the file. Raises RefusedFileError, and nothing else."""
    try:
        document = _read(path, name)
        if document.kind != "docx":
            split_sheets(document)
    except RefusedFileError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a broken part may end in a parser's panic, which is no Exception
        raise RefusedFileError(UNREAD) from error
    if not document.blocks:
        raise RefusedFileError(NOTHING)
    return document


def _read(path: Path, name: str) -> Document:
    checked = check(path, name)
    if checked.kind == "docx":
        return read_docx(path, name)
    if checked.kind == "xlsx":
        return read_xlsx(path, name, checked.forms)
    if checked.kind == "ods":
        return read_ods(path, name)
    return read_csv(path, name, checked.encoding, checked.delimiter)
