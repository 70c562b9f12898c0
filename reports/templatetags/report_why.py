"""Figures of a preview as links to what they are made of. On paper they stay figures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.formatting import decimal_es

register = template.Library()


@register.simple_tag(takes_context=True)
def why(context: dict[str, Any], value: str | None, eje: str = "", activity: str = "") -> str | SafeString:
    """The figure as `decimal_es` writes it; where the page has `links.explain`, a link there. Absent: a dash."""
    shown = decimal_es(value)
    base = (context.get("links") or {}).get("explain")
    if value is None or not base:
        return shown
    query = urlencode({name: code for name, code in (("eje", eje), ("actividad", activity)) if code})
    address = f"{base}?{query}" if query else base
    label = _("¿por qué %(figure)s?") % {"figure": shown}
    return format_html('<a class="why" href="{}" aria-label="{}">{}</a>', address, label, shown)
