"""What was answered to the network's own questions, as it is read on screen."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django import template

from monitoring.models import Answer
from monitoring.templatetags.monitoring_tags import plain

register = template.Library()


@register.filter
def answer_words(answer: Answer | None) -> str:
    """«1250,5 personas», «12/03/2012», or its words; nothing where nothing was answered."""
    if answer is None:
        return ""
    if answer.value is not None:
        return f"{plain(answer.value)} {answer.question.unit}".strip()
    return value_words(answer.day or answer.text)


@register.filter
def value_words(value: str | Decimal | datetime.date) -> str:
    """The same without its unit."""
    if isinstance(value, Decimal):
        return plain(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else value
