"""What a folio stands for: each kind of document that has one registers who looks it up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models.fields.files import FieldFile

FOLIO = re.compile(r"[A-Z0-9][A-Z0-9-]{5,78}[A-Z0-9]")


class Verdict(StrEnum):
    GENUINE = "genuine"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Verified:
    """A document that was issued under a folio.

    `title` says what it is, `facts` are (label, value) of what it says, fit to be read by whoever has the folio.
    `sha256` is of the PDF, `copy_sha256` of its copy signed by hand, and `file` the PDF where it may be taken;
    `ended_at` when it was replaced or revoked, `replaced_by` the folio to ask for where that is no secret.
    """

    folio: str
    verdict: Verdict
    title: str
    issued_at: datetime.datetime
    sha256: str
    facts: tuple[tuple[str, str], ...] = ()
    file: FieldFile | None = None
    file_name: str = ""
    ended_at: datetime.datetime | None = None
    is_sample: bool = False
    time_zone: str = field(default="UTC")
    copy_sha256: str = ""
    replaced_by: str = ""


Verifier = Callable[[str], Verified | None]
_verifiers: list[Verifier] = []


def register(verifier: Verifier) -> None:
    if verifier not in _verifiers:
        _verifiers.append(verifier)


def normal_folio(text: str) -> str:
    """As it is kept: capitals, without blanks around or within; empty where it cannot be one."""
    folio = "".join(text.replace("–", "-").split()).upper()
    return folio if FOLIO.fullmatch(folio) else ""


def verified(text: str) -> Verified | None:
    """The document of a folio, however it was typed; None where none was issued under it."""
    folio = normal_folio(text)
    if not folio:
        return None
    return next((found for verifier in _verifiers if (found := verifier(folio))), None)
