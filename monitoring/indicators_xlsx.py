"""The indicators of a period as workbooks. What somebody typed is never run as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook

from monitoring.indicator_pages import Bars, Card, OneIndicator, Row, cards_of
from monitoring.labels import period_label
from monitoring.selectors import NetworkRollup
from networks.models import Member
from networks.models.directory import THE_NETWORK
from networks.workbooks import Value, add_sheet, saved
from plans.models import Indicator


def list_workbook(rolled: NetworkRollup, indicators: Sequence[Indicator]) -> bytes:
    """A row for each indicator, and on a second sheet one for each value it is told apart in."""
    cards = cards_of(rolled, indicators)
    book = Workbook(write_only=True)
    _sheet(book, _("Indicadores"), rolled, _list_heads(rolled), (_list_row(rolled, card) for card in cards))
    apart = (row for card in cards for row in _apart(card))
    _sheet(book, _("Desagregación"), rolled, _apart_heads(), apart)
    return saved(book)


def one_workbook(one: OneIndicator) -> bytes:
    """A row for each member, the network's own first and the figure last; and how it comes about."""
    book = Workbook(write_only=True)
    _sheet(book, _("Indicador"), one.rolled, _one_heads(one), _one_rows(one), about=[one.indicator.title])
    bars = [(card_bars, is_year) for is_year in (False, True) for card_bars in _bars_of(one.card, is_year)]
    rows = (_bar_row(found, bar, is_year) for found, is_year in bars for bar in found.bars)
    _sheet(book, _("Desagregación"), one.rolled, _apart_heads()[2:], rows, about=[one.indicator.title])
    _sheet(book, _("Cómo se cuenta"), one.rolled, [_("Regla")], ([rule] for rule in one.rules()))
    return saved(book)


# -- the list -------------------------------------------------------------------------------------------------


def _list_heads(rolled: NetworkRollup) -> list[str]:
    return [
        capfirst(rolled.network.eje_word),
        _("Código"),
        capfirst(rolled.network.activity_word),
        _("Indicador"),
        _("Unidad"),
        _("En el periodo"),
        _("En el año"),
        _("Meta"),
        _("% de la meta"),
        _("Línea de base"),
        _("Dieron el dato"),
        _("Lo deben"),
        _("Lo dieron sin deberlo"),
        _("Midió la red"),
        _("En palabras"),
        _("Quién lo dijo"),
    ]


def _list_row(rolled: NetworkRollup, card: Card) -> list[Value]:
    value, indicator = card.value, card.indicator
    return [
        value.eje_code,
        value.activity_code,
        value.activity_title,
        indicator.title,
        indicator.unit,
        value.value,
        value.cumulative,
        indicator.target,
        value.percent_of_target,
        indicator.baseline,
        card.reported,
        card.owed,
        card.besides,
        _("sí") if card.by_network else "",
        value.text,
        _name(rolled, card.who) if value.said else "",
    ]


def _apart_heads() -> list[str]:
    own = [_("Código"), _("Indicador")]
    shared = [_("Cifra de"), _("Desagregado por"), _("Valor"), _("Cifra"), _("% de lo desagregado")]
    return [*own, *shared, _("Datos desagregados"), _("De cuántos")]


def _bars_of(card: Card, is_year: bool) -> list[Bars]:
    return card.year_bars if is_year else card.bars


def _apart(card: Card) -> Iterable[list[Value]]:
    for is_year in (False, True):
        for found in _bars_of(card, is_year):
            for bar in found.bars:
                yield [card.value.activity_code, card.indicator.title, *_bar_row(found, bar, is_year)]


def _bar_row(found: Bars, bar, is_year: bool) -> list[Value]:
    dimension = found.dimension
    span = _("el año") if is_year else _("el periodo")
    return [span, dimension.by, bar.word, bar.value, bar.percent, dimension.told, dimension.of]


# -- one ------------------------------------------------------------------------------------------------------


def _one_heads(one: OneIndicator) -> list[str]:
    apart = [label for label, _number in one.totals]
    who = capfirst(one.rolled.network.member_word)
    return [
        _("Clave"),
        who,
        _("En el periodo"),
        _("Qué abarca"),
        *apart,
        _("En el año"),
        _("En palabras"),
        _("Nota"),
    ]


def _one_rows(one: OneIndicator) -> Iterable[list[Value]]:
    for row in [*one.network_rows(), *one.rows(one.member_ids)]:
        yield _member_row(one, row)
    if one.indicator.is_numeric:
        value = one.value
        words = _("La cifra, que es la de la propia red") if one.card.is_networks else _("La cifra")
        yield ["", words, value.value, "", *_numbers(one.totals), value.cumulative, "", ""]


def _member_row(one: OneIndicator, row: Row) -> list[Value]:
    code = row.member.code if row.member else THE_NETWORK
    name = _name(one.rolled, row.member)
    return [code, name, row.value, str(row.basis), *_numbers(row.parts), row.year, row.text, _note(row)]


def _numbers(parts: Iterable[tuple[str, Decimal | None]]) -> list[Decimal | None]:
    return [number for _label, number in parts]


def _note(row: Row) -> str:
    found = [f"{by}: {sentence}" for by, sentence in row.off]
    if row.links and not (row.gave and row.gave.given):
        found.append(_("sin dato"))
    if row.is_owed and not row.links:
        found.append(_("sin informar"))
    if row.is_extra:
        found.append(_("no lo debe"))
    if row.stands:
        found.append(_("es el último dato, y el que vale"))
    return "; ".join(found)


def _name(rolled: NetworkRollup, member: Member | None) -> str:
    return member.name if member else rolled.network.short_name


# -- any ------------------------------------------------------------------------------------------------------


def _sheet(
    book: Workbook,
    title: str,
    rolled: NetworkRollup,
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
    about: Sequence[str] = (),
) -> None:
    widths = [max(14, min(60, len(words) + 6)) for words in heads]
    for place in (1, 2) if len(heads) > 1 else (0,):
        widths[place] = 36
    said = [rolled.network.name, period_label(rolled.period), *about]
    add_sheet(book, title, " · ".join(said), heads, rows, widths)
