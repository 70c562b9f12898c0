"""What was read from a file, as the import wizard says it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.deadlines import Deadline
from plans.models import PartyKind

register = template.Library()


@register.simple_tag
def import_deadline(deadline: Deadline) -> SafeString:
    """The document's words, and the dates they were read as, or that they were not."""
    words = format_html('<span class="deadline__words">{}</span>', deadline.text)
    if deadline.end is None:
        return format_html('{} <span class="deadline-unread">{}</span>', words, _("sin fechas"))
    same = deadline.start is None or deadline.start == deadline.end
    dates = f"{deadline.end:%d/%m/%Y}" if same else f"{deadline.start:%d/%m/%Y} – {deadline.end:%d/%m/%Y}"
    return format_html('{} <span class="deadline__dates">{}</span>', words, dates)


@register.simple_tag
def import_parties(row: Any) -> list[tuple[str, str]]:
    """Each role of an activity or a product with the words of who has it, in the order of the roles."""
    said = []
    for kind in PartyKind:
        words = [party.words for party in row.parties if party.kind == kind]
        if words:
            said.append((str(kind.label).capitalize(), ", ".join(words)))
    return said
