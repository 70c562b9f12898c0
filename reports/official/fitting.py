"""Whether a form has anything to say of a network in a period: what a batch of all that fits asks."""

from __future__ import annotations

from monitoring.models import Meeting, Period
from monitoring.selectors.planned import plan_book
from networks.models import Network


def has_plan(network: Network, period: Period) -> bool:
    """A plan is in force on the period's last day: what it asked for is reported, or the silence about it."""
    return bool(plan_book([(network.pk, period.end_on)]).in_force(network.pk, period.end_on))


def has_weights(network: Network, period: Period) -> bool:
    """Some eje or activity of a plan in force has a weight."""
    planned = plan_book([(network.pk, period.end_on)]).in_force(network.pk, period.end_on)
    rows = (row for version in planned for row in (*version.ejes, *version.activities))
    return any(row.weight is not None for row in rows)


def holds_sessions(network: Network, period: Period) -> bool:
    """It has functions that a norm gives it, and sessions programmed or held in the period."""
    meetings = Meeting.objects.filter(network=network)
    within = (period.start_on, period.end_on)
    met = meetings.filter(programmed_on__range=within) | meetings.filter(held_on__range=within)
    return network.functions.exists() and met.exists()


def has_goal(network: Network, period: Period) -> bool:
    """It set itself a goal of people."""
    return network.roster_goal is not None
