"""Which styles of an Excel file show a number as a percent, and a date as a month or a year only."""

from __future__ import annotations

import re
from zipfile import ZipFile

from plans.importing.packages import SHEET, parse

# The formats Excel knows by number, without writing them in the file: 0 %, 0,00 % and mmm-yy.
_BUILT_IN = {"9": "percent", "10": "percent", "17": "month"}
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def kind_of(code: str) -> str:
    """`percent`, `month`, `year` or nothing. «0.00%» → percent; «mmm-yy» → month; «yyyy» → year."""
    plain = _WORDS.sub("", code.partition(";")[0]).lower()
    if "%" in plain:
        return "percent"
    if "y" in plain and not any(letter in plain for letter in "dhs"):
        return "month" if "m" in plain else "year"
    return ""


def style_kinds(archive: ZipFile) -> dict[str, str]:
    """A cell's style, as its `s` attribute says it, → what it shows; only those that matter."""
    root = parse(archive, "xl/styles.xml")
    if root is None:
        return {}
    codes = {
        form.get("numFmtId"): form.get("formatCode", "") for form in root.iterfind(f"{SHEET}numFmts/{SHEET}numFmt")
    }
    kinds = {}
    for place, style in enumerate(root.iterfind(f"{SHEET}cellXfs/{SHEET}xf")):
        key = style.get("numFmtId", "")
        kind = kind_of(codes[key]) if key in codes else _BUILT_IN.get(key, "")
        if kind:
            kinds[str(place)] = kind
    return kinds
