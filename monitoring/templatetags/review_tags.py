"""Warnings and the fields of observations as they are written on screen."""

from __future__ import annotations

from django import template

from monitoring import review_words
from monitoring.observed import OF_ALL
from monitoring.warnings import ReviewWarning

register = template.Library()


@register.filter
def warning_tag(warning: ReviewWarning) -> str:
    return review_words.short(warning)


@register.filter
def warning_words(warning: ReviewWarning) -> str:
    return review_words.sentence(warning)


@register.filter
def field_words(fields: dict[str, str], field: str) -> str:
    """Of a field among those of the entry; what is no longer there keeps no name."""
    return str(fields.get(field) or OF_ALL.get(field, ""))
