"""For whom somebody may fill forms of a period, and how much of each waits."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.models import ComplianceEntry, Period
from monitoring.selectors.summing import rollup
from networks.models import Member, User
from networks.models.directory import THE_NETWORK
from networks.permissions import can_write_entry


@dataclass(frozen=True, slots=True)
class FormDue:
    """`member` None is the network itself. Of `owed` activities `sent` are sent already."""

    member: Member | None
    owed: int
    sent: int

    @property
    def who(self) -> str:
        return self.member.code if self.member else THE_NETWORK

    @property
    def waits(self) -> int:
        return self.owed - self.sent


def forms_due(period: Period, user: User) -> list[FormDue]:
    """The network itself first, then its members in their order; only those she may write for."""
    rolled = rollup(period.network, period)
    owed: dict[int | None, int] = {}
    for members in rolled.obliged_by.values():
        for member in members:
            owed[member] = owed.get(member, 0) + 1
    counted = ComplianceEntry.objects.counted().filter(period=period, activity_lineage__in=rolled.obliged_by)
    sent: dict[int | None, int] = {}
    for lineage, member in counted.values_list("activity_lineage", "member_id"):
        sent[member] = sent.get(member, 0) + rolled.owes(lineage, member)
    members = [None, *(pk for pk in rolled.members)]
    return [
        FormDue(rolled.members.get(pk), owed[pk], sent.get(pk, 0))
        for pk in members
        if pk in owed and can_write_entry(user, period, pk)
    ]
