"""Filters of the official forms: the pure functions of `reports.formatting` and `reports.charts`."""

from decimal import Decimal

from django import template

from reports import charts, formatting

register = template.Library()

for function in (
    formatting.decimal_es,
    formatting.number_es,
    formatting.date_es,
    formatting.value_es,
    formatting.status_sign,
    formatting.status_word,
    formatting.count_es,
    formatting.kind_short,
    formatting.share_of,
    formatting.most_places,
    formatting.gap,
):
    register.filter(function.__name__, function)


@register.filter
def qr(address: str) -> str:
    """The `src` of a QR code of an address."""
    import segno

    return segno.make(address, error="m", micro=False).svg_data_uri(border=0, dark="#1c1820", xmldecl=False)


@register.filter
def bare_url(address: str) -> str:
    """An address as it is typed."""
    return address.removeprefix("https://").removeprefix("http://")


@register.filter
def bar(percent: str | Decimal | None) -> str:
    """The `src` of a bar filled to a percentage."""
    return charts.progress_bar(None if percent is None else Decimal(percent))


@register.inclusion_tag("reports/pdf/_text.html")
def text_or_missing(text: str | None) -> dict:
    """Words with their line breaks, or «Sin información»."""
    return {"text": text}


@register.inclusion_tag("reports/pdf/_prose.html")
def prose(text: str | None) -> dict:
    """A narrative section, a paragraph a line."""
    return {"paragraphs": [line for line in (text or "").splitlines() if line.strip()]}
