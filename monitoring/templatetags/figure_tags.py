"""A figure of an entry told apart, as a page shows it."""

from __future__ import annotations

from decimal import Decimal

from django import template

from monitoring.breakdowns import note
from monitoring.figures_sums import mismatches, read_parts
from monitoring.models import Measurement
from monitoring.selectors.indicators import dimensions_of
from plans.models import Indicator

register = template.Library()


@register.simple_tag
def told_apart(given: Measurement, indicator: Indicator) -> list[tuple[str, list[tuple[str, Decimal]], str]]:
    """(by, [(value, number)], how it stands to the total where it does not add to it) of what was given."""
    parts = read_parts(given.breakdown)
    off = {each.by: note(each) for each in mismatches(given.value, parts)}
    found = []
    for each in dimensions_of(indicator, parts, dict.fromkeys(parts, 1), 1):
        numbers = [(word, value) for word, value in each.parts if value is not None]
        if numbers:
            found.append((each.by, numbers, off.get(each.by, "")))
    return found
