"""Draft trees in few words, for the checks that need no file."""

from __future__ import annotations

from decimal import Decimal

from plans.deadlines import parse
from plans.importing.draft import (
    Discrepancy,
    DraftActivity,
    DraftDeliverable,
    DraftEje,
    DraftParty,
    DraftVerification,
    DraftVersion,
    Options,
    Reported,
)

OPTIONS = Options(first_year=2024, last_year=2025)
ALL_OR_NOTHING = Options(first_year=2024, last_year=2024, earned_rule="all_or_nothing")


def percent(value):
    return None if value is None else Decimal(str(value))


def activity(code, weight=None, status="", earned=None, *, progress=None, due="", **fields):
    """`earned` is a figure, or the words printed in its place; `due` is read without a year of its own."""
    words = earned if isinstance(earned, str) else ""
    reported = Reported(status, percent(progress), None if words else percent(earned), words)
    fields.setdefault("title", f"Tarea {code}")
    return DraftActivity(
        code, weight=percent(weight), reported=reported, deadline=fields.pop("deadline", parse(due)), **fields
    )


def eje(code, *activities, weight=None, **fields):
    fields.setdefault("title", f"Grupo {code}")
    for total in ("declared_weight", "declared_earned"):
        fields[total] = percent(fields.get(total))
    return DraftEje(code, activities=list(activities), weight=percent(weight), **fields)


def version(*ejes, roles=()):
    return DraftVersion("Plan", list(ejes), frozenset(roles))


def product(title, due="", proofs=(), responsible=()):
    return DraftDeliverable(
        title,
        parse(due),
        verifications=[DraftVerification(text) for text in proofs],
        parties=[DraftParty("responsible", words) for words in responsible],
    )


def kinds(discrepancies: list[Discrepancy]) -> list[tuple[str, str]]:
    return [(found.kind, found.where.code) for found in discrepancies]


def sentence(found: Discrepancy) -> str:
    """As the Django side says it; a sentence that names what is not there fails here."""
    if found.proposal:
        assert found.proposal % found.values
    return found.text % found.values
