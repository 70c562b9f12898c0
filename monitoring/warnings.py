"""What a reviewer should look at before she validates an entry. It accuses nobody: each has an honest reason.

Pure: plain records in, a list in a fixed order out, whatever the order of what went in. Sentences are Spanish
msgids with their values apart: `monitoring.review_words` translates and fills them.

Rules
- The same narrative as last time, but for capitals, signs and spaces; or nearly the same (95 % alike) where both
  have 40 letters or more.
- A figure that falls: one of the year to date, against the same year; or a level (over periods, the latest one
  stands), unless its target lies below its baseline. What is told period by period may fall.
- A percentage of progress lower than last time, both «en avance».
- «Cumplido» without evidence, or with a means of verification that nothing proves.
- «Cumplido» or «en avance» without saying what was done; «en avance» without a percentage under the proportional
  rule, where it earns nothing.
- Evidence dated outside the period; what was declared is not what the report earns; a breakdown that does not add
  up; sent after the deadline; sent and reviewed by the same person.

>>> july, september = date(2024, 7, 1), date(2024, 9, 30)
>>> now = Telling(status="cumplido", narrative="Dos talleres.", start_on=july, end_on=september)
>>> [(found.code, found.where) for found in warnings(now)]
[('no_evidence', 'evidence')]
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any

from monitoring.compliance import effective_earned
from monitoring.figures import PROPORTIONAL, STATUSES
from networks.sentences import gettext_noop as _
from plans.weights import HUNDRED, quantize

ALIKE, LONG_ENOUGH, BY_WORDS = 0.95, 40, 400
LATEST = "latest"


@dataclass(frozen=True, slots=True)
class ReviewWarning:
    """`where` is a field as observations name it (`monitoring.observed`); `values` fill the sentence `text`."""

    code: str
    where: str
    text: str
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measurement. `descends`: the plan wants it lower than it was; `breakdown` is `{by: {value: number}}`."""

    where: str
    title: str
    value: Decimal | None
    is_year_to_date: bool = False
    over_periods: str = "sum"
    descends: bool = False
    breakdown: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    where: str
    title: str
    dated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What an entry says; `start_on` and `end_on` are its period's, and `period` how that is called."""

    status: str
    start_on: date
    end_on: date
    period: str = ""
    progress: Decimal | None = None
    narrative: str = ""
    declared: Decimal | None = None
    figures: tuple[Figure, ...] = ()
    proofs: tuple[Proof, ...] = ()
    empty_slots: tuple[str, ...] = ()
    is_late: bool = False
    by_reviewer: bool = False


def warnings(
    now: Telling, before: Telling | None = None, *, rule: str = PROPORTIONAL, weight: Decimal | None = None
) -> list[ReviewWarning]:
    """What speaks against validating `now`. `before` is what was reported last time; without a `weight`, what was
    declared is out of 100."""
    found = {*_told(now, rule), *_proved(now), *_earned(now, rule, weight), *_handled(now)}
    for one in now.figures:
        found |= set(_added_up(one))
    if before is not None:
        found |= {*_repeated(now, before), *_fallen(now, before)}
    return sorted(found, key=lambda one: (CODES.index(one.code), one.where, repr(one.values)))


CODES = (
    "same_narrative", "near_narrative", "no_narrative", "no_progress", "progress_falls", "figure_falls",
    "breakdown_off", "declared_differs", "no_evidence", "empty_slot", "evidence_outside", "late", "same_person",
)  # fmt: skip


def _told(now: Telling, rule: str) -> Iterator[ReviewWarning]:
    if now.status in ("cumplido", "en_avance") and not now.narrative.strip():
        yield ReviewWarning("no_narrative", "narrative", _("No dice qué se hizo."))
    if now.status == "en_avance" and now.progress is None and rule == PROPORTIONAL:
        words = _("Va en avance y no dice cuánto: no suma a la cifra.")
        yield ReviewWarning("no_progress", "progress", words)


def _proved(now: Telling) -> Iterator[ReviewWarning]:
    if now.status == "cumplido" and not now.proofs:
        yield ReviewWarning("no_evidence", "evidence", _("Se informa cumplido y no hay ninguna evidencia."))
    elif now.status == "cumplido":
        for slot in now.empty_slots:
            words = _("Se informa cumplido y nada prueba «%(slot)s».")
            yield ReviewWarning("empty_slot", "evidence", words, (("slot", slot),))
    for proof in now.proofs:
        if proof.dated_on and not now.start_on <= proof.dated_on <= now.end_on:
            words = _("«%(title)s» lleva fecha del %(day)s, fuera del periodo.")
            values = (("title", proof.title), ("day", proof.dated_on))
            yield ReviewWarning("evidence_outside", proof.where, words, values)


def _earned(now: Telling, rule: str, weight: Decimal | None) -> Iterator[ReviewWarning]:
    if now.declared is None or now.status not in STATUSES:
        return
    declared = quantize(now.declared)
    computed = effective_earned(HUNDRED if weight is None else weight, now.status, now.progress, rule)
    if declared != computed:
        words = _("Se declaró %(declared)s y lo informado da %(computed)s.")
        values = (("declared", declared), ("computed", computed))
        yield ReviewWarning("declared_differs", "progress", words, values)


def _handled(now: Telling) -> Iterator[ReviewWarning]:
    if now.is_late:
        yield ReviewWarning("late", "", _("Llegó después del plazo."))
    if now.by_reviewer:
        yield ReviewWarning("same_person", "", _("La envió y la revisa la misma persona."))


# -- against last time ----------------------------------------------------------------------------------------


def _repeated(now: Telling, before: Telling) -> Iterator[ReviewWarning]:
    values = (("period", before.period),)
    mine, theirs = plain_words(now.narrative), plain_words(before.narrative)
    if mine and mine == theirs:
        words = _("El texto es el mismo que en %(period)s.")
        yield ReviewWarning("same_narrative", "narrative", words, values)
    elif is_nearly_same(" ".join(mine), " ".join(theirs)):
        words = _("El texto es casi el mismo que en %(period)s.")
        yield ReviewWarning("near_narrative", "narrative", words, values)


def plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def is_nearly_same(one: str, other: str) -> bool:
    """At least 95 % alike, both of 40 letters or more; long texts are compared word by word, which is quick."""
    if min(len(one), len(other)) < LONG_ENOUGH or 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
        return False
    parts = (one.split(), other.split()) if max(len(one), len(other)) > BY_WORDS else (one, other)
    common = sum((Counter(parts[0]) & Counter(parts[1])).values())
    if 2 * common < ALIKE * (len(parts[0]) + len(parts[1])):
        return False
    return SequenceMatcher(None, *parts, autojunk=False).ratio() >= ALIKE


def _fallen(now: Telling, before: Telling) -> Iterator[ReviewWarning]:
    both = now.status == before.status == "en_avance" and None not in (now.progress, before.progress)
    if both and now.progress < before.progress:
        words = _("Baja del %(before)s %% de %(period)s al %(now)s %%.")
        values = (("before", before.progress), ("now", now.progress), ("period", before.period))
        yield ReviewWarning("progress_falls", "progress", words, values)
    earlier = {one.where: one for one in before.figures}
    for one in now.figures:
        known = earlier.get(one.where)
        if known is not None and _falls(one, known, now.end_on.year == before.end_on.year):
            words = _("«%(title)s» baja de %(before)s en %(period)s a %(now)s.")
            values = (
                ("title", one.title),
                ("before", known.value),
                ("now", one.value),
                ("period", before.period),
            )
            yield ReviewWarning("figure_falls", one.where, words, values)


def _falls(now: Figure, before: Figure, is_same_year: bool) -> bool:
    if now.value is None or before.value is None or now.value >= before.value or now.descends:
        return False
    if now.is_year_to_date:
        return is_same_year
    return now.over_periods == LATEST


# -- parts ----------------------------------------------------------------------------------------------------


def _added_up(one: Figure) -> Iterator[ReviewWarning]:
    for by, parts in one.breakdown.items():
        numbers = [number for number in map(_number, parts.values()) if number is not None]
        if numbers and sum(numbers) != one.value:
            words = _("«%(title)s» por %(by)s suma %(sum)s y el total dice %(total)s.")
            values = (("title", one.title), ("by", by), ("sum", sum(numbers)), ("total", one.value))
            yield ReviewWarning("breakdown_off", one.where, words, values)


def _number(given: Any) -> Decimal | None:
    try:
        return Decimal(str(given))
    except InvalidOperation:
        return None
