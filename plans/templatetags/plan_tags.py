"""How plans are said on the screen: percents, dates, months, who an activity concerns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import template
from django.utils import formats
from django.utils.dates import MONTHS_3
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.models import Network
from plans.consistency import gap
from plans.disaggregation import normal
from plans.models import Concern, OverMembers, OverPeriods
from plans.weights import WeightCheck

register = template.Library()


@register.filter
def pct(value: Decimal | None) -> str:
    """12.50 → «12,50 %»; nothing for None, which is not zero."""
    return "" if value is None else f"{number_format(value, 2)}\u00a0%"


@register.filter
def amount(value: Decimal | None) -> str:
    """30.00 → «30», 12.50 → «12,5», 1200 → «1 200»."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    number = value.quantize(Decimal(1)) if whole else value.normalize()
    return formats.number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def weight_gap(check: WeightCheck) -> str:
    """«faltan 1,50 para 100,00», in the words the reasons to refuse use too."""
    return gap(check)


@register.filter
def dates(row: Any) -> str:
    """The dates of a deadline: «01/08/2012 – 31/08/2012», one when they are the same, nothing without."""
    start, end = row.deadline_start_on, row.deadline_end_on
    if end is None:
        return ""
    if start is None or start == end:
        return f"{end:%d/%m/%Y}"
    return f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"


@register.filter
def months(codes: Sequence[str]) -> str:
    """["2012-03", "2012-04", "2012-05", "2012-09"] → «mar–may, sep 2012»."""
    said = []
    for year, of_year in groupby(sorted(codes), key=lambda code: code[:4]):
        numbers = [int(code[5:]) for code in of_year]
        runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
        spans = [[number for _index, number in run] for _gap, run in runs]
        said.append(f"{', '.join(_span(span) for span in spans)} {year}")
    return "; ".join(said)


def _span(numbers: list[int]) -> str:
    first, last = str(MONTHS_3[numbers[0]]), str(MONTHS_3[numbers[-1]])
    return first if first == last else f"{first}–{last}"


@register.filter
def month_name(code: str) -> str:
    """«2012-03» → «mar»."""
    return str(MONTHS_3[int(code[5:7])])


@register.filter
def by_year(boxes: Any) -> list[tuple[str, list[Any]]]:
    """The month boxes of a form, year by year."""
    return [(year, list(own)) for year, own in groupby(boxes, key=lambda box: str(box.data["value"])[:4])]


@register.simple_tag
def concern(activity: Any, network: Network) -> str:
    """Who it concerns, in the network's words: «cada ciudad», «la red», «Buenos Aires y Rosario»."""
    if activity.concerns == Concern.NETWORK:
        return _("la red misma")
    if activity.concerns == Concern.EVERY_MEMBER:
        return _("cada %(member)s") % {"member": network.member_word}
    return ", ".join(activity.member_names) or _("(falta decir a quién)")


@register.filter
def names(parties: Sequence[Any]) -> str:
    return ", ".join(party.name for party in parties)


@register.filter
def told_apart(disaggregation: Any) -> str:
    """«sexo (mujeres, hombres); edad (0-17, 18-29)»."""
    found = [(row["by"], ", ".join(row["values"])) for row in normal(disaggregation)]
    return "; ".join(f"{name} ({values})" if values else name for name, values in found)


@register.filter
def sums_up(indicator: Any) -> str:
    """How its figures add: over periods, and over members."""
    return _("entre periodos %(periods)s; entre integrantes %(members)s") % {
        "periods": OverPeriods(indicator.over_periods).label,
        "members": OverMembers(indicator.over_members).label,
    }


@register.simple_tag
def counted(number: int, singular: str, plural: str) -> str:
    """«1 actividad», «11 actividades», with words the network chose."""
    return ngettext("%(n)s %(one)s", "%(n)s %(many)s", number) % {"n": number, "one": singular, "many": plural}
