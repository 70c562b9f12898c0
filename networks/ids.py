"""Numbers of rows as a page sends them back."""

from __future__ import annotations


def row_id(text: str) -> int:
    """0, which no row has, for what is no number or larger than a database keeps."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
