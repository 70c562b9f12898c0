"""For whom else a text may be sent: members who owe the same activity and have written nothing of it."""

from __future__ import annotations

from uuid import UUID

from monitoring.models import ComplianceEntry, Period
from networks.models import Member, User
from networks.permissions import is_secretariat, members_of
from plans.models import Activity, Concern


def others_for(
    user: User, period: Period, activity: Activity, member: Member | None, attempt: UUID | None = None
) -> list[Member]:
    """A técnica's own other members; for the secretariat on behalf of one, everybody else. Two queries at most.

    None where the network itself reports, or she writes for one member only. What `attempt`, the key of a sending,
    wrote before does not count as written: it is the same click again.
    """
    if member is None or activity.concerns == Concern.NETWORK:
        return []
    mine = members_of(user, period) - {None}
    on_behalf = member.pk not in mine and is_secretariat(user, period)
    if not on_behalf and len(mine) < 2:
        return []
    rows = Member.objects.filter(network=period.network_id).valid_on(period.end_on).exclude(pk=member.pk)
    if not on_behalf:
        rows = rows.filter(pk__in=mine)
    if activity.concerns == Concern.SOME_MEMBERS:
        rows = rows.filter(pk__in=activity.members.values("pk"))
    else:
        rows = rows.filter(is_reporting=True)
    return list(rows.exclude(pk__in=_written(period, activity.lineage, attempt)).order_by("order", "name", "pk"))


def _written(period: Period, lineage: UUID, attempt: UUID | None):
    rows = ComplianceEntry.objects.filter(period=period, activity_lineage=lineage, member__isnull=False)
    if attempt is not None:
        rows = rows.exclude(last_write=attempt, last_write__isnull=False)
    return rows.order_by().values("member")
