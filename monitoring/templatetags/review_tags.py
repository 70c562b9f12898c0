"""Warnings and the fields of observations as they are written on screen."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitoring import review_words
from monitoring.models import Observation, ReviewState
from monitoring.observed import OF_ALL, field_label, observed_field
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


@register.simple_tag(takes_context=True)
def observation_field(context: dict[str, Any], observation: Observation) -> str:
    """What it is about, in words; nothing for the whole entry."""
    if not observation.field:
        return ""
    return field_label(context["activity"], observation.field, context["entry"], context.get("questions", ()))


@register.simple_tag(takes_context=True)
def observed_here(context: dict[str, Any], what: str | Model) -> SafeString:
    """At a field of the form, what the reviewer asks to mend there, while it is hers to mend.

    `what` is a field's name, or the indicator, deliverable, question or evidence the field is for.
    """
    entry = context.get("entry")
    if entry is None or entry.review_state != ReviewState.RETURNED:
        return SafeString("")
    where = what if isinstance(what, str) else _field_of(what)
    words = [one.body for one in entry.observations.all() if one.field == where and not one.resolved_at]
    line = '<p class="callout callout--warning" role="note"><strong>{}</strong> {}</p>'
    return format_html_join("", line, ((_("Para corregir:"), body) for body in words))


def _field_of(what: Model) -> str:
    kind = what._meta.model_name
    return observed_field(kind, what.pk if kind == "evidence" else what.lineage)
