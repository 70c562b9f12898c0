"""Periods as pages and reports ask for them."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from monitoring.models import Period
from monitoring.periods import parse_run
from networks.models import Network


def local_today(network: Network, at: datetime.datetime | None = None) -> datetime.date:
    """The day it is in the network: its own midnight parts today from tomorrow."""
    return timezone.localdate(at, ZoneInfo(network.time_zone))


def period_for(network: Network, code: str) -> Period | None:
    """The network's period of that code, or one that spans shorter ones (2012: both semesters; 2024-T1_2024-T3).

    The latter has no row: it is closed when every period in it is. None for what is no code or covers nothing.
    """
    period = Period.objects.filter(network=network, code=code).with_closed().first()
    if period is not None:
        return period
    try:
        span = parse_run(code)
    except ValueError:
        return None
    within = list(Period.objects.filter(network=network).within(span.start, span.end).with_closed())
    if not within:
        return None
    period = Period(
        network=network,
        code=span.code,
        kind=span.kind,
        start_on=span.start,
        end_on=span.end,
        opens_on=min(part.opens_on for part in within),
        due_on=max(part.due_on for part in within),
    )
    period.closed = all(part.closed for part in within)
    return period


def current_period(periods: list[Period], today: datetime.date) -> Period | None:
    """The latest period that has begun, else the first to come."""
    begun = [period for period in periods if period.start_on <= today]
    if begun:
        return max(begun, key=lambda period: (period.end_on, -period.start_on.toordinal()))
    return min(periods, key=lambda period: period.start_on, default=None)
