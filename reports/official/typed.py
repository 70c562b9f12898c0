"""The frozen JSON's words as what they stand for: cells of a table."""

from __future__ import annotations

import datetime
from decimal import Decimal


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def figure(text: str | None) -> Decimal | None:
    """Absent is not zero."""
    return None if text is None else Decimal(text)
