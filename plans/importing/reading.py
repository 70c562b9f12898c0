"""A file of any kind that is read → a `Document`, or a sentence that says why not."""

from __future__ import annotations

from pathlib import Path

from plans.importing.cells import Document
from plans.importing.read_docx import read_docx
from plans.importing.read_sheets import read_xlsx


def read_document(path: Path, name: str) -> Document:
    """`name` is the one the person gave the file. Raises RefusedFileError, and nothing else."""
    return read_docx(path, name) if name.lower().endswith(".docx") else read_xlsx(path, name, {})
