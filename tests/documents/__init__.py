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
from tests.documents.plans import (
    by_eje,
    form,
    matrix,
    numbered_outline,
    numbered_table,
    outline,
    portuguese,
    programmed_done,
    sheets,
    split_header,
)

__all__ = [
    "LEFT",
    "UP",
    "Line",
    "by_eje",
    "csv_file",
    "form",
    "grid",
    "matrix",
    "numbered_outline",
    "numbered_table",
    "ods",
    "outline",
    "package",
    "portuguese",
    "programmed_done",
    "replaced",
    "saved",
    "sheets",
    "split_header",
    "word",
    "workbook",
]
