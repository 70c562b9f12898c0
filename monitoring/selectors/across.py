"""Several networks side by side in a year: the themes their plans contribute to, and what is due month by month.

As many queries for one network as for many.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef

from monitoring.figures import Report
from monitoring.models import Period
from monitoring.selectors.periods import local_today
from monitoring.selectors.planned import PlannedActivity, PlannedVersion, plan_book
from monitoring.selectors.summing import NetworkRollup, PlanRollup, rollups
from networks.models import Network, User
from plans.models import Activity, Deliverable, Framework, Plan, PlanVersion, Theme
from plans.weights import quantize

SETTLED = ("cumplido", "no_aplica")


@dataclass(frozen=True, slots=True)
class Share:
    """What a plan has of a theme: how many of its activities that are reported."""

    version: PlanVersion
    count: int


@dataclass(frozen=True, slots=True)
class ThemePart:
    """An activity's avance, as it enters its theme's; `plan` is as it stands in the figures' period."""

    plan: PlanRollup
    activity: PlannedActivity
    percent: Decimal


@dataclass(frozen=True, slots=True)
class ThemeCell:
    """What a network does about a theme.

    Of `heard` of its activities somebody reported; `percent` is the plain mean of the avance of those where it is
    known, which are its `parts`; None while it is of none.
    """

    network: Network
    shares: tuple[Share, ...]
    heard: int
    percent: Decimal | None
    parts: tuple[ThemePart, ...] = ()

    @property
    def count(self) -> int:
        return sum(share.count for share in self.shares)


@dataclass(frozen=True, slots=True)
class ThemeRow:
    theme: Theme
    cells: tuple[ThemeCell, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of an activity, or of its product `product`. `open` of its `obliged` have not fulfilled it."""

    version: PlanVersion
    activity: PlannedActivity
    product: str
    due_on: datetime.date
    is_overdue: bool
    open: int
    obliged: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """What is due in a month, network by network in their order."""

    first: datetime.date
    cells: tuple[tuple[Network, tuple[Due, ...]], ...]


@dataclass
class Across:
    """`networks` are those with a plan in force in the year, `without_plan` the others.

    `periods` has, by network id, the last period of the year in which somebody reported: the figures' own.
    """

    year: int
    networks: list[Network]
    without_plan: list[Network]
    themes: list[ThemeRow] = field(default_factory=list)
    months: list[MonthRow] = field(default_factory=list)
    periods: dict[int, Period] = field(default_factory=dict)

    @property
    def columns(self) -> list[tuple[Network, Period | None]]:
        """Each network, with the period of its figures."""
        return [(network, self.periods.get(network.pk)) for network in self.networks]

    @property
    def overdue(self) -> int:
        return sum(due.is_overdue for month in self.months for _network, cell in month.cells for due in cell)


def networks_across(user: User) -> list[Network]:
    """Her networks; a superuser looks after all of them."""
    return list(Network.objects.all()) if user.is_superuser else user.networks


def plan_years(networks: Iterable[Network]) -> list[int]:
    """The years of their plans that were ever in force, the latest first."""
    agreed = PlanVersion.objects.agreed().filter(plan=OuterRef("pk"))
    plans = Plan.objects.filter(Exists(agreed), network__in=list(networks))
    spans = plans.values_list("first_year", "last_year")
    return sorted({year for first, last in spans for year in range(first, last + 1)}, reverse=True)


def across(
    networks: list[Network], year: int, *, framework: str = "", months: Iterable[int] = range(1, 13)
) -> Across:
    """The plans in force in the year: today's if it is this one, else those of its last day.

    With `framework` only its themes, and activities that have one; `months` are those whose deadlines are given.
    """
    return _Reader(networks, year, framework).read(set(months))


class _Reader:
    def __init__(self, networks: list[Network], year: int, framework: str) -> None:
        self.networks, self.year, self.framework = networks, year, framework
        self.today = {network.pk: local_today(network) for network in networks}
        book = plan_book((network.pk, self._day(network)) for network in networks)
        self.planned = {network.pk: book.in_force(network.pk, self._day(network)) for network in networks}
        self.versions = [one.version for planned in self.planned.values() for one in planned]
        self.rolled = self._rollups()

    def _day(self, network: Network) -> datetime.date:
        today = self.today[network.pk]
        return today if today.year == self.year else datetime.date(self.year, 12, 31)

    def _rollups(self) -> dict[int, list[NetworkRollup]]:
        """Each network's periods of the year that have begun, in their order."""
        rows = Period.objects.filter(network__in=self.networks).with_closed()
        rows = rows.within(datetime.date(self.year, 1, 1), datetime.date(self.year, 12, 31))
        by_pk = {network.pk: network for network in self.networks}
        begun = [
            (by_pk[period.network_id], period)
            for period in rows.order_by("end_on", "-start_on")
            if period.start_on <= self.today[period.network_id]
        ]
        found = defaultdict(list)
        for rolled in rollups(begun) if begun else []:
            found[rolled.network.pk].append(rolled)
        return found

    def read(self, months: set[int]) -> Across:
        ruled = [network for network in self.networks if self.planned[network.pk]]
        made = Across(self.year, ruled, [network for network in self.networks if network not in ruled])
        themes = self._themes()
        told = {pk: self._told(rolled) for pk, rolled in self.rolled.items()}
        made.periods = {pk: rolled.period for pk, rolled in told.items() if rolled}
        made.themes = [
            ThemeRow(theme, tuple(self._cell(network, theme, told.get(network.pk)) for network in ruled))
            for theme in themes
        ]
        made.months = self._months(ruled, months)
        return made

    # -- themes -----------------------------------------------------------------------------------------------

    def _themes(self) -> list[Theme]:
        """The themes the plans have; sets `leaf_themes`, by leaf, with those of what it is under."""
        own = defaultdict(set)
        links = Activity.themes.through.objects.filter(activity__eje__version__in=self.versions)
        if self.framework:
            links = links.filter(theme__framework=self.framework)
        for activity, theme in links.values_list("activity_id", "theme_id"):
            own[activity].add(theme)
        under = Activity.objects.filter(eje__version__in=self.versions, parent__isnull=False)
        parents = dict(under.values_list("pk", "parent_id"))
        self.leaf_themes: dict[int, set[int]] = {}
        for leaf in (leaf for planned in self.planned.values() for one in planned for leaf in one.activities):
            found, above = set(own[leaf.pk]), parents.get(leaf.pk)
            while above is not None:
                found |= own[above]
                above = parents.get(above)
            self.leaf_themes[leaf.pk] = found
        used = set().union(*self.leaf_themes.values())
        places = {framework: place for place, framework in enumerate(Framework.values)}
        rows = Theme.objects.filter(pk__in=used)
        return sorted(rows, key=lambda theme: (places[theme.framework], theme.order, theme.code))

    def _told(self, rolled: list[NetworkRollup]) -> NetworkRollup | None:
        return next((one for one in reversed(rolled) if one.reported), None)

    def _cell(self, network: Network, theme: Theme, told: NetworkRollup | None) -> ThemeCell:
        shares, lineages = [], set()
        for planned in self.planned[network.pk]:
            leaves = [leaf for leaf in planned.activities if theme.pk in self.leaf_themes[leaf.pk]]
            if leaves:
                shares.append(Share(planned.version, len(leaves)))
                lineages.update(leaf.lineage for leaf in leaves)
        found = [
            (plan, told.by_lineage[lineage], figure)
            for plan in (told.plans if told else [])
            for lineage, figure in plan.leaves.items()
            if lineage in lineages
        ]
        parts = tuple(
            ThemePart(plan, leaf, figure.percent) for plan, leaf, figure in found if figure.percent is not None
        )
        mean = quantize(sum((part.percent for part in parts), Decimal(0)) / len(parts)) if parts else None
        return ThemeCell(network, tuple(shares), sum(1 for *_, figure in found if figure.reported), mean, parts)

    # -- deadlines --------------------------------------------------------------------------------------------

    def _months(self, networks: list[Network], months: set[int]) -> list[MonthRow]:
        products = self._products()
        by_month = defaultdict(lambda: defaultdict(list))
        for network in networks:
            reports = self._latest_reports(network.pk)
            for planned in self.planned[network.pk]:
                for due in self._dues(network.pk, planned, products, reports):
                    by_month[due.due_on.month][network.pk].append(due)
        return [
            MonthRow(
                datetime.date(self.year, month, 1),
                tuple((one, tuple(sorted(by_month[month][one.pk], key=_order))) for one in networks),
            )
            for month in sorted(months & by_month.keys())
        ]

    def _products(self) -> dict[int, list[tuple[str, datetime.date]]]:
        """Title and last day of the products due in the year, by activity."""
        rows = Deliverable.objects.filter(
            activity__eje__version__in=self.versions, deadline_end_on__year=self.year
        )
        found = defaultdict(list)
        for activity, title, day in rows.values_list("activity_id", "title", "deadline_end_on"):
            found[activity].append((title, day))
        return found

    def _latest_reports(self, network_id: int) -> dict[tuple[uuid.UUID, int | None], Report]:
        """What each said last in the year of each activity, where it is little enough to be read row by row."""
        found = {}
        for rolled in self.rolled[network_id]:
            if not rolled.is_large:
                found |= rolled.reports
        return found

    def _dues(self, network_id: int, planned: PlannedVersion, products, reports) -> Iterable[Due]:
        for leaf in planned.activities:
            if self.framework and not self.leaf_themes[leaf.pk]:
                continue
            dates = [("", leaf.deadline_end_on)] if leaf.deadline_end_on else []
            dates = [(title, day) for title, day in [*dates, *products[leaf.pk]] if day.year == self.year]
            if not dates:
                continue
            unsettled, obliged = self._unsettled(network_id, leaf.lineage, reports)
            for title, day in dates:
                is_overdue = day < self.today[network_id] and (unsettled > 0 or not obliged)
                yield Due(planned.version, leaf, title, day, is_overdue, unsettled, obliged)

    def _unsettled(self, network_id: int, lineage: uuid.UUID, reports) -> tuple[int, int]:
        """How many have not fulfilled it, of how many that owe it in the last period in which somebody does."""
        owed = [one for one in self.rolled[network_id] if one.obliged_by.get(lineage)]
        if not owed:
            return 0, 0
        members = owed[-1].obliged_by[lineage]
        if owed[-1].is_large:
            return owed[-1].unsettled(lineage), len(members)
        said = (reports.get((lineage, member)) for member in members)
        return sum(1 for report in said if report is None or report.status not in SETTLED), len(members)


def _order(due: Due) -> tuple[datetime.date, str]:
    return due.due_on, due.activity.code
