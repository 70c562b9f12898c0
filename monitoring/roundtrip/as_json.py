"""What a form that came back would do, for machines."""

from __future__ import annotations

from typing import Any

from monitoring.roundtrip.checking import Checked


def checked_json(checked: Checked) -> dict[str, Any]:
    """`changed` counts the entries that would be written. In conflicts a status is its code, a day is ISO."""
    return {
        "changed": len(checked.changed()),
        "conflicts": [
            {
                "activity": one.line.report.code,
                "field": one.line.name(one.column),
                "file": one.file,
                "now": one.now,
                "exported": one.exported,
            }
            for one in checked.conflicts
        ],
        "errors": [
            {
                "sheet": one.place.sheet,
                "row": one.place.row,
                "column": one.place.column,
                "message": one.message,
            }
            for one in checked.problems
        ],
    }
