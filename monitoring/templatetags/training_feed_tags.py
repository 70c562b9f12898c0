"""What the courses say beside what was reported."""

from __future__ import annotations

from decimal import Decimal

from django import template

from monitoring.selectors.training import Fed

register = template.Library()


@register.filter
def difference_from(fed: Fed, reported: Decimal | None) -> Decimal | None:
    return fed.difference(reported)
