"""Where the cells of the matrix lead: to the form for whoever may still write there, else to what was reported."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.urls import reverse

from monitoring.board import entry_url
from monitoring.models import Period
from monitoring.selectors import EntryRow, NetworkRollup
from networks.models import Member, User
from networks.permissions import can_write_entry


class CellLinks:
    """A matrix writes thousands: what they share is asked once."""

    def __init__(self, rolled: Iterable[NetworkRollup], user: User) -> None:
        rolled = list(rolled)
        network = rolled[0].network
        self.bases = {one.period.pk: _board(one.period) for one in rolled if one.period.pk}
        self._spans = any(one.period.pk is None for one in rolled)
        if self._spans:
            self.bases |= {period.pk: _board(period) for period in _within(rolled)}
        who = [None, *rolled[0].members]
        self._writes = {member for member in who if can_write_entry(user, network, member)}

    def to(self, period: Period, lineage: uuid.UUID, member: Member | None, entry: EntryRow | None) -> str:
        """Empty where there is nothing to open."""
        base = self.bases.get(entry.period_id if entry else period.pk)
        if base is None:
            return ""
        writes = (member and member.pk) in self._writes and not period.is_closed
        if writes and (entry is None or not entry.counts):
            return entry_url(base, lineage, member)
        return entry_url(base, lineage, member, "ver/") if entry else ""


def _board(period: Period) -> str:
    return reverse("monitoring:period_detail", kwargs={"slug": period.network.slug, "code": period.code})


def _within(rolled: list[NetworkRollup]) -> list[Period]:
    """The periods of a year that has no row of its own."""
    found = []
    for one in rolled:
        if one.period.pk is None:
            found += Period.objects.filter(network=one.network).within(one.period.start_on, one.period.end_on)
    for period in found:
        period.network = rolled[0].network
    return found
