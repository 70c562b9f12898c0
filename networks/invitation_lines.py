"""Lines pasted to invite many at once: e-mail, name and unit, apart by tabs, semicolons or commas. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SEPARATORS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is the one the person sees beside it; `extra` is what stands after the third part."""

    number: int
    email: str
    name: str = ""
    unit: str = ""
    extra: str = ""


def read_lines(text: str) -> list[Line]:
    """Empty lines are passed over, but counted. «Nombre <correo>» is read as an e-mail with its name."""
    found = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if raw.strip():
            found.append(_line(number, raw.strip()))
    return found


def _line(number: int, text: str) -> Line:
    separator = next((sign for sign in SEPARATORS if sign in text), None)
    parts = [part.strip() for part in text.split(separator)] if separator else [text]
    email, name, unit, extra = _four(parts)
    if email.endswith(">") and "<" in email:
        written, email = email[:-1].rsplit("<", 1)
        name = name or written.strip().strip('"')
    return Line(number, email.strip(), name, unit, extra)


def _four(parts: Sequence[str]) -> tuple[str, str, str, str]:
    email, name, unit, *extra = [*parts, "", ""][: max(len(parts), 3)]
    return email, name, unit, " ".join(part for part in extra if part)
