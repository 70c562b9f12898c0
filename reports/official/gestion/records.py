"""What was decided and what came of it, and the publication checklist, as the informe de gestión prints them."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from monitoring.follow_up_words import CLOSED, DROPPED, OVERDUE, owner_of, standing_of
from monitoring.models import Decision, FollowUp, FollowUpState, Meeting, PublicationItem, PublishedState
from monitoring.selectors import local_today
from monitoring.selectors.publications import publication_checklist
from networks.models import Network
from reports.official.gestion.context import DecisionRow, FollowUpRow, Publication

PUBLISHED = {PublishedState.YES: True, PublishedState.NO: False}
STATES = {OVERDUE: "overdue", CLOSED: "closed", DROPPED: "dropped"}


def decision_rows(network: Network, meetings: list[Meeting]) -> tuple[DecisionRow, ...]:
    """Of these sessions, in their order; how each follow-up stands is said as of today."""
    today = local_today(network)
    rows = (
        Decision.objects.filter(meeting__in=meetings)
        .select_related("meeting", "plan_version__plan")
        .prefetch_related("follow_ups__member")
    )
    return tuple(
        DecisionRow(
            date=row.meeting.held_on,
            decision=row.body,
            follow_up="\n".join(_in_words(each) for each in _in_order(row)) or None,
            follow_ups=tuple(_follow_up(each, today) for each in _in_order(row)),
            plan_version=str(row.plan_version) if row.plan_version else None,
        )
        for row in rows.order_by("meeting__held_on", "meeting", "order", "pk")
    )


def _in_order(decision: Decision) -> list[FollowUp]:
    return sorted(decision.follow_ups.all(), key=lambda row: row.pk)


def _in_words(row: FollowUp) -> str:
    """What came of it, with its deadline while it is open."""
    if row.state == FollowUpState.OPEN and row.deadline_text:
        return _("%(body)s (plazo: %(deadline)s)") % {"body": row.body, "deadline": row.deadline_text}
    return row.body


def _follow_up(row: FollowUp, today: datetime.date) -> FollowUpRow:
    state = STATES.get(standing_of(row, today).key, "open")
    is_late = state == "overdue"
    return FollowUpRow(
        body=row.body,
        state=state,
        responsible=owner_of(row) if row.member or row.responsible else None,
        deadline=row.deadline_text or None,
        deadline_on=row.deadline_end_on,
        overdue_since=row.deadline_end_on + datetime.timedelta(days=1) if is_late else None,
        closed_on=row.closed_on,
        note=(row.closing_note or None) if state in ("closed", "dropped") else None,
    )


def publication_rows(network: Network) -> tuple[Publication, ...]:
    return tuple(_publication(network, item) for item in publication_checklist(network))


def _publication(network: Network, item: PublicationItem) -> Publication:
    """What is not there any more is not published, whatever was recorded; a later record says otherwise."""
    down = item.reopened_at
    return Publication(
        item=item.name,
        published=False if down else PUBLISHED.get(item.published),
        url=item.url or None,
        date=item.published_on,
        kept=(item.original_name or None) if item.file else None,
        sha256=(item.sha256 or None) if item.file else None,
        check=item.check_state or None,
        checked_on=local_today(network, item.checked_at) if item.checked_at else None,
        down_since=local_today(network, down) if down else None,
    )
