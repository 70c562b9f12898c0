"""Percentages that open their own explanation."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitoring.explaining_links import explain_url
from monitoring.explaining_words import figure
from monitoring.models import Period
from monitoring.selectors import PlanRollup
from networks.models import Member, Network

register = template.Library()

# Hidden words make the accessible name «¿por qué 73,40 %? Eje 1», which holds what is seen.
HIDDEN = '<span class="visually-hidden">{}</span>'
WHY = f'<a class="why" href="{{}}">{HIDDEN}{{}}{HIDDEN}</a>'


@register.simple_tag
def why(value: Decimal | str | None, url: str, subject: str = "", unit: str = "%") -> SafeString:
    """A figure as a link to its explanation; None is a dash without a link. `subject` tells links apart."""
    if value is None:
        return format_html("{}", figure(value))
    shown = f"{value if isinstance(value, str) else figure(value)} {unit}".strip()
    return format_html(WHY, url, f"{_('¿por qué')} ", shown, f"? {subject}".rstrip())


@register.simple_tag
def figure_url(plan: PlanRollup, eje: str = "", activity: str = "", member: Member | None = None) -> str:
    """Where the figure of a plan in its period is explained, or that of one of its ejes, activities or members."""
    return explain_url(
        plan.whole.network.slug,
        plan.whole.period.code,
        plan=plan.plan.slug,
        eje=eje,
        actividad=activity,
        integrante=member.code if member else "",
    )


@register.simple_tag
def fixed_url(network: Network, period: Period, plan: str, eje: str = "") -> str:
    """The same where only a plan's slug and an eje's code are known, as in what a closing fixed."""
    return explain_url(network.slug, period.code, plan=plan, eje=eje)
