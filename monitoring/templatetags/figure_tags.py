"""A figure of an entry told apart, as a page shows it."""

from __future__ import annotations

from django import template

from monitoring.breakdowns import note
from monitoring.figures_sums import mismatches, read_parts
from monitoring.models import Measurement
from monitoring.selectors.indicators import Dimension, dimensions_of
from plans.models import Indicator

register = template.Library()


@register.simple_tag
def told_apart(given: Measurement, indicator: Indicator) -> list[tuple[Dimension, str]]:
    """Each dimension with a number, and how it stands to the total where it does not add to it."""
    parts = read_parts(given.breakdown)
    off = {each.by: note(each) for each in mismatches(given.value, parts)}
    dimensions = dimensions_of(indicator, parts, dict.fromkeys(parts, 1), 1)
    return [(each, off.get(each.by, "")) for each in dimensions if each.by in parts]
