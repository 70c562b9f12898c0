"""The parts of a figure in an entry's form: one number for each value of each dimension the plan asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from monitoring.breakdowns import note, note_words, number
from monitoring.figures_sums import mismatches, read_parts
from monitoring.forms.entry_fields import decimal_field
from monitoring.models import Measurement
from plans.disaggregation import normal
from plans.models import Indicator


@dataclass(frozen=True)
class PartField:
    """A number of the form: `word` is its value of the dimension, `before` what was given last time."""

    word: str
    field: forms.BoundField
    before: Decimal | None = None


@dataclass(frozen=True)
class DimensionFields:
    """The numbers of one dimension; `note` says how they stand to the total, empty where none was given."""

    by: str
    parts: tuple[PartField, ...]
    note: str
    is_off: bool


def part_name(indicator: Indicator, by: str, word: str) -> str:
    """By the words and not by their place: what is sent after the plan reordered them still means the same."""
    digest = hashlib.blake2s(f"{by}\0{word}".encode(), digest_size=6).hexdigest()
    return f"indicator-{indicator.lineage}-part-{digest}"


def asked(indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """(by, value, field name) of each number asked; a dimension without values asks none."""
    for dimension in normal(indicator.disaggregation) if indicator.is_numeric else ():
        for word in dimension["values"]:
            yield dimension["by"], word, part_name(indicator, dimension["by"], word)


def add_parts(form: forms.BaseForm, indicator: Indicator, known: Measurement | None) -> None:
    parts = read_parts(known.breakdown) if known else {}
    for by, word, name in asked(indicator):
        label = _("%(indicator)s: %(value)s") % {"indicator": indicator.title, "value": word}
        form.fields[name] = decimal_field(label, max_digits=14)
        form.fields[name].widget.attrs["data-part"] = True
        form.initial[name] = parts.get(by, {}).get(word)


def given_parts(data: dict[str, Any], indicator: Indicator) -> dict[str, dict[str, str]]:
    """As `MeasurementDraft.breakdown` has it."""
    found: dict[str, dict[str, str]] = {}
    for by, word, name in asked(indicator):
        if data.get(name) is not None:
            found.setdefault(by, {})[word] = f"{data[name]:f}"
    return found


def dimensions(
    form: forms.BaseForm, indicator: Indicator, before: Measurement | None
) -> tuple[DimensionFields, ...]:
    known = read_parts(before.breakdown) if before else {}
    found: dict[str, list[PartField]] = {}
    for by, word, name in asked(indicator):
        found.setdefault(by, []).append(PartField(word, form[name], known.get(by, {}).get(word)))
    total = _number(form[f"indicator-{indicator.lineage}-value"]) if found else None
    return tuple(_dimension(by, parts, total) for by, parts in found.items())


def _dimension(by: str, parts: list[PartField], total: Decimal | None) -> DimensionFields:
    given = {part.word: value for part in parts if (value := _number(part.field)) is not None}
    if not given:
        return DimensionFields(by, tuple(parts), "", False)
    off = mismatches(total, {by: given})
    if off:
        return DimensionFields(by, tuple(parts), note(off[0]), True)
    return DimensionFields(by, tuple(parts), note_words()["whole"] % {"sum": number(sum(given.values()))}, False)


def _number(field: forms.BoundField) -> Decimal | None:
    """What stands in the field, None where it is empty or no number."""
    try:
        return field.field.clean(field.value())
    except ValidationError:
        return None


def no_longer_asked(indicator: Indicator, known: Measurement | None) -> str:
    """«otra: 2»: parts given under other words of the plan, which the form has no place for."""
    places = {(by, word) for by, word, _name in asked(indicator)}
    parts = read_parts(known.breakdown) if known else {}
    lost = [
        f"{word}: {number(value)}"
        for by, values in parts.items()
        for word, value in values.items()
        if (by, word) not in places
    ]
    return "; ".join(lost)
