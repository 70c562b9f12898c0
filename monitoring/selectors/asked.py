"""The periods in which something is asked of a person now, in a constant number of queries."""

from __future__ import annotations

import datetime

from monitoring.models import Period
from monitoring.selectors.periods import current_period, local_today
from monitoring.selectors.summing import NetworkRollup, rollups
from networks.models import Network, User
from networks.permissions import can_review_entry, members_of


def asked_of(user: User, at: datetime.datetime | None = None) -> list[NetworkRollup]:
    """The periods, open and begun to be reported, of the networks where she reports for somebody."""
    networks = {network.pk: network for network in user.networks if members_of(user, network)}
    wanted = []
    for period in Period.objects.filter(network__in=networks).with_closed().order_by("due_on"):
        network = networks[period.network_id]
        if not period.closed and period.opens_on <= local_today(network, at):
            period.network = network
            wanted.append((network, period))
    return rollups(wanted) if wanted else []


def reviewed_by(user: User, at: datetime.datetime | None = None) -> list[Period]:
    """The current period of each network whose reports she reviews, with its network."""
    networks: dict[int, Network] = {n.pk: n for n in user.networks if can_review_entry(user, n)}
    if not networks:
        return []
    periods: dict[int, list[Period]] = {pk: [] for pk in networks}
    for period in Period.objects.filter(network__in=networks).with_closed():
        period.network = networks[period.network_id]
        periods[period.network_id].append(period)
    found = (current_period(periods[pk], local_today(network, at)) for pk, network in networks.items())
    return [period for period in found if period is not None]
