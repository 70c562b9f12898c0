"""Text as a search reads it."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Without accents, capitals or double spaces: «Ñandú  MÉXICO» → «nandu mexico»."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())
