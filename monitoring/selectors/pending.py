"""The home page: what waits for a person, network by network and period by period."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from monitoring.models import Period, ReviewState
from monitoring.selectors.periods import current_period, local_today
from monitoring.selectors.summing import NetworkRollup, rollups
from networks.models import Network, User
from networks.permissions import can_close_period, can_review_entry, members_of


@dataclass(frozen=True)
class Pending:
    """What waits for her in a period: entries to write (`silent`), to finish, to mend, to review, or a closing."""

    network: Network
    period: Period
    silent: int = 0
    draft: int = 0
    returned: int = 0
    to_review: int = 0
    to_close: bool = False
    overdue: bool = False

    @property
    def to_report(self) -> int:
        return self.silent + self.draft + self.returned

    def __bool__(self) -> bool:
        return bool(self.to_report or self.to_review or self.to_close)


@dataclass(frozen=True)
class HomeNetwork:
    """A network of hers: where its current period stands, and what waits for her there."""

    network: Network
    roles: tuple[str, ...]
    current: NetworkRollup | None
    pending: tuple[Pending, ...]


def home_networks(user: User, at: datetime.datetime | None = None) -> list[HomeNetwork]:
    """Her networks in order of name, in as many queries for one as for many."""
    at = at or timezone.now()
    networks = list(Network.objects.for_user(user))
    periods = defaultdict(list)
    for period in Period.objects.filter(network__in=networks).with_closed().order_by("start_on"):
        period.closed = bool(period.closed)
        periods[period.network_id].append(period)
    wanted = []
    for network in networks:
        today = local_today(network, at)
        now = current_period(periods[network.pk], today)
        for period in periods[network.pk]:
            if period is now or (not period.closed and period.opens_on <= today):
                wanted.append((network, period))
    found = defaultdict(list)
    for rolled in rollups(wanted) if wanted else []:
        found[rolled.network.pk].append(rolled)
    return [_home_network(user, network, found[network.pk], local_today(network, at)) for network in networks]


def _home_network(user: User, network: Network, rolled: list[NetworkRollup], today: datetime.date) -> HomeNetwork:
    now = current_period([found.period for found in rolled], today)
    pending = [_pending(user, found, today) for found in rolled if not found.period.closed]
    return HomeNetwork(
        network=network,
        roles=tuple(user.roles.get(network.pk, {})),
        current=next((found for found in rolled if found.period is now), None),
        pending=tuple(one for one in pending if one),
    )


def _pending(user: User, rolled: NetworkRollup, today: datetime.date) -> Pending | None:
    network, period = rolled.network, rolled.period
    if period.opens_on > today:
        return None
    states = _states(rolled, members_of(user, network))
    return Pending(
        network=network,
        period=period,
        silent=states[""],
        draft=states[ReviewState.DRAFT],
        returned=states[ReviewState.RETURNED],
        to_review=rolled.to_review if can_review_entry(user, network) else 0,
        to_close=can_close_period(user, network) and period.due_on < today,
        overdue=period.due_on < today,
    )


def _states(rolled: NetworkRollup, mine: frozenset[int | None]) -> dict[str, int]:
    """How many of what these members owe are in each state; empty is not begun."""
    states: dict[str, int] = defaultdict(int)
    owed = [(lineage, m) for lineage, members in rolled.obliged_by.items() for m in mine if m in members]
    entries = rolled.entries_at({lineage for lineage, _ in owed}, mine) if owed else {}
    for at in owed:
        states[entries[at].review_state if at in entries else ""] += 1
    return states


def pending_for(user: User, at: datetime.datetime | None = None) -> list[Pending]:
    """All that waits for her, the nearest deadline first."""
    waiting = [pending for home in home_networks(user, at) for pending in home.pending]
    return sorted(waiting, key=lambda pending: (pending.period.due_on, pending.network.name))
