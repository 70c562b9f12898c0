"""The one-click links of a period: who may have one, who has, and what was done with it."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max

from monitoring.models import Period, ReportLink, ReportLinkUse
from monitoring.selectors.summing import NetworkRollup
from networks.models import Assignment, Member, Role, User


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A person who reports for a member (None: the network itself), and her link if she has one that stands.

    `owed` is how many entries that member has yet to send; `uses` and `used_at` are of the link shown.
    """

    user: User
    member: Member | None
    owed: int
    link: ReportLink | None
    uses: int
    used_at: datetime.datetime | None


def link_rows(rolled: NetworkRollup) -> list[LinkRow]:
    """In the network's order of members, the network itself first; two queries beside the roll-up's."""
    network, period = rolled.network, rolled.period
    links = {
        (link.user_id, link.member_id): link
        for link in ReportLink.objects.filter(period=period, revoked_at__isnull=True).annotate(
            use_count=Count("uses"), last_used_at=Max("uses__at")
        )
    }
    owed = Counter(one.member_id for one in rolled.missing)
    people = Assignment.objects.filter(network=network, role=Role.TECHNICIAN, user__is_active=True)
    found = []
    for assignment in people.select_related("user").order_by("user__username"):
        member = rolled.members.get(assignment.member_id)
        link = links.get((assignment.user_id, assignment.member_id))
        uses, used_at = (link.use_count, link.last_used_at) if link else (0, None)
        found.append(LinkRow(assignment.user, member, owed[assignment.member_id], link, uses, used_at))
    order = {pk: n for n, pk in enumerate(rolled.members)}
    return sorted(found, key=lambda row: -1 if row.member is None else order[row.member.pk])


def link_uses(period: Period, limit: int = 100):
    """What was done through links of the period, latest first, those revoked since too."""
    rows = ReportLinkUse.objects.filter(link__period=period).select_related("link__user", "link__member")
    return rows.order_by("-at", "-pk")[:limit]
