"""A network's own today: its midnight, not the server's."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from networks.models import Network


def local_today(network: Network, at: datetime.datetime | None = None) -> datetime.date:
    return timezone.localdate(at, ZoneInfo(network.time_zone))
