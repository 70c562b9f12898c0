"""Word, Excel, OpenDocument and CSV files made for tests: builders, whole plans in our own words, hostile files.

Everything gives bytes; `saved(tmp_path, "plan.docx", data)` makes them a file.
"""

from tests.documents.builders import (
    LEFT,
    UP,
    Line,
    csv_file,
    grid,
    ods,
    package,
    replaced,
    saved,
    word,
    workbook,
)

__all__ = [
    "LEFT",
    "UP",
    "Line",
    "csv_file",
    "grid",
    "ods",
    "package",
    "replaced",
    "saved",
    "word",
    "workbook",
]
