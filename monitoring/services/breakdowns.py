"""What a figure told apart must be before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError

from monitoring.breakdowns import refusal
from monitoring.figures_sums import mismatches, read_parts
from monitoring.services.records import MeasurementDraft


def check_breakdowns(measurements: Mapping[UUID, MeasurementDraft]) -> None:
    """Each dimension with any number adds to its total: ValidationError by `indicator-<lineage>-value`."""
    errors = {}
    for lineage, given in measurements.items():
        off = mismatches(given.value, read_parts(given.breakdown))
        if off:
            errors[f"indicator-{lineage}-value"] = [refusal(each) for each in off]
    if errors:
        raise ValidationError(errors)
