"""The indicators of a period as a page shows them: the list, by eje and activity, and one with what makes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.breakdowns import note
from monitoring.explaining_words import TERMS, Sum, Term, short
from monitoring.figures_sums import mismatches, read_parts
from monitoring.models import Basis
from monitoring.selectors import NetworkRollup
from monitoring.selectors.indicators import (
    Contribution,
    Dimension,
    IndicatorValue,
    contributions,
    dimensions_of,
    reports_of,
    values_of,
)
from monitoring.selectors.training import Fed, fed_figures
from networks.models import Member
from networks.models.directory import THE_NETWORK
from plans.models import Indicator, OverMembers, OverPeriods
from plans.weights import spread

MANY_BARS = 8


# -- a figure told apart --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """`percent` is of what was told apart; None where nobody said `value`, or where there is no whole."""

    word: str
    value: Decimal | None
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Bars:
    dimension: Dimension
    bars: tuple[Bar, ...]

    @property
    def is_long(self) -> bool:
        return len(self.bars) > MANY_BARS


def bars_of(dimensions: Iterable[Dimension]) -> list[Bars]:
    return [Bars(one, _bars(one)) for one in dimensions]


def _bars(dimension: Dimension) -> tuple[Bar, ...]:
    values = [value for _word, value in dimension.parts if value is not None]
    has_whole = any(values) and min(values) >= 0
    percents = iter(spread(100, values) if has_whole else [None] * len(values))
    return tuple(Bar(word, value, None if value is None else next(percents)) for word, value in dimension.parts)


# -- the list -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """An indicator with who gave it: `reported` of the `owed`, and `besides` members who do not owe it.

    `by_network`: the network measured what its members owe, and its figure stands. `who` said its words (None: the
    network). `fed` is what the network's courses say of it.
    """

    value: IndicatorValue
    owed: int
    reported: int
    besides: int
    by_network: bool
    who: Member | None
    fed: Fed | None = None

    @property
    def indicator(self) -> Indicator:
        return self.value.indicator

    @property
    def is_networks(self) -> bool:
        """The network itself gave it in the period."""
        return None in self.value.givers

    @cached_property
    def bars(self) -> list[Bars]:
        return bars_of(self.value.breakdown)

    @cached_property
    def year_bars(self) -> list[Bars]:
        return bars_of(self.value.cumulative_breakdown)

    @property
    def is_year(self) -> bool:
        """The year's figure says no more than the period's."""
        own = self.value
        return (own.value, own.breakdown) == (own.cumulative, own.cumulative_breakdown)


@dataclass
class ActivityBlock:
    code: str
    title: str
    cards: list[Card] = field(default_factory=list)


@dataclass
class EjeBlock:
    """`plan` is empty where the network has only one."""

    code: str
    title: str
    plan: str
    activities: dict = field(default_factory=dict)


def card_of(rolled: NetworkRollup, value: IndicatorValue, fed: Fed | None = None) -> Card:
    obliged = rolled.obliged_by.get(value.activity_lineage, ())
    strangers = value.givers.difference(obliged)
    return Card(
        value=value,
        owed=len(obliged),
        reported=len(value.givers.intersection(obliged)),
        besides=len(strangers - {None}),
        by_network=None in strangers,
        who=rolled.members.get(value.said.member_id) if value.said else None,
        fed=fed,
    )


def cards_of(rolled: NetworkRollup, indicators: Sequence[Indicator]) -> list[Card]:
    """Two queries, and where courses feed any of them three more."""
    fed = fed_figures(rolled.network, rolled.period, [indicator.lineage for indicator in indicators])
    values = values_of(rolled.network, rolled.period, indicators)
    return [card_of(rolled, value, fed.get(value.indicator.lineage)) for value in values]


def in_plan_order(rolled: NetworkRollup, indicators: Iterable[Indicator]) -> list[Indicator]:
    """As the board has the activities; those of what only groups activities last."""
    place = {lineage: number for number, lineage in enumerate(rolled.by_lineage)}
    return sorted(indicators, key=lambda one: place.get(one.activity.lineage, len(place)))


def blocks_of(rolled: NetworkRollup, cards: Iterable[Card]) -> list[EjeBlock]:
    plans = {one.version.pk: one.plan.title for one in rolled.plans} if len(rolled.plans) > 1 else {}
    ejes: dict[int, EjeBlock] = {}
    for card in cards:
        activity = card.indicator.activity
        eje = activity.eje
        block = ejes.setdefault(eje.pk, EjeBlock(eje.code, eje.title, plans.get(eje.version_id, "")))
        own = block.activities.setdefault(activity.pk, ActivityBlock(activity.code, activity.title))
        own.cards.append(card)
    return list(ejes.values())


# -- one, and what makes it -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """What one member (None: the network) gave. `stands`: where the latest counts, hers is the one.

    `parts` are the columns with their numbers, and `off` what does not add to her figure and stays out; `links`
    are her reports of the period that count, as (label, address).
    """

    member: Member | None
    is_owed: bool
    gave: Contribution | None
    parts: list[tuple[str, Decimal | None]]
    off: list[tuple[str, str]]
    links: list[tuple[str, str]]
    stands: bool

    @property
    def is_extra(self) -> bool:
        """She need not have given it; the network always may."""
        return self.member is not None and not self.is_owed

    @property
    def value(self) -> Decimal | None:
        return self.gave.own.value if self.gave and self.gave.own else None

    @property
    def year(self) -> Decimal | None:
        return self.gave.year.value if self.gave and self.gave.year else None

    @property
    def text(self) -> str:
        texts = [one.text for one in self.gave.given if one.text] if self.gave else []
        return texts[-1] if texts else ""

    @property
    def basis(self) -> str:
        """What her figure covers: the last of the period's says."""
        numbers = [one for one in self.gave.given if one.value is not None] if self.gave else []
        return Basis(numbers[-1].basis).label if numbers else ""


class OneIndicator:
    """An indicator of a period with each member's part in it; two queries."""

    def __init__(self, rolled: NetworkRollup, indicator: Indicator) -> None:
        self.rolled, self.indicator = rolled, indicator
        self.value, self.given = contributions(rolled.network, rolled.period, indicator)
        fed = fed_figures(rolled.network, rolled.period, [indicator.lineage])
        self.card = card_of(rolled, self.value, fed.get(indicator.lineage))
        self.lineage = indicator.activity.lineage
        self.reports = reports_of(rolled.network, rolled.period, self.lineage)
        self.owed = frozenset(rolled.obliged_by.get(self.lineage, ()))

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """(by, value) of each number it is told apart in."""
        asked = self.value.breakdown or dimensions_of(self.indicator, {}, {}, 0)
        return [(one.by, word) for one in asked for word, _value in one.parts]

    @property
    def totals(self) -> list[tuple[str, Decimal | None]]:
        return self._columns({one.by: dict(one.parts) for one in self.value.breakdown})

    def _columns(self, parts: Mapping[str, Mapping[str, Decimal | None]]) -> list[tuple[str, Decimal | None]]:
        return [(f"{by}: {word}", parts.get(by, {}).get(word)) for by, word in self.columns]

    @cached_property
    def member_ids(self) -> list[int]:
        """Who owes it, and who gave it in the year all the same, in the network's order."""
        there = self.owed | self.given.keys()
        return [pk for pk in self.rolled.members if pk in there]

    def network_rows(self) -> list[Row]:
        """The network's own, where it owes or measured it."""
        return self.rows([None]) if None in self.owed or None in self.given else []

    def rows(self, member_ids: Iterable[int | None]) -> list[Row]:
        return [self._row(pk) for pk in member_ids]

    def _row(self, pk: int | None) -> Row:
        gave, member = self.given.get(pk), self.rolled.members.get(pk)
        return Row(
            member=member,
            is_owed=pk in self.owed,
            gave=gave,
            parts=self._columns(gave.own.parts if gave and gave.own else {}),
            off=_off(gave) if gave else [],
            links=self._links(pk, member),
            stands=pk is not None and pk == self._standing,
        )

    @cached_property
    def _standing(self) -> int | None:
        """Of whom the latest figure is; None where that is not what counts."""
        if self.indicator.over_members != OverMembers.LATEST or None in self.value.givers:
            return None
        ends = {pk: [one for one in gave.given if one.value is not None] for pk, gave in self.given.items()}
        ends = {pk: given[-1] for pk, given in ends.items() if given}
        return max(ends, key=lambda pk: (ends[pk].period_end, ends[pk].order), default=None)

    def _links(self, pk: int | None, member: Member | None) -> list[tuple[str, str]]:
        codes = self.reports.get(pk, [])
        where = {"slug": self.rolled.network.slug, "lineage": self.lineage}
        where["who"] = member.code if member else THE_NETWORK
        labels = codes if len(codes) > 1 else [_("Ver el informe")] * len(codes)
        urls = [reverse("monitoring:entry_detail", kwargs={**where, "code": code}) for code in codes]
        return list(zip(labels, urls, strict=True))

    # -- how it comes about -----------------------------------------------------------------------------------

    def rules(self) -> list[str]:
        if not self.indicator.is_numeric:
            said = _("Se dice en palabras: vale lo último de la propia red, o si no dijo nada, lo último dicho.")
            return [said, _("Los borradores no entran.")]
        silence = _("Sin dato no es cero: quien no lo dio no entra en la cuenta. Los borradores tampoco.")
        return [*_member_rule(self), _period_rule(self), silence]

    def sum(self) -> Sum | None:
        """The period's figure out of its members'; None where nothing is put together."""
        own = [gave for gave in self.given.values() if gave.own and gave.member_id in self.member_ids]
        adds = self.indicator.over_members != OverMembers.LATEST and None not in self.value.givers
        if not adds or len(own) < 2:
            return None
        members = self.rolled.members
        terms = [Term(short(gave.own.value), members[gave.member_id].name, False) for gave in own]
        is_mean = self.indicator.over_members == OverMembers.MEAN
        tail = f" ÷ {len(own)}" if is_mean else ""
        return Sum(tuple(terms[:TERMS]), max(len(own) - TERMS, 0), tail, short(self.value.value), is_mean)


def _off(gave: Contribution) -> list[tuple[str, str]]:
    """The parts of each figure that do not add to it, as (by, sentence)."""
    return [
        (each.by, note(each))
        for one in gave.given
        if one.value is not None
        for each in mismatches(one.value, read_parts(one.breakdown))
    ]


def _member_rule(one: OneIndicator) -> list[str]:
    words = {"members": one.rolled.network.member_word_plural, "network": one.rolled.network.short_name}
    if one.owed == {None} and one.given.keys() <= {None}:
        return [_("La informa la propia red.")]
    rule = {
        OverMembers.SUM: _("Entre %(members)s se suma lo que dio cada cual."),
        OverMembers.MEAN: _(
            "Entre %(members)s se promedia lo que dio cada cual: cuentan solo quienes dieron dato."
        ),
        OverMembers.LATEST: _("Entre %(members)s vale el último dato enviado."),
    }[OverMembers(one.indicator.over_members)]
    found = [rule % words]
    if None in one.given:
        found.append(_("Donde midió la propia red, vale su cifra y no lo que dieron sus %(members)s.") % words)
    return found


def _period_rule(one: OneIndicator) -> str:
    if one.indicator.over_periods == OverPeriods.LATEST:
        return _("A lo largo del año vale el último dato.")
    return _("A lo largo del año se suma; una cifra «acumulada del año» reemplaza a las anteriores.")
