"""What every frozen report shares: its header, its warnings, and how dataclasses become JSON.

A report is built once from the records as frozen dataclasses, turned into plain JSON data, and rendered
(HTML and PDF) from that data alone, so that what was issued can be printed again, exactly, years later.
Nothing here knows Django.
"""

import json
import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

CENTS = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class ReportWarning:
    """A disagreement between what was declared and what the records say; it never enters a sum.

    `where` is the code of the row it belongs to (an eje's «4», an activity's «6.1») or a short name.
    `declared` and `computed` are figures, dates or words; `message` is a whole sentence.
    """

    kind: str
    where: str
    declared: Decimal | date | str | None = None
    computed: Decimal | date | str | None = None
    message: str


@dataclass(frozen=True, kw_only=True)
class SignaturePlace:
    """Who signs, in the order of the blocks; a name left to the pen is None."""

    name: str | None = None
    post: str
    entity: str | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A figure or text that a correction changed; `where` is the part of the report it stands in, in words."""

    where: str
    what: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class Header:
    """Who reports, on what and when: the words of the title block and of every page's head.

    `language` is the one in which the report was built: what is printed of it stays in it. `norm` is what the form
    answers to, and `scope_label` the part of the plan it speaks of (None: all). A report is a `draft` until it is
    issued; `changes` are what a correction changed since the one it `replaces`. `logo` is a `data:` address.
    """

    network_name: str
    institution: str
    form_title: str
    stage: str | None = None
    plan_title: str | None = None
    period_label: str
    period_start: date
    period_end: date
    provisional: bool = False
    eje_word: str = "eje"
    mandate: str | None = None
    regulation: str | None = None
    regulation_on: date | None = None
    norms: str | None = None
    issued_on: date | None = None
    folio: str | None = None
    language: str = "es"
    norm: str | None = None
    scope_label: str | None = None
    draft: bool = True
    verify_url: str | None = None
    replaces: str | None = None
    changes: tuple[Change, ...] = ()
    logo: str | None = None
    logo_alt: str | None = None
    ink: str = "#4b2a63"
    signatures: tuple[SignaturePlace, ...] = ()


def to_plain(value):
    """JSON data of a frozen context: Decimals as strings with two places, dates ISO, absent null.

    Raises TypeError for anything else, floats included: a percentage is never a float.
    """
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Decimal):
        return f"{value.quantize(CENTS, ROUND_HALF_UP):f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a frozen report: {value!r}")


def canonical_json(data: dict) -> bytes:
    """The one spelling of a report's data: what is attached to the PDF and what its fingerprint covers.

    Keys are sorted because a database may hand them back in another order.
    """
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def fingerprint(data: dict) -> str:
    """sha256 of the canonical JSON, in hexadecimal."""
    return sha256(canonical_json(data)).hexdigest()


def file_stem(data: dict) -> str:
    """Name of a report's files without extension: «sernam-2007-subdere», or its folio once it is issued."""
    if folio := data["header"].get("folio"):
        return folio
    parts = [data["network"], data["period"], data["form"], *filter(None, data.get("scope", {}).values())]
    return re.sub(r"[^A-Za-z0-9_-]+", "-", "-".join(parts))


def numbered_notes(warnings: list[dict]) -> list[dict]:
    """The warnings with the number under which the page refers to them."""
    return [{"number": number, **warning} for number, warning in enumerate(warnings, start=1)]
